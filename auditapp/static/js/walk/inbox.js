// What the server says: what became of entries, what others changed, the package, and whose device it takes this for.
import { newId } from "./outbox.js";
import { ask } from "./server.js";
import { recall, remember } from "../shell/store.js";
import { say } from "./words.js";

export class Inbox {
  constructor(walk) {
    this.walk = walk;
  }

  /** Take what changed on the server since the last time. A state that entries overtook is asked for again, `tries` times. */
  async catchUp(tries = 3) {
    const { audit, db, differences, questions, registers, status } = this.walk;
    const [since, acknowledged] = await Promise.all([recall(db, `cursor.${audit}`, ""), recall(db, "acknowledged")]);
    const state = await this.#ask(`state?since=${encodeURIComponent(since)}`);
    const changed = await registers.merge(state, acknowledged);
    if (!changed) {
      if (tries > 1) await this.catchUp(tries - 1);
      return;
    }
    for (const instance of await differences.take(state)) changed.add(instance);
    await remember(db, `cursor.${audit}`, state.cursor);
    if (changed.size) {
      questions.paintList();
      questions.paint();
    }
    await status.paint();
  }

  /** After the server answered entries: their states. */
  async acknowledged(entries) {
    const { changes, db, registers } = this.walk;
    const targets = [...new Set(entries.map((one) => one.target))];
    for (const { audit, kind, target, photo } of entries) {
      if (kind !== "photo") continue;
      const row = await db.view.get([audit, target, "photo"]);
      if (row) await db.view.put({ ...row, value: { ...row.value, complete: true, trouble: photo.trouble } });
    }
    await registers.refresh(targets);
    changes.tell(targets);
    if (entries.some((one) => one.status === "conflict")) await this.catchUp().catch(() => {});
  }

  /** The questions of the audit and what is known of them: fetched, kept, shown. */
  async fetchPackage() {
    const pack = await this.#ask("package");
    await remember(this.walk.db, `package.${this.walk.audit}`, pack);
    this.unpack(pack);
  }

  /** Show a package that was just fetched and kept. */
  unpack(pack) {
    const { elsewhere, questions } = this.walk;
    this.walk.pack = pack;
    for (const [id, { question, place }] of Object.entries(pack.instances)) {
      if (questions.row(id)) continue; // the page was pinned before it was asked elsewhere
      const like = questions.ids.find((one) => pack.instances[one]?.question === question);
      if (like) questions.add(id, { like, place });
    }
    elsewhere.offer(pack.places);
    questions.paint();
  }

  /** The server knows this device by a cookie; a store without its name was emptied by somebody or something. */
  async met({ device }) {
    if (!device || await recall(this.walk.db, "device")) return;
    document.getElementById("emptied-said").textContent = say("emptied");
    document.getElementById("sheet-emptied").showModal();
    await remember(this.walk.db, "device", newId());
  }

  #ask(what) {
    return ask(`/walk/api/audits/${this.walk.audit}/${what}`, { patience: 20000 });
  }
}
