"""What sample papers are set with: Jinja as the app has it, their seal, and drawn photos."""

import functools
import io
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
from PIL import Image, ImageDraw, ImageFilter

from auditapp.adapters import pdf
from auditapp.adapters.qr import qr_code
from auditapp.domain import nc_sheet as nc
from auditapp.domain import paper, report, words
from auditapp.views import own_words

TEMPLATES = Path(__file__).resolve().parents[2] / "auditapp" / "templates"
WHEN = datetime(2026, 12, 3, 13, 5, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")


def environment() -> jinja2.Environment:
    """Jinja as the app sets it up, with null translations."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        undefined=jinja2.StrictUndefined,
    )
    env.install_null_translations(newstyle=True)
    env.filters |= {"language_tag": lambda language: language, "language_direction": lambda _language: "ltr"}
    own_words.attach(env)
    env.filters["date"] = lambda day: f"{day.day} {day:%b %Y}"
    env.filters["moment"] = lambda at: f"{at.astimezone(ZONE).day} {at.astimezone(ZONE):%b %Y %H:%M %Z}"
    return env


def report_html(content: report.AuditReport, lang: str = "en") -> str:
    return (
        environment()
        .get_template("reports/audit_report.html")
        .render(report=content, words=words, lang=lang, seal=seal(content))
    )


def management_html(content: report.AuditReport, lang: str = "en") -> str:
    return (
        environment()
        .get_template("reports/audit_report_management.html")
        .render(report=content, words=words, lang=lang, seal=seal(content))
    )


def sheet_html(content: nc.NcSheet, lang: str = "en") -> str:
    return (
        environment()
        .get_template("reports/nc_sheet.html")
        .render(sheet=content, words=words, lang=lang, seal=seal(content))
    )


def letter_html(content: nc.NcSheet, lang: str = "en") -> str:
    return (
        environment()
        .get_template("reports/response_letter.html")
        .render(sheet=content, words=words, lang=lang, seal=seal(content))
    )


def refuse(key: str) -> bytes:
    """No picture is there."""
    raise LookupError(key)


def paper_of(body: str, media: pdf.Media = refuse, **more: Any) -> bytes:
    """A paper of a few words."""
    day = datetime(2026, 12, 3, tzinfo=UTC)
    return pdf.render(f"<html lang=en><body>{body}", media=media, title="T", lang="en", when=day, **more)


def seal(content: paper.Paper) -> dict[str, object]:
    url = f"https://audits.example.org/check/{content.reference}"
    return {"sha256": paper.record_hash(content), "url": url, "qr": qr_code(url)}


def photo_bytes(number: int, size: tuple[int, int] = (1008, 756), quality: int = 78) -> bytes:
    """A drawn scene: wall, drum, label, and the noise of a camera, so that it weighs what a photo weighs."""
    dice = random.Random(number)
    ground = tuple(dice.randrange(90, 190) for _ in range(3))
    picture = Image.new("RGB", size, ground)
    pen = ImageDraw.Draw(picture)
    width, height = size
    for _ in range(14):
        x, y = dice.randrange(width), dice.randrange(height)
        colour = tuple(dice.randrange(30, 230) for _ in range(3))
        pen.rectangle((x, y, x + dice.randrange(60, 320), y + dice.randrange(60, 320)), fill=colour)
    pen.ellipse((width * 0.3, height * 0.35, width * 0.7, height * 0.9), fill=(40, 70, 150))
    pen.text((40, 40), f"photo {number}", fill="white", font_size=70, stroke_width=3, stroke_fill="black")
    picture = picture.filter(ImageFilter.GaussianBlur(1.2))
    noise = Image.effect_noise(size, 26).convert("RGB")
    picture = Image.blend(picture, noise, 0.14)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()


def photo(number: int, tall: bool = False) -> paper.Photo:
    return paper.Photo(
        media=f"p{number}{'t' if tall else ''}",
        alt=f"Drum {number} without a tray below it",
        caption=f"Drum {number}, no tray",
        place="Chemical store, bay 4",
        width=756 if tall else 1008,
        height=1008 if tall else 756,
        taken_at=WHEN - timedelta(days=2, minutes=number),
    )


@functools.cache
def media(key: str) -> bytes:
    """The bytes behind ``photo``'s key."""
    if not key.startswith("p"):
        raise LookupError(key)
    tall = key.endswith("t")
    return photo_bytes(int(key[1:].rstrip("t")), (756, 1008) if tall else (1008, 756))
