"""A walked audit with findings, photos and one nonconformity led to its closure: what papers are tested with."""

import io
import re
import subprocess
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import current_app
from PIL import Image, ImageDraw

from auditapp.adapters import clock, pdf
from auditapp.models import Audit, Evidence, Finding, Instance, Job, Nonconformity, db, new_id
from auditapp.services import actions, audit_steps, audits, evidence, nonconformities, responses
from tests.cast import Cast, an_audit_under_way

WALK = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EVENING = WALK + timedelta(hours=9)


def a_photo(words: str, size: tuple[int, int] = (800, 600)) -> bytes:
    """A JPEG that says what it shows; no two are the same."""
    picture = Image.new("RGB", size, (96 + len(words) * 5 % 120, 110, 120))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((size[0] * 0.3, size[1] * 0.4, size[0] * 0.7, size[1] * 0.9), fill=(40, 70, 150))
    pen.text((30, 30), words, fill="white", font_size=44)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=80)
    return file.getvalue()


def add_photo(by: Any, subject: Any, caption: str, **more: Any) -> Evidence:
    return evidence.add_photo(
        by, a_photo(caption), subject, store=current_app.extensions["photo_store"], caption=caption,
        name=f"{caption}.jpg", captured_at=WALK, **more,
    )  # fmt: skip


def note(cast: Cast, audit: Audit, instance: Instance | None, **parts: object) -> Finding:
    """A complete finding, by Lea."""
    values = {
        "grade": "minor", "grade_reason": "A single place, mended the same day.", "clauses": ["iso14001-2026:8.1"],
        "requirement": "Instruction 12: oil stands in bunds.", "statement": "Oil storage is not controlled.",
        "evidence_text": "Two drums stand on bare concrete.", "owner_id": cast.ola.id, "process": cast.boilers,
        "site": cast.works, "place": "Goods-in",
    }  # fmt: skip
    finding = Finding(
        id=new_id(), audit=audit, instance=instance, noted_by=cast.lea, noted_at=clock.now(), received_at=clock.now(),
        statement_confirmed=True, **(values | parts),
    )  # fmt: skip
    db.session.add(finding)
    db.session.flush()
    return finding


def answer(instance: Instance, result: str, **registers: object) -> None:
    instance.result = result
    for name, value in registers.items():
        setattr(instance, name, value)


def a_walked_audit(cast: Cast, **plan: object) -> Audit:
    """Every question answered, four findings (one a draft of the walk, withdrawn), photos at findings and answers."""
    with clock.moved(WALK):
        audit = an_audit_under_way(cast, **plan)
        audit_steps.take(cast.lea, audit, "confirm") if audit.state == "planned" else None
        rows = audits.instances(audit)
        for number, row in enumerate(rows):
            answer(row, "conform", note=f"Answer {number} read in the log.", kinds=["seen", "read"])
        answer(rows[1], "not_applicable", note="", reason="No steam here.", kinds=[])
        answer(rows[2], "nonconformity", note="See the finding.", sample="2 of 14 drums, every seventh")
        minor = note(cast, audit, rows[2])
        add_photo(cast.lea, minor, "Drum on bare concrete", place="Goods-in")
        add_photo(cast.lea, minor, "Label of the drum", place="Goods-in")
        note(cast, audit, None, grade="good_practice", statement="Leak rounds each month.", grade_reason="")
        seen = note(cast, audit, rows[4], grade="observation", statement="Labels fade in the sun.", grade_reason="")
        add_photo(cast.lea, seen, "Faded label", place="Yard")
        add_photo(cast.lea, rows[5], "Meter in date", place="Boiler house")
        audits.write_report_parts(
            cast.lea, audit,
            {"conclusion": "The system is effective.", "summary": "A walk.", "distribution": "Tom Top\nMia Manager"},
        )  # fmt: skip
        db.session.commit()
    return audit


def issued(cast: Cast, audit: Audit) -> Audit:
    """Concluded by Lea and issued by Mia on the evening of the walk."""
    with clock.moved(WALK + timedelta(hours=8)):
        audit_steps.take(cast.lea, audit, "conclude")
        audit_steps.take(cast.mia, audit, "issue")
        db.session.commit()
    return audit


def the_job() -> Job:
    """The one that is ordered, as the database has it now."""
    return db.session.query(Job).populate_existing().one()


def the_nonconformity(audit: Audit) -> Nonconformity:
    return db.session.query(Nonconformity).filter_by(audit_id=audit.id).one()


def planned(cast: Cast, nc: Nonconformity, what: str = "Mark a bunded place at goods-in.") -> None:
    """Answered by Ola, up to the accepted plan."""
    today = nonconformities.today_at(nc)
    if nc.state == "raised":
        nonconformities.take(cast.ola, nc, "acknowledge")
    responses.write(
        cast.ola, nc, containment="Drip trays put under both drums.", contained_on=today,
        correction="Both drums were moved into a bund.", corrected_on=today, extent="All 4 stores: none more.",
        criterion="No drum outside a bund in 3 walks.", check_on=today + timedelta(days=60),
    )  # fmt: skip
    cause = responses.add_cause(cast.ola, nc, "No place is marked for drums that arrive.", ["Why outside? No place."])
    responses.add_action(cast.ola, nc, cause.id, what, owner=cast.ola, due_on=today + timedelta(days=20))
    nonconformities.take(cast.ola, nc, "plan")
    nonconformities.take(cast.ann, nc, "accept", note="Good plan.")


def verified(cast: Cast, nc: Nonconformity) -> None:
    """Carried out by Ola and verified by Ann."""
    action = nc.round.actions[0]
    add_photo(cast.ola, action, f"Marked place {nc.round_number}")
    actions.report_done(cast.ola, action, "Marked and signed.")
    nonconformities.take(cast.ola, nc, "submit")
    nonconformities.take(cast.ann, nc, "verify", note="Saw the marked place.", how=["seen"])


def judged(cast: Cast, nc: Nonconformity, verb: str = "judge_effective") -> None:
    """Judged by Ann on the day after the check date."""
    with clock.moved(clock.now() + timedelta(days=61)):
        nonconformities.take(cast.ann, nc, verb, note=f"Three walks: {verb}.")
    db.session.commit()


QUICK = b"%PDF-1.7 not set\n"


def quick_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on papers are not set in type: what would be printed stands in them as HTML, for `text_of` to read. For
    tests of what a paper says or who gets it; how it looks and what it is made of needs the real press."""

    def press(html: str, *, media: Any, progress: Any = None, **_: Any) -> bytes:
        for key in dict.fromkeys(re.findall(r'src="media:([0-9a-f]{64})"', html)):
            media(key)
        for at, count in (("photos", 1), ("photos", 2), ("pages", 1), ("pages", 2), ("pages", 1), ("writing", 0)):
            if progress is not None:
                progress(at, count)
        return QUICK + html.encode()

    monkeypatch.setattr(pdf, "render", press)


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page, blanks folded, as pdftotext reads them."""
    if pdf.startswith(QUICK):
        text = re.sub(r"<(style|svg)\b.*?</\1>|<[^>]*>", " ", pdf.removeprefix(QUICK).decode(), flags=re.S)
        return [" ".join(unescape(text).split()).replace(" ,", ",").replace(" .", ".")]
    said = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return [" ".join(page.split()) for page in said.split("\f")]


def text_of(pdf: bytes) -> str:
    """All words, blanks folded."""
    return " ".join(pages_of(pdf))
