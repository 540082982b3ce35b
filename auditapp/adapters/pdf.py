"""HTML to paper: PDF/A-3a with PDF/UA-1 tags, set by a warm child process with limits.

The app never imports WeasyPrint (see ``pdf_child``). One child a server process, one paper at a time; it is
started by ``exec``, never forked, started again when it died, and ended after some papers so that no memory
creeps. What reaches paper: the HTML given, the paper style, our fonts, and ``media:<id>`` pictures.
"""

import contextlib
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from auditapp.adapters.pdf_process import Child, PaperFailed
from auditapp.domain.words import N_

PACKAGE = Path(__file__).resolve().parent.parent
STYLE = PACKAGE / "static" / "css" / "paper.css"

MEMORY_BYTES = 1_500_000_000
"""Address space of the child; a report of 120 photos holds a tenth of it."""
CPU_SECONDS = 90
WALL_SECONDS = 120
PAPERS_PER_CHILD = 25

Media = Callable[[str], Path | bytes]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the paper, such as the JSON of the record."""

    name: str
    content: bytes
    description: str = ""
    relationship: str = "Data"


@dataclass(frozen=True, slots=True)
class Paper:
    """A finished paper and what it cost: processor and wall seconds, the child's peak in MB."""

    pdf: bytes
    cpu_s: float
    wall_s: float
    peak_mb: float


_lock = threading.Lock()
_child: Child | None = None


def _after_fork() -> None:
    """A forked server process starts a child of its own; the parent's stays the parent's."""
    global _lock, _child
    _lock, _child = threading.Lock(), None


os.register_at_fork(after_in_child=_after_fork)


def close() -> None:
    """End the child; the next paper starts another."""
    global _child
    with _lock:
        if _child is not None:
            _child.end()
        _child = None


def render(
    html: str,
    *,
    media: Media,
    title: str,
    lang: str,
    when: datetime,
    attachments: Sequence[Attachment] = (),
    paper_size: str = "A4",
) -> bytes:
    """The paper as PDF. The same arguments give the same bytes, on any server with the same versions.

    ``media`` answers for the ``<id>`` of each ``media:<id>`` with the path or the bytes of an upright JPEG or
    PNG, and raises LookupError for what is not there; ``when`` (aware) is the date in the file; ``paper_size``
    'A4' or 'Letter'. Raises PaperFailed with a sentence.
    """
    paper = render_and_measure(
        html,
        media=media,
        title=title,
        lang=lang,
        when=when,
        attachments=attachments,
        paper_size=paper_size,
    )
    return paper.pdf


def render_and_measure(
    html: str,
    *,
    media: Media,
    title: str,
    lang: str,
    when: datetime,
    attachments: Sequence[Attachment] = (),
    paper_size: str = "A4",
    memory: int = MEMORY_BYTES,
    cpu_seconds: int = CPU_SECONDS,
    wall_seconds: float = WALL_SECONDS,
) -> Paper:
    """As ``render``, with what it cost; the limits can be set lower (``memory`` when the child starts)."""
    global _child
    if when.tzinfo is None:
        raise ValueError("the date of a paper carries its zone")
    if paper_size not in ("A4", "Letter"):
        raise ValueError("paper comes as A4 or Letter")
    job = {
        "title": title,
        "lang": lang,
        "generator": "auditapp",
        "when": when.astimezone(UTC).replace(microsecond=0).isoformat(),
        "styles": [STYLE.read_text(), f"@page {{ size: {paper_size} }}"],
        "cpu_seconds": cpu_seconds,
        "files": len(attachments),
    }
    with _lock:
        if _child is not None and (_child.papers >= PAPERS_PER_CHILD or _child.process.poll() is not None):
            _child.end()
            _child = None
        child = _child = _child or Child(memory)
        watch = threading.Timer(wall_seconds, child.process.kill)
        watch.start()
        try:
            return _ask(child, job, html, attachments, media)
        finally:
            watch.cancel()
            if not child.sound:  # nobody knows what it is doing
                child.end()
                _child = None


def _ask(child: Child, job: dict[str, Any], html: str, files: Sequence[Attachment], media: Media) -> Paper:
    """Send the job, hand over each picture that the child wants, and take the paper."""
    child.sound = False
    with contextlib.suppress(BrokenPipeError):  # a child that died has its reason read below
        child.say(job, html.encode("utf-8", "replace"))
        for file in files:
            about = {
                "name": file.name,
                "description": file.description,
                "relationship": file.relationship,
            }
            child.say(about, file.content)
    while True:
        head, body = child.hear()
        child.sound = "done" in head or head.get("failed") == "error"
        if "done" in head:
            child.papers += 1
            return Paper(body, **head["done"])
        if "want" not in head:
            raise _failure(head)
        try:
            found = media(head["want"])
        except LookupError:
            child.say({"missing": True})
        else:
            child.say({"path": str(found)} if isinstance(found, Path) else {}, _bytes(found))


def _bytes(found: Path | bytes) -> bytes:
    return b"" if isinstance(found, Path) else found


def _failure(head: dict[str, Any]) -> PaperFailed:
    if head["failed"] == "memory":
        return PaperFailed(N_("The paper needs more memory than it may have. Print fewer photos or parts."))
    if head["failed"] == "died":
        return PaperFailed(N_("The paper took too long or too much memory. Print fewer photos or parts."))
    return PaperFailed(N_("The paper could not be set: %(reason)s"), reason=head.get("reason", ""))
