// The walk: puts the parts together, shows what is kept here, catches up with the server, and sends.
import { release, rememberHead } from "./head.js";
import { Answers } from "./answers.js";
import { Background } from "./background.js";
import { Differences } from "./differences.js";
import { Elsewhere } from "./elsewhere.js";
import { Findings } from "./finding.js";
import { Gallery } from "./gallery.js";
import { OpenHere } from "./open_here.js";
import { Order } from "./order.js";
import { Outbox, newId } from "./outbox.js";
import { Questions } from "./questions.js";
import { Registers } from "./registers.js";
import { before } from "../shell/register.js";
import { ask } from "./server.js";
import { Status } from "./status.js";
import { Store, recall, remember } from "../shell/store.js";
import { Sender } from "./sync.js";
import { afterFrame, say, tell } from "./words.js";

const { person, schema, build } = document.body.dataset;
const NOTHING_KNOWN = { instances: {}, questions: {}, clauses: {}, last: {}, open: [], people: [], processes: [], places: [] };
const REFRESH = 30000;
const STILL = 4000;

/** Show what waited for its place: counts, and what stands below the question. */
const settled = () => { document.body.dataset.settled = "yes"; };

class Walk {
  /** `pack`: what is known of an audit that was started on this device, else null. */
  constructor(db, identity, outbox, pack) {
    const { audit } = identity;
    this.db = db;
    this.person = person;
    this.audit = audit;
    this.pack = pack ?? NOTHING_KNOWN;
    this.outbox = outbox;
    this.registers = new Registers(db, identity);
    outbox.kept = (row) => this.registers.hold(row);
    outbox.begins = () => this.status.unsettle();
    this.unpainted = new Set();
    this.gallery = new Gallery(this);
    this.background = new Background(this);
    this.openHere = new OpenHere(this);
    this.findings = new Findings(this);
    this.elsewhere = new Elsewhere(this);
    this.questions = new Questions(this);
    this.answers = new Answers(this);
    this.status = new Status(this);
    this.sender = new Sender(db, identity, {
      tell: (state) => this.status.told(state),
      acknowledged: (entries) => this.acknowledged(entries),
      left: () => outbox.left(),
      met: (session) => this.#met(session),
    });
    this.differences = new Differences(this);
    this.order = new Order(this);
    this.tabs = new BroadcastChannel(`walk.${person}.${audit}`);
    this.tabs.onmessage = async ({ data }) => {
      this.status.safe = await recall(this.db, `safe.${this.audit}`);
      const last = await recall(this.db, "seq", 0);
      outbox.last = Math.max(outbox.last, last);
      await this.registers.refresh(data);
      this.#repaint(data);
    };
  }

  /** What the package says of a question: {question, process, place, last}. */
  known(instance) {
    const value = this.registers.row(instance, "instance")?.value;
    const placed = this.pack.instances[instance] ?? this.pack.instances[value?.like] ?? {};
    return {
      question: this.pack.questions[placed.question],
      process: value?.process ?? placed.process ?? null,
      place: value?.place ?? placed.place ?? "",
      last: this.pack.last[instance],
    };
  }

  async start() {
    const kept = (name, otherwise = null) => recall(this.db, `${name}.${this.audit}`, otherwise);
    const [pack, safe, order, left] = await Promise.all([
      kept("package", this.pack), kept("safe"), kept("order"), kept("here"), this.registers.load(), this.differences.load(),
    ]);
    this.pack = pack;
    this.status.safe = safe;
    this.questions.addRows();
    this.order.set(order === "clause");
    this.elsewhere.offer(pack.places);
    const wanted = location.hash.startsWith("#i-") ? location.hash.slice(3) : left;
    const { ids } = this.questions;
    const first = () => this.questions.next(ids.at(-1)) ?? ids[0];
    const begun = ids.includes(wanted) ? wanted : first();
    this.questions.open(begun);
    const painted = this.questions.paintListSoon();
    const counted = this.status.paint();
    if (pack !== NOTHING_KNOWN) counted.then(settled);
    else setTimeout(settled, STILL);
    this.#more();
    release(begun);
    performance.mark("walk.open");
    this.sender.now();
    const wantsPreparing = location.hash === "#prepare";
    const wantsFinding = location.hash === "#observation"; // from the icon on the home screen
    const rest = this.#rest().catch(() => tell(say("toolsMissing"), { trouble: true }));
    const known = Promise.allSettled([this.#package(), this.catchUp()]).then(settled);
    await Promise.all([painted, rest, known]);
    if (!ids.includes(wanted) && this.questions.here === begun && this.questions.result(begun)) this.questions.open(first());
    if (wantsFinding) {
      history.replaceState(null, "", location.pathname);
      this.findings.note(null, "observation");
    }
    if (wantsPreparing) {
      history.replaceState(null, "", location.pathname);
      this.preparing?.run();
    }
    document.documentElement.dataset.ready = "yes";
    setInterval(() => { if (!document.hidden) this.catchUp().catch(() => {}); }, REFRESH);
  }

  /** What a day needs now and then: fetched once the page stands, so that it is here before the network goes. */
  async #rest() {
    const [{ Preparing }, { Meetings }, { Queue }, { Viewfinder }, { Tour }] = await Promise.all([
      import("./prepare.js"), import("./meetings.js"), import("./queue.js"), import("./viewfinder.js"), import("./tour.js"),
      import("../keys/listen.js"),
    ]);
    this.preparing = new Preparing(this);
    before.push(() => this.preparing.pinAgain());
    new Meetings(this);
    new Queue(this);
    new Viewfinder(this);
    new Tour(this);
  }

  /** A package that was just fetched and kept. */
  async refreshed(pack) {
    this.pack = pack;
    for (const [id, { question, place }] of Object.entries(pack.instances)) {
      if (this.questions.row(id)) continue; // the page was pinned before it was asked elsewhere
      const like = this.questions.ids.find((one) => pack.instances[one]?.question === question);
      if (like) this.questions.add(id, { like, place });
    }
    this.elsewhere.offer(this.pack.places);
    this.questions.paint();
  }

  /** The server knows this device by a cookie; a store without its name was emptied by somebody or something. */
  async #met({ device }) {
    if (!device) return;
    const own = await recall(this.db, "device");
    if (!own) {
      document.getElementById("emptied-said").textContent = say("emptied");
      document.getElementById("sheet-emptied").showModal();
      await remember(this.db, "device", newId());
    }
  }

