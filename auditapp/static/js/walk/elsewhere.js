// The same question once more, at another process or place.
import { fillSelect } from "./finding.js";
import { newId } from "./outbox.js";
import { notKept, part, say } from "./words.js";

const byId = (id) => document.getElementById(id);
const sheet = byId("sheet-elsewhere");

export class Elsewhere {
  constructor(walk) {
    this.walk = walk;
    byId("elsewhere-button").addEventListener("click", () => { byId("menu").hidePopover(); this.ask(walk.questions.here); });
  }

  /** The places that are offered while one is typed. */
  offer(places) {
    byId("places").replaceChildren(...places.map((place) => {
      const option = part("part-option");
      option.value = place;
      return option;
    }));
  }

  ask(like) {
    fillSelect(byId("elsewhere-process"), this.walk.pack.processes, say("noProcess"));
    byId("elsewhere-process").value = this.walk.known(like).process ?? "";
    byId("elsewhere-place").value = "";
    sheet.returnValue = "";
    sheet.onclose = () => { if (sheet.returnValue === "add") this.#add(like); };
    sheet.showModal();
  }

  async #add(like) {
    const id = newId();
    const value = { like, process: byId("elsewhere-process").value || null, place: byId("elsewhere-place").value.trim() };
    const body = { instance: like, process: value.process, place: value.place };
    try {
      await this.walk.keep([{ kind: "instance.add", target: id, body, view: { name: "instance", value } }]);
      this.walk.questions.open(id, { focus: true });
    } catch (error) {
      notKept(error);
    }
  }
}
