// What is known of a question before anybody answers it: clauses, what to look for, what was said last time.
import { day, mark, part } from "./words.js";

const byId = (id) => document.getElementById(id);

export class Background {
  constructor(walk) {
    this.walk = walk;
  }

  paint(id) {
    const { question, last } = this.walk.known(id);
    const shown = question?.shown ?? [];
    fill(byId("ask-clauses"), shown.map((ref) => this.walk.pack.clauses[ref] ?? ref), "part-clause");
    shown.forEach((ref, n) => speaks(byId("ask-clauses").children[n], this.walk.pack.clause_languages?.[ref]));
    speaks(byId("ask-words"), question?.language);
    byId("help").hidden = !question?.guidance && !question?.look_for?.length;
    byId("help").querySelectorAll("#help-guidance, #help-look").forEach((part) => speaks(part, question?.help_language));
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

/** Mark what is in another language than the page; an empty mark would say that nobody knows which. */
function speaks(element, language) {
  if (language) element.lang = language;
  else element.removeAttribute("lang");
}

function fill(parent, texts, template) {
  parent.replaceChildren(...texts.map((text) => {
    const one = part(template);
    one.textContent = text;
    return one;
  }));
}
