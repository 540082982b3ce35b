// What changed here, in another tab or on the server: painted once a frame, and told to this person's other tabs.
import { recall } from "../shell/store.js";
import { afterFrame } from "./words.js";

export class Changes {
  constructor(walk) {
    this.walk = walk;
    this.unpainted = new Set();
    this.tabs = new BroadcastChannel(`walk.${walk.person}`);
    this.tabs.onmessage = ({ data }) => this.#told(data);
  }

  /** After the rows of `targets` changed in this tab: paint them, and tell the other tabs. */
  tell(targets) {
    this.#paint(targets);
    this.tabs.postMessage(targets);
  }

  /** Targets of another audit's walk stand on no row of this one; the count of what waits here is of all. */
  async #told(targets) {
    const { db, outbox, registers } = this.walk;
    const last = await recall(db, "seq", 0);
    outbox.last = Math.max(outbox.last, last);
    await registers.refresh(targets);
    this.#paint(targets);
  }

  /** Rows of new questions at once; the rest after the frame that says it is kept: many changes are painted once. */
  #paint(targets) {
    const { questions, registers } = this.walk;
    for (const target of targets) if (registers.row(target, "instance")) questions.paintList();
    if (!this.unpainted.size) afterFrame(() => this.#paintAll());
    for (const target of targets) this.unpainted.add(target);
  }

  #paintAll() {
    const { questions, registers, status } = this.walk;
    const concerned = new Set([...this.unpainted].map((target) => {
      const thing = registers.row(target, "photo") ?? registers.row(target, "finding");
      return thing ? thing.value.instance ?? null : target;
    }));
    this.unpainted.clear();
    for (const id of concerned) if (id && questions.row(id)) questions.paintRow(questions.row(id));
    questions.paintProgress();
    if (concerned.has(questions.here) || concerned.has(null)) questions.paint();
    status.paint();
  }
}
