// The field that is typed into stands whole above the buttons of its sheet, also once the keyboard took half of the screen.
function show() {
  const field = document.activeElement;
  if (field?.matches(".sheet :is(input, select, textarea):not(.aloud)")) (field.closest(".field") ?? field).scrollIntoView({ block: "nearest" });
}
document.addEventListener("focusin", () => requestAnimationFrame(show)); // after the tap, which may land on nothing else
(window.visualViewport ?? window).addEventListener("resize", show);
