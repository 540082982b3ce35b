// A tapped photo is shown as large as the screen; without scripts, and with a key for a new tab, its link does its own work.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-photo]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented) return;
  if (!document.getElementById("viewer")) return;
  event.preventDefault();
  import("./view.js").then(({ open }) => open(link)).catch(() => location.assign(link.href));
});
