// Every entry goes here first, online or not: value, operation, photo and its bytes in one transaction, or nothing.
import { uuidv7 } from "../../vendor/uuidv7/uuidv7.mjs";

export const CHUNK = 1048576;
export { uuidv7 as newId };

export class Outbox {
  /** `walk`: {person, audit, app, schema}, as the page says. `kept(row)`: takes each row of `view` once it is on the disk;
   * `begins()`: told before anything is kept. */
  constructor(db, walk) {
    this.db = db;
    this.walk = walk;
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
    const tables = [db.ops, db.view, db.meta, ...(photo ? [db.photos, db.chunks] : []), ...(draft ? [db.drafts] : [])];
    await db.transaction("rw", tables, async () => {
      let seq = (await db.meta.get("seq"))?.value ?? 0;
      for (const op of ops) op.seq = ++seq;
      const metas = [{ key: "seq", value: seq }, ...(meta ? [meta] : [])];
      const writes = [db.meta.bulkPut(metas), db.ops.bulkAdd(ops), db.view.bulkPut(rows)]; // side by side: no waiting in turn
      if (photo) {
        const { chunks, ...record } = photo;
        writes.push(
          db.photos.add({ ...record, audit, status: "local" }),
          db.chunks.bulkAdd(chunks.map((bytes, n) => ({ photo: photo.id, n, bytes }))),
        );
      }
      if (draft) writes.push(db.drafts.delete([audit, draft]));
      await Promise.all(writes);
    });
    rows.forEach(this.kept);
    return ops;
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

  /** How many entries are only here; a photo counts once, until its bytes have arrived. */
  async waiting() {
    const queued = await this.db.ops.where("status").equals("queued").toArray(); // at once: a cursor takes its time
    return queued.filter((op) => op.kind !== "photo.add").length + await this.db.photos.where("status").equals("local").count();
  }

  /** What is only here, by audit: [{audit, entries, photos}], each audit that ever had an entry here. */
  async left() {
    const counts = new Map();
    const count = (audit) => counts.get(audit) ?? counts.set(audit, { audit, entries: 0, photos: 0 }).get(audit);
    await this.db.ops.orderBy("audit").uniqueKeys((audits) => audits.forEach(count));
    for (const op of await this.db.ops.where("status").equals("queued").toArray()) if (op.kind !== "photo.add") count(op.audit).entries += 1;
    await this.db.photos.where("status").equals("local").each((photo) => { count(photo.audit).photos += 1; });
    return [...counts.values()];
  }

  /** Entries a person should look at: contradicting, held, rejected; photos that were refused. */
  async attention() {
    const ops = (await this.db.ops.where("status").anyOf("conflict", "held", "rejected").toArray()).filter((op) => !op.seen);
    const photos = await this.db.photos.where("status").equals("refused").toArray();
    return { ops, photos };
  }
}
