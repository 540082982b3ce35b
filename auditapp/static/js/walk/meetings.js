// Opening and closing meeting: who was there, their signatures, and the closing summary, all made on this device.
import { newId } from "./outbox.js";
import { mark, part, say, tell } from "./words.js";

const byId = (id) => document.getElementById(id);
const GRADES = ["major", "minor", "observation", "ofi", "good_practice"];

export class Meetings {
  constructor(walk) {
    this.walk = walk;
    for (const button of document.querySelectorAll("[data-meeting]")) {
      button.addEventListener("click", () => { byId("menu").hidePopover(); this.open(button.dataset.meeting); });
    }
    byId("attend").addEventListener("click", () => this.#sign());
  }

  open(meeting) {
    this.meeting = meeting;
    byId("sheet-meeting-title").textContent = say(meeting);
    byId("closing-summary").hidden = meeting !== "closing";
    this.#paint();
    byId("sheet-meeting").showModal();
  }

  #paint() {
    const there = this.walk.registers.all("attendance").filter(([, value]) => value.meeting === this.meeting);
    byId("attended-none").textContent = there.length ? "" : say("nobodyYet");
    byId("attended").replaceChildren(...there.map(([, value, row]) => {
      const line = part("part-attended");
      line.querySelector("b").textContent = value.name;
      line.querySelector("span").textContent = [say(value.signed ? "signed" : "unsigned"), say(row.state)].filter(Boolean).join(" · ");
      return line;
    }));
    if (this.meeting === "closing") this.#summary();
  }

  /** How many answers of each kind, and every finding, gravest first. */
  #summary() {
    const { questions, registers } = this.walk;
    const counts = new Map();
    for (const id of questions.ids) {
      const result = questions.result(id) || "open";
      counts.set(result, (counts.get(result) ?? 0) + 1);
    }
    byId("closing-answers").replaceChildren(...[...counts].map(([result, count]) => this.#tally(result, count, result === "open" ? say("leftOpen") : "")));
    const found = registers.all("finding").filter(([, value]) => value.state !== "withdrawn");
    found.sort(([, one], [, other]) => GRADES.indexOf(one.grade) - GRADES.indexOf(other.grade));
    byId("closing-findings").replaceChildren(...found.map(([, value]) => this.#tally(value.grade, "", value.statement || value.evidence_text)));
  }

  #tally(code, count, words) {
    const line = part("part-tally");
    line.querySelector("[data-mark]").replaceChildren(mark(code));
    line.querySelector("b").textContent = count;
    line.querySelector("[data-words]").textContent = words;
    return line;
  }

  async #sign() {
    const signing = await import("../signature/open.js").catch(() => null);
    if (!signing) {
      tell(say("toolsMissing"), { trouble: true });
      return;
    }
    const { meeting } = this;
    const what = say("signWhat", { meeting: say(meeting), audit: byId("bar-title").textContent });
    const there = async ({ name, strokes = null }) => {
      const id = newId();
      const view = { name: "attendance", value: { meeting, name, signed: Boolean(strokes) } };
      await this.walk.keep([{ kind: "meeting.sign", target: id, body: { meeting, name, strokes }, view }]);
    };
    await signing.openSignature({ what, onSign: there, onUnsigned: there });
    this.#paint();
  }
}
