// Words come from the page, in the reader's language; markup comes from its templates.
const words = document.getElementById("words").dataset;

/** The sentence `key`, its {places} filled. */
export const say = (key, values = {}) =>
  words[key].replace(/\{(\w+)\}/g, (place, name) => (name in values ? values[name] : place));

/** The phrases of `key`, which stand with bars between. */
export const phrases = (key) => words[key].split("|");

/** Replace what `place` holds by `parts`; the focus stays in its row, for those without a mouse. */
export function refill(place, parts) {
  const at = [...place.children].findIndex((one) => one.contains(document.activeElement));
  place.replaceChildren(...parts);
  const here = at < 0 ? null : parts[Math.min(at, parts.length - 1)];
  (here?.matches("button") ? here : here?.querySelector("button"))?.focus();
}

/** A copy of the page's template `id`: its first element. */
export const part = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

/** The badge of a result or grade, or an empty text. */
export const mark = (code) => (document.getElementById(`mark-${code}`) ? part(`mark-${code}`) : document.createTextNode(""));

/** The word of a result or grade, as its badge says it. */
export const wordOf = (code) => mark(code).textContent.trim();

const language = document.documentElement.lang || "en";

/** As numbers, days and times are written in the page's language. */
const locale = language === "en" ? "en-GB" : language;

/** A formatter, made when it is first used: the first one of a page costs more than all that the page does otherwise. */
function lazily(kind, options) {
  let made;
  return (value) => (made ??= new kind(locale, options)).format(value);
}

const DAY = { day: "numeric", month: "short", year: "numeric" };
const dated = lazily(Intl.DateTimeFormat, DAY);
const timed = lazily(Intl.DateTimeFormat, { ...DAY, hour: "2-digit", minute: "2-digit" });
const clocked = lazily(Intl.DateTimeFormat, { hour: "2-digit", minute: "2-digit" });
const tenths = lazily(Intl.NumberFormat, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** '12,400'. */
export const number = lazily(Intl.NumberFormat, { maximumFractionDigits: 0 });

/** Bytes as megabytes: '2.4'. */
export const megabytes = (bytes) => tenths(bytes / 1048576);

/** '3 Dec 2026, 14:05'. */
export const moment = (iso) => (iso ? timed(new Date(iso)) : "");

/** '3 Dec 2026'. */
export const day = (iso) => (iso ? dated(new Date(iso)) : "");

/** '14:05'. */
export const clock = (iso) => clocked(new Date(iso));

/** Once the next frame is painted; on a page that nobody sees, soon. */
export function afterFrame(run) {
  let ran = false;
  const once = () => { if (!ran) run(); ran = true; };
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, 200);
}

const toast = document.getElementById("toast");
const undo = document.getElementById("undo");
const next = document.getElementById("toast-next");
let hiding = 0;

/** Say a sentence for some seconds; `back`: what the button Undo does; `then`: {label, run} of another button. */
export function tell(sentence, { back = null, then = null, trouble = false } = {}) {
  clearTimeout(hiding);
  toast.querySelector("span").textContent = sentence;
  toast.classList.toggle("toast-trouble", trouble);
  toast.hidden = false;
  undo.hidden = !back;
  undo.onclick = back && (() => { toast.hidden = true; back(); });
  next.hidden = !then;
  next.textContent = then?.label ?? "";
  next.onclick = then && (() => { toast.hidden = true; then.run(); });
  if (!trouble) hiding = setTimeout(() => { toast.hidden = true; }, back || then ? 5000 : 3500);
}

/** Felt in the hand where the device can: a tick when something is kept, two knocks when it is not. */
export const feel = (pattern = 12) => { if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(pattern); };

/** Say why something was not kept. */
export function notKept(error) {
  console.error(error);
  feel([40, 60, 40]);
  const full = error?.name === "QuotaExceededError";
  tell(say(full ? "full" : "notKept"), { trouble: true });
}
