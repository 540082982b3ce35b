// The page without a network: who has a walk on this device, and where it goes on.
import { heldBy, people } from "./held.js";

const byId = (id) => document.getElementById(id);
const part = (id) => byId(id).content.firstElementChild.cloneNode(true);
const words = byId("words").dataset;
const language = document.documentElement.lang || "en";
const clock = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

function line(audit) {
  const row = part("part-audit");
  row.querySelector("a").href = audit.url;
  row.querySelector("b").textContent = audit.title;
  row.querySelector("[data-reference]").textContent = audit.reference;
  const said = audit.prepared ? words.prepared.replace("{at}", clock.format(new Date(audit.prepared.at))) : words.unprepared;
  row.querySelector("[data-said]").textContent = audit.left ? `${said} ${words.left.replace("{count}", audit.left)}` : said;
  return row;
}

function section(held) {
  const place = part("part-person");
  place.querySelector("h2").textContent = held.name || words.somebody;
  place.querySelector("ul").replaceChildren(...held.audits.map(line));
  const fresh = place.querySelector("[data-new]");
  fresh.hidden = !held.checklists.length;
  fresh.href = `/walk/${held.person}/new`;
  return place;
}

const found = [];
for (const person of await people().catch(() => [])) {
  const held = await heldBy(person).catch(() => null);
  if (held && (held.audits.length || held.checklists.length)) found.push(held);
}
// What the icon on the home screen was asked for.
const WANTED = { "/today": "today", "/observation": "observation", "/": location.hash === "#asked" ? "actions" : "", "/offline": "" };
const wanted = WANTED[location.pathname] ?? "page";
const ending = wanted === "observation" ? "#observation" : "";
const walks = found.flatMap(({ audits }) => audits);
for (const walk of walks) if (!walk.url.includes("#")) walk.url += ending;

byId("people").replaceChildren(...found.map(section));
byId("people").hidden = !found.length;
byId("none").hidden = found.length > 0 || wanted === "actions";
byId("wanted").textContent = words[wanted] ?? "";
byId("wanted").hidden = !wanted;
// The one walk that is here is the one that is meant.
if (["today", "observation"].includes(wanted) && walks.length === 1) location.replace(walks[0].url);

// Another page may be the answer to a form that was sent: it is not asked for twice.
const again = () => (wanted && wanted !== "page" ? location.reload() : location.assign("/"));
byId("again").addEventListener("click", again);
if (wanted === "actions") {
  addEventListener("online", again, { once: true });
  addEventListener("beforeunload", () => removeEventListener("online", again)); // who leaves is not called back
}
document.documentElement.dataset.ready = "yes";
