// 'Prepare site walk': page, files, answers of last time and all to pick from, pinned and read back before it is said.
import { ask, NoAnswer, Refused, SignIn, post } from "./server.js";
import { recall, remember } from "../shell/store.js";
import { clock, day, megabytes, number, part, say } from "./words.js";

const byId = (id) => document.getElementById(id);
const MEGABYTE = 1048576;

const thumbAt = (photo) => `/walk/api/photos/${photo}/thumb.jpg`;

class Missing extends Error {}

export class Preparing {
  constructor(walk) {
    this.walk = walk;
    byId("prepare-button")?.addEventListener("click", () => { byId("menu").hidePopover(); this.run(); });
    byId("prepare-again").addEventListener("click", () => this.run());
  }

  async run() {
    if (this.running) return;
    this.running = true;
    byId("prepare-again").disabled = true;
    byId("prepare-list").replaceChildren();
    this.#tell(say("preparing"), "busy");
    if (!byId("sheet-prepare").open) byId("sheet-prepare").showModal();
    try {
      await this.#all();
    } catch (error) {
      if (![NoAnswer, Refused, SignIn, Missing].some((kind) => error instanceof kind)) console.error(error);
      const why = error instanceof Missing || error instanceof Refused ? error.message : error instanceof SignIn ? say(error.why) : say("noNetwork");
      this.#tell(say("unprepared", { why }), "trouble");
    } finally {
      this.running = false;
      byId("prepare-again").disabled = false;
    }
  }

  /** Before another version of the app is loaded: a walk that was pinned is pinned in that version, or stays as it is. */
  async pinAgain() {
    if (await recall(this.walk.db, `prepared.${this.walk.audit}`)) await this.run();
  }

  async #all() {
    if (!navigator.serviceWorker || !window.caches) throw new Missing(say("noWorker"));
    const { db, audit, person } = this.walk;
    const persisted = await navigator.storage?.persist?.().catch(() => false);
    this.#line(say("persist"), persisted ? say("persistYes") : say("persistNo"));
    const session = await ask("/walk/api/session");
    if (session.user !== person) throw new SignIn("other");
    await Promise.race([navigator.serviceWorker.ready, new Promise((_, no) => { setTimeout(no, 10000, new Missing(say("noWorker"))); })]);
    const pack = await ask(`/walk/api/audits/${audit}/package`, { patience: 20000 });
    const fresh = await ask("/walk/api/unplanned", { patience: 20000 }).catch(() => null);
    await db.write(["meta"], (tables) => {
      remember(tables, `package.${audit}`, pack);
      remember(tables, "name", session.name);
      if (fresh) remember(tables, "package.new", fresh);
    });
    this.walk.inbox.unpack(pack);
    await this.walk.inbox.catchUp();
    const last = Object.values(pack.last).flatMap(({ photos }) => photos);
    const now = this.walk.registers.all("photo").filter(([, { complete, trouble }]) => complete && !trouble).map(([id]) => id);
    const { bytes, there } = await this.#pin(`pkg.${person}.${audit}`, `/walk/${person}/${audit}`, [...last, ...now].map(thumbAt));
    const photos = last.filter((id) => there.includes(thumbAt(id))).length;
    const size = bytes + (fresh ? (await this.#pin(`pkg.${person}.new`, `/walk/${person}/new`, [])).bytes : 0);
    const back = await recall(db, `package.${audit}`);
    if (JSON.stringify(back) !== JSON.stringify(pack)) throw new Missing(say("incomplete", { what: say("questions") }));
    this.#lines(back, photos, fresh, session);
    await this.#space();
    const { at } = await post("/walk/api/pins", session.csrf, { audit, device: await this.walk.sender.device(), build: this.build, size: size + JSON.stringify(pack).length });
    await remember(db, `prepared.${audit}`, { at, size, build: this.build });
    this.#tell(say("ready", { at: clock(at), size: megabytes(size + JSON.stringify(pack).length) }), "ready");
  }

  /** Pin a page with its own version's files and `thumbs` under `name`, the page last; answers {bytes, there}: what was
   * read back, and which thumbs are there. */
  async #pin(name, address, thumbs) {
    const page = await fetch(address, { cache: "no-store", redirect: "error" }).catch(() => { throw new NoAnswer(address); });
    const html = await page.clone().text();
    const { build, files } = await ask("/walk/api/assets");
    if (!page.ok || !html.includes(`data-build="${build}"`) || !html.includes(`data-person="${this.walk.person}"`)) throw new NoAnswer(address);
    this.build = build;
    const arriving = await caches.open(`${name}.arriving`);
    await arriving.addAll(files).catch(() => { throw new NoAnswer("files"); });
    const there = (await Promise.all([...new Set(thumbs)].map((one) => this.#thumb(arriving, one)))).filter(Boolean);
    const kept = await caches.open(name);
    const wanted = new Set([...files, ...there, address].map((one) => new URL(one, location.origin).href));
    for (const request of await arriving.keys()) await kept.put(request.url, await arriving.match(request));
    await kept.put(address, page);
    for (const request of await kept.keys()) if (!wanted.has(request.url)) await kept.delete(request);
    await caches.delete(`${name}.arriving`);
    return { bytes: await this.#readBack(kept, wanted), there };
  }

  /** A small picture; null where it is gone, or no longer this person's to see: that stops nobody's day. */
  async #thumb(cache, address) {
    const answer = await fetch(address, { redirect: "error" }).catch(() => { throw new NoAnswer(address); });
    if (answer.status === 404) return null;
    if (!answer.ok) throw new NoAnswer(address);
    await cache.put(address, answer);
    return address;
  }

  async #readBack(kept, wanted) {
    let bytes = 0;
    for (const url of wanted) {
      const found = await kept.match(url, { ignoreVary: true });
      const size = found ? (await found.arrayBuffer()).byteLength : 0;
      if (!size) throw new Missing(say("incomplete", { what: new URL(url).pathname }));
      bytes += size;
    }
    return bytes;
  }

  #lines(pack, photos, fresh, session) {
    this.#line(say("questions"), Object.keys(pack.instances).length);
    this.#line(say("lastTime"), say("lastSaid", { answers: Object.keys(pack.last).length, photos }));
    this.#line(say("openHere"), pack.open.length);
    this.#line(say("owners"), pack.people.length);
    this.#line(say("checklists"), fresh ? fresh.checklists.length : 0);
    this.#line(say("signIn"), day(session.until));
  }

  /** As far as the browser tells: some name a quota that is no free space. */
  async #space() {
    const told = await navigator.storage?.estimate?.().catch(() => null);
    const said = told?.quota
      ? say("spaceSaid", { used: megabytes(told.usage), quota: number(told.quota / MEGABYTE) })
      : say("spaceUnknown");
    this.#line(say("space"), said);
  }

  #line(label, value) {
    const line = part("part-prepared");
    line.querySelector("b").textContent = label;
    line.querySelector("span").textContent = value;
    byId("prepare-list").append(line);
  }

  #tell(sentence, state) {
    byId("prepare-said").textContent = sentence;
    byId("prepare-said").dataset.state = state;
  }
}
