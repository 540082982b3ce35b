"""What audit report and NC sheet have in common: photos, evidence register, history, due dates, clause headings."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from sqlalchemy.orm import joinedload

from auditapp.domain import paper, standard, words
from auditapp.domain.evidence import is_damaged, is_sound, taken_at
from auditapp.models import DueDate, Event, Evidence, Person
from auditapp.services import checklists, photo_words


def with_person(attribute: Any) -> Any:
    """Load a person with the row, without their roles: a paper needs the name alone."""
    return joinedload(attribute).lazyload(Person.roles)


def photos(evidence: Iterable[Evidence]) -> tuple[paper.Photo, ...]:
    """Those that can be shown, in the order in which they were taken. ``media`` is the hash of the original."""
    shown = sorted((one for one in evidence if is_sound(one) and one.kind == "photo"), key=taken_at)
    return tuple(
        paper.Photo(
            media=one.sha256,
            alt=one.caption or gettext("Photo of %(place)s", place=one.place or gettext("the situation")),
            width=one.width,
            height=one.height,
            caption=" ".join(filter(None, (one.caption, photo_words.missing(one)))),
            place=one.place,
            taken_at=taken_at(one),
        )
        for one in shown
    )


def files(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """The names of what is not a photo."""
    return tuple(one.name for one in evidence if one.kind != "photo" and is_sound(one))


def register(evidence: Iterable[Evidence], belongs_to: Mapping[uuid.UUID, str]) -> tuple[paper.EvidenceFile, ...]:
    """One line a file, also for what has not arrived or could not be read. ``belongs_to``: by evidence id."""
    return tuple(
        paper.EvidenceFile(
            name=_name(one),
            sha256=one.sha256 or one.declared_sha256,
            by=one.by.name,
            received_at=one.received_at,
            taken_at=taken_at(one),
            belongs_to=belongs_to.get(one.id, ""),
        )
        for one in sorted(evidence, key=lambda one: (one.received_at, one.id))
    )


def _name(evidence: Evidence) -> str:
    name = evidence.name or evidence.caption or gettext("Photo")
    if evidence.complete_at is None:
        return str(gettext("%(name)s (announced, not received yet)", name=name))
    if evidence.trouble:
        return str(gettext("%(name)s (received, could not be read)", name=name))
    if is_damaged(evidence):
        return str(gettext("%(name)s (a part of the picture is missing)", name=name))
    return name


def history(events: Iterable[Event], leave_out: Sequence[str] = ()) -> tuple[paper.Event, ...]:
    """The events as printed, oldest first."""
    return tuple(
        paper.Event(at=event.at, who=who(event), verb=event.verb, note=event.note)
        for event in events
        if event.verb in words.VERBS and event.verb not in leave_out
    )


def who(event: Event) -> str:
    """Who did it."""
    return event.person.name if event.person else gettext("the server")


def signatures(events: Iterable[Event], roles: Mapping[str, str]) -> tuple[paper.Signature, ...]:
    """Who stands for the paper: for each verb of ``roles`` (verb -> in what role, words) the last who did it."""
    last = {event.verb: event for event in events if event.verb in roles}
    return tuple(_signature(last[verb], role) for verb, role in roles.items() if verb in last)


def every_signature(events: Iterable[Event], roles: Mapping[str, str]) -> tuple[paper.Signature, ...]:
    """The same, but everybody who did it, in order of time: who verified in one round did not do so in the next."""
    return tuple(_signature(event, roles[event.verb]) for event in events if event.verb in roles)


def _signature(event: Event, role: str) -> paper.Signature:
    return paper.Signature(name=who(event), role=role, meaning=gettext(words.VERBS[event.verb]), at=event.at)


def due_dates(dates: Iterable[DueDate], rounds: Sequence[Iterable[Event]]) -> tuple[paper.Due, ...]:
    """The due dates of the first ``rounds``, the events of each, with every change, its reason and who approved it."""
    found = []
    for number, events in enumerate(rounds, start=1):
        moves = _moves(events)
        for one in sorted((each for each in dates if each.round_number == number), key=lambda each: each.due_on):
            its = moves[one.kind]
            found.append(
                paper.Due(
                    kind=one.kind,
                    day=one.due_on,
                    first=one.original_on,
                    reason=its[-1].reason if its else "",
                    approved_by=its[-1].by if its else "",
                    done=one.met_on,
                    moves=tuple(its) if len(its) > 1 else (),
                    round=number if len(rounds) > 1 else 0,
                )
            )
    return tuple(found)


def _moves(events: Iterable[Event]) -> dict[str, list[paper.Move]]:
    """Every change of a due date, by kind: extensions, and what a regrade counted anew."""
    found: dict[str, list[paper.Move]] = defaultdict(list)
    for event in events:
        to: dict[str, str] = {}
        if event.verb == "extend":
            to = {event.data.get("kind", ""): event.data.get("to", "")}
        elif event.verb == "regrade":
            to = {kind: until for kind, (_before, until) in event.data["due"].items()}
        for kind, until in to.items():
            if until:
                found[kind].append(paper.Move(day=date.fromisoformat(until), by=who(event), reason=event.note))
    return found


def clauses(refs: Iterable[str], editions: Sequence[str], language: str) -> tuple[str, ...]:
    """Headings such as 'ISO 14001:2026 9.2.2 Internal audit programme' in the audit's own ``editions``; in those
    there are where none of them is named."""
    wanted = [ref for ref in refs if ref.partition(":")[0] in editions] or list(refs)
    return tuple(standard.label(ref, checklists.editions(), language) for ref in wanted)


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text that hold words."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
