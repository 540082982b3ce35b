// Answering: one tap keeps it, the next question moves up, and for five seconds it can be taken back.
import { afterFrame, feel, notKept, part, phrases, say, tell, wordOf } from "./words.js";

const byId = (id) => document.getElementById(id);
const ASKS_FOR_A_FINDING = ["nonconformity", "observation", "ofi", "good_practice"];
const ASKS_FOR_A_REASON = { not_applicable: "notHere", later: "notNow" };

export class Answers {
  constructor(walk) {
    this.walk = walk;
    this.unkept = new Map();
    byId("dock").addEventListener("click", ({ target }) => {
      const answer = target.closest("[data-answer]");
      if (answer) this.give(answer.dataset.answer);
    });
    for (const button of document.querySelectorAll("[data-kind]")) {
      button.addEventListener("click", () => this.toggle(button.dataset.kind));
    }
    for (const button of document.querySelectorAll("[data-open]")) {
      button.addEventListener("click", () => this.write(button.dataset.open));
    }
  }

  /** Keep a register's value; answers the operation, or null when it could not be kept. `draft`: what it makes out of date;
   * `next`: the question that is asked then. */
  async set(id, name, value, { draft = null, next = null } = {}) {
    const base = this.walk.registers.rev(id, name);
    const entry = { kind: "field.set", target: id, body: { name, value }, base, view: { name, value } };
    try {
      const [op] = await this.walk.keep([entry], { draft, meta: this.walk.standing(next) });
      return op;
    } catch (error) {
      notKept(error);
      return null;
    }
  }

  async give(result) {
    const { questions } = this.walk;
    const id = questions.here;
    if (!id || this.busy) return;
    const before = questions.result(id);
    if (before === result) {
      this.#follow(id, result);
      return;
    }
    this.busy = true; // the second half of a double tap would answer the question that just moved up
    setTimeout(() => { this.busy = false; }, 350);
    const next = this.#asks(result) ? null : questions.next(id);
    const draft = result in ASKS_FOR_A_REASON ? null : `${id}:reason`; // half written for an answer that stands no more
    const op = await this.set(id, "result", result, { next, draft });
    if (!op) return;
    const back = async () => {
      if (await this.set(id, "result", before)) tell(say("back", { label: questions.label(id) }));
      questions.open(id);
    };
    feel();
    const said = say("kept", { result: wordOf(result), label: questions.label(id) });
    tell(said, { back });
    afterFrame(() => this.#follow(id, result, { said, back }));
  }

  #asks(result) {
    return ASKS_FOR_A_FINDING.includes(result) || result in ASKS_FOR_A_REASON;
  }

  /** What an answer asks for: a finding, a reason, or the next question. */
  #follow(id, result, told) {
    if (ASKS_FOR_A_FINDING.includes(result)) {
      const then = () => this.advance(id, { said: say("findingKept") });
      if (!this.walk.registers.findingsOf(id).length) this.walk.findings.note(id, result, { then });
    } else if (result in ASKS_FOR_A_REASON) {
      this.write("reason", phrases(ASKS_FOR_A_REASON[result]), () => this.advance(id, told));
    } else {
      this.advance(id, told);
    }
  }

  /** Ask the next question. Where there is none, say so after what was `said`, and leave its way `back`. */
  advance(from, { said = "", back = null } = {}) {
    const { questions, registers } = this.walk;
    if (questions.here !== from) return;
    const next = questions.next(from);
    if (next) {
      questions.open(next);
      return;
    }
    const later = questions.ids.filter((id) => registers.value(id, "result") === "later").length;
    const left = later ? say("someLater", { count: later }) : say("allAnswered");
    tell([said, left].filter(Boolean).join(" "), { back });
  }

  async toggle(kind) {
    const id = this.walk.questions.here;
    if (!id) return;
    const kinds = new Set(this.walk.registers.value(id, "kinds"));
    if (!kinds.delete(kind)) kinds.add(kind);
    await this.set(id, "kinds", [...kinds].sort());
  }

  /** Write a note, a sample or a reason. Half-typed words are kept after 300 ms; closing keeps them for good. Words that
   * could not be kept stand there again as long as the page does. */
  async write(name, chips = null, then = null) {
    const id = this.walk.questions.here;
    if (!id) return;
    const sheet = byId(`sheet-${name}`);
    const field = sheet.querySelector("textarea");
    const draft = `${id}:${name}`;
    const before = this.walk.registers.value(id, name);
    field.value = this.unkept.get(draft) ?? (await this.walk.outbox.draft(draft)) ?? before;
    const offered = chips ?? (name === "reason"
      ? phrases(ASKS_FOR_A_REASON[this.walk.questions.result(id)] ?? "notNow")
      : name === "note" ? this.walk.known(id).question?.captions ?? [] : []);
    offer(sheet, offered, field, name === "reason");
    let typed = 0;
    field.oninput = () => {
      clearTimeout(typed);
      typed = setTimeout(() => this.walk.outbox.keepDraft(draft, field.value).catch(notKept), 300);
    };
    sheet.onclose = async () => {
      clearTimeout(typed);
      const text = clean(field.value);
      this.unkept.set(draft, text);
      const kept = text === before ? await this.walk.outbox.keepDraft(draft, null).then(() => true, notKept) : await this.set(id, name, text, { draft });
      if (!kept) return;
      this.unkept.delete(draft);
      this.walk.questions.paint();
      this.walk.status.paint();
      if (then) then();
    };
    sheet.showModal();
    field.focus();
  }
}

/** Words to pick: each adds itself to the field; `closes`: one pick is all. */
export function offer(sheet, texts, field, closes = false) {
  sheet.querySelector("[data-chips]").replaceChildren(...texts.map((text) => {
    const chip = part("part-chip");
    chip.textContent = text;
    chip.addEventListener("click", () => {
      field.value = field.value.trim() ? `${field.value.trim()}; ${text}` : text;
      field.dispatchEvent(new Event("input"));
      if (closes) sheet.close();
      else field.focus();
    });
    return chip;
  }));
}

/** What was typed or pasted, without characters that are no text. */
export const clean = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]/g, "").toWellFormed?.().trim() ?? text.trim();
