// What was typed and not saved yet stays on this device: a reload, a camera that took the page's memory, a session that
// ended, a server that did not answer take nothing of it. One entry a form in localStorage, gone after saving, after
// signing out here, or after two weeks:
// { at, seen, sent, values: { name: [value, ...] }, hidden: { name: value } }
const LONGEST = 14 * 24 * 3600 * 1000;
const person = document.getElementById("sign-out-dialog")?.dataset.person;
const path = (form) => new URL(form.getAttribute("action"), location.href).pathname;
const isTyped = (field) => field.name && !field.matches("[type=hidden], [type=file], [type=password], button");
const same = (one, other) => one.length === other.length && one.every((value, at) => value === other[at]);

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function write(key, kept) {
  try {
    localStorage.setItem(key, JSON.stringify({ ...kept, at: Date.now() }));
  } catch {
    // A full device keeps less; the form works as ever.
  }
}

/** Take away what lies here too long. */
function tidy() {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith("typed."))) {
    const at = read(key)?.at;
    if (!at || Date.now() - at > LONGEST) localStorage.removeItem(key);
  }
}

const valuesOf = (form, name) => new FormData(form).getAll(name);
const hiddenOf = (form) => Object.fromEntries(
  [...form.querySelectorAll("input[type=hidden]")].filter(({ name }) => name !== "csrf_token" && name !== "seen").map(({ name, value }) => [name, value]),
);

function fill(form, name, values) {
  const fields = [...form.elements].filter((field) => field.name === name && isTyped(field));
  fields.forEach((field, at) => {
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = values.includes(field.value);
    else field.value = values[at] ?? "";
    for (let fold = field.closest("details"); fold && values.join(""); fold = fold.parentElement.closest("details")) fold.open = true;
  });
}

function say(form, key, given) {
  const notice = document.getElementById("typed-back").content.cloneNode(true);
  const shown = notice.firstElementChild;
  shown.querySelector("button").addEventListener("click", () => {
    localStorage.removeItem(key);
    form.reset();
    for (const [name, value] of Object.entries(given)) form.elements[name].value = value;
    shown.remove();
  });
  form.prepend(notice);
  for (let fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}

/** Put back what this page does not know yet; answers what is kept from here on. */
function back(form, key, kept) {
  const names = Object.keys(kept.values);
  const seen = form.elements.seen.value;
  // The page of a refused form shows what was typed by itself.
  if (kept.sent && document.querySelector("[data-focus]")) {
    const values = Object.fromEntries(names.map((name) => [name, valuesOf(form, name)]));
    const now = { seen, values, hidden: hiddenOf(form), sent: false };
    write(key, now);
    return now;
  }
  const given = { ...hiddenOf(form), seen };
  const isNew = names.some((name) => !same(valuesOf(form, name), kept.values[name]));
  if (!isNew || (kept.sent && kept.seen !== seen)) {
    localStorage.removeItem(key);
    return null;
  }
  for (const name of names) fill(form, name, kept.values[name]);
  // With the event that was seen then, the server can say whether somebody else wrote in the meantime.
  for (const [name, value] of Object.entries({ ...kept.hidden, seen: kept.seen })) if (form.elements[name]) form.elements[name].value = value;
  say(form, key, given);
  return kept;
}

/** Keep what is typed into `form`, and put back what was typed before. */
export function keep(form) {
  if (!person) return;
  tidy();
  const key = `typed.${person}.${path(form)}${location.search}`;
  const before = read(key);
  let kept = before && back(form, key, before);
  form.addEventListener("input", ({ target }) => {
    if (!isTyped(target)) return;
    kept ??= { seen: form.elements.seen.value, values: {} };
    kept = { ...kept, sent: false, hidden: hiddenOf(form), values: { ...kept.values, [target.name]: valuesOf(form, target.name) } };
    write(key, kept);
  });
  form.addEventListener("submit", () => {
    if (kept) write(key, (kept = { ...kept, sent: true }));
  });
  form.dataset.kept = "";
}
