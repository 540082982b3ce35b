// What this tablet holds, one database for each person. Versions only ever add.
import { Dexie } from "../../vendor/dexie/dexie.min.mjs";

/** Open the person's database. Strict durability: what was said to be kept is on the disk. */
export function open(person) {
  const db = new Dexie(`field.${person}`, { chromeTransactionDurability: "strict" });
  db.version(1).stores({
    ops: "&id, [status+seq], status, audit",
    photos: "&id, audit, status",
    chunks: "[photo+n], photo",
    view: "[audit+target+name], audit",
    drafts: "[audit+target]",
    meta: "&key",
  });
  return db;
}

/** A value of the table `meta`, or `otherwise`. */
export async function recall(db, key, otherwise = null) {
  return (await db.meta.get(key))?.value ?? otherwise;
}

export const remember = (db, key, value) => db.meta.put({ key, value });
