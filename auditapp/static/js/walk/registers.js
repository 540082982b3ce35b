// What the page shows: the values of this audit in memory, as they stand in the table `view`.
import { recall, remember } from "../shell/store.js";

export class Registers {
  constructor(db, walk) {
    this.db = db;
    this.audit = walk.audit;
    this.rows = new Map();
    this.sorted = new Map();
  }

  async load() {
    for (const row of await this.db.view.all("audit", this.audit)) this.hold(row);
  }

  /** Read the rows of `targets` again, after they were written here or in another tab. */
  async refresh(targets) {
    const about = (target) => IDBKeyRange.bound([this.audit, target], [this.audit, target, []]);
    const found = await this.db.read(["view"], ({ view }) => Promise.all([...targets].map((target) => view.all(null, about(target)))));
    for (const row of found.flat()) this.hold(row);
  }

  /** A row as it stands on the disk. */
  hold(row) {
    if (!this.rows.has(row.target)) this.rows.set(row.target, new Map());
    this.rows.get(row.target).set(row.name, row);
    this.sorted.delete(row.name);
  }

  row(target, name) {
    return this.rows.get(target)?.get(name);
  }

  value(target, name) {
    return this.row(target, name)?.value ?? (name === "kinds" ? [] : "");
  }

  /** The operation that gave the value the person sees: what a new value is based on. */
  rev(target, name) {
    return this.row(target, name)?.rev ?? null;
  }

  /** All [target, value, row] under `name`, in the order of their ids, which is that of time. */
  all(name) {
    if (!this.sorted.has(name)) {
      const found = [...this.rows.values()].map((rows) => rows.get(name)).filter(Boolean);
      found.sort((one, other) => (one.target < other.target ? -1 : 1));
      this.sorted.set(name, found.map((row) => [row.target, row.value, row]));
    }
    return this.sorted.get(name);
  }

  photosOf(field, id) {
    return this.all("photo").filter(([, value]) => value[field] === id);
  }

  findingsOf(instance) {
    return this.all("finding").filter(([, value]) => (value.instance ?? null) === instance && value.state !== "withdrawn");
  }

  /** Take the server's state; what waits here to be sent stays as it is. Answers the targets that changed; null, and
   * nothing is taken, where more was acknowledged than `acknowledged`: what was sent meanwhile may be newer than the state. */
  async merge(state, acknowledged) {
    const incoming = [...registerRows(state), ...thingRows(state)];
    const changed = await this.db.write(["meta", "view"], async (tables) => {
      if (await recall(tables, "acknowledged") !== acknowledged) return null;
      remember(tables, `safe.${this.audit}`, state.safe);
      const found = new Set();
      const here = new Map((await tables.view.all("audit", this.audit)).map((row) => [`${row.target} ${row.name}`, row]));
      for (const row of incoming) {
        const known = here.get(`${row.target} ${row.name}`);
        if (known?.state === "local" || same(known, row)) continue;
        tables.view.put({ audit: this.audit, ...row, state: "sent" });
        found.add(row.target);
      }
      return found;
    });
    if (changed) await this.refresh(changed);
    return changed;
  }
}

const same = (here, row) =>
  here?.state === "sent" && here.rev === row.rev && JSON.stringify(here.value) === JSON.stringify(row.value);

const NAMES = ["result", "reason", "note", "sample", "kinds"];

function* registerRows({ instances }) {
  for (const one of instances) {
    for (const name of NAMES) {
      if (name in one) yield { target: one.id, name, value: one[name], rev: one.revs[name] ?? null, by: one.by, at: one.at };
    }
  }
}

function* thingRows({ attendances: attendance, findings: finding, photos: photo }) {
  for (const [name, things] of Object.entries({ attendance, finding, photo })) {
    for (const { id, by, at, ...value } of things) yield { target: id, name, value, rev: null, by, at };
  }
}
