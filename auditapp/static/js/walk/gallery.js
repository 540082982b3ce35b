// Photos of the question: taken, chosen, shown, captioned.
import { clean, offer } from "./answers.js";
import { prepare } from "./photo.js";
import { feel, notKept, number, part, refill, say, tell } from "./words.js";

const byId = (id) => document.getElementById(id);
const LARGEST = 60 * 1024 * 1024;

export class Gallery {
  constructor(walk) {
    this.walk = walk;
    this.shown = new Map();
    for (const input of document.querySelectorAll("[data-photo]")) {
      input.addEventListener("change", async () => {
        const files = [...input.files];
        const id = this.walk.questions.here;
        input.value = "";
        await this.take(files, id);
      });
    }
  }

  /** Keep files as photos of a question, one after another; answers the ids of those that were kept. */
  async take(files, instance) {
    const kept = [];
    for (const file of files) {
      if (file.size > LARGEST) {
        tell(say("photoLarge", { name: file.name, size: number(file.size / 1048576) }), { trouble: true });
        continue;
      }
      const photo = await prepare(file).catch((error) => { console.error(error); return null; });
      if (!photo || !photo.size) {
        tell(say("photoUnread", { name: file.name }), { trouble: true });
        continue;
      }
      if (!await this.#keep(photo, instance)) continue;
      kept.push(photo.id);
      feel();
    }
    const draw = { label: say("draw"), run: () => this.draw(kept.at(-1)) };
    if (kept.length) tell(kept.length > 1 ? say("photosKept", { count: kept.length }) : say("photoKept"), { then: draw });
    return kept;
  }

  async #keep(photo, instance) {
    const { id, name, type, size, sha256, takenAt } = photo;
    const value = { instance, caption: "", name, complete: false, trouble: "" };
    const body = { instance, name, type, size, sha256, taken_at: takenAt };
    try {
      await this.walk.keep([{ kind: "photo.add", target: id, body, view: { name: "photo", value } }], { photo });
      return true;
    } catch (error) {
      notKept(error);
      return false;
    }
  }

  /** The address of a small picture with its marks: of the one kept here, else of the server's. */
  async thumb(id) {
    const { complete, marks, marksRev } = this.walk.registers.value(id, "photo");
    const state = marksRev ?? "";
    if (this.shown.get(id)?.state === state) return this.shown.get(id).address;
    const here = await this.walk.db.photos.get(id);
    if (!here?.thumb && !complete) return "";
    const small = here?.thumb ? new Blob([here.thumb], { type: "image/jpeg" }) : `/walk/api/photos/${id}/thumb.jpg`;
    const address = await marked(small, marks);
    if (this.shown.has(id)) URL.revokeObjectURL(this.shown.get(id).address);
    this.shown.set(id, { state, address });
    return address;
  }

  async paint(id) {
    this.turn = (this.turn ?? 0) + 1;
    const { turn } = this;
    const photos = this.walk.registers.photosOf("instance", id);
    const drawn = await Promise.all(photos.map(([photo, value], n) => this.#shot(photo, value, n)));
    if (turn === this.turn) refill(byId("photos"), drawn); // one begun later knows of more photos
  }

  async #shot(photo, value, n) {
    const shot = part("part-photo");
    const here = await this.walk.db.photos.get(photo);
    const state = stateOf(value, here);
    show(shot.querySelector("img"), await this.thumb(photo), value.caption || say("photoAlt", { number: n + 1 }));
    shot.dataset.state = state;
    shot.dataset.photo = photo;
    shot.querySelector(".shot-marked").hidden = !value.marks?.shapes?.length;
    shot.querySelector(".shot-state").textContent = say(state);
    shot.addEventListener("click", () => this.open(photo));
    return shot;
  }

  /** The pictures of last time, small and without more. */
  paintLast(ids) {
    const drawn = ids.map((id, n) => {
      const shot = part("part-photo");
      shot.disabled = true;
      show(shot.querySelector("img"), `/walk/api/photos/${id}/thumb.jpg`, say("photoAlt", { number: n + 1 }));
      return shot;
    });
    byId("last-photos").replaceChildren(...drawn);
  }

  /** One photo large, with its caption. */
  async open(id) {
    const sheet = byId("sheet-photo");
    const field = byId("photo-caption");
    const value = this.walk.registers.value(id, "photo");
    const here = await this.walk.db.photos.get(id);
    show(byId("photo-picture"), await marked(await this.#large(id, here), value.marks), value.caption || value.name);
    byId("photo-state").textContent = value.trouble || here?.trouble || value.damage || here?.damage || say(stateOf(value, here));
    field.value = value.caption;
    offer(sheet, this.walk.known(value.instance).question?.captions ?? [], field);
    sheet.onclose = () => this.#caption(id, clean(field.value));
    byId("photo-draw").onclick = () => { sheet.close(); this.draw(id); };
    sheet.showModal();
  }

  /** Draw on a photo. The marks are kept beside it; the photo itself stays as it is. */
  async draw(id) {
    const row = () => this.walk.registers.row(id, "photo");
    const here = await this.walk.db.photos.get(id);
    const markup = await import("../markup/open.js").catch(() => null);
    if (!markup) {
      tell(say("toolsMissing"), { trouble: true });
      return;
    }
    const image = await this.#large(id, here);
    await markup.openMarkup({ image, shapes: row().value.marks ?? null, onSave: (marks) => this.#mark(id, row().value, marks) });
    byId("photos").querySelector(`[data-photo="${id}"]`)?.focus(); // the window that led here closed before
  }

  async #mark(id, before, marks) {
    const value = { ...before, marks };
    const view = { name: "photo", value, revAs: "marksRev" };
    await this.walk.keep([{ kind: "photo.marks", target: id, body: marks, base: before.marksRev || null, view }]);
    tell(say("marksKept"));
  }

  /** The photo itself while its bytes are here, else the server's copy. */
  async #large(id, here) {
    const chunks = here ? await this.walk.db.chunks.all("photo", id) : [];
    return chunks.length ? new Blob(chunks.map(({ bytes }) => bytes), { type: here.type }) : `/walk/api/photos/${id}/view.jpg`;
  }

  async #caption(id, caption) {
    const row = this.walk.registers.row(id, "photo");
    if (row.value.caption === caption) return;
    const value = { ...row.value, caption };
    const base = row.value.captionRev || null;
    const entry = { kind: "photo.caption", target: id, body: { value: caption }, base, view: { name: "photo", value, revAs: "captionRev" } };
    try {
      await this.walk.keep([entry]);
    } catch (error) {
      notKept(error);
    }
  }
}

/** The address of a picture (a Blob, or itself an address) with the marks on it, as far as this device can draw them. */
async function marked(image, marks) {
  let drawn = image;
  if (marks?.shapes?.length) {
    drawn = await import("../markup/shown.js").then(({ drawnOn }) => drawnOn(image, marks.shapes)).catch(() => image);
  }
  return drawn instanceof Blob ? URL.createObjectURL(drawn) : drawn;
}

/** What is said of a photo, by its register and by what is kept of it here. */
function stateOf(value, here) {
  if (value.trouble || here?.status === "refused") return "refused";
  if (value.damage || here?.damage) return "damaged";
  return value.complete || here?.status === "sent" ? "sent" : "local";
}

/** Show a picture, or the sign that it cannot be shown here. */
function show(image, address, alt) {
  image.alt = alt;
  image.hidden = !address;
  image.onerror = () => { image.hidden = true; };
  if (address) image.src = address;
}
