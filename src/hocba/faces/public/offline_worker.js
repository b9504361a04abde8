// Keeps the page that checks codes on this machine, so that it opens without a line.
"use strict";
const KEPT = "hocba-kiem-tra-ma-1";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// The page tells what it is made of; all of it is fetched anew, or nothing is replaced.
self.addEventListener("message", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(KEPT);
    await cache.addAll(event.data.filter((address) => new URL(address).origin === self.location.origin));
    event.source.postMessage("kept");
  })());
});

// With a line the newest counts, also of the list of keys; without one, what was kept.
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  event.respondWith((async () => {
    const cache = await caches.open(KEPT);
    try {
      const fresh = await fetch(event.request);
      if (fresh.ok && await cache.match(event.request)) await cache.put(event.request, fresh.clone());
      return fresh;
    } catch (lost) {
      const kept = await cache.match(event.request, { ignoreVary: true });
      if (kept) return kept;
      throw lost;
    }
  })());
});
