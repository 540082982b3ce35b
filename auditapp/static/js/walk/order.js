// The list as it is walked, or by clause; one tap changes it, and the tablet remembers.
import { remember } from "../shell/store.js";
import { part, say } from "./words.js";

const byId = (id) => document.getElementById(id);
const parts = (text) => text.match(/\d+/g)?.map(Number) ?? [Infinity];

function compare(one, other) {
  const [left, right] = [parts(one), parts(other)];
  for (let n = 0; n < Math.max(left.length, right.length); n += 1) {
    const by = (left[n] ?? -1) - (right[n] ?? -1);
    if (by) return by;
  }
  return 0;
}

export class Order {
  constructor(walk) {
    this.walk = walk;
    this.sections = [];
    byId("sort").addEventListener("click", () => this.set(!this.byClause));
  }

  set(byClause) {
    if (byClause === Boolean(this.byClause)) return;
    this.byClause = byClause;
    if (byClause) this.#sort();
    else this.#restore();
    byId("sort").setAttribute("aria-pressed", String(byClause));
    byId("sort").querySelector("span").textContent = say(byClause ? "byWalk" : "byClause");
    document.body.classList.toggle("by-clause", byClause);
    remember(this.walk.db, `order.${this.walk.audit}`, byClause ? "clause" : "walk").catch(() => {});
    this.walk.questions.paintProgress();
    this.walk.questions.paint();
  }

  /** The first clause of a question, without its edition: '8.1'. */
  #clause(id) {
    const { question } = this.walk.known(id);
    return (question?.shown?.[0] ?? question?.clauses?.[0] ?? "").split(":")[1] ?? "";
  }

  #sort() {
    const { rows } = this.walk.questions;
    this.walked = [...document.querySelectorAll("#list > section:has(> ol)")].map((section) => [section, [...section.querySelectorAll("li")]]);
    const groups = new Map();
    for (const row of rows) {
      const clause = this.#clause(row.id.slice(2));
      if (!groups.has(clause)) groups.set(clause, []);
      groups.get(clause).push(row);
    }
    for (const [section, found] of this.walked) {
      section.hidden = true;
      for (const row of found) row.dataset.section = section.querySelector("h2 > span").textContent;
    }
    this.sections = [...groups].sort(([one], [other]) => compare(one, other)).map(([clause, found]) => {
      const section = part("part-section");
      const ref = this.walk.known(found[0].id.slice(2)).question?.shown?.[0];
      section.querySelector("h2 > span").textContent = this.walk.pack.clauses[ref] ?? clause;
      section.querySelector("ol").replaceChildren(...found);
      return section;
    });
    byId("free").before(...this.sections);
  }

  #restore() {
    const added = this.walk.questions.rows.filter((row) => !this.walked.some(([, rows]) => rows.includes(row)));
    for (const [section, rows] of this.walked) {
      section.hidden = false;
      section.querySelector("ol").replaceChildren(...rows);
      for (const row of rows) delete row.dataset.section;
    }
    for (const row of added) this.walked.at(-1)?.[0].querySelector("ol").append(row);
    for (const section of this.sections) section.remove();
    this.sections = [];
  }
}
