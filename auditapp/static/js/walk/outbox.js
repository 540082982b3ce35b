// Every entry goes here first, online or not: value, operation, photo and its bytes in one transaction, or nothing.
import { uuidv7 } from "../../vendor/uuidv7/uuidv7.mjs";
import { recall } from "../shell/store.js";

export const CHUNK = 1048576;
const BEGINNING = Date.UTC(2026, 0); // so that numbers stay small
export { uuidv7 as newId };

export class Outbox {
  /** `walk`: {person, audit, app, schema}, as the page says; `last`: the number of the entry kept last. `kept(row)`: takes
   * each row of `view` once it is on the disk; `begins()`: told before anything is kept. */
  constructor(db, walk, last) {
    this.db = db;
    this.walk = walk;
    this.last = last;
    this.kept = () => {};
    this.begins = () => {};
  }

  /**
   * Keep entries; resolves after the commit, and only then they may be called kept.
   * An entry: {kind, target, body, base, view: {name, value}}; `photo`: what `photo.js` prepared, under its id.
   * `view.revAs`: the name under which the value itself remembers the operation.
   */
  async keep(entries, { photo = null, draft = null, meta = null } = {}) {
    this.begins();
    const { db } = this;
    const { person, audit, app, schema } = this.walk;
    const at = new Date().toISOString();
    const ops = entries.map(({ kind, target, body, base, view }) => ({
      id: uuidv7(), schema, app, user: person, audit, kind, target, body, base: base ?? null, at,
      status: "queued", view: view?.name,
    }));
    const rows = entries.flatMap(({ target, view }, n) => {
      if (!view) return [];
      if (view.revAs) view.value[view.revAs] = ops[n].id;
      return [{ audit, target, name: view.name, value: view.value, rev: ops[n].id, by: person, at, state: "local" }];
    });
    for (const op of ops) op.seq = this.#next();
    const names = ["ops", "view", "meta", ...(photo ? ["photos", "chunks"] : []), ...(draft ? ["drafts"] : [])];
    await db.write(names, (tables) => {
      tables.meta.put({ key: "seq", value: this.last });
      if (meta) tables.meta.put(meta);
      for (const op of ops) tables.ops.add(op);
      for (const row of rows) tables.view.put(row);
      if (photo) {
        const { chunks, ...record } = photo;
        tables.photos.add({ ...record, audit, status: "local" });
        chunks.forEach((bytes, n) => tables.chunks.add({ photo: photo.id, n, bytes }));
      }
      if (draft) tables.drafts.delete([audit, draft]);
    });
    rows.forEach(this.kept);
    return ops;
  }

  /** The number of the next entry, without asking the disk for the last one: seconds order the tabs of a person among each
   * other, counting on orders what shares a second or follows a clock that was set back. */
  #next() {
    this.last = Math.max(this.last + 1, Math.floor((Date.now() - BEGINNING) / 1000));
    return this.last;
  }

  /** Keep half-typed words under `target`; empty words are forgotten. */
  async keepDraft(target, value) {
    const { audit } = this.walk;
    if (value === null) await this.db.drafts.delete([audit, target]);
    else await this.db.drafts.put({ audit, target, value });
  }

  async draft(target) {
    return (await this.db.drafts.get([this.walk.audit, target]))?.value ?? null;
  }

  /** What is half written in this audit: [{target, value}]. */
  drafts(tables = this.db) {
    return tables.drafts.all(null, IDBKeyRange.bound([this.walk.audit], [this.walk.audit, []]));
  }

  /** Counted at one moment: {waiting, only, safe}: entries to be sent, where a photo counts once, until its bytes have
   * arrived; what else is only here, half written or not taken; those of this audit that are on the server, null before it
   * said so. */
  counts() {
    return this.db.read(["ops", "photos", "meta", "drafts"], async ({ ops, photos, meta, drafts }) => {
      const [queued, rejected, local, safe, half] = await Promise.all([
        ops.all("status", "queued"), ops.all("status", "rejected"), photos.count("status", "local"),
        recall({ meta }, `safe.${this.walk.audit}`), this.drafts({ drafts }),
      ]);
      const waiting = queued.filter((op) => op.kind !== "photo.add").length + local;
      return { waiting, only: half.length + rejected.filter(({ seen }) => !seen).length, safe };
    });
  }

  /** What is only here, by audit: [{audit, entries, photos}], each audit that ever had an entry here. */
  left() {
    return this.db.read(["ops", "photos"], async ({ ops, photos }) => {
      const [audits, queued, local] = await Promise.all([ops.distinct("audit"), ops.all("status", "queued"), photos.all("status", "local")]);
      const counts = new Map(audits.map((audit) => [audit, { audit, entries: 0, photos: 0 }]));
      for (const { audit, kind } of queued) if (kind !== "photo.add") counts.get(audit).entries += 1;
      for (const { audit } of local) counts.get(audit).photos += 1;
      return [...counts.values()];
    });
  }

  /** Entries a person should look at: contradicting, held, rejected; photos that were refused, or came damaged. */
  async attention() {
    const [ops, photos] = await this.under(["conflict", "held", "rejected"], ["refused", "damaged"]);
    const news = (rows) => rows.filter(({ seen }) => !seen);
    return { ops: news(ops), photos: news(photos) };
  }

  /** [entries, photos] in any of these states. */
  under(states, photoStates) {
    return this.db.read(["ops", "photos"], async ({ ops, photos }) => {
      const found = (table, names) => Promise.all(names.map((name) => table.all("status", name))).then((rows) => rows.flat());
      return Promise.all([found(ops, states), found(photos, photoStates)]);
    });
  }
}