  opened(id) {
    rememberHead(id);
    this.db.meta.put(this.standing(id)).catch(() => {});
  }

  /** What the store remembers of where this person stands; null for nowhere else. */
  standing(id) {
    return id && { key: `here.${this.audit}`, value: id };
  }

  /** After entries about `targets` were kept here: paint them, tell other tabs, send soon. */
  changed(targets) {
    this.#repaint(targets);
    this.tabs.postMessage(targets);
    this.sender.soon();
  }

  /** Rows of new questions at once; the rest after the frame that says it is kept: many changes are painted once. */
  #repaint(targets) {
    for (const target of targets) if (this.registers.row(target, "instance")) this.questions.paintList();
    if (!this.unpainted.size) afterFrame(() => this.#paintChanged());
    for (const target of targets) this.unpainted.add(target);
  }

  #paintChanged() {
    const { questions, registers } = this;
    const concerned = new Set([...this.unpainted].map((target) => {
      const thing = registers.row(target, "photo") ?? registers.row(target, "finding");
      return thing ? thing.value.instance ?? null : target;
    }));
    this.unpainted.clear();
    for (const id of concerned) if (id && questions.row(id)) questions.paintRow(questions.row(id));
    questions.paintProgress();
    if (concerned.has(questions.here) || concerned.has(null)) questions.paint();
    this.status.paint();
  }

  /** After the server answered entries: their states, and how much is safe there. */
  async acknowledged(entries) {
    const { audit } = this;
    const targets = [...new Set(entries.filter((one) => one.audit === audit).map((one) => one.target))];
    for (const { kind, target, photo } of entries) {
      if (kind !== "photo") continue;
      const row = await this.db.view.get([audit, target, "photo"]);
      if (row) await this.db.view.put({ ...row, value: { ...row.value, complete: true, trouble: photo.trouble } });
    }
    const counted = entries.filter((one) => one.kind !== "photo.add" && one.status !== "rejected").length;
    this.status.safe = (this.status.safe ?? 0) + counted;
    await remember(this.db, `safe.${audit}`, this.status.safe);
    await this.registers.refresh(targets);
    this.#repaint(targets);
    this.tabs.postMessage(targets);
    if (entries.some(({ status }) => status === "conflict")) await this.catchUp().catch(() => {});
  }

  /** Take what changed on the server since the last time. */
  async catchUp() {
    const { audit } = this;
    const since = await recall(this.db, `cursor.${audit}`, "");
    const state = await ask(`/walk/api/audits/${audit}/state?since=${encodeURIComponent(since)}`, { patience: 20000 });
    const changed = await this.registers.merge(state);
    for (const instance of await this.differences.take(state)) changed.add(instance);
    await remember(this.db, `cursor.${audit}`, state.cursor);
    await remember(this.db, `safe.${audit}`, state.safe);
    this.status.safe = state.safe;
    if (changed.size) {
      this.questions.paintList();
      this.questions.paint();
    }
    await this.status.paint();
  }

  async #package() {
    const pack = await ask(`/walk/api/audits/${this.audit}/package`, { patience: 20000 });
    await remember(this.db, `package.${this.audit}`, pack);
    await this.refreshed(pack);
  }

  /** The menu's entries, and what closes a sheet. */
  #more() {
    document.getElementById("send-now").addEventListener("click", () => {
      document.getElementById("menu").hidePopover();
      this.sender.now();
    });
    for (const sheet of document.querySelectorAll("dialog")) {
      sheet.querySelector("[data-close]")?.addEventListener("click", () => sheet.close());
      sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
    }
  }
}

async function begin() {
  const db = new Store(person);
  const identity = { person, audit: document.body.dataset.audit, schema: Number(schema), app: build };
  const outbox = new Outbox(db, identity, await recall(db, "seq", 0));
  const pack = identity.audit ? null : await import("./unplanned.js").then((unplanned) => unplanned.begin(db, identity, outbox));
  const walk = new Walk(db, identity, outbox, pack);
  if (walk.questions.rows.length) await walk.start();
  else settled();
}

begin().catch((error) => {
  console.error(error);
  settled();
  tell(say("noStorage"), { trouble: true });
});
