"""One audit, from the checklist in the auditor's hand to a closed nonconformity and its papers."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser

from auditapp.adapters import clock
from auditapp.models import Audit, Evidence, Instance, Nonconformity, db
from auditapp.services import checklists
from tests.conftest import CORPORA
from tests.journeys import scenes_report, scenes_response, scenes_walk
from tests.journeys.story import DESK, Somebody, Story
from tests.journeys.story_papers import fetched, lacking, pictures_of
from tests.journeys.story_photos import Photos, drawn, opened, real, wide
from tests.journeys.tablets import PHONE, TABLET, Server, copied

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not installed"),
]


@pytest.fixture
def story(template_data: Path, tmp_path: Path) -> Iterator[Story]:
    server = Server(copied(template_data, tmp_path / "data"))
    story = Story(server)
    server.start()
    yield story
    server.kill()


@pytest.fixture
def enter(browser: Browser, story: Story) -> Iterator[Callable[[str, dict[str, int]], Somebody]]:
    """`enter("lea", TABLET)`; at the end, nothing may have been wrong on any page that anybody saw."""
    people: list[Somebody] = []

    def come(name: str, size: dict[str, int]) -> Somebody:
        people.append(Somebody(browser, story, name, size))
        return people[-1]

    yield come
    wrong = [sentence for person in people for sentence in person.wrong]
    for person in people:
        person.close()
    assert wrong == []


@pytest.fixture(params=[pytest.param(CORPORA, id="real") if CORPORA.is_dir() else pytest.param(None, id="drawn")])
def photos(request: pytest.FixtureRequest, tmp_path: Path) -> Photos:
    """Real ones where they are at hand; the story is the same, and long."""
    return real(request.param) if request.param else drawn(tmp_path)


Enter = Callable[[str, dict[str, int]], Somebody]


def test_an_audit_is_walked_answered_verified_judged_and_printed(story: Story, enter: Enter, photos: Photos) -> None:
    today = clock.today("Europe/Berlin")
    check_on = today + timedelta(days=98)

    lea = enter("lea", TABLET)
    lea.open("/")
    count = scenes_walk.walk_to_the_end(lea, photos)
    assert count == 20
    _everything_arrived(story, photos)

    desk = enter("lea", DESK)
    desk.open("/")
    scenes_report.complete_the_second(desk)
    scenes_report.conclude(desk)
    scenes_report.issue(desk)

    ola = enter("ola", PHONE)
    number = scenes_response.acknowledge(ola)
    scenes_response.write_the_response(ola, today, check_on)
    scenes_response.accept(desk, number)
    scenes_response.do_the_action(ola, number, photos.done)
    ann = enter("ann", TABLET)
    scenes_response.verify(ann, number)

    lea.close()  # else the walk goes on asking, with a session that ends with the day
    story.on(check_on)
    scenes_response.judge_effective(desk, ann, number)
    _papers_say_it_all(story, enter, number, photos)
    assert story.broken() == []


def _everything_arrived(story: Story, photos: Photos) -> None:
    """All answers, all findings, and each photo byte for byte."""
    with story.database():
        audit = db.session.query(Audit).filter_by(reference=story.audit).one()
        results = [one.result for one in db.session.query(Instance).filter_by(audit_id=audit.id)]
        assert {name: results.count(name) for name in set(results)} == {
            "conform": 13, "not_applicable": 2, "nonconformity": 2, "observation": 1, "ofi": 1, "good_practice": 1,
        }  # fmt: skip
        assert sorted(one.grade for one in audit.findings) == ["good_practice", "major", "minor", "observation", "ofi"]
        kept = {one.sha256 for one in db.session.query(Evidence).filter(Evidence.complete_at.is_not(None))}
        assert kept == {hashlib.sha256(file.read_bytes()).hexdigest() for file in photos.on_the_walk}


def _papers_say_it_all(story: Story, enter: Enter, number: str, photos: Photos) -> None:
    """For Ann who verified; for Zed, who is elsewhere, they are not there."""
    report, sheet = f"/audits/{story.audit}/report.pdf", f"/nonconformities/{number}/sheet.pdf"
    ann = enter("ann", DESK)
    ann.open(f"/audits/{story.audit}")
    ann.look("audit-issued-later")
    with story.database():
        audit = db.session.query(Audit).filter_by(reference=story.audit).one()
        (question,) = [one for one in audit.instances if one.position == 6]
        content = checklists.content_of(audit.revisions[0])
        texts = [one.text.in_language("en") for _, one in content.placed_questions]
        state = db.session.query(Nonconformity).filter_by(number=number).one().state
    assert (state, len(texts), question.position) == ("closed", 20, 6)

    pdf = fetched(ann, report)
    _keep(pdf, "report.pdf")
    assert lacking(pdf, *texts, scenes_walk.STATEMENT, scenes_walk.EVIDENCE, scenes_walk.SECOND_NOTE) == []
    assert lacking(pdf, scenes_report.CONCLUSION, scenes_walk.CAPTION, "Ola Owner", "Lea Auditor", number) == []
    assert lacking(pdf, scenes_walk.NOT_NOW) == [scenes_walk.NOT_NOW], "the reason of an answer that stands no more"
    _as_photographed(pictures_of(pdf, story.data / "of-report"), photos.on_the_walk)

    pdf = fetched(ann, sheet)
    _keep(pdf, "sheet.pdf")
    said = scenes_response
    parts = (said.CONTAINMENT, said.CORRECTION, said.EXTENT, *said.WHYS, said.CAUSE, said.ACTION, said.CRITERION)
    assert lacking(pdf, scenes_walk.STATEMENT, *parts, said.DONE, said.VERIFIED, said.JUDGED) == []
    assert lacking(pdf, "Closed", "Ola Owner", "Ann Auditor", scenes_walk.GRADE_REASON) == []
    _as_photographed(pictures_of(pdf, story.data / "of-sheet"), [photos.boiler, photos.flue, photos.done])

    zed = enter("zed", PHONE)
    zed.open("/")
    zed.look("home-elsewhere")
    assert [zed.context.request.get(path).status for path in (report, sheet)] == [404, 404]


def _as_photographed(shown: list[Image.Image], taken: list[Path]) -> None:
    """Every photo is there, upright, and tells nothing of phone and place."""
    assert sorted(map(wide, shown)) == sorted(wide(opened(file)) for file in taken)
    assert [dict(picture.getexif()) for picture in shown] == [{}] * len(taken)


def _keep(pdf: bytes, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        (Path(folder) / name).write_bytes(pdf)
