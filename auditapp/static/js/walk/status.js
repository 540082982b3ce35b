// The status line: what is on this tablet, what is being sent, what is safe on the server.
import { part, say, tell } from "./words.js";

const byId = (id) => document.getElementById(id);
const line = byId("status");
const SOON = 1000;

export class Status {
  constructor(walk) {
    this.walk = walk;
    this.phase = "idle";
    this.sending = 0;
    this.turn = 0;
    this.said = null;
    byId("attention-button").addEventListener("click", () => byId("sheet-attention").showModal());
  }

  /** What the sender says. */
  told({ phase, sending }) {
    this.phase = phase;
    this.sending = sending;
    this.paint();
  }

  /** Something is about to be kept: nothing says that all is safe until it was counted, kept or not. */
  unsettle() {
    this.turn += 1;
    if (line.dataset.phase !== "safe") return;
    line.dataset.phase = this.phase;
    line.querySelector("[data-why]").textContent = "";
    setTimeout(() => this.paint(), SOON);
  }

  async paint() {
    const { turn } = this;
    const { waiting, only, safe } = await this.walk.outbox.counts();
    if (turn !== this.turn) return; // it was counted before an entry that is just being kept, and is painted after it
    const sending = Math.min(this.sending, waiting);
    line.querySelector("[data-here]").textContent = waiting + only - sending;
    line.querySelector("[data-sending]").textContent = sending;
    line.querySelector("[data-safe]").textContent = safe ?? "…";
    const pausing = ["waiting", "login", "other"].includes(this.phase);
    const allSafe = waiting === 0 && only === 0 && safe > 0 && !["login", "other"].includes(this.phase);
    line.dataset.phase = allSafe ? "safe" : this.phase;
    const why = allSafe ? say("allSafe") : pausing && waiting ? say(this.phase) : only ? say("only") : "";
    const place = line.querySelector("[data-why]");
    if (place.textContent !== why) place.textContent = why;
    await this.#attention();
  }

  async #attention() {
    const { ops, photos } = await this.walk.outbox.attention();
    const button = byId("attention-button");
    const count = ops.length + photos.length;
    button.hidden = !count;
    button.querySelector("b").textContent = count;
    const lines = [
      ...ops.map((op) => [op, this.walk.db.ops, this.walk.questions.label(op.target), op.result?.why ?? say(op.status)]),
      ...photos.map((photo) => [photo, this.walk.db.photos, photo.name, photo.trouble || photo.damage]),
    ];
    this.#sayAtOnce(photos);
    byId("attention").replaceChildren(...lines.map((one) => this.#line(...one)));
  }

  /** A photo that shows little or nothing can be taken again now, and not tomorrow. What stood here before is not news. */
  #sayAtOnce(photos) {
    const known = this.said;
    this.said = new Set(photos.map(({ id }) => id));
    const news = known && photos.find(({ id }) => !known.has(id));
    if (news) tell(`${news.name}: ${news.trouble || news.damage}`, { trouble: true });
  }

  #line(thing, table, label, why) {
    const row = part("part-attention");
    row.querySelector("b").textContent = label;
    row.querySelector("span").textContent = ` ${why}`;
    row.querySelector("button").addEventListener("click", async () => {
      await table.update(thing.id, { seen: true });
      await this.paint();
      if (!byId("attention").children.length) byId("sheet-attention").close();
    });
    return row;
  }
}
