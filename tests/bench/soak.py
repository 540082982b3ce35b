"""The soak: two devices on a network that refuses, swallows, cuts and loses answers, on a server that is killed.

In the end every entry that a device said to keep is on the server once, and every photo byte for byte.
"""

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page, Playwright, expect, sync_playwright

from auditapp.models import Audit, Evidence, Operation, db
from auditapp.services import organisations
from tests.bench.measure import Result
from tests.cast import an_audit_under_way, people_and_places
from tests.conftest import app_on
from tests.journeys.chaos import ChaosProxy
from tests.journeys.tablets import PHONE, TABLET, Server, Tablet, signed_in_token, walk_path
from tests.journeys.walked import a_file

SEEDS = (1, 2, 3, 4, 5)
TURNS = 40
"""What happens in one seed; a turn is an answer, a photo, a note or a blow."""

KEPT = """async () => {
  const names = (await indexedDB.databases()).map(({ name }) => name).filter((name) => name.startsWith("field."));
  const db = await new Promise((done) => {
    const asked = indexedDB.open(names[0]); asked.onsuccess = () => done(asked.result);
  });
  const all = (table) => new Promise((done) => {
    const asked = db.transaction(table).objectStore(table).getAll(); asked.onsuccess = () => done(asked.result);
  });
  const [ops, photos] = [await all("ops"), await all("photos")];
  const found = { ops: ops.map(({ id }) => id), photos: photos.map(({ id, sha256 }) => [id, sha256]) };
  db.close();
  return found;
}"""


class Device:
    """One person's tablet in the soak, which takes every blow with the page open."""

    def __init__(self, tablet: Tablet, path: str, folder: Path, dice: random.Random) -> None:
        self.tablet, self.path, self.folder, self.dice = tablet, path, folder, dice
        self.page: Page = tablet.page(path)
        self.pictures = 0

    def open(self) -> None:
        """The page, ready, on a network that works again; a load that was given up may still be under way."""
        for _ in range(5):
            with suppress(Error):
                self.page = self.tablet.page(self.path)
                return
            self.page.wait_for_timeout(1000)
        self.page = self.tablet.page(self.path)

    def act(self) -> None:
        """An answer, a photo, or a reload."""
        what = self.dice.random()
        if what < 0.65:
            self._answer(self.dice.choice(["conform", "observation"]))
        elif what < 0.9:
            self.pictures += 1
            name = f"{self.tablet.profile.name}-{self.pictures}.jpg"
            self.page.locator("[data-photo=library]").set_input_files(
                a_file(self.folder, name, big=self.dice.random() < 0.3)
            )
            expect(self.page.locator("#toast")).to_contain_text("kept on this tablet", timeout=20_000)
        else:
            self.reload()

    def _answer(self, result: str) -> None:
        """One tap, and the finding that it may ask for; on a busy machine its sheet comes late, before the next tap."""
        for _ in range(10):
            if self.page.locator("#sheet-finding[open]").count():
                self.page.locator("#sheet-finding [value=keep]").click()
            with suppress(Error):
                self.page.locator(f"[data-answer={result}]").click(timeout=3000)
                break
        self.page.wait_for_timeout(400)
        if self.page.locator("#sheet-finding[open]").count():
            self.page.locator("#sheet-finding [value=keep]").click()
            self.page.wait_for_timeout(200)

    def reload(self) -> None:
        """The page, loaded anew; who gets no answer presses the button to stop, and the page stays as it was."""
        try:
            self.page.goto(self.tablet.url + self.path, timeout=4000)
        except Error:
            session = self.tablet.context.new_cdp_session(self.page)
            session.send("Page.stopLoading")
            session.detach()
        self.page.wait_for_timeout(300)

    def settle(self) -> dict[str, Any]:
        """Everything sent; what the device then says it ever kept."""
        self.open()
        expect(self.page.locator("#status[data-phase=safe]")).to_be_visible(timeout=120_000)
        kept: dict[str, Any] = self.page.evaluate(KEPT)
        return kept


