// Two people answered one question differently without seeing each other: both stand here, a person resolves.
import { remember, recall } from "../shell/store.js";
import { mark, moment, part, say, tell } from "./words.js";

const byId = (id) => document.getElementById(id);

export class Differences {
  constructor(walk) {
    this.walk = walk;
    this.all = [];
  }

  async load() {
    this.all = await recall(this.walk.db, `differences.${this.walk.audit}`, []);
  }

  /** What the server says contradicts what stands: [{instance, name, value, rev, by, at}]. Answers the questions concerned. */
  async take({ conflicts, people }) {
    const before = JSON.stringify(this.all);
    this.people = people;
    this.all = conflicts;
    if (before === JSON.stringify(conflicts)) return [];
    await remember(this.walk.db, `differences.${this.walk.audit}`, conflicts);
    return [...new Set([...JSON.parse(before), ...conflicts].map(({ instance }) => instance))];
  }

  of(instance) {
    return this.all.filter((one) => one.instance === instance);
  }

  paint(instance) {
    const found = this.of(instance);
    byId("conflict").hidden = !found.length;
    const lines = [...new Set(found.map(({ name }) => name))].flatMap((name) => {
      const row = this.walk.registers.row(instance, name);
      const standing = { instance, name, value: row?.value ?? "", by: this.people?.[row?.by] ?? row?.theirs?.by ?? "", at: row?.at };
      return [standing, ...found.filter((one) => one.name === name)].map((one) => this.#line(one));
    });
    byId("differences").replaceChildren(...lines);
  }

  #line(one) {
    const line = part("part-difference");
    line.querySelector("b").textContent = one.by;
    const said = line.querySelector("[data-said]");
    if (one.name === "result") said.replaceChildren(mark(one.value));
    else said.textContent = [one.value].flat().join(", ");
    line.querySelector("small").textContent = moment(one.at);
    line.querySelector("button").addEventListener("click", () => this.#stands(one));
    return line;
  }

  async #stands({ instance, name, value }) {
    const left = this.all.filter((one) => one.instance !== instance || one.name !== name);
    if (!await this.walk.answers.set(instance, name, value)) return;
    this.all = left;
    await remember(this.walk.db, `differences.${this.walk.audit}`, left);
    this.walk.questions.paint();
    tell(say("resolved"));
  }
}
