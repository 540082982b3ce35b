// Sends what waits, one sender per person: entries first, then one piece of a photo, then new entries again.
import { CHUNK, newId } from "./outbox.js";
import { NoAnswer, Refused, SignIn, ask, patchPhoto, postOps, progress } from "./server.js";
import { recall, remember } from "../shell/store.js";

const BATCH = 50;
const EVERY = 30000;
const FIRST = 2000;
const LONGEST = 300000;
const NOTHING = { bytes: new ArrayBuffer(0) }; // of a photo that is there as a whole: the answer says what became of it
const QUEUED = IDBKeyRange.bound(["queued"], ["queued", []]); // in the order in which they were kept

/** Note that the server acknowledged something, which a state that was asked for before may not know. `safe`: how many entries
 * of each audit it then said to have. It counts, and not this device: what arrived without an answer is sent again. */
async function overtake(tables, safe = {}) {
  await remember(tables, "acknowledged", newId());
  for (const [audit, count] of Object.entries(safe)) await remember(tables, `safe.${audit}`, count);
}

export class Sender {
  /** `tell(state)`: {phase, sending}; phase: idle, sending, waiting, login, other. `acknowledged(ops)`: after each batch.
   * `left()`: what is only here, by audit; `met(session)`: the server said who is signed in. */
  constructor(db, walk, { tell, acknowledged, left, met }) {
    this.db = db;
    this.walk = walk;
    this.tell = tell;
    this.acknowledged = acknowledged;
    this.left = left;
    this.met = met;
    this.failures = 0;
    this.timer = 0;
    addEventListener("online", () => this.now());
    addEventListener("pageshow", (event) => { if (event.persisted) this.now(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.now(); });
    setInterval(() => { if (!document.hidden && !this.timer) this.#run(); }, EVERY);
  }

  /** Soon: after an entry was kept. */
  soon() {
    this.#in(300);
  }

  /** At once, whatever was waited for: the network is back, or a person asked. */
  now() {
    this.failures = 0;
    this.#in(0);
  }

  #in(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.timer = 0; this.#run(); }, wait);
  }

  #later() {
    const wait = Math.min(LONGEST, FIRST * 2 ** this.failures) * (0.75 + Math.random() / 2);
    this.failures += 1;
    this.#in(wait);
  }

  async #run() {
    const name = `field-sync.${this.walk.person}`;
    const ran = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (!lock) return false;
      await this.#send();
      return true;
    });
    if (!ran && !this.timer) this.#in(5000);
  }

  async #send() {
    this.stuck = new Set();
    this.offsets = new Map();
    this.mismatches = new Map();
    try {
      const session = await ask("/walk/api/session");
      if (session.user !== this.walk.person) throw new SignIn("other");
      this.csrf = session.csrf;
      this.met(session);
      let sent = false;
      while (await this.#entries() || await this.#piece()) sent = true;
      if (sent) await postOps(this.csrf, { device: await this.device(), pending: await this.left(), ops: [] });
      this.failures = 0;
      this.tell({ phase: this.stuck.size ? "waiting" : "idle", sending: 0 });
      if (this.stuck.size) this.#later();
    } catch (error) {
      if (error instanceof SignIn) {
        this.tell({ phase: error.why, sending: 0 });
      } else {
        if (!(error instanceof NoAnswer) && !(error instanceof Refused)) console.error(error);
        this.tell({ phase: "waiting", sending: 0 });
        this.#later();
      }
    }
  }

  /** Send one batch; answers whether there was one. */
  async #entries() {
    const oldest = await this.db.ops.all("[status+seq]", QUEUED, BATCH + this.stuck.size);
    const ops = oldest.filter((op) => !this.stuck.has(op.id)).slice(0, BATCH);
    if (!ops.length) return false;
    this.tell({ phase: "sending", sending: ops.filter((op) => op.kind !== "photo.add").length });
    const answer = await postOps(this.csrf, {
      device: await this.device(),
      pending: await this.#leftAfter(ops),
      ops: ops.map(({ status, view, tries, seen, ...op }) => op),
    });
    if (answer.user !== this.walk.person || !Array.isArray(answer.results)) throw new NoAnswer("no results");
    await this.#take(ops, new Map(answer.results.map((result) => [result.id, result])), answer.safe);
    return true;
  }

  /** What will still be here when `ops` have arrived. */
  async #leftAfter(ops) {
    const left = await this.left();
    for (const { audit, kind } of ops) if (kind !== "photo.add") left.find((one) => one.audit === audit).entries -= 1;
    return left;
  }

  async #take(ops, results, safe) {
    const taken = [];
    await this.db.write(["ops", "view", "meta"], async (tables) => {
      await overtake(tables, safe);
      for (const op of ops) {
        const result = results.get(op.id);
        if (!result || result.status === "error") {
          this.stuck.add(op.id);
          await tables.ops.update(op.id, { tries: (op.tries ?? 0) + 1, result });
          continue;
        }
        await tables.ops.update(op.id, { status: result.status, result, acknowledgedAt: Date.now() });
        taken.push({ ...op, status: result.status, result });
      }
      const queued = await tables.ops.all("status", "queued");
      const waiting = new Set(queued.map(({ target, view }) => `${target} ${view}`));
      for (const op of taken) await this.#mark(tables, op, waiting.has(`${op.target} ${op.view}`));
    });
    if (taken.length) await this.acknowledged(taken);
  }

  /** What the page shows of an entry that was answered; theirs where it contradicts, with ours beside it.
   * `more`: a later entry about the same waits. */
  async #mark({ view }, { result, ...op }, more) {
    const row = op.view && await view.get([op.audit, op.target, op.view]);
    if (!row) return;
    if (result.status === "conflict" && op.kind === "field.set") {
      const { value, rev } = result.theirs;
      await view.put({ ...row, value, rev, state: "conflict", mine: op.body.value, theirs: result.theirs });
      return;
    }
    if (!more) await view.put({ ...row, state: result.status === "applied" ? "sent" : result.status });
  }

  /** Send one piece of one photo; answers whether there was one to send. */
  async #piece() {
    const local = await this.db.photos.all("status", "local", this.stuck.size + 1);
    const photo = local.find((one) => !this.stuck.has(one.id));
    if (!photo) return false;
    this.tell({ phase: "sending", sending: 1 });
    if (!this.offsets.has(photo.id)) {
      const there = await progress(photo.id);
      if (there === null) return this.#unannounced(photo);
      this.offsets.set(photo.id, there);
    }
    const at = this.offsets.get(photo.id);
    const chunk = at < photo.size ? await this.db.chunks.get([photo.id, Math.floor(at / CHUNK)]) : NOTHING;
    if (!chunk) {
      this.stuck.add(photo.id);
      return true;
    }
    try {
      const answer = await patchPhoto(this.csrf, photo.id, at, chunk.bytes.slice(at % CHUNK));
      if (answer.id !== photo.id) throw new NoAnswer("another photo");
      this.offsets.set(photo.id, answer.offset);
      if (answer.complete) await this.#done(photo, answer);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      await this.#refused(photo, error);
    }
    return true;
  }

  /** The server does not know the photo (yet): its announcement may be held, or was lost with a restored database. */
  async #unannounced(photo) {
    this.stuck.add(photo.id);
    const op = (await this.db.ops.all()).find((one) => one.kind === "photo.add" && one.target === photo.id);
    if (op?.status === "applied") await this.db.ops.update(op.id, { status: "queued" });
    return true;
  }

  async #refused(photo, { status, body }) {
    if (status === 409 && Number.isInteger(body?.offset)) {
      const times = (this.mismatches.get(photo.id) ?? 0) + 1;
      this.mismatches.set(photo.id, times);
      this.offsets.set(photo.id, body.offset);
      if (times > 3) this.stuck.add(photo.id);
    } else if (status === 413 || status === 415 || status === 422) {
      await this.#done(photo, { trouble: body?.error ?? String(status) });
    } else {
      throw new NoAnswer(String(status));
    }
  }

  /** The server has it, digest and all: the bytes may go. What it could not read stays here. */
  async #done(photo, { trouble = "", damage = "", safe }) {
    await this.db.write(["photos", "chunks", "meta"], async (tables) => {
      await overtake(tables, safe);
      await tables.photos.update(photo.id, { status: trouble ? "refused" : damage ? "damaged" : "sent", trouble, damage });
      if (!trouble) await tables.chunks.delete(IDBKeyRange.bound([photo.id], [photo.id, []]));
    });
    await this.acknowledged([{ kind: "photo", target: photo.id, audit: photo.audit, photo: { ...photo, trouble, damage } }]);
    return true;
  }

  /** The name of this device, given once. */
  async device() {
    const kept = await recall(this.db, "device");
    if (kept) return kept;
    const device = newId();
    await remember(this.db, "device", device);
    return device;
  }
}