def run() -> Iterator[Result]:
    """`soak.operations`, `soak.photos`, `soak.kills`, `soak.lost_answers`, `soak.lost`, `soak.doubled`."""
    total: Counter[str] = Counter()
    with sync_playwright() as playwright:
        for seed in SEEDS:
            with tempfile.TemporaryDirectory() as folder:
                counts = _one(playwright, seed, Path(folder))
            print(f"seed {seed}: {dict(counts)}", file=sys.stderr)
            total.update(counts)
    for name in ("operations", "photos", "kills", "lost_answers", "lost", "doubled"):
        yield Result(f"soak.{name}", total[name], "", {"seeds": len(SEEDS)})


def _one(playwright: Playwright, seed: int, folder: Path) -> Counter[str]:
    dice = random.Random(seed)
    server, paths, tokens, audit_id = _ground(folder)
    server.start()
    proxy = ChaosProxy(server.port).start()
    counts: Counter[str] = Counter()
    tablets = [
        Tablet(playwright, folder / name, size, proxy.url, token)
        for name, size, token in zip(("lea", "ann"), (TABLET, PHONE), tokens, strict=True)
    ]
    try:
        devices = [Device(tablet, path, folder, dice) for tablet, path in zip(tablets, paths, strict=True)]
        for _ in range(TURNS):
            _blow(dice, proxy, server, counts)
            for device in devices:
                if device.page.locator("html[data-ready] [data-answer]").count() == 0:
                    proxy.fail_share(0)
                    proxy.heal()
                    device.open()
                device.act()
        proxy.fail_share(0)
        proxy.heal()
        kept = [device.settle() for device in devices]
        counts["lost_answers"] = proxy.lost_answers
        with app_on(server.data).app_context():
            _count(counts, kept, audit_id)
            db.session.remove()
            db.engine.dispose()
    finally:
        for tablet in tablets:
            tablet.close()
        proxy.stop()
        server.kill()
    return counts


def _ground(folder: Path) -> tuple[Server, list[str], list[str], Any]:
    with app_on(folder / "data").app_context():
        db.create_all()
        organisations.ensure_roles()
        cast = people_and_places()
        audit: Audit = an_audit_under_way(cast, checklist="iso14001-2026", team=[(cast.ann, "auditor")])
        people = (cast.lea, cast.ann)
        found = [walk_path(one, audit) for one in people], [signed_in_token(one) for one in people], audit.id
        db.session.remove()
        db.engine.dispose()
    return Server(folder / "data"), *found


def _blow(dice: random.Random, proxy: ChaosProxy, server: Server, counts: Counter[str]) -> None:
    what = dice.random()
    proxy.fail_share(0)
    if what < 0.35:
        proxy.heal()
    elif what < 0.5:
        proxy.refuse()
    elif what < 0.6:
        proxy.blackhole()
    elif what < 0.8:
        proxy.heal()
        proxy.drop_answers(2, b"/walk/api/")
    elif what < 0.9:
        proxy.heal()
        proxy.fail_share(0.4, seed=dice.randrange(1000))
    else:
        server.kill()
        counts["kills"] += 1
        server.start()
        proxy.heal()


def _count(counts: Counter[str], kept: list[dict[str, Any]], audit_id: Any) -> None:
    there = Counter(str(one) for (one,) in db.session.query(Operation.id).filter(Operation.audit_id == audit_id))
    said = [one for device in kept for one in device["ops"]]
    photos = {str(one.id): one.sha256 for one in db.session.query(Evidence).filter(Evidence.audit_id == audit_id)}
    mine = [tuple(one) for device in kept for one in device["photos"]]
    counts["operations"], counts["photos"] = len(said), len(mine)
    counts["lost"] = sum(one not in there for one in said) + sum(photos.get(one) != digest for one, digest in mine)
    counts["doubled"] = sum(number > 1 for number in there.values()) + len(there) - len(set(said) & set(there))
