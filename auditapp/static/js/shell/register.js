// Registers the service worker; a newer one waits until somebody presses 'New version: reload'.
const worker = navigator.serviceWorker;

function offer(registration) {
  const waiting = registration.waiting;
  const place = document.querySelector("[data-new-version]");
  if (!waiting || !worker.controller || !place) return;
  place.hidden = false;
  place.querySelector("button").onclick = async () => {
    worker.addEventListener("controllerchange", () => location.reload(), { once: true });
    dispatchEvent(new CustomEvent("newversion"));
    waiting.postMessage("reload");
  };
}

if (worker) {
  worker.register("/sw.js", { updateViaCache: "none" }).then((registration) => {
    offer(registration);
    registration.addEventListener("updatefound", () => {
      registration.installing?.addEventListener("statechange", () => offer(registration));
    });
  }).catch((error) => console.warn("No service worker:", error.message));
}
