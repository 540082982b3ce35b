"""A pack as one paper, and the full-size photos that travel inside."""

import io
import json
import re

import pikepdf
import pytest
from flask import Flask
from PIL import Image

from auditapp.models import Evidence, Nonconformity, db
from auditapp.services import pack_papers, papers
from tests import reporting as story
from tests.adapters import pdf_gate
from tests.cast import Cast
from tests.packing import closed_one, made


@pytest.fixture
def closed_and_set(app: Flask, cast: Cast) -> Nonconformity:
    """The same, with papers that are papers."""
    return closed_one(cast)


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
        "Implemented and verified, due",
    ):
        assert words in said
    pages = story.pages_of(content)
    listed = re.search(r"page (\d+)", pages[1])
    assert listed
    assert f"{closed_and_set.number}: Oil storage" in pages[int(listed[1]) - 1]
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
