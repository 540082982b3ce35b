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

/**
 * One transaction in the browser's own words, or nothing of it: `fill(table)` asks for every write at once, and the commit
 * right after, so that nothing waits for the reply to something else. Resolves once it is on the disk.
 */
export async function writeAtOnce(db, names, fill) {
  if (!db.isOpen()) await db.open();
  try {
    await attempt(db.backendDB(), names, fill);
  } catch (error) {
    if (error.name !== "InvalidStateError") throw error; // a tablet that slept may have lost the connection, nothing else
    db.close({ disableAutoOpen: false });
    await db.open();
    await attempt(db.backendDB(), names, fill);
  }
}

function attempt(database, names, fill) {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(names, "readwrite", { durability: "strict" });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
    try {
      fill((name) => transaction.objectStore(name));
    } catch (error) {
      transaction.abort();
      throw error;
    }
    transaction.commit();
  });
}
