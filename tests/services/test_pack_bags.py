"""The pack on a stick: a bag that other people's tools accept, and in which nothing can be changed unseen."""

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from auditapp.adapters import bag_check, signing
from auditapp.models import db
from tests import reporting as story
from tests.cast import the_cast
from tests.conftest import app_on
from tests.librarians import Bag, BagError
from tests.packing import (
    CONTAINMENT,
    EXTENT,
    change_a_byte,
    closed_one,
    cut_the_manifest,
    lose_a_file,
    made,
    run,
    unpacked,
    zipped,
)


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


def test_a_file_that_was_slipped_in_with_a_line_that_nobody_signed_is_told(folder: Path) -> None:
    (folder / "data" / "extra.exe").write_bytes(b"MZ")
    with (folder / "tagmanifest-sha256.txt").open("ab") as tags:
        tags.write(run(folder, "sha256sum", "data/extra.exe").stdout)
    assert bag_check.faults(folder) == [("unlisted", "data/extra.exe")]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("place", ["{top}record.json", "data/record.json"])
def test_a_second_file_of_a_name_in_the_zip_is_told(stick: tuple[Path, bytes], tmp_path: Path, place: str) -> None:
    forged = tmp_path / "forged.zip"
    with zipfile.ZipFile(stick[0].parent / "whole.zip") as whole, zipfile.ZipFile(forged, "w") as archive:
        members = whole.infolist()
        name = place.format(top=members[0].filename.partition("/")[0] + "/data/")
        for at, member in enumerate(members):
            if at == 1:
                archive.writestr(name, b"forged")
            archive.writestr(member, whole.read(member))
    assert ("unlisted", name) in bag_check.faults(forged)


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


def test_the_page_says_its_language_and_that_of_words_in_another(folder: Path) -> None:
    text = (folder / "data" / "index.html").read_text()
    assert '<html lang="en" dir="ltr">' in text
    assert f'<p class="said" dir="auto"><span lang="zh-Hans">{EXTENT}</span></p>' in text
    assert f'<p class="said" dir="auto"><span lang="und-Arab" dir="rtl">{CONTAINMENT}</span></p>' in text
    assert '<p class="said" dir="auto">Both drums were moved into a bund.</p>' in text


def test_nobodys_mail_address_is_handed_over(folder: Path) -> None:
    said = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".jpg")
    sheet = story.text_of(next(folder.rglob("*.pdf")).read_bytes())
    assert b"@example.com" not in said
    assert "@example.com" not in sheet
