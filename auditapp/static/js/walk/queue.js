// What is not on the server yet, each with its reason; try again, or save all of it as a file.
import { megabytes, part, say, tell } from "./words.js";

const byId = (id) => document.getElementById(id);
const KINDS = {
  "field.set": "kindAnswer", "instance.add": "kindPlace", "photo.add": "kindPhoto", "photo.caption": "kindCaption", "photo.marks": "kindMarks",
  "finding.note": "kindFinding", "finding.field": "kindFinding", "meeting.sign": "kindSignature", "audit.start": "kindStart",
};
const WAITING = ["queued", "held", "rejected"];

export class Queue {
  constructor(walk) {
    this.walk = walk;
    byId("queue-button").addEventListener("click", () => { byId("menu").hidePopover(); this.open(); });
    byId("queue-send").addEventListener("click", () => walk.sender.now());
    byId("queue-save").addEventListener("click", () => this.save());
    setTimeout(() => this.#ready(), 2000);
  }

  /** The way off the device has to be here before it is wanted: small, and fetched once all else is here. */
  #ready() {
    import("../rescue/rescue.js").catch(() => {});
    import("../../vendor/client-zip/client-zip.js").catch(() => {});
  }

  async open() {
    await this.paint();
    byId("sheet-queue").showModal();
  }

  /** Photos count as one with their announcement; what is held or refused stands first. */
  async paint() {
    const [[ops, photos], drafts] = await Promise.all([this.walk.outbox.under(WAITING, ["local", "refused"]), this.walk.outbox.drafts()]);
    const lines = [
      ...drafts.map((draft) => this.#half(draft)),
      ...ops.filter((op) => op.kind !== "photo.add" || op.status !== "queued").map((op) => this.#entry(op)),
      ...photos.map((photo) => this.#photo(photo)),
    ];
    byId("queue-none").hidden = lines.length > 0;
    byId("queue-save").hidden = lines.length === drafts.length;
    byId("queue").replaceChildren(...lines);
  }

  /** Half-written words: kept when their sheet is closed, and sent then. */
  #half({ target, value }) {
    const finding = target.startsWith("finding:");
    const [id] = target.replace("finding:", "").split(":");
    const about = this.walk.questions.row(id) ? this.walk.questions.label(id) : "";
    const text = finding ? value.statement || value.evidence_text : value;
    return line([say(finding ? "kindFinding" : "kindAnswer"), about].filter(Boolean).join(" · "), "queued", say("draft", { text }));
  }

  #entry(op) {
    const why = op.result?.why ?? (op.tries ? say("tried", { count: op.tries }) : "");
    const about = this.walk.questions.row(op.target) ? this.walk.questions.label(op.target) : "";
    return line([say(KINDS[op.kind] ?? "kindAnswer"), about].filter(Boolean).join(" · "), op.status, why);
  }

  #photo(photo) {
    const size = `${megabytes(photo.size)} MB`;
    return line(`${photo.name} · ${size}`, photo.status, photo.trouble ?? "");
  }

  /** One ZIP of all that the server has not acknowledged: for the EMS lead, who takes it in at a desk. */
  async save() {
    const { db, person, audit } = this.walk;
    const [waiting, photos] = await this.walk.outbox.under(WAITING, ["local", "refused"]);
    const announced = (await db.ops.all()).filter((op) => op.kind === "photo.add" && photos.some(({ id }) => id === op.target));
    const all = new Map([...waiting, ...announced].map((op) => [op.id, op]));
    const ops = [...all.values()].sort((one, other) => one.seq - other.seq)
      .map(({ status, view, tries, seen, result, acknowledgedAt, ...op }) => op);
    const json = { form: 1, person, device: await this.walk.sender.device(), saved: new Date().toISOString(), ops };
    try {
      const { downloadRescue } = await import("../rescue/rescue.js");
      await downloadRescue({ json, files: this.#files(photos), name: `rescue-${audit.slice(0, 8)}.zip` });
      tell(say("rescued", { entries: ops.length, photos: photos.length }));
    } catch (error) {
      console.error(error);
      tell(say("notRescued"), { trouble: true });
    }
  }

  async* #files(photos) {
    for (const photo of photos) {
      const chunks = await this.walk.db.chunks.all("photo", photo.id);
      yield { name: `photos/${photo.id}`, bytes: new Blob(chunks.map(({ bytes }) => bytes)), lastModified: new Date(photo.takenAt) };
    }
  }
}

function line(label, status, why) {
  const row = part("part-queued");
  row.querySelector("b").textContent = label;
  row.querySelector("[data-state]").textContent = say(status === "queued" ? "local" : status);
  row.querySelector("small").textContent = why;
  return row;
}
