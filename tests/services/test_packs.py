"""The closure evidence pack: a bag that other people's tools accept, and in which nothing can be changed unseen."""

import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from flask import Flask
from PIL import Image

from auditapp.adapters import bag, bag_check, signing
from auditapp.domain import pack as rules
from auditapp.domain import record_reading
from auditapp.domain.errors import NotAllowed, Refusal
from auditapp.domain.nc_sheet import NcSheet
from auditapp.models import Event, Evidence, Nonconformity, Pack, Paper, db
from auditapp.services import full_copies, pack_bags, pack_papers, packs, papers, registers
from auditapp.services.packs import Wanted
from tests import reporting as story
from tests.adapters import pdf_gate
from tests.cast import Cast, the_cast
from tests.conftest import app_on
from tests.librarians import Bag, BagError


def closed_one(cast: Cast) -> Nonconformity:
    """A minor with photos before and after, closed by Ann."""
    nc = story.the_nonconformity(story.issued(cast, story.a_walked_audit(cast)))
    with story.clock.moved(story.WALK + story.timedelta(days=2)):
        story.planned(cast, nc)
        story.verified(cast, nc)
        story.judged(cast, nc)
    return nc


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """How the papers are set is not looked at."""
    story.quick_press(monkeypatch)


@pytest.fixture
def closed(app: Flask, cast: Cast, quick: None) -> Nonconformity:
    return closed_one(cast)


@pytest.fixture
def closed_and_set(app: Flask, cast: Cast) -> Nonconformity:
    """The same, with papers that are papers."""
    return closed_one(cast)


def made(cast: Cast, wanted: Wanted | None = None, **more: bool) -> Pack:
    looked = packs.look(cast.mia, wanted or Wanted())
    pack = packs.make(cast.mia, looked, packs.set_missing(looked), **more)
    db.session.commit()
    return pack


def zipped(pack: Pack) -> bytes:
    return b"".join(bag.stream(pack_bags.bag(pack)))


def unpacked(pack: Pack, place: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(zipped(pack))) as archive:
        assert archive.testzip() is None
        archive.extractall(place)
    return place / pack.reference


