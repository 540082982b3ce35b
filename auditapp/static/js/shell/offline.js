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
byId("people").replaceChildren(...found.map(section));
byId("none").hidden = found.length > 0;
// From the icon on the home screen: the one walk that is here is the one that is meant.
const walks = found.flatMap(({ audits }) => audits);
const wanted = { "/today": "", "/observation": "#observation" }[location.pathname];
if (wanted !== undefined && walks.length === 1) location.replace(walks[0].url.includes("#") ? walks[0].url : walks[0].url + wanted);
byId("again").addEventListener("click", () => location.assign("/"));
document.documentElement.dataset.ready = "yes";
