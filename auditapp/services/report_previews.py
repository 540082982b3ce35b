"""The report before it is issued: its real pages as pictures, and what a reader will miss in it."""

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass

from auditapp.adapters import pdf_pages
from auditapp.domain import paper_length
from auditapp.domain import report as rules
from auditapp.models import Audit, Job, Person
from auditapp.services import jobs, paper_orders, papers, report_contents, reports

KEPT = 4
"""Previews that a process holds, of some megabytes each; one that fell out is set again."""

_lock = threading.Lock()
_held: OrderedDict[str, bytes] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Preview:
    """``pages`` of the draft, to be asked for under ``key``; ``missing``: part and sentence; ``silent``: findings with
    photos that have no caption; ``not_mailed``: entries of the distribution list by which nobody gets a mail; ``job``:
    what makes the pages of a long one, where it is not done."""

    key: str
    pages: int
    missing: tuple[tuple[str, str], ...]
    silent: tuple[str, ...]
    not_mailed: tuple[str, ...]
    job: Job | None = None


def of(person: Person, audit: Audit) -> Preview:
    """Set the draft of ``audit`` as it stands, or find the one that ``person`` had made where it is too long to wait
    for: until then there are no pages. Raises `PaperFailed`."""
    content = reports.content_of(audit)
    parts = rules.unwritten(content), rules.photos_without_caption(content), rules.not_mailed(content)
    if paper_length.is_long(content):
        made = paper_orders.made_already(person, reports.AUDIT_REPORT, audit, content)
        if made is None or made.state != "done":
            return Preview("", 0, *parts, made)
        file = papers.stored(made.data["sha256"])
    else:
        zone = report_contents.zone(audit)
        file = papers.set_in_type("reports/audit_report.html", content, zone=zone, report=content)
    key = f"{audit.id.hex}{secrets.token_hex(8)}"
    _hold(key, file)
    return Preview(key, pdf_pages.count(file), *parts)


def page(person: Person, audit: Audit, key: str, number: int) -> bytes:
    """Page ``number`` of the preview ``key`` of ``audit`` as JPEG. `NotThere` for a page that is not."""
    with _lock:
        file = _held.get(key) if key.startswith(audit.id.hex) else None
    if file is None:  # another process set it, or it fell out
        made = jobs.last_about(audit, paper_orders.DRAFT, person, paper=reports.AUDIT_REPORT)
        file = papers.stored(made.data["sha256"]) if made and made.state == "done" else reports.draft(audit).pdf
        _hold(f"{audit.id.hex}{key[32:48]}", file)
    return pdf_pages.picture(file, number)


def _hold(key: str, file: bytes) -> None:
    with _lock:
        _held[key] = file
        while len(_held) > KEPT:
            _held.popitem(last=False)
