/* oxlint-disable typescript/no-unsafe-return, typescript/no-unsafe-call, typescript/no-unsafe-argument, typescript/no-unsafe-member-access, typescript/no-unsafe-assignment -- the browser runs this file as it is written: it has no types */
/**
 * My Stages without network: the page itself and its scripts, as they were when they last came whole. What there is to
 * do is the page's to remember (web/floor/outbox). Nothing of the API passes through here, and a new version is never
 * put under a page that is open: who reloads with a network gets the newest.
 */
const cacheName = "treadle-floor-1";
const shell = "/floor/";
/** Bad Wi-Fi: whoever wants to work does not wait for a page that is here already. Milliseconds. */
const patience = 4_000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(openPage(request));
  else if (pathname.startsWith("/assets/")) event.respondWith(openFile(request));
});
self.addEventListener("message", (event) => {
  const { say, script, files } = event.data ?? {};
  if (say === "keep" && typeof script === "string" && Array.isArray(files)) {
    event.waitUntil(keep(script, files).catch(() => undefined));
  }
});

async function begin() {
  for (const name of await caches.keys()) {
    if (name.startsWith("treadle-floor-") && name !== cacheName) await caches.delete(name);
  }
  await self.clients.claim();
}

async function openPage(request) {
  const kept = await caches.match(shell);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), kept === undefined ? 60_000 : patience);
  try {
    // By its address: a request of the browser's own for a page may not be changed.
    const answer = await fetch(request.url, { signal: late.signal, headers: { accept: "text/html" } });
    // What stands between (a proxy, a restart) answers in its own words.
    return answer.status >= 502 && answer.status <= 504 && kept !== undefined ? kept : answer;
  } catch (error) {
    if (kept !== undefined) return kept;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** Their names change with what is in them: one that is here is the right one. */
async function openFile(request) {
  return (await caches.match(request.url)) ?? fetch(request);
}

/** All files of one version, and only then its page: a page without its scripts would be a white screen. */
async function keep(script, files) {
  const page = await fetch(shell, { cache: "no-cache" });
  if (!page.ok) return;
  // An older page speaks: what it has is out of date already.
  if (!(await page.clone().text()).includes(script)) return;
  const cache = await caches.open(cacheName);
  const there = new Set((await cache.keys()).map(({ url }) => url));
  await cache.addAll(files.filter((file) => !there.has(file)));
  await cache.put(shell, page);
  const wanted = new Set(files);
  for (const { url } of await cache.keys()) {
    if (new URL(url).pathname.startsWith("/assets/") && !wanted.has(url)) await cache.delete(url);
  }
}
