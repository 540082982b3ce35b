"""An audit under way to walk, and what a person does on its page: for journeys of the walk."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Playwright, expect

from auditapp.models import Answer, Instance, db
from tests.cast import an_audit_under_way, the_cast
from tests.conftest import app_on
from tests.journeys.tablets import Server, Tablet, signed_in_token, walk_path
from tests.walking import a_photo


class Story:
    """An audit under way of its own, Lea's tablet, and the server that all these stories share."""

    def __init__(self, server: Server, folder: Path, checklist: str = "energy") -> None:
        self.server, self.folder = server, folder
        with self.database():
            cast = the_cast()
            audit = an_audit_under_way(cast, checklist=checklist)
            self.path, self.audit_id = walk_path(cast.lea, audit), audit.id
            self.questions = [instance.id for instance in audit.instances]
            self.ola, self.token = str(cast.ola.id), signed_in_token(cast.lea)

    @contextmanager
    def database(self) -> Iterator[None]:
        """The database that the server writes, open for a moment."""
        with app_on(self.server.data).app_context():
            yield
            db.session.remove()
            db.engine.dispose()

    def tablet(self, chromium: Playwright, size: dict[str, int]) -> Tablet:
        return Tablet(chromium, self.folder / "profile", size, self.server.url, self.token)

    def rows(self, kind: Any) -> list[Any]:
        """This audit's rows of a table, in the order of their ids."""
        with self.database():
            query = db.session.query(kind).order_by(kind.id)
            if kind is Answer:
                return query.filter(Answer.instance_id.in_(self.questions)).all()
            return query.filter(kind.audit_id == self.audit_id).all()

    def row(self, kind: Any) -> Any:
        (only,) = self.rows(kind)
        return only

    @property
    def first(self) -> Any:
        return next(one for one in self.rows(Instance) if one.id == self.questions[0])

    def results(self) -> dict[uuid.UUID, str]:
        return {one.id: one.result for one in self.rows(Instance) if one.result}


def answer(page: Page, result: str) -> None:
    """Tap an answer and wait until it is said to be kept."""
    label = page.locator("#ask-label").inner_text()
    page.locator(f"[data-answer={result}]").click()
    expect(page.locator("#toast")).to_contain_text("is kept on this tablet")
    expect(page.locator("#toast")).to_contain_text(label)
    page.wait_for_timeout(360)


def all_safe(page: Page) -> None:
    expect(page.locator("#status")).to_contain_text(
        "Everything is on the server. You may close the tablet.", timeout=20_000
    )


def now_at(page: Page, number: int) -> None:
    expect(page.locator("#ask-label")).to_have_text(str(number))


def go_to(page: Page, number: int) -> None:
    """Ask question `number`. A killed browser may forget which question stood open: that is convenience, no entry."""
    page.locator("#list li[id^='i-'] button").filter(
        has=page.locator("b", has_text=re.compile(rf"^{number}$"))
    ).evaluate("button => button.click()")
    now_at(page, number)


def a_file(folder: Path, name: str = "IMG_0001.jpg", *, big: bool = False) -> Path:
    path = folder / name
    path.write_bytes(a_photo(2400, 1800, noise=True, quality=97) if big else a_photo(800, 600, noise=True))
    return path


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A finger over the photo; places as shares of the ground."""
    box = page.locator("[data-ground]").bounding_box()
    assert box is not None
    (x, y), (to_x, to_y) = ((box["x"] + box["width"] * px, box["y"] + box["height"] * py) for px, py in (start, end))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move((x + to_x) / 2, (y + to_y) / 2)
    page.mouse.move(to_x, to_y)
    page.mouse.up()
