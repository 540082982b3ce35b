// The walk: puts the parts together, shows what is kept here, and begins to send and to catch up with the server.
import { release, rememberHead } from "./head.js";
import { Answers } from "./answers.js";
import { Background } from "./background.js";
import { Changes } from "./changes.js";
import { Differences } from "./differences.js";
import { Elsewhere } from "./elsewhere.js";
import { Findings } from "./finding.js";
import { Gallery } from "./gallery.js";
import { Inbox } from "./inbox.js";
import { OpenHere } from "./open_here.js";
import { Order } from "./order.js";
import { Outbox } from "./outbox.js";
import { Questions } from "./questions.js";
import { Registers } from "./registers.js";
import { before } from "../shell/register.js";
import { Status } from "./status.js";
import { Store, recall } from "../shell/store.js";
import { Sender } from "./sync.js";
import { say, tell } from "./words.js";

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
    this.gallery = new Gallery(this);
    this.background = new Background(this);
    this.openHere = new OpenHere(this);
    this.findings = new Findings(this);
    this.elsewhere = new Elsewhere(this);
    this.questions = new Questions(this);
    this.answers = new Answers(this);
    this.status = new Status(this);
    this.inbox = new Inbox(this);
    this.sender = new Sender(db, identity, {
      tell: (state) => this.status.told(state),
      acknowledged: (entries) => this.inbox.acknowledged(entries),
      left: () => outbox.left(),
      met: (session) => this.inbox.met(session),
    });
    this.differences = new Differences(this);
    this.order = new Order(this);
    this.changes = new Changes(this);
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
    const [pack, order, left] = await Promise.all([
      kept("package", this.pack), kept("order"), kept("here"), this.registers.load(), this.differences.load(),
    ]);
    this.pack = pack;
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
    const { hash } = location;
    const rest = this.#rest().catch(() => tell(say("toolsMissing"), { trouble: true }));
    const known = Promise.allSettled([this.inbox.fetchPackage(), this.inbox.catchUp()]).then(settled);
    await Promise.all([painted, rest, known]);
    if (!ids.includes(wanted) && this.questions.here === begun && this.questions.result(begun)) this.questions.open(first());
    if (["#prepare", "#observation"].includes(hash)) history.replaceState(null, "", location.pathname);
    if (hash === "#observation") this.findings.note(null, "observation"); // from the icon on the home screen
    if (hash === "#prepare") this.preparing?.run();
    document.documentElement.dataset.ready = "yes";
    setInterval(() => { if (!document.hidden) this.inbox.catchUp().catch(() => {}); }, REFRESH);
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

  opened(id) {
    rememberHead(id);
    this.db.meta.put(this.standing(id)).catch(() => {});
  }

  /** What the store remembers of where this person stands; null for nowhere else. */
  standing(id) {
    return id && { key: `here.${this.audit}`, value: id };
  }

  /** Keep entries (see outbox.js), then paint what they are about, tell other tabs and send soon; answers the operations. */
  async keep(entries, also) {
    const ops = await this.outbox.keep(entries, also);
    this.changes.tell(new Set(ops.map(({ target }) => target)));
    this.sender.soon();
    return ops;
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
