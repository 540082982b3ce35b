// Serves the shell and pinned walks without a network. It keeps no request and answers none that changes something:
// what is entered goes through the outbox of the page.
importScripts(
  {% for name in ('core', 'routing', 'strategies', 'precaching') %}
  {{ asset('vendor/workbox-' ~ name ~ '/workbox-' ~ name ~ '.prod.js')|tojson }},
  {% endfor %}
);
const { precaching, routing } = workbox;
workbox.core.setCacheNameDetails({ prefix: "shell", suffix: "v1" });

const isPage = (request) => request.mode === "navigate" && !request.headers.has("HX-Request");

/** What was pinned at 'Prepare site walk' for the walk at `page`: one person's, one audit's. */
async function pinned(page, wanted) {
  const [, , person, about] = new URL(page).pathname.split("/");
  const name = `pkg.${person}.${about}`;
  return await caches.has(name) && (await caches.open(name)).match(wanted, { ignoreVary: true });
}

/** The page of a walk: the pinned copy first, whatever the network promises. */
async function walk({ request, url }) {
  return await pinned(url.href, url.pathname) || online(request);
}

/** A small picture of last time: pinned with the walk that shows it, else the server's. */
async function thumb({ request, event }) {
  const page = event.clientId && await clients.get(event.clientId);
  return page && await pinned(page.url, request.url) || fetch(request);
}

async function online(request) {
  try {
    return await fetch(request);
  } catch {
    return await precaching.matchPrecache("/offline") || Response.error();
  }
}

/** A file of some build: its address never changes meaning, so any kept copy will do. */
async function file({ request }) {
  return await caches.match(request, { ignoreVary: true }) || fetch(request);
}

routing.registerRoute(({ request, url }) => isPage(request) && /^\/walk\/[0-9a-f-]{36}\//.test(url.pathname), walk);
routing.registerRoute(({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith("/s/"), file);
routing.registerRoute(({ request, url }) => request.destination === "image" && /^\/walk\/api\/photos\/[^/]+\/thumb\.jpg$/.test(url.pathname), thumb);
routing.registerRoute(({ request, url }) => isPage(request) && url.pathname !== "/offline", ({ request }) => online(request));
precaching.cleanupOutdatedCaches();
precaching.precacheAndRoute({{ shell|tojson }});

addEventListener("message", ({ data }) => { if (data === "reload") skipWaiting(); });
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
