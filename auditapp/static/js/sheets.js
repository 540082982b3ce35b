// Sheets and menus are native popovers; this opens those the server wants seen and says aloud which are open.
const show = () => {
  for (const sheet of document.querySelectorAll("[popover][data-show]:not(:popover-open)")) sheet.showPopover();
};
document.addEventListener("htmx:after:swap", show);
show();

// A menu that the focus leaves would lie over what has it next.
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const menu = target.closest?.(".menu:popover-open");
  if (menu && relatedTarget && !menu.contains(relatedTarget) && relatedTarget.popoverTargetElement !== menu) menu.hidePopover();
});

// The first field of an opened sheet is where one begins.
document.addEventListener("toggle", (event) => {
  const sheet = event.target;
  if (event.newState !== "open" || !sheet.matches?.(".dialog")) return;
  sheet.querySelector("[data-focus], input:not([type=hidden]), select, textarea")?.focus();
}, true);
