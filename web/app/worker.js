// Keeps what "My day" and the reception were last seen with, so that they can be read on a weak connection
// or on none. Only these ask for it, nothing else is kept, and leaving (sign-out) empties it: src/kept/day.ts.
const DAY = "enishi-day";
const FILES = "enishi-files";
/** How long a weak connection may take before what was seen last is shown. */
const PATIENCE_MS = 5_000;

const isScreen = (path) => /^\/w\/[^/]+\/(my-day|reception)$/.test(path);
const isAnswer = (path) =>
  path === "/api/me" || path === "/api/demo" || /^\/api\/workshops\/[^/]+(\/(my-day|venue|reception))?$/.test(path);
const isFile = (path) => path.startsWith("/assets/");

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (isFile(pathname)) event.respondWith(file(event.request));
  else if (isScreen(pathname) || isAnswer(pathname)) event.respondWith(newest(event.request));
});

/** What such a screen is made of; from then on it is renewed whenever it is asked for. */
self.addEventListener("message", (event) => {
  const keep = async (address) => {
    const { pathname } = new URL(address, location.origin);
    const request = new Request(address);
    if (isFile(pathname)) await file(request, true);
    else if (isScreen(pathname) || isAnswer(pathname)) await newest(request, true);
  };
  event.waitUntil(Promise.allSettled(event.data.map(keep)));
});

/** A file is named by its content: once kept it is good. */
async function file(request, wanted = false) {
  const files = await caches.open(FILES);
  const kept = await files.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && wanted) await files.put(request, answer.clone());
  return answer;
}

async function newest(request, wanted = false) {
  const day = await caches.open(DAY);
  const kept = await day.match(request);
  const asked = fetch(request).then(async (answer) => {
    if (answer.ok && (wanted || kept)) await keep(day, request, answer.clone(), kept);
    // Whoever may not see it any more has nothing left of it.
    else if (answer.status < 500 && kept) await day.delete(request);
    return answer;
  });
  if (!kept) return asked;
  // What comes too late is kept for the next time.
  asked.catch(() => {});
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, kept));
  return Promise.race([asked.catch(() => kept), late]);
}

async function keep(day, request, answer, before) {
  const tag = answer.headers.get("etag");
  // A new page is made of new files.
  if (isScreen(new URL(request.url).pathname) && before && before.headers.get("etag") !== tag) {
    await caches.delete(FILES);
  }
  const headers = new Headers(answer.headers);
  headers.set("x-seen-at", new Date().toISOString());
  await day.put(request, new Response(await answer.blob(), { status: 200, headers }));
}
