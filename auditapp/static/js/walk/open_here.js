// Nonconformities that are open here, from the package: who walks past looks how they stand, with or without a network.
import { day, mark, part, say } from "./words.js";

const byId = (id) => document.getElementById(id);
const today = () => new Date().toLocaleDateString("sv");

export class OpenHere {
  constructor(walk) {
    this.walk = walk;
    byId("open-here").addEventListener("click", () => this.#show(this.#at(walk.questions.here)));
    byId("open-all").addEventListener("click", () => { byId("menu").hidePopover(); this.#show(walk.pack.open); });
  }

  /** Those of the question's process; a question without one is asked everywhere. */
  #at(instance) {
    const { process } = this.walk.known(instance);
    return this.walk.pack.open.filter((one) => !process || one.process === process);
  }

  paint(instance) {
    const { length } = this.#at(instance);
    byId("open-here").hidden = !length;
    byId("open-here").querySelector("b").textContent = length;
  }

  #show(found) {
    byId("open-none").hidden = found.length > 0;
    byId("open-list").replaceChildren(...found.map((one) => this.#line(one)));
    byId("sheet-open").showModal();
  }

  #line({ number, grade, statement, process, owner, due }) {
    const line = part("part-open");
    const at = this.walk.pack.processes.find(({ id }) => id === process)?.name;
    const late = due && due < today();
    line.querySelector("[data-mark]").replaceChildren(mark(grade));
    line.querySelector("b").textContent = number;
    line.querySelector("[data-words]").textContent = statement;
    line.querySelector("small").textContent = [owner || say("nobody"), at].filter(Boolean).join(" · ");
    line.querySelector("[data-due]").textContent = due ? say(late ? "lateSince" : "dueOn", { day: day(due) }) : "";
    line.classList.toggle("is-late", Boolean(late));
    return line;
  }
}
