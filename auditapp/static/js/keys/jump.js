// The command bar: a combobox over the places that /go names (WAI-ARIA 1.2, editable combobox with a list box).
const dialog = document.getElementById("jump");
const form = dialog.querySelector("form");
const field = dialog.querySelector("input");
const said = dialog.querySelector("[role=status]");
let shown = null; // what the list answers to
let wants = false; // Enter was pressed before the list of what is typed came

const options = () => [...dialog.querySelectorAll("[role=option]")];
const active = () => dialog.querySelector("[role=option][aria-selected=true]");

export function open() {
  if (dialog.open) return field.select();
  dialog.showModal();
  field.select();
  if (shown !== field.value || !field.value.trim()) form.dispatchEvent(new Event("jump"));
}

function choose(option) {
  active()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
}

/** What was visited lately on this device stands first while nothing is typed. */
function addVisited() {
  let visited = [];
  try { visited = JSON.parse(localStorage.getItem(`visited.${dialog.dataset.person}`) ?? "[]"); } catch { /* none */ }
  visited = visited.filter(({ href }) => href !== location.pathname);
  if (!visited.length) return;
  const group = dialog.querySelector("template").content.firstElementChild.cloneNode(true);
  const like = group.querySelector("a");
  like.remove();
  for (const [n, { href, title, more }] of visited.entries()) {
    const option = like.cloneNode(true);
    option.id = `jump-visited-${n}`;
    option.href = href;
    option.querySelector("b").textContent = title;
    option.querySelector("b + span").textContent = more === title ? "" : more;
    group.append(option);
  }
  dialog.querySelector("#jumps").prepend(group);
}

document.addEventListener("htmx:after:swap", () => {
  const list = dialog.querySelector("#jumps");
  if (!list.dataset.said || list.dataset.taken) return;
  list.dataset.taken = "yes";
  shown = list.dataset.typed;
  if (!shown.trim()) addVisited();
  const all = options();
  field.setAttribute("aria-expanded", String(all.length > 0));
  said.textContent = list.dataset.said;
  choose(all[0]);
  if (wants && shown === field.value) {
    wants = false;
    all[0]?.click();
  }
});

field.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const all = options();
  const at = all.indexOf(active());
  const to = {
    ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, PageDown: all.length - 1, PageUp: 0,
  }[event.key];
  if (to !== undefined && all.length) choose(all[to]);
  else if (event.key === "Escape") dialog.close(); // a search field would only be emptied
  else return;
  event.preventDefault();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  wants = field.value !== shown;
  if (!wants) active()?.click();
});
field.addEventListener("input", () => { wants = false; });
dialog.addEventListener("click", ({ target }) => {
  if (target === dialog || target.closest("[data-close]")) dialog.close();
});
