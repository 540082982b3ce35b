"""HTML to paper: PDF/A-3a with PDF/UA-1 tags, set by warm child processes with limits.

The app never imports WeasyPrint (see ``pdf_child``). Two children a server process, one paper at a time each: one for
who waits at a desk, one for long papers in the background, which hold nobody up. A child is started by ``exec``, never
forked, started again when it died, and ended after some papers so that no memory creeps. What reaches paper: the HTML
given, the paper style, our fonts, and ``media:<id>`` pictures.
"""

import contextlib
import os
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from auditapp.adapters.pdf_process import Child, Left, PaperFailed
from auditapp.domain.words import N_

PACKAGE = Path(__file__).resolve().parent.parent
STYLE = PACKAGE / "static" / "css" / "paper.css"

MEMORY_BYTES = 1_500_000_000
"""Address space of the child; a report of 120 photos holds a tenth of it."""
CPU_SECONDS, WALL_SECONDS = 90, 120
PATIENT_CPU_SECONDS, PATIENT_WALL_SECONDS = 600, 1800
"""In the background, where nobody waits in front of a page: 500 photos on a machine with much else to do."""
PAPERS_PER_CHILD = 25

Media = Callable[[str], Path | bytes]
Progress = Callable[[str, int], None]
"""Told as a paper is set: 'photos' and how many were prepared, 'pages' and how many are laid out, 'writing'."""


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


class Press:
    """A child and the queue before it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.child: Child | None = None

    def end(self) -> None:
        """End the child; the next paper starts another."""
        if self.child is not None:
            self.child.end()
        self.child = None


TOO_MUCH = N_("The paper took too long or too much memory. Print fewer photos or parts.")
DESK, BACKGROUND = "desk", "background"
presses: dict[str, Press] = {DESK: Press(), BACKGROUND: Press()}


def _after_fork() -> None:
    """A forked server process starts children of its own; the parent's stay the parent's."""
    for name in presses:
        presses[name] = Press()


os.register_at_fork(after_in_child=_after_fork)


def warm() -> threading.Thread:
    """Start the children beside other work: each takes a second or more until it is ready. Answers at once."""

    def start() -> None:
        for press in presses.values():
            with press.lock, contextlib.suppress(PaperFailed):  # the paper that needs it says why
                press.child = press.child or Child(MEMORY_BYTES)

    thread = threading.Thread(target=start, name="press", daemon=True)
    thread.start()
    return thread


def close() -> None:
    """End the children; the next paper starts another."""
    for press in presses.values():
        with press.lock:
            press.end()


def render(
    html: str,
    *,
    media: Media,
    title: str,
    lang: str,
    when: datetime,
    attachments: Sequence[Attachment] = (),
    paper_size: str = "A4",
    progress: Progress | None = None,
    press: str = DESK,
) -> bytes:
    """The paper as PDF. The same arguments give the same bytes, on any server with the same versions.

    ``media`` answers for the ``<id>`` of each ``media:<id>`` with the path or the bytes of an upright JPEG or
    PNG, and raises LookupError for what is not there; ``when`` (aware) is the date in the file; ``paper_size``
    'A4' or 'Letter'; ``press``: a key of `presses`. Raises PaperFailed with a sentence.
    """
    paper = render_and_measure(
        html,
        media=media,
        title=title,
        lang=lang,
        when=when,
        attachments=attachments,
        paper_size=paper_size,
        progress=progress,
        press=press,
        cpu_seconds=PATIENT_CPU_SECONDS if press == BACKGROUND else CPU_SECONDS,
        wall_seconds=PATIENT_WALL_SECONDS if press == BACKGROUND else WALL_SECONDS,
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
    progress: Progress | None = None,
    press: str = DESK,
) -> Paper:
    """As ``render``, with what it cost; the limits can be set lower (``memory`` when the child starts)."""
    if when.tzinfo is None:
        raise ValueError("the date of a paper carries its zone")
    if paper_size not in ("A4", "Letter"):
        raise ValueError("paper comes as A4 or Letter")
    job = {
        "title": title,
        "lang": lang,
        "generator": "auditapp",
        "when": when.astimezone(UTC).replace(microsecond=0).isoformat(),
        "styles": [STYLE.read_text(), f"@page {{ size: {paper_size} }}", *_long_words(html)],
        "cpu_seconds": cpu_seconds,
        "files": len(attachments),
    }
    its = presses[press]
    ask = partial(_ask, job=job, html=html, files=attachments, media=media, progress=progress or _nothing)
    with its.lock, contextlib.suppress(Left):  # for want of papers, while it was asked: another sets it
        return _set(its, ask, memory, wall_seconds)
    with its.lock:
        return _set(its, ask, memory, wall_seconds)


def _set(its: Press, ask: Callable[[Child], Paper], memory: int, wall_seconds: float) -> Paper:
    if its.child is not None and (its.child.papers >= PAPERS_PER_CHILD or its.child.process.poll() is not None):
        its.end()
    child = its.child = its.child or Child(memory)
    watch = threading.Timer(wall_seconds, child.process.kill)
    watch.start()
    try:
        return ask(child)
    finally:
        watch.cancel()
        if not child.sound:  # nobody knows what it is doing
            its.end()


LONG_WORD = re.compile(r">[^<>]*?[^<>\s]{36}")
"""A word that may be wider than a column. Headings and cells, whose columns are narrow, are always ready for it."""


def _long_words(html: str) -> list[str]:
    """The style that breaks words anywhere, where there is one to break: it costs a fifth of the setting of a paper."""
    body = html[html.find("<body") : html.rfind('class="hash"')]  # the address behind it has a column that holds it
    return ["body{overflow-wrap:anywhere}"] if LONG_WORD.search(body) else []


def _nothing(_what: str, _count: int) -> None:
    """Nobody waits for word."""


def _ask(
    child: Child, job: dict[str, Any], html: str, files: Sequence[Attachment], media: Media, progress: Progress
) -> Paper:
    """Send the job, hand over each picture that the child wants, and take the paper."""
    photos = 0
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
        if "at" in head:
            progress(head["at"], head["count"])
            continue
        if "want" not in head:
            raise Left(TOO_MUCH) if head["failed"] == "died" and child.left() else _failure(head)
        photos += 1
        progress("photos", photos)
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
        return PaperFailed(TOO_MUCH)
    return PaperFailed(N_("The paper could not be set: %(reason)s"), reason=head.get("reason", ""))
