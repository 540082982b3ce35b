// Registers the service worker; a newer one waits until somebody presses 'New version: reload'.
const worker = navigator.serviceWorker;

/** What a page wants done before it is loaded anew in another version: functions that may take their time. */
export const before = [];

function offer(registration) {
  const waiting = registration.waiting;
  const place = document.querySelector("[data-new-version]");
  if (!waiting || !worker.controller || !place) return;
  place.hidden = false;
  place.querySelector("button").onclick = async () => {
    worker.addEventListener("controllerchange", () => location.reload(), { once: true });
    for (const prepare of before) await prepare();
    waiting.postMessage("reload");
  };
}

function register() {
  worker.register("/sw.js", { updateViaCache: "none" }).then((registration) => {
    offer(registration);
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", () => offer(registration));
    });
  }).catch((error) => console.warn("No service worker:", error.message));
}

// The page comes first: what the worker fetches to keep would take the line from it.
if (worker) {
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}
