// What this tablet holds, one database for each person, in the browser's own words. Versions only ever add.
export const PREFIX = "field.";
const VERSION = 10; // the number that tablets in the field have
const TABLES = {
  ops: ["id", [["status", "seq"], "status", "audit"]],
  photos: ["id", ["audit", "status"]],
  chunks: [["photo", "n"], ["photo"]],
  view: [["audit", "target", "name"], ["audit"]],
  drafts: [["audit", "target"], []],
  meta: ["key", []],
};

/** The name of an index: its field, or "[one+other]" of several. */
const named = (path) => (Array.isArray(path) ? `[${path.join("+")}]` : path);

function lay(database) {
  for (const [name, [key, indexes]] of Object.entries(TABLES)) {
    const table = database.createObjectStore(name, { keyPath: key });
    for (const path of indexes) table.createIndex(named(path), path);
  }
}

/** What a request answers. One that fails ends its transaction, which says so: nobody has to listen here, too. */
function reply(request) {
  const answer = new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  answer.catch(() => {});
  return answer;
}

/** A table: within a transaction, or (as the store gives it) each time in one of its own. */
class Table {
  #ask;

  constructor(ask) {
    this.#ask = ask;
  }

  get(key) {
    return this.#ask("readonly", (table) => reply(table.get(key)));
  }

  /** At most `limit` rows of a key or range of `index` (null: the primary key), in the order of the keys. */
  all(index = null, keys = null, limit = undefined) {
    return this.#ask("readonly", (table) => reply((index ? table.index(index) : table).getAll(keys, limit)));
  }

  count(index, key) {
    return this.#ask("readonly", (table) => reply(table.index(index).count(key)));
  }

  /** The keys that occur in an index, each once. */
  distinct(index) {
    return this.#ask("readonly", (table) => new Promise((resolve, reject) => {
      const found = [];
      const asked = table.index(index).openKeyCursor(null, "nextunique");
      asked.onerror = () => reject(asked.error);
      asked.onsuccess = () => {
        if (!asked.result) return resolve(found);
        found.push(asked.result.key);
        return asked.result.continue();
      };
    }));
  }

  add(row) {
    return this.#ask("readwrite", (table) => reply(table.add(row)));
  }

  put(row) {
    return this.#ask("readwrite", (table) => reply(table.put(row)));
  }

  /** Give the row under `key` other values of some fields; nothing, where there is none. */
  update(key, fields) {
    return this.#ask("readwrite", async (table) => {
      const row = await reply(table.get(key));
      if (row) await reply(table.put({ ...row, ...fields }));
    });
  }

  /** Forget the row of a key, or the rows of a range. */
  delete(keys) {
    return this.#ask("readwrite", (table) => reply(table.delete(keys)));
  }
}

/** One transaction, or nothing of it. `work(table)`: may wait for what it asks the tables, and for nothing else.
 * Resolves with what it answers: of a write, once it is on the disk. */
function attempt(database, names, mode, work) {
  const transaction = database.transaction(names, mode, { durability: "strict" });
  return new Promise((resolve, reject) => {
    let answer;
    let cause = null;
    const done = (value) => {
      answer = value;
      if (mode === "readonly") resolve(value);
      else transaction.commit(); // at once: what was asked without waiting for replies is not waited for
    };
    const failed = (error) => {
      cause = error;
      try { transaction.abort(); } catch { reject(error); } // what failed has ended it before
    };
    transaction.oncomplete = () => resolve(answer);
    transaction.onabort = () => reject(cause ?? transaction.error);
    (async () => work((name) => transaction.objectStore(name)))().then(done).catch(failed);
  });
}

/** The database of a person; `store.ops` and the like are its tables. Opened when it is first asked. */
export class Store {
  #opening = null;

  constructor(person) {
    this.name = PREFIX + person;
    for (const name of Object.keys(TABLES)) {
      this[name] = new Table((mode, ask) => this.#run([name], mode, (table) => ask(table(name))));
    }
  }

  open() {
    this.#opening ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open(this.name, VERSION);
      asked.onupgradeneeded = () => lay(asked.result);
      asked.onerror = () => reject(asked.error);
      asked.onsuccess = () => {
        asked.result.onclose = asked.result.onversionchange = () => this.close();
        resolve(asked.result);
      };
    }).catch((error) => { this.#opening = null; throw error; });
    return this.#opening;
  }

  close() {
    this.#opening?.then((database) => database.close(), () => {});
    this.#opening = null;
  }

  /** What `work({ops, view, ...})` answers, which reads the tables of `names` as they stand at one moment. */
  read(names, work) {
    return this.#run(names, "readonly", (table) => work(within(names, table)));
  }

  /** The same for writing: all of it or nothing. Strictly durable: what was said to be kept is on the disk. */
  write(names, work) {
    return this.#run(names, "readwrite", (table) => work(within(names, table)));
  }

  async #run(names, mode, work) {
    try {
      return await attempt(await this.open(), names, mode, work);
    } catch (error) {
      if (error.name !== "InvalidStateError") throw error; // a tablet that slept may have lost the connection, nothing else
      this.close();
      return attempt(await this.open(), names, mode, work);
    }
  }
}

const within = (names, table) => Object.fromEntries(names.map((name) => [name, new Table((_, ask) => ask(table(name)))]));

/** A value of the table `meta`, or `otherwise`. `tables`: a store, or the tables of its transaction. */
export async function recall(tables, key, otherwise = null) {
  return (await tables.meta.get(key))?.value ?? otherwise;
}

export const remember = (tables, key, value) => tables.meta.put({ key, value });
