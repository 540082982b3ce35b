// The list of all questions, and the one that is asked now.
import { placeOf, rowOf, sectionOf, shortOf, showHead, textOf } from "./head.js";
import { afterFrame, mark, part, say } from "./words.js";

const byId = (id) => document.getElementById(id);
const list = byId("list");

/** Say it on the row; nothing is said by no attribute, and a row that says nothing new is not styled anew. */
function said(row, name, value) {
  if ((row.dataset[name] ?? "") === value) return;
  if (value) row.dataset[name] = value;
  else delete row.dataset[name];
}

export class Questions {
  /** `walk`: the page's parts together (see page.js). */
  constructor(walk) {
    this.walk = walk;
    this.here = null;
    list.addEventListener("click", (event) => {
      const row = event.target.closest("li[id^='i-']");
      if (row) this.open(row.id.slice(2), { focus: true });
    });
    byId("list-button").addEventListener("click", () => this.showList(!document.body.classList.contains("list-open")));
    byId("list-close").addEventListener("click", () => this.showList(false));
    byId("gauge").addEventListener("click", () => this.showList(true));
    byId("only-left").addEventListener("click", ({ currentTarget }) => {
      const only = currentTarget.getAttribute("aria-pressed") !== "true";
      currentTarget.setAttribute("aria-pressed", String(only));
      list.classList.toggle("only-left", only);
    });
    byId("previous").addEventListener("click", () => this.step(-1));
    byId("next").addEventListener("click", () => this.step(1));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && document.body.classList.contains("list-open")) this.showList(false);
    });
  }

  get rows() {
    return [...list.querySelectorAll("li[id^='i-']")];
  }

  get ids() {
    return this.rows.map((row) => row.id.slice(2));
  }

  row(id) {
    return rowOf(id);
  }

  /** The short name of a question: its clause, or section and number. */
  label(id) {
    const row = rowOf(id);
    const short = shortOf(row);
    return /^\d+$/.test(short) ? `${sectionOf(row)} ${short}` : short;
  }

  place(id) {
    return placeOf(rowOf(id));
  }

  showList(open) {
    document.body.classList.toggle("list-open", open);
    byId("list-button").setAttribute("aria-expanded", String(open));
    if (open) {
      const current = list.querySelector("[aria-current] button") ?? list.querySelector("button");
      current.scrollIntoView({ block: "center" });
      afterFrame(() => current.scrollIntoView({ block: "center" })); // parts that come into sight get their own height
      current.focus({ preventScroll: true });
    } else {
      byId("ask").focus({ preventScroll: true });
    }
  }

  /** Its answer: what is known here, else what the page came with. */
  result(id) {
    return this.walk.registers.row(id, "result")?.value ?? this.row(id)?.dataset.result ?? "";
  }

  /** The first question without an answer after `id`, around the end; null when none is left. */
  next(id) {
    const { ids } = this;
    const at = ids.indexOf(id);
    return [...ids.slice(at + 1), ...ids.slice(0, Math.max(at, 0))].find((one) => !this.result(one)) ?? null;
  }

  step(by) {
    const { ids } = this;
    const to = ids[ids.indexOf(this.here) + by];
    if (to) this.open(to);
  }

  open(id, { focus = false } = {}) {
    if (!this.row(id)) return;
    list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    if (this.here) byId("ask").scrollTop = 0;
    this.here = id;
    const row = this.row(id);
    row.setAttribute("aria-current", "true");
    afterFrame(() => { if (list.offsetParent) row.scrollIntoView({ block: "nearest" }); });
    if (document.body.classList.contains("list-open")) this.showList(false);
    this.paint();
    if (focus) byId("ask").focus({ preventScroll: true });
    this.walk.opened(id);
  }

  /** Rows of questions that were added at another place, and of results. */
  paintList() {
    this.addRows();
    for (const row of this.rows) this.paintRow(row);
    this.paintProgress();
  }

  addRows() {
    for (const [id, value] of this.walk.registers.all("instance")) this.add(id, value);
  }

  /** The same as the page opens: some rows a frame, so that a tap is never kept waiting by a long list. */
  async paintListSoon() {
    const { rows } = this;
    for (let n = 0; n < rows.length; n += 40) {
      await new Promise(afterFrame);
      for (const row of rows.slice(n, n + 40)) this.paintRow(row);
    }
    this.paintProgress();
  }

  /** The row of a question that is asked once more at another place. */
  add(id, { like, place }) {
    if (this.row(id) || !this.row(like)) return;
    const row = part("part-row");
    row.id = `i-${id}`;
    row.querySelector("b").textContent = shortOf(this.row(like));
    row.querySelector("span").textContent = textOf(this.row(like));
    row.querySelector("i").textContent = place;
    let after = this.row(like);
    while (after.nextElementSibling?.querySelector("i")) after = after.nextElementSibling;
    after.after(row);
  }

  paintRow(row) {
    const id = row.id.slice(2);
    const { registers } = this.walk;
    const held = registers.row(id, "result");
    const result = this.result(id);
    const local = [...registers.rows.get(id)?.values() ?? []].some((one) => one.state === "local");
    const state = local ? "local" : this.walk.differences.of(id).length ? "conflict" : held?.state ?? "";
    const signs = registers.photosOf("instance", id).length + registers.findingsOf(id).length;
    const painted = `${result} ${state} ${signs}`;
    if (row.painted === painted) return;
    row.painted = painted;
    said(row, "result", result);
    said(row, "state", state);
    row.classList.toggle("has-more", signs > 0);
    const button = row.firstElementChild;
    button.querySelector(".badge")?.remove();
    if (result) button.append(mark(result));
  }

  paintProgress() {
    const open = (row) => ["", "later"].includes(row.dataset.result ?? "");
    let all = 0;
    const drawn = byId("gauge").querySelectorAll(".done");
    [...list.querySelectorAll("section:not([hidden]):has(> ol)")].forEach((section, n) => {
      const rows = [...section.querySelectorAll("li")];
      const done = rows.filter((row) => !open(row)).length;
      section.querySelector(".count").lastChild.textContent = `/${rows.length}`;
      section.querySelector(".count b").textContent = done;
      section.classList.toggle("all-done", done === rows.length);
      if (!this.walk.order?.byClause) drawn[n]?.setAttribute("width", done);
      all += done;
    });
    for (const place of document.querySelectorAll("[data-done]")) place.textContent = all;
    for (const place of document.querySelectorAll("[data-total]")) place.textContent = this.rows.length;
  }

  /** The question that is asked now, with all that is kept for it. */
  paint() {
    const id = this.here;
    if (!id) return;
    showHead(rowOf(id));
    const at = this.ids.indexOf(id);
    byId("previous").disabled = at === 0;
    byId("next").disabled = at === this.rows.length - 1;
    this.walk.background.paint(id);
    this.walk.openHere.paint(id);
    this.#paintAnswer(id);
    this.walk.gallery.paint(id);
    this.walk.findings.paint(id);
  }

  #paintAnswer(id) {
    const { registers } = this.walk;
    const row = registers.row(id, "result");
    const result = this.result(id);
    for (const button of document.querySelectorAll("[data-answer]")) {
      button.setAttribute("aria-pressed", String(button.dataset.answer === result));
    }
    const kinds = registers.value(id, "kinds");
    for (const button of document.querySelectorAll("[data-kind]")) {
      button.setAttribute("aria-pressed", String(kinds.includes(button.dataset.kind)));
    }
    byId("kept-answer").hidden = !result;
    if (result) byId("kept-mark").replaceChildren(mark(result));
    const state = row?.state ?? "sent";
    byId("kept-state").textContent = say(state);
    byId("kept-state").dataset.state = state;
    for (const name of ["reason", "note", "sample"]) this.#paintWords(id, name);
    this.walk.differences.paint(id);
  }

  async #paintWords(id, name) {
    const line = document.querySelector(`.kept-words[data-open="${name}"]`);
    const { registers } = this.walk;
    const asked = name !== "reason" || ["not_applicable", "later"].includes(this.result(id));
    const text = asked ? registers.value(id, name) : ""; // the reason of an answer that stands no more
    line.hidden = !text;
    line.lastElementChild.textContent = text;
    line.classList.remove("half");
    const draft = await this.walk.outbox.draft(`${id}:${name}`);
    if (!asked || draft === null || draft === text || this.here !== id) return;
    line.hidden = false;
    line.classList.add("half");
    line.lastElementChild.textContent = say("draft", { text: draft });
  }
}
