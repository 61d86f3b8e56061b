// My day without a connection: `worker.js` keeps what it was last seen with.
import { useSyncExternalStore } from "react";

const STORES = ["enishi-day", "enishi-files"];

/** Lets the worker keep this page, what it asks and what it is made of. */
export async function keepDay(workshop: string) {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register("/worker.js");
  const { active } = await navigator.serviceWorker.ready;
  const made = performance.getEntriesByType("resource").map((entry) => entry.name);
  const about = `/api/workshops/${encodeURIComponent(workshop)}`;
  // What is still under way is in no list of what was loaded.
  const asked = ["/api/me", about, `${about}/my-day`, `${about}/venue`];
  active?.postMessage([...new Set([location.href, ...asked, ...made])]);
}

/** Leaves nothing behind, when somebody signs out or comes in as somebody else. */
export async function forgetDay() {
  if (!("caches" in window)) return;
  await Promise.all(STORES.map((name) => caches.delete(name)));
}

let seenAt: string | null = null;
const listeners = new Set<() => void>();

/** Notes when an answer was seen, where it is one that was kept. */
export function noteSeen(answer: Response) {
  if (!answer.url.endsWith("/my-day")) return;
  seenAt = answer.headers.get("x-seen-at");
  for (const listener of listeners) listener();
}

function listen(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** When my day was seen last, where what is shown is not fresh. */
export const useSeenAt = () => useSyncExternalStore(listen, () => seenAt);
