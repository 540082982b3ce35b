// The finding's sheet: what is known is filled in, and half-written it is kept like any other words.
import { clean } from "./answers.js";
import { newId } from "./outbox.js";
import "./typing.js";
import { mark, notKept, part, refill, say, tell } from "./words.js";

const byId = (id) => document.getElementById(id);
const sheet = byId("sheet-finding");
const form = byId("finding-form");
const GRADE_OF = { nonconformity: "minor", observation: "observation", ofi: "ofi", good_practice: "good_practice" };
const TEXTS = ["requirement", "evidence_text", "statement", "grade_reason", "place"];
const isNonconforming = (grade) => grade === "major" || grade === "minor";
const FIELDS = ["grade", ...TEXTS, "statement_confirmed", "urgent", "owner"];

export class Findings {
  constructor(walk) {
    this.walk = walk;
    byId("finding-button").addEventListener("click", () => this.note(walk.questions.here, walk.questions.result(walk.questions.here)));
    byId("free-finding").addEventListener("click", () => { byId("menu").hidePopover(); this.note(null); });
    byId("finding-discard").addEventListener("click", () => { this.discarded = true; sheet.close(); });
    form.addEventListener("input", ({ target }) => this.#typed(target));
    sheet.addEventListener("close", () => this.#closed());
  }

  /** Note a finding at a question, or (null) without one. `then`: what follows when it was kept. */
  async note(instance, result = "", { then = null } = {}) {
    const draft = await this.walk.outbox.draft(`finding:${instance ?? "free"}`);
    await this.#open({ instance, then, id: null, value: draft ?? this.#proposed(instance, result) });
  }

  /** Change a finding that is still noted. */
  async edit(id) {
    const { value } = this.walk.registers.row(id, "finding");
    await this.#open({ id, instance: value.instance ?? null, value });
  }

  /** What question, place, note and photos say already. */
  #proposed(instance, result) {
    const { registers, questions, pack } = this.walk;
    const empty = { grade: GRADE_OF[result] ?? "minor", requirement: "", evidence_text: "", statement: "", grade_reason: "", place: "" };
    if (!instance) return { ...empty, process: null, owner: null };
    const { question, process, place } = this.walk.known(instance);
    const photos = registers.photosOf("instance", instance);
    const note = registers.value(instance, "note");
    const captions = photos.map(([, value]) => value.caption).filter(Boolean);
    const requirement = (question?.shown ?? []).slice(0, 1).map((ref) => pack.clauses[ref] ?? ref).join() || questions.label(instance);
    const where = place || questions.place(instance);
    return {
      ...empty,
      requirement,
      place: where.slice(0, 200),
      evidence_text: [note, registers.value(instance, "sample"), ...captions].filter(Boolean).join("\n"),
      statement: this.#statement(GRADE_OF[result] ?? "minor", requirement, where, note),
      process,
      owner: pack.processes.find((one) => one.id === process)?.owner ?? null,
      photos: photos.map(([id]) => id),
    };
  }

  /** A first draft of the statement; nobody's until somebody edits or confirms it. */
  #statement(grade, requirement, place, note) {
    return isNonconforming(grade) ? say("statement", { requirement, place: place || "…", note: note || "…" }) : note;
  }

