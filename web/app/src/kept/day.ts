// My day and the reception without a connection: `worker.js` keeps what they were last seen with.
import { useEffect, useSyncExternalStore } from "react";

const STORES = ["enishi-day", "enishi-files"];

/** What each of the screens that are kept asks of its workshop. */
const ASKED = { "my-day": ["/my-day", "/venue"], reception: ["/reception?q="] };
type Kept = keyof typeof ASKED;

/** Lets the worker keep this page, what it asks and what it is made of. */
async function keep(workshop: string, screen: Kept) {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/worker.js");
  const { active } = await navigator.serviceWorker.ready;
  const made = performance.getEntriesByType("resource").map((entry) => entry.name);
  const about = `/api/workshops/${encodeURIComponent(workshop)}`;
  // What is still under way is in no list of what was loaded.
  const asked = ["/api/me", about, ...ASKED[screen].map((path) => about + path)];
  active?.postMessage([...new Set([location.href, ...asked, ...made])]);
}

/** Leaves nothing behind, when somebody signs out or comes in as somebody else. */
export async function forgetDay() {
  if (!("caches" in window)) return;
  await Promise.all(STORES.map((name) => caches.delete(name)));
}

const seenAt: Partial<Record<Kept, string | null>> = {};
const listeners = new Set<() => void>();

/** Notes when an answer was seen, where it is one that was kept. */
export function noteSeen(answer: Response) {
  const screen = /\/(my-day|reception)$/.exec(new URL(answer.url, location.origin).pathname)?.[1];
  if (!screen) return;
  seenAt[screen as Kept] = answer.headers.get("x-seen-at");
  for (const listener of listeners) listener();
}

function listen(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Keeps a screen, unless told otherwise; when it was seen last, where what is shown is not fresh. */
export function useKept(workshop: string, screen: Kept, keeps = true) {
  useEffect(() => {
    // A browser that keeps nothing shows it all the same.
    if (keeps) keep(workshop, screen).catch(() => {});
  }, [workshop, screen, keeps]);
  return useSyncExternalStore(listen, () => seenAt[screen] ?? null);
}