@pytest.fixture(scope="module")
def stick(template_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A pack on a stick, made once, and the key that signed it; the ZIP lies beside the folder."""
    place = tmp_path_factory.mktemp("stick")
    shutil.copytree(template_data, place / "data")
    app = app_on(place / "data")
    with app.app_context():
        cast = the_cast()
        closed_one(cast)
        pack = made(cast)
        (place / "whole.zip").write_bytes(zipped(pack))
        folder = unpacked(pack, place)
        key = signing.public_key(app.config["SETTINGS"].secret("signing_seed"))
        db.session.remove()
        db.engine.dispose()
    return folder, key


@pytest.fixture
def folder(stick: tuple[Path, bytes], tmp_path: Path) -> Path:
    """A copy that may be harmed."""
    return Path(shutil.copytree(stick[0], tmp_path / "copy"))


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, cwd=folder, capture_output=True, check=False)


def test_the_bag_is_valid_by_the_librarians_own_tool(folder: Path) -> None:
    opened = Bag(str(folder))
    opened.validate()
    assert opened.info["External-Identifier"] == "PACK-2026-001"
    assert opened.info["Source-Organization"] == "Weir Mill"


def test_sha256sum_and_openssl_alone_are_enough(folder: Path) -> None:
    lines = (folder / "verify.txt").read_text().splitlines()
    assert len(lines) == 5
    for line in lines[1:4]:
        command = line.partition(": ")[2].split()
        said = run(folder, *command)
        assert said.returncode == 0, (line, said.stdout, said.stderr)
        assert not said.stderr
    key = run(folder, "sha256sum", "public-key.pem").stdout.decode().split()[0]
    assert key in lines[4]


def test_a_good_bag_has_no_faults_as_folder_and_as_zip(stick: tuple[Path, bytes]) -> None:
    folder, key = stick
    assert bag_check.faults(folder, key) == []
    assert bag_check.faults(folder.parent / "whole.zip", key) == []


def change_a_byte(folder: Path) -> str:
    path = next(folder.glob("data/NC-*/found 01*.jpg"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return path.relative_to(folder).as_posix()


def lose_a_file(folder: Path) -> str:
    path = next(folder.glob("data/NC-*/*.pdf"))
    path.unlink()
    return path.relative_to(folder).as_posix()


def cut_the_manifest(folder: Path) -> str:
    manifest = folder / "manifest-sha256.txt"
    *kept, last = manifest.read_text().splitlines(keepends=True)
    manifest.write_text("".join(kept))
    (folder / last[66:].strip()).unlink()
    return "manifest-sha256.txt"


@pytest.mark.parametrize(
    ("harm", "code"), [(change_a_byte, "changed"), (lose_a_file, "missing"), (cut_the_manifest, "changed")]
)
def test_harm_is_found(folder: Path, harm: Callable[[Path], str], code: str) -> None:
    about = harm(folder)
    assert (code, about) in bag_check.faults(folder)
    with pytest.raises(BagError):
        Bag(str(folder)).validate()
    checks = [run(folder, "sha256sum", "-c", name).returncode for name in ("manifest-sha256.txt", "head.txt")]
    assert checks != [0, 0]


def test_a_manifest_cut_with_its_head_and_tags_written_anew_is_not_signed(folder: Path) -> None:
    cut_the_manifest(folder)
    for name in ("head.txt", "tagmanifest-sha256.txt"):
        lines = (folder / name).read_text().splitlines()
        new = [run(folder, "sha256sum", line[66:]).stdout.decode() for line in lines]
        (folder / name).write_text("".join(new))
    assert ("not_signed", "head.txt") in bag_check.faults(folder)


def test_a_bag_signed_by_somebody_else_is_told(folder: Path, stick: tuple[Path, bytes]) -> None:
    seed = b"7" * 32
    (folder / "head.sig").write_bytes(signing.sign(seed, (folder / "head.txt").read_bytes()))
    (folder / "public-key.pem").write_bytes(signing.public_key(seed))
    assert {"other_key", "not_signed"} <= {code for code, _ in bag_check.faults(folder, stick[1])}


def test_a_file_that_was_slipped_in_is_told(folder: Path) -> None:
    (folder / "data" / "extra.exe").write_bytes(b"MZ")
    assert ("unlisted", "data/extra.exe") in bag_check.faults(folder)


def test_folders_and_files_have_names_that_people_read(folder: Path) -> None:
    names = sorted(path.relative_to(folder / "data").as_posix() for path in (folder / "data").rglob("*.*"))
    there = "NC-2026-001 Oil storage is not controlled/"
    assert there + "found 01 Drum on bare concrete.jpg" in names
    assert there + "done 01 Marked place 1.jpg" in names
    assert there + "NC-2026-001 NC sheet rev 0.pdf" in names


def test_each_photo_is_in_once_and_without_metadata(folder: Path) -> None:
    photos = list(folder.rglob("*.jpg"))
    assert len(photos) == 3  # two of what was found, one of what was done
    assert len({path.read_bytes() for path in photos}) == len(photos)
    assert not any(dict(Image.open(path).getexif()) for path in photos)


def test_the_page_asks_no_network_for_anything(folder: Path) -> None:
    for name in ("index.html", "check.html", "app/pack.css", "app/pack.js", "app/check.js"):
        text = (folder / "data" / name).read_text()
        assert not any(word in text for word in ('src="http', 'href="http', "//cdn", "url(", "@import", "fetch(")), name


def test_the_page_tells_what_was_found_done_and_verified(folder: Path) -> None:
    text = (folder / "data" / "index.html").read_text()
    words = ["Oil storage is not controlled.", "Both drums were moved into a bund.", "No place is marked", "Closed"]
    words += ["Mark a bunded place at goods-in.", "Saw the marked place.", "Three walks: judge_effective."]
    assert [one for one in words if one not in text] == []


def test_nobodys_mail_address_is_handed_over(folder: Path) -> None:
    said = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".jpg")
    sheet = story.text_of(next(folder.rglob("*.pdf")).read_bytes())
    assert b"@example.com" not in said
    assert "@example.com" not in sheet


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
    assert all(path.resolve().is_relative_to(place.resolve()) for path in place.rglob("*"))
    Bag(str(place)).validate()


def test_the_same_pack_gives_the_same_bytes(closed: Nonconformity, cast: Cast) -> None:
    pack = made(cast)
    first = zipped(pack)
    with story.clock.moved(story.WALK + story.timedelta(days=400)):
        closed.statement = "Written past the program."
        assert zipped(pack) == first


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


def test_the_paper_of_a_pack_says_what_its_sheets_say_and_passes_the_gate(
    closed_and_set: Nonconformity, cast: Cast
) -> None:
    pack = made(cast)
    row = pack_papers.freeze(cast.mia, pack, pack_papers.set_in_type(pack))
    content = papers.frozen(row).pdf
    said = story.text_of(content)
    for words in (
        "Oil storage is not controlled.",
        "Both drums were moved into a bund.",
        "Marked place 1",
        "PACK-2026-001",
    ):
        assert words in said
    assert pdf_gate.faults(content) == []
    record = papers.record_of(row)
    assert json.loads(record)["kind"] == "EvidencePack"


def test_full_size_photos_travel_inside_the_paper_without_metadata_and_pass_the_gate(
    closed_and_set: Nonconformity, cast: Cast
) -> None:
    photo = db.session.query(Evidence).filter_by(caption="Drum on bare concrete").one()
    photo.marks = {"version": 1, "shapes": [{"kind": "blur", "at": [0.2, 0.3], "size": [0.4, 0.5]}]}
    photo.marks_rev = "1"
    pack = made(cast, copies=True)
    content = papers.frozen(pack_papers.freeze(cast.mia, pack, pack_papers.set_in_type(pack))).pdf
    assert pdf_gate.faults(content) == []
    assert "3 of 3 photos travel inside" in story.text_of(content)
    with pikepdf.open(io.BytesIO(content)) as opened:
        inside = {name: one.get_file().read_bytes() for name, one in opened.attachments.items()}
    pictures = {name: Image.open(io.BytesIO(data)) for name, data in inside.items() if name != "record.json"}
    assert sorted(pictures) == [
        "NC-2026-001 done 01 Marked place 1.jpg", "NC-2026-001 found 01 Drum on bare concrete.jpg",
        "NC-2026-001 found 02 Label of the drum.jpg",
    ]  # fmt: skip
    assert all(picture.size == (800, 600) and not dict(picture.getexif()) for picture in pictures.values())
    hidden = pictures["NC-2026-001 found 01 Drum on bare concrete.jpg"].convert("RGB")
    plain = Image.open(io.BytesIO(papers.store().get(photo.sha256))).convert("RGB")
    assert hidden.getpixel((244, 400)) != plain.getpixel((244, 400))


def test_what_does_not_fit_into_the_paper_stays_outside_and_is_told(
    closed: Nonconformity, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = made(cast, copies=True)
    monkeypatch.setattr(full_copies, "MOST_BYTES", 30_000)
    copies = full_copies.of(packs.content_of(pack), lambda _done: None)
    assert 0 < len(copies.files) < copies.asked == 3
