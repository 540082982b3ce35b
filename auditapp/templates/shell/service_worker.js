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

/** The page of a walk: the copy pinned at 'Prepare site walk' first, whatever the network promises. */
async function walk({ request, url }) {
  const [, , person, about] = url.pathname.split("/");
  const name = about === "new" ? `pkg.${person}.new` : `pkg.${person}.${about}`;
  const pinned = await caches.has(name) && await (await caches.open(name)).match(url.pathname, { ignoreVary: true });
  return pinned || online(request);
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
routing.registerRoute(({ request, url }) => isPage(request) && url.pathname !== "/offline", ({ request }) => online(request));
precaching.cleanupOutdatedCaches();
precaching.precacheAndRoute({{ shell|tojson }});

addEventListener("message", ({ data }) => { if (data === "reload") skipWaiting(); });
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
