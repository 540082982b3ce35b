// Tick boxes that belong to a form[data-ticks]: how many are ticked is told, and one press ticks the whole page.
// Without scripts the link leads to the same page with every box ticked.
const boxesOf = (form) => document.querySelectorAll(`input[type=checkbox][form="${form.id}"]`);

function tell(form) {
  const said = form.querySelector("[data-ticks-count]");
  const count = [...boxesOf(form)].filter((box) => box.checked).length;
  said.textContent = count ? said.dataset.some.replace("{}", count) : said.dataset.none;
}

const tellAll = () => document.querySelectorAll("form[data-ticks]").forEach(tell);

document.addEventListener("change", ({ target }) => {
  if (target.form?.matches("[data-ticks]")) tell(target.form);
});
document.addEventListener("click", (event) => {
  const all = event.target.closest("[data-ticks-all]");
  if (!all) return;
  event.preventDefault();
  const form = all.closest("form");
  const boxes = [...boxesOf(form)];
  const ticked = boxes.some((box) => !box.checked);
  for (const box of boxes) box.checked = ticked;
  tell(form);
});
document.addEventListener("htmx:after:swap", tellAll);
window.addEventListener("pageshow", tellAll);
tellAll();
