// An audit that nobody planned: a checklist that was kept here is laid out, under ids given on this device.
import { newId } from "./outbox.js";
import { recall } from "../shell/store.js";
import { part, say } from "./words.js";

const byId = (id) => document.getElementById(id);

/** Go on with the audit of the address, or let a person start one; answers what the package would say of it, or null. */
export async function begin(db, identity, outbox) {
  identity.audit = location.hash.startsWith("#a-") ? location.hash.slice(3) : await start(outbox, await choose(db));
  return layOut(db, identity.audit);
}

/** Let a person choose a checklist; answers the one they chose. */
async function choose(db) {
  const kept = await recall(db, "package.new");
  byId("choose").hidden = false;
  document.body.classList.add("choosing");
  byId("choose-none").hidden = Boolean(kept?.checklists.length);
  document.documentElement.dataset.ready = "yes";
  return new Promise((resolve) => {
    byId("chooser").replaceChildren(...(kept?.checklists ?? []).map((checklist) => {
      const line = part("part-checklist");
      line.firstElementChild.textContent = checklist.title;
      line.firstElementChild.addEventListener("click", () => resolve(checklist), { once: true });
      return line;
    }));
  });
}

/** Keep a new audit from `checklist`: its operation and how its questions lie; answers the audit's id. */
async function start(outbox, checklist) {
  const audit = newId();
  const instances = {};
  const sections = checklist.sections.map(({ title, where, rows }) => ({
    title, where, rows: rows.map(([key, short, text]) => {
      instances[key] ??= newId();
      return { id: instances[key], key, short, text };
    }),
  }));
  outbox.walk.audit = audit;
  const begun = { title: checklist.title, sections, at: new Date().toISOString() };
  const entry = { kind: "audit.start", target: audit, body: { revision: checklist.id, instances } };
  await outbox.keep([entry], { meta: { key: `started.${audit}`, value: begun } });
  history.replaceState(null, "", `#a-${audit}`);
  return audit;
}

/** Lay out the questions of an audit that was started here; answers what the package would say of them, or null. */
async function layOut(db, audit) {
  const begun = await recall(db, `started.${audit}`);
  const kept = await recall(db, "package.new");
  if (!begun) return null;
  document.body.classList.remove("choosing");
  byId("choose").hidden = true;
  byId("bar-title").textContent = begun.title;
  byId("bar-where").textContent = say("unplanned");
  const free = byId("free");
  const gauge = byId("gauge");
  let at = 0;
  for (const { title, where, rows } of begun.sections) {
    const section = part("part-section");
    section.querySelector("h2 > span").textContent = title;
    section.querySelector(".walk-where").textContent = where;
    section.querySelector("ol").replaceChildren(...rows.map(({ id, short, text }) => {
      const row = part("part-row");
      row.id = `i-${id}`;
      row.querySelector("b").textContent = short;
      row.querySelector("span").textContent = text;
      row.querySelector("i").remove();
      return row;
    }));
    free.before(section);
    const bar = part("part-gauge").firstElementChild;
    for (const rect of bar.children) rect.setAttribute("x", at);
    bar.firstElementChild.setAttribute("width", rows.length);
    gauge.append(bar);
    at += rows.length;
  }
  gauge.setAttribute("viewBox", `0 0 ${Math.max(at, 1)} 10`);
  const instances = {};
  for (const { where, rows } of begun.sections) for (const { id, key } of rows) instances[id] = { question: key, process: null, place: where };
  return {
    audit: { id: audit, reference: "", title: begun.title }, instances, last: {}, open: [], places: [],
    questions: kept?.questions ?? {}, clauses: kept?.clauses ?? {}, clause_languages: kept?.clause_languages, people: kept?.people ?? [], processes: kept?.processes ?? [],
  };
}
