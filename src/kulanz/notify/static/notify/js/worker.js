// Shows notices, and a page of its own where there is no line. What it keeps (KEPT, VERSION, OFFLINE: from the house)
// is the same for everybody: no page of a person and no word of a case is ever kept here.
async function keep() {
  const box = await caches.open(VERSION);
  await box.addAll(KEPT.map((each) => new Request(each, { cache: "reload", credentials: "omit" })));
  await self.skipWaiting();
}

async function begin() {
  for (const name of await caches.keys()) if (name !== VERSION) await caches.delete(name);
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

async function page(event) {
  try {
    return (await event.preloadResponse) ?? await fetch(event.request);
  } catch {
    return await caches.match(OFFLINE) ?? Response.error();
  }
}

const kept = async (request) => await caches.match(request, { ignoreVary: true }) ?? fetch(request);

async function show({ title, body, url, tag }) {
  await self.registration.showNotification(title, { body, tag, data: { url }, icon: ICON, silent: true });
}

async function open(url) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const here = pages.find((each) => new URL(each.url).pathname === url);
  await (here ? here.focus() : self.clients.openWindow(url));
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(begin()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (KEPT.includes(new URL(request.url).pathname)) event.respondWith(kept(request));
});
self.addEventListener("push", (event) => event.waitUntil(show(event.data.json())));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.url));
});
