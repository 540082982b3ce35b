"""Closure evidence packs: what goes in, what is frozen for them, and the gaps that are told before."""

import io
import zipfile
from pathlib import Path

import pytest
from flask import Flask

from auditapp.adapters import bag
from auditapp.domain import pack as rules
from auditapp.domain import record_reading
from auditapp.domain.errors import NotAllowed, Refusal
from auditapp.domain.nc_sheet import NcSheet
from auditapp.models import Event, Evidence, Nonconformity, Pack, Paper, db
from auditapp.services import full_copies, pack_bags, packs, papers, registers
from auditapp.services.packs import Wanted
from tests import reporting as story
from tests.cast import Cast
from tests.librarians import Bag
from tests.packing import closed_one, made, run, unpacked, zipped


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """How the papers are set is not looked at."""
    story.quick_press(monkeypatch)


@pytest.fixture
def closed(app: Flask, cast: Cast, quick: None) -> Nonconformity:
    return closed_one(cast)


@pytest.mark.usefixtures("quick")
def test_markup_in_a_statement_stays_words(app: Flask, cast: Cast, tmp_path: Path) -> None:
    audit = story.a_walked_audit(cast)
    nasty = "<script>alert(1)</script> {{7*7}} ../../x"
    next(one for one in audit.findings if one.grade == "minor").statement = nasty
    story.issued(cast, audit)
    place = unpacked(made(cast), tmp_path / "stick")
    text = (place / "data" / "index.html").read_text()
    assert "&lt;script&gt;alert(1)" in text
    assert "{{7*7}}" in text
    assert "<script>alert" not in text
    assert "Not written yet" in text
    assert all(path.resolve().is_relative_to(place.resolve()) for path in place.rglob("*"))
    Bag(str(place)).validate()


def test_the_same_pack_gives_the_same_bytes(closed: Nonconformity, cast: Cast) -> None:
    pack = made(cast)
    first = zipped(pack)
    with story.clock.moved(story.WALK + story.timedelta(days=400)):
        closed.statement = "Written past the program."
        assert zipped(pack) == first


def test_a_bag_is_sent_after_the_request_let_go_of_the_database(closed: Nonconformity, cast: Cast) -> None:
    sent = bag.stream(pack_bags.bag(made(cast)))
    db.session.rollback()  # as the end of a request does
    db.session.remove()
    with zipfile.ZipFile(io.BytesIO(b"".join(sent))) as archive:
        assert archive.testzip() is None


def test_a_sheet_is_frozen_once_while_nothing_changes(closed: Nonconformity, cast: Cast) -> None:
    first, second = made(cast), made(cast)
    assert first.sheet_ids == second.sheet_ids
    assert db.session.query(Paper).filter_by(kind="nc_sheet").count() == 1


def test_a_sheet_that_went_on_becomes_the_next_revision_and_says_so(closed: Nonconformity, cast: Cast) -> None:
    made(cast)
    story.nonconformities.take(cast.mia, closed, "reopen", note="Found again.")
    db.session.commit()
    made(cast)
    sheets = db.session.query(Paper).filter_by(kind="nc_sheet").order_by(Paper.revision).all()
    assert [one.revision for one in sheets] == [0, 1]
    assert "revision 0" in sheets[1].reason
    assert "revision 1" in story.text_of(papers.frozen(sheets[1]).pdf)


def test_a_frozen_sheet_reads_back_as_it_was(closed: Nonconformity, cast: Cast) -> None:
    made(cast)
    row = db.session.query(Paper).filter_by(kind="nc_sheet").one()
    sheet = record_reading.read(NcSheet, papers.record_of(row))
    assert sheet == packs.content_of(db.session.query(Pack).one()).sheets[0]
    assert sheet.rounds[0].actions[0].photos[0].caption == "Marked place 1"


@pytest.mark.usefixtures("quick")
def test_gaps_are_told_before(app: Flask, cast: Cast) -> None:
    story.issued(cast, story.a_walked_audit(cast))
    kinds = {gap.kind for gap in packs.look(cast.mia, Wanted()).gaps}
    assert {"no_correction", "no_cause", "no_action", "no_extent", "not_closed", "never_audited"} <= kinds


@pytest.mark.usefixtures("quick")
def test_a_clause_audited_before_the_cycle_of_three_years_counts_as_not_audited(app: Flask, cast: Cast) -> None:
    story.issued(cast, story.a_walked_audit(cast))

    def said() -> set[str]:
        return {gap.about for gap in packs.look(cast.mia, Wanted()).gaps if gap.kind == "never_audited"}

    assert not any("8.1 " in clause for clause in said())
    with story.clock.moved(story.WALK + story.timedelta(days=3 * 366)):
        assert any("8.1 " in clause for clause in said())


def test_a_closed_one_with_evidence_has_no_gap_of_its_own(closed: Nonconformity, cast: Cast) -> None:
    assert {gap.kind for gap in packs.look(cast.mia, Wanted()).gaps} == {"never_audited"}


def test_a_closed_one_without_evidence_shows_red(closed: Nonconformity, cast: Cast) -> None:
    for one in db.session.query(Evidence).filter(Evidence.nonconformity_id.is_not(None)):
        one.trouble = "Damaged."
    red = [gap for gap in packs.look(cast.mia, Wanted()).gaps if gap.light == "red"]
    assert ("closed_without_evidence", "NC-2026-001") in [(gap.kind, gap.about) for gap in red]


def test_originals_are_the_ems_leads_choice_and_recorded(closed: Nonconformity, cast: Cast, tmp_path: Path) -> None:
    looked = packs.look(cast.lea, Wanted())
    with pytest.raises(NotAllowed):
        packs.make(cast.lea, looked, packs.set_missing(looked), originals=True)
    db.session.rollback()
    place = unpacked(made(cast, originals=True), tmp_path / "stick")
    hashes = {one.sha256 for one in db.session.query(Evidence)}
    photos = {run(place, "sha256sum", str(path)).stdout.decode()[:64] for path in place.rglob("*.jpg")}
    assert photos <= hashes
    assert db.session.query(Event).filter_by(verb="make_pack").one().data["originals"] is True


def test_a_missing_photo_is_told_before_the_first_byte(closed: Nonconformity, cast: Cast) -> None:
    pack = made(cast)
    photo = packs.content_of(pack).sheets[0].photos[0]
    store = papers.store()
    place = store.derivative_path(photo.media, "view")
    assert place is not None
    place.unlink()
    with pytest.raises(Refusal) as refused:
        pack_bags.bag(pack)
    assert refused.value.status == 503


def test_more_than_a_pack_holds_is_refused_with_both_numbers(
    closed: Nonconformity, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST", 0)
    with pytest.raises(Refusal, match="1 nonconformities or more; one pack holds 0"):
        packs.look(cast.mia, Wanted())


@pytest.mark.usefixtures("quick")
def test_a_pack_of_nothing_is_refused(app: Flask, cast: Cast) -> None:
    looked = packs.look(cast.mia, Wanted(filter=registers.Filter(show="closed")))
    with pytest.raises(Refusal, match="no nonconformity to hand over"):
        packs.set_missing(looked)


def test_owners_make_no_packs(app: Flask, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        packs.look(cast.ola, Wanted())


def test_what_does_not_fit_into_the_paper_stays_outside_and_is_told(
    closed: Nonconformity, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = made(cast, copies=True)
    monkeypatch.setattr(full_copies, "MOST_BYTES", 30_000)
    copies = full_copies.of(packs.content_of(pack), lambda _done: None)
    assert 0 < len(copies.files) < copies.asked == 3
