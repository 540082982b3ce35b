// What is known of a question before anybody answers it: clauses, what to look for, what was said last time.
import { day, mark, part } from "./words.js";

const byId = (id) => document.getElementById(id);

export class Background {
  constructor(walk) {
    this.walk = walk;
  }

  paint(id) {
    const { question, last } = this.walk.known(id);
    fill(byId("ask-clauses"), (question?.shown ?? []).map((ref) => this.walk.pack.clauses[ref] ?? ref), "part-clause");
    byId("help").hidden = !question?.guidance && !question?.look_for?.length;
    byId("help").querySelectorAll("#help-guidance, #help-look").forEach((part) => { part.lang = question?.help_language ?? ""; });
    byId("help-guidance").textContent = question?.guidance ?? "";
    fill(byId("help-look"), question?.look_for ?? [], "part-look");
    byId("last").hidden = !last;
    if (!last) return;
    byId("last-mark").replaceChildren(mark(last.result));
    byId("last-when").textContent = [day(last.at), last.by, last.audit].filter(Boolean).join(" · ");
    byId("last-note").textContent = [last.note, last.sample].filter(Boolean).join("\n");
    this.walk.gallery.paintLast(last.photos);
  }
}

function fill(parent, texts, template) {
  parent.replaceChildren(...texts.map((text) => {
    const one = part(template);
    one.textContent = text;
    return one;
  }));
}