  /** Another grade: a draft that nobody touched is drafted again. */
  #regrade() {
    const { elements } = form;
    if (this.what.id || elements.statement.value !== this.drafted) return;
    const note = this.what.instance ? this.walk.registers.value(this.what.instance, "note") : "";
    elements.statement.value = this.#statement(elements.grade.value, elements.requirement.value, elements.place.value, note);
    this.drafted = elements.statement.value;
  }

  async #open(what) {
    this.what = what;
    this.discarded = this.begun = false;
    const { value, id, instance } = what;
    byId("finding-label").textContent = instance ? this.walk.questions.label(instance) : say("free");
    fillSelect(form.elements.owner, this.walk.pack.people, say("nobody"));
    fillSelect(form.elements.process, this.walk.pack.processes, say("noProcess"));
    for (const name of TEXTS) form.elements[name].value = value[name] ?? "";
    form.elements.grade.value = value.grade;
    this.drafted = value.statement_confirmed ? null : value.statement;
    form.elements.owner.value = value.owner ?? "";
    form.elements.process.value = value.process ?? "";
    form.elements.process.disabled = Boolean(id);
    form.elements.urgent.checked = Boolean(value.urgent);
    form.elements.statement_confirmed.checked = Boolean(value.statement_confirmed);
    byId("finding-discard").hidden = Boolean(id);
    await this.#photos(what);
    this.#graded();
    sheet.returnValue = "";
    sheet.showModal();
    sheet.scrollTop = 0;
  }

  async #photos({ id, instance, value }) {
    const { registers, gallery } = this.walk;
    const own = id ? registers.photosOf("finding", id) : [];
    const offered = id ? own : instance ? registers.photosOf("instance", instance) : [];
    const drawn = await Promise.all(offered.map(async ([photo, { caption }], n) => {
      const pick = part("part-pick");
      const box = pick.querySelector("input");
      box.value = photo;
      box.disabled = Boolean(id);
      box.checked = Boolean(id) || (value.photos ?? []).includes(photo);
      const image = pick.querySelector("img");
      image.src = await gallery.thumb(photo);
      image.alt = caption || say("photoAlt", { number: n + 1 });
      image.hidden = !image.src;
      return pick;
    }));
    byId("finding-photos").replaceChildren(...drawn);
  }

  #typed(target) {
    if (target.name === "statement") form.elements.statement_confirmed.checked = true;
    if (target.name === "grade") this.#regrade();
    if (target.name === "process" && !form.elements.owner.value) {
      form.elements.owner.value = this.walk.pack.processes.find((one) => one.id === target.value)?.owner ?? "";
    }
    this.#graded();
    if (this.what.id) return;
    this.begun = true;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.walk.outbox.keepDraft(this.#draft, this.#said()).catch(notKept), 300);
  }

  #graded() {
    const nonconforming = isNonconforming(form.elements.grade.value);
    form.querySelector("[data-graded]").hidden = !nonconforming;
    byId("confirm-choice").hidden = !nonconforming;
  }

  get #draft() {
    return `finding:${this.what.instance ?? "free"}`;
  }

  #said() {
    const { elements } = form;
    const said = { grade: elements.grade.value, owner: elements.owner.value || null, process: elements.process.value || null };
    for (const name of TEXTS) said[name] = clean(elements[name].value);
    said.urgent = elements.urgent.checked;
    said.statement_confirmed = elements.statement_confirmed.checked;
    said.photos = [...byId("finding-photos").querySelectorAll("input:checked")].map(({ value }) => value);
    return said;
  }

  async #closed() {
    clearTimeout(this.waiting);
    const { id, instance, then } = this.what;
    if (id) {
      await this.#change(id);
      return;
    }
    if (sheet.returnValue !== "keep") {
      if (this.discarded || this.begun) await this.walk.outbox.keepDraft(this.#draft, this.discarded ? null : this.#said()).catch(notKept);
      this.walk.questions.paint();
      await this.walk.status.paint();
      return;
    }
    const said = this.#said();
    const finding = newId();
    const body = { ...said, instance, clauses: this.walk.known(instance).question?.clauses ?? [] };
    const value = { ...body, state: "noted", number: "", revs: {} };
    const entry = { kind: "finding.note", target: finding, body, view: { name: "finding", value } };
    try {
      const meta = then && this.walk.standing(this.walk.questions.next(instance));
      await this.walk.keep([entry], { draft: this.#draft, meta });
      tell(say("findingKept"));
      if (then) then();
    } catch (error) {
      notKept(error);
      sheet.showModal();
    }
  }

  /** An operation for each field that a person changed. */
  async #change(id) {
    const said = this.#said();
    let value = this.walk.registers.value(id, "finding");
    const entries = [];
    for (const name of FIELDS) {
      const before = value[name] ?? (typeof said[name] === "boolean" ? false : said[name] === null ? null : "");
      if (before === said[name]) continue;
      value = { ...value, [name]: said[name] };
      entries.push({ kind: "finding.field", target: id, body: { name, value: said[name] }, base: value.revs?.[name], name });
    }
    if (!entries.length) return;
    for (const entry of entries) entry.view = { name: "finding", value };
    try {
      await this.walk.keep(entries);
    } catch (error) {
      notKept(error);
    }
  }

  paint(instance) {
    this.#list(byId("findings"), this.walk.registers.findingsOf(instance));
    this.#half(instance);
    const free = this.walk.registers.findingsOf(null);
    byId("free").hidden = !free.length;
    this.#list(byId("free-findings"), free);
  }

  /** What is half written of a finding stands where it would stand when it is kept; a tap goes on with it. */
  async #half(instance) {
    const value = await this.walk.outbox.draft(`finding:${instance}`);
    const place = byId("findings");
    place.querySelector("[data-half]")?.remove();
    if (!value || this.walk.questions.here !== instance) return;
    const line = part("part-finding");
    line.dataset.half = "";
    line.querySelector("[data-mark]").replaceChildren(mark(value.grade));
    line.querySelector("[data-words]").textContent = say("draft", { text: value.statement || value.evidence_text });
    line.querySelector("button").addEventListener("click", () => this.note(instance));
    place.append(line);
  }

  #list(parent, findings) {
    refill(parent, findings.map(([id, value, row]) => {
      const line = part("part-finding");
      line.querySelector("[data-mark]").replaceChildren(mark(value.grade));
      line.querySelector("[data-words]").textContent = value.statement || value.evidence_text;
      const draft = isNonconforming(value.grade) && !value.statement_confirmed ? say("notedDraft") : "";
      line.querySelector("[data-state]").textContent = [value.number, draft, say(row.state)].filter(Boolean).join(" · ");
      const button = line.querySelector("button");
      if (value.state === "noted") button.addEventListener("click", () => this.edit(id));
      else button.disabled = true;
      return line;
    }));
  }
}

export function fillSelect(select, things, none) {
  const options = [{ id: "", name: none }, ...things].map(({ id, name, job }) => {
    const option = part("part-option");
    option.value = id;
    option.textContent = job ? `${name}, ${job}` : name;
    return option;
  });
  select.replaceChildren(...options);
}
