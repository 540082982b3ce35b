// How the walk works, in a few short steps that point at the real keys. Offered on a person's first walk on a device,
// never in the way: it stands above the keys, which stay in use, and an answer given meanwhile is an answer.
import { recall, remember } from "../shell/store.js";

const byId = (id) => document.getElementById(id);
const panel = byId("tour");
const offer = byId("tour-offer");
const SEEN = "tour.seen";

export class Tour {
  constructor(walk) {
    this.walk = walk;
    this.steps = [...panel.querySelectorAll("[data-at]")];
    byId("tour-again").addEventListener("click", () => { byId("menu").hidePopover(); this.begin(); });
    byId("tour-begin").addEventListener("click", () => this.begin());
    byId("tour-not").addEventListener("click", () => this.end());
    byId("tour-next").addEventListener("click", () => this.show(this.at + 1));
    byId("tour-skip").addEventListener("click", () => this.end());
    panel.addEventListener("keydown", (event) => { if (event.key === "Escape") this.end(); });
    recall(walk.db, SEEN).then((seen) => { offer.hidden = Boolean(seen); }, () => {});
  }

  begin() {
    offer.hidden = true;
    panel.show();
    this.show(0);
  }

  /** Step `at`: its words here, a ring around what it points at; after the last one it is over. */
  show(at) {
    if (at >= this.steps.length) {
      this.end();
      return;
    }
    this.at = at;
    this.#point(this.steps[at].dataset.at);
    for (const [n, step] of this.steps.entries()) step.hidden = n !== at;
    byId("tour-count").textContent = `${at + 1} / ${this.steps.length}`;
    const last = at === this.steps.length - 1;
    byId("tour-next").querySelector("span").textContent = byId("tour-next").dataset[last ? "last" : "next"];
    byId("tour-skip").hidden = last;
    this.steps[at].querySelector("h2").focus({ preventScroll: true });
  }

  /** Skipped or seen: this device does not offer it to this person again. */
  end() {
    const had = panel.contains(document.activeElement) || offer.contains(document.activeElement);
    offer.hidden = true;
    panel.close();
    this.#point("");
    if (had) byId("ask").focus({ preventScroll: true });
    remember(this.walk.db, SEEN, true).catch(() => {});
  }

  #point(selector) {
    for (const one of document.querySelectorAll(".pointed-at")) one.classList.remove("pointed-at");
    if (selector) document.querySelector(selector)?.classList.add("pointed-at");
  }
}
