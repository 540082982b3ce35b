// The theme of this device. Runs before the first paint, so nothing flashes; a classic script because modules wait.
(() => {
  const root = document.documentElement;
  const kept = () => {
    try { return localStorage.getItem("theme") || "auto"; } catch { return "auto"; }
  };
  const wear = (theme) => {
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
    for (const button of document.querySelectorAll("[data-themes] button")) {
      button.setAttribute("aria-pressed", String(button.value === theme));
    }
  };
  wear(kept());
  document.addEventListener("DOMContentLoaded", () => wear(kept()));
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-themes] button");
    if (!button) return;
    try { localStorage.setItem("theme", button.value); } catch { /* private window: worn until the page is left */ }
    wear(button.value);
  });
  window.addEventListener("storage", (event) => { if (event.key === "theme") wear(kept()); });
})();
