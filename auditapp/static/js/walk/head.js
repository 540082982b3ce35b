// The question that is asked now: its section, place, number and words, as the list of all questions has them.
const byId = (id) => document.getElementById(id);
const { person, audit } = document.body.dataset;
const place = `here.${person}.${audit}`;
const HELD = { click: "main button:not([data-soon]), #list-button", change: "main [data-photo]" };

/** The row of a question in the list. */
export const rowOf = (id) => byId(`i-${id}`);

/** Its number in the section, or its clause. */
export const shortOf = (row) => row?.querySelector("b").textContent ?? "";

export const sectionOf = (row) => row.dataset.section ?? row.closest("section").querySelector("h2 > span").textContent;

export const textOf = (row) => row?.querySelector("span").textContent ?? "";

/** Where it is asked: its own place, or that of its section. */
export const placeOf = (row) => row?.querySelector("i")?.textContent || row?.closest("section").querySelector(".walk-where")?.textContent || "";

/** Show it above the answers. */
export function showHead(row) {
  const section = sectionOf(row);
  byId("ask-section").textContent = section;
  byId("ask-place").textContent = placeOf(row).split(" · ").filter((one) => one !== section).join(" · ");
  byId("ask-label").textContent = shortOf(row);
  byId("ask-words").textContent = textOf(row);
}

/** For the first sight alone: the store remembers it with each answer, and has the last word. */
export function rememberHead(id) {
  try { localStorage.setItem(place, id); } catch { /* private window: the first sight waits for the store */ }
}

/** What is most likely asked now is there to read while the store opens. */
function firstSight() {
  let last = null;
  try { last = localStorage.getItem(place); } catch { /* private window */ }
  const wanted = location.hash.startsWith("#i-") ? location.hash.slice(3) : last;
  const row = (wanted && rowOf(wanted)) ?? document.querySelector("#list li[id^='i-']:not([data-result])");
  if (row) showHead(row);
  return row;
}

const seen = firstSight();
let tapped = null;

/** Who reads the question taps at once: the last tap waits until something can be kept. */
function hold(event) {
  const thing = event.target.closest(HELD[event.type]);
  if (!thing) return;
  event.stopPropagation();
  tapped = { thing, type: event.type };
}

if (seen) for (const type of Object.keys(HELD)) document.addEventListener(type, hold, true);

/** Give the tap that waited, unless another question is asked than the one that was seen. */
export function release(here) {
  for (const type of Object.keys(HELD)) document.removeEventListener(type, hold, true);
  const { thing, type } = tapped ?? {};
  if (thing && (seen.id === `i-${here}` || !thing.closest(".walk-ask"))) thing.dispatchEvent(new Event(type, { bubbles: true }));
}
