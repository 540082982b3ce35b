// Keys: what each does stands in the page (data-keys, made from views/shortcuts.py): an address, the selector of what is
// pressed or gets the focus, or the name of a function below. Single keys can be turned off on this device.
const table = JSON.parse(document.body.dataset.keys ?? "{}");
const jump = document.getElementById("jump");
const firsts = new Set(Object.keys(table).filter((keys) => keys.includes(" ")).map((keys) => keys[0]));
const PATIENCE = 1500;
let first = "";
let asleep = 0;

const kept = () => { try { return localStorage.getItem("keys") ?? "on"; } catch { return "on"; } };
const isTyping = ({ target }) => target.closest?.("input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]");
const inFront = () => document.querySelector("dialog:modal, :popover-open");

const openJump = () => import("./jump.js").then((bar) => bar.open());
const openShortcuts = () => import("./shortcuts.js").then((list) => list.open());

/** The first links of the lines that the page lists, from top to bottom. */
const lines = () => [...document.querySelectorAll("main :is(tbody tr, .records > li)")]
  .map((line) => line.querySelector("a[href]")).filter((link) => link?.checkVisibility());

function toLine(by) {
  const all = lines();
  const here = all.findIndex((link) => link.closest("tr, li").contains(document.activeElement));
  const to = all[here < 0 ? (by > 0 ? 0 : all.length - 1) : here + by];
  to?.focus();
  to?.closest("tr, li").scrollIntoView({ block: "nearest" });
}

const DOES = {
  search: () => {
    const field = document.querySelector("main input[type=search]");
    if (field) field.focus();
    else openJump();
  },
  shortcuts: openShortcuts,
  next_line: () => toLine(1),
  line_before: () => toLine(-1),
  tick: () => document.activeElement.closest("main :is(tr, li)")?.querySelector("input[type=checkbox]")?.click(),
};

function act(does) {
  if (does in DOES) return DOES[does]();
  if (does.startsWith("/")) return location.assign(does);
  const thing = [...document.querySelectorAll(does)].find((one) => one.checkVisibility() && !one.disabled);
  return thing?.click();
}

document.addEventListener("keydown", (event) => {
  const { key } = event;
  if (event.defaultPrevented || event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && key.toLowerCase() === "k" && jump) {
    if (document.querySelector("dialog:modal:not(#jump)")) return;
    event.preventDefault();
    openJump();
    return;
  }
  if ((event.ctrlKey || event.metaKey) && key === "Enter" && event.target.matches?.("textarea") && event.target.form) {
    const ways = event.target.form.querySelectorAll("button:not([type=button], [type=reset])");
    if (ways.length !== 1) return; // between verifying and rejecting a person chooses
    event.preventDefault();
    event.target.form.requestSubmit(ways[0]);
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event) || inFront() || kept() === "off") return;
  const keys = first && performance.now() < asleep ? `${first} ${key}` : key;
  first = firsts.has(key) && keys === key ? key : "";
  asleep = performance.now() + PATIENCE;
  if (!Object.hasOwn(table, keys)) return;
  event.preventDefault();
  act(table[keys]);
});

document.addEventListener("click", (event) => {
  const { target } = event;
  const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (plain && jump && target.closest("a[data-jump]")) {
    event.preventDefault();
    openJump();
  }
  if (plain && target.closest("[data-shortcuts]")) {
    event.preventDefault();
    document.querySelector(".menu:popover-open")?.hidePopover();
    openShortcuts();
  }
  const chosen = target.closest("[data-keys-switch] button");
  if (!chosen) return;
  try { localStorage.setItem("keys", chosen.value); } catch { /* private window: on until the page is left */ }
  wear();
});

/** Show the switch as this device has it. */
export function wear() {
  for (const button of document.querySelectorAll("[data-keys-switch] button")) {
    button.setAttribute("aria-pressed", String(button.value === kept()));
  }
}
wear();

// What was looked at lately on this device, for the command bar: its address and its heading.
const MOST = 5;
if (jump && /^\/(audits|nonconformities)\/[^/]+$/.test(location.pathname)) {
  const name = `visited.${jump.dataset.person}`;
  const title = decodeURIComponent(location.pathname.split("/").pop());
  const more = document.querySelector("main h1")?.textContent.trim().replace(/\s+/g, " ").slice(0, 120) ?? "";
  try {
    const before = JSON.parse(localStorage.getItem(name) ?? "[]").filter(({ href }) => href !== location.pathname);
    localStorage.setItem(name, JSON.stringify([{ href: location.pathname, title, more }, ...before].slice(0, MOST)));
  } catch { /* a private window keeps nothing */ }
}
