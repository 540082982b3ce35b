// What this device holds, of whomever: read without changing anything, on pages that are no walk.
import { PREFIX, Store } from "./store.js";

/** The ids of the people who have a store on this device. */
export async function people() {
  const all = (await indexedDB.databases?.()) ?? [];
  return all.map(({ name }) => name).filter((name) => name?.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
}

/** {person, name, entries, photos, audits: [{id, title, reference, url, prepared, left}], checklists: [{id, title}]}. */
export async function heldBy(person) {
  const db = new Store(person);
  try {
    const [rows, queued, photos] = await db.read(["meta", "ops", "photos"], (tables) => Promise.all([
      tables.meta.all(), tables.ops.all("status", "queued"), tables.photos.all("status", "local"),
    ]));
    const meta = new Map(rows.map(({ key, value }) => [key, value]));
    const ops = queued.filter((op) => op.kind !== "photo.add");
    const left = (audit) => [...ops, ...photos].filter((one) => one.audit === audit).length;
    const audits = [];
    for (const [key, value] of meta) {
      const [kind, id] = key.split(".");
      if (kind === "package" && id !== "new") {
        audits.push({
          id, title: value.audit.title, reference: value.audit.reference, url: `/walk/${person}/${id}`,
          prepared: meta.get(`prepared.${id}`) ?? null, left: left(id),
        });
      } else if (kind === "started" && !meta.has(`package.${id}`)) {
        audits.push({ id, title: value.title, reference: "", url: `/walk/${person}/new#a-${id}`, prepared: { at: value.at }, left: left(id) });
      }
    }
    return {
      person, name: meta.get("name") ?? "", entries: ops.length, photos: photos.length, audits,
      checklists: meta.get("package.new")?.checklists.map(({ id, title }) => ({ id, title })) ?? [],
    };
  } finally {
    db.close();
  }
}
