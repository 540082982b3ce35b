"""An audit in words: whose turn it is, what happened, and the ways through its answers."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import gettext

from auditapp.domain import words
from auditapp.domain.words import RESULTS
from auditapp.models import Audit, Event, Person
from auditapp.services import audit_overrides, checklists, organisations
from auditapp.services.audit_answers import Answered
from auditapp.views import formats

ICONS = {
    "plan_audit": "calendar", "change_plan": "pencil", "confirm": "calendar-days", "start": "play",
    "conclude": "clipboard-check", "issue": "stamp", "cancel": "ban", "write_report": "file-text",
    "ask_override": "scale", "override_independence": "scale", "state_unanswered": "circle-question-mark",
}  # fmt: skip


def turn(audit: Audit, reader: Person) -> dict[str, Any]:
    """The banner: ``whose``, ``asked``, ``due``, ``next``, ``mine``, ``late``, ``done``."""
    leader = audit.leader.name if audit.leader else gettext("the EMS lead")
    mine = audit.leader_id == reader.id
    whose = gettext("Your turn") if mine else gettext("It is the turn of %(person)s", person=leader)
    asked, due, follows = {
        "planned": (gettext("Start the audit on site"), audit.starts_on, gettext("the walk, question by question")),
        "confirmed": (gettext("Start the audit on site"), audit.starts_on, gettext("the walk, question by question")),
        "under_way": (
            gettext("Walk, then write the conclusion and conclude the audit"),
            audit.ends_on,
            gettext("the report is issued and its findings are released"),
        ),
        "concluded": (
            gettext("Complete the findings and issue the report"),
            None,
            gettext("owners of nonconformities are told by mail"),
        ),
        "issued": (gettext("The report is issued"), audit.issued_at, None),
        "cancelled": (gettext("The audit was cancelled"), None, None),
    }[audit.state]
    asked_for = audit_overrides.waiting_for(audit) if audit.state in ("planned", "confirmed") else None
    if asked_for is not None:
        mine = audit_overrides.may_approve(reader, asked_for)
        whose = gettext("Your turn") if mine else gettext("It is the turn of top management, or of another EMS lead")
        asked, follows = gettext("Approve the override of independence"), gettext("the audit can start")
    over = audit.state in ("issued", "cancelled")
    late = not over and isinstance(due, date) and due < formats.today()
    if over:
        whose = gettext("Nothing is asked any more")
    return {
        "whose": whose, "asked": asked, "due": due, "next": follows, "mine": mine and not over,
        "late": late, "done": audit.state == "issued",
    }  # fmt: skip


def story(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Events for the timeline, the latest first."""
    return [
        {
            "text": gettext(words.word(event.verb, words.VERBS)),
            "at": event.at,
            "who": event.person.name if event.person else None,
            "why": event.note or None,
            "icon": ICONS.get(event.verb, "circle"),
        }
        for event in reversed(events)
    ]


def criteria(audit: Audit) -> list[str]:
    """Names of the editions the audit is held against."""
    known = checklists.editions()
    return [known[key].name if key in known else key for key in audit.criteria]


def ways_through(audit: Audit, answers: Sequence[Answered], show: str, order: str) -> list[tuple[Any, ...]]:
    """The filter chips above the answers, each with how many it shows."""
    counts = Counter(one.result for one in answers)
    lacking = Counter(one.lacking for one in answers)

    def way(label: str, value: str, count: int, shape: str | None = None) -> tuple[Any, ...]:
        href = url_for("audits.answers", reference=audit.reference, show=value or None, order=order or None)
        return label, href, show == value, count, shape

    chips = [way(gettext("All"), "", len(answers))]
    chips += [way(gettext(word), code, counts[code], code) for code, word in RESULTS.items() if counts[code]]
    if lacking["answer"]:
        chips.append(way(gettext("Without answer or reason"), "answer", lacking["answer"]))
    if lacking["evidence"]:
        chips.append(way(gettext("Conform without evidence"), "evidence", lacking["evidence"]))
    return chips


def days(answers: Iterable[Answered]) -> dict[datetime | None, str]:
    """The day of each answer in words, worked out once a day rather than once an answer."""
    zone = ZoneInfo(organisations.zone())
    by_day: dict[date, str] = {}
    said: dict[datetime | None, str] = {None: ""}
    for one in answers:
        if one.at is not None and one.at not in said:
            local = one.at.astimezone(zone).date()
            if local not in by_day:
                by_day[local] = formats.day(local)
            said[one.at] = by_day[local]
    return said
