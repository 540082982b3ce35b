"""Reminders: what is due and not yet said, gathered into one mail a person each morning.

Nothing asks whether today is the day: a rung whose day has come and that was not told yet is told, however late the
worker comes. A day begins and ends where the matter was found: at its site. Somebody's morning is that of the sites
whose processes they own, else that of the organisation; summer time moves neither.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_ngettext
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from auditapp.adapters import clock
from auditapp.domain import escalation
from auditapp.domain.dates import local_day
from auditapp.domain.nonconformity import OPEN_STATES, turn
from auditapp.models import (
    Action,
    Nonconformity,
    Notice,
    Person,
    Process,
    Reminder,
    Round,
    Site,
    db,
)
from auditapp.services import due_dates, grants, notices, organisations, turns

MORNING = time(7)
EVER = datetime(1970, 1, 1, tzinfo=UTC)
KIND = "digest"
MOST = 40
"""Lines of one mail; the register has the rest."""


@dataclass(frozen=True)
class Due:
    """One line of a digest: an open nonconformity or an action of one, with the rungs that are told by it."""

    nonconformity: Nonconformity
    action: Action | None
    due_on: date
    rungs: tuple[str, ...]
    late: bool
    is_turn: bool
    """False: told because it is late, not because it is theirs to do."""
    gone: Person | None = None
    """Its owner, where they left and somebody else is told in their place."""

    @property
    def subject_id(self) -> uuid.UUID:
        """What the reminder is about."""
        return self.action.id if self.action else self.nonconformity.id


def morning_of(day: date, zone: str) -> datetime:
    """When the digest of ``day`` goes out."""
    return datetime.combine(day, MORNING, ZoneInfo(zone))


def send_due() -> int:
    """Write the digests that are due; answers how many. Called often, it writes each once."""
    if organisations.current() is None:
        return 0
    zones, home = _zones_of_owners(), organisations.zone()
    begun = {zone: morning_of(day, zone) for zone, day in mornings_begun()}
    had = _last_digests()
    written = 0
    for person, lines in gather(clock.now()).items():
        morning = begun.get(zones.get(person.id, home))
        if morning is None or had.get(person.id, EVER) >= morning or not person.active or not person.digest:
            continue
        _write(person, lines)
        written += 1
    db.session.flush()
    return written


def mornings_begun() -> frozenset[tuple[str, date]]:
    """Each zone of the organisation and its sites where it is past seven, with the day there."""
    zones = {organisations.zone(), *db.session.scalars(select(Site.timezone).where(Site.active).distinct())}
    days = ((zone, clock.today(zone)) for zone in zones)
    return frozenset((zone, day) for zone, day in days if clock.now() >= morning_of(day, zone))


def _zones_of_owners() -> dict[uuid.UUID | None, str]:
    """The zone of each person whose processes all lie in one."""
    query = select(Process.owner_id, Site.timezone).join(Process.sites).where(Process.active).distinct()
    found: dict[uuid.UUID | None, set[str]] = defaultdict(set)
    for owner_id, zone in db.session.execute(query):
        found[owner_id].add(zone)
    return {owner_id: zones.pop() for owner_id, zones in found.items() if len(zones) == 1}


def _last_digests() -> dict[uuid.UUID | None, datetime]:
    recent = Notice.created_at >= clock.now() - timedelta(days=2)
    query = select(Notice.person_id, func.max(Notice.created_at)).where(Notice.kind == KIND, recent)
    return {row[0]: row[1] for row in db.session.execute(query.group_by(Notice.person_id))}


def gather(moment: datetime) -> dict[Person, list[Due]]:
    """What each person is to be told by ``moment`` and was not: their own turns first, then by due date."""
    latest = moment.date() + timedelta(days=1)  # no place on earth is further on
    matters = [*_nonconformities(latest), *_actions(latest)]
    told = _told(min((due_on for _, _, due_on in matters), default=latest))
    home = organisations.zone()
    leads, top = turns.with_role("ems_lead"), turns.with_role("top_management")
    found: dict[Person, list[Due]] = defaultdict(list)
    for nonconformity, action, due_on in matters:
        today = local_day(moment, nonconformity.site.timezone if nonconformity.site else home)
        owner = [action.owner] if action and action.owner.active else turns.of(nonconformity, leads)
        gone = _gone(nonconformity, action)
        rungs_of: dict[Person, list[str]] = defaultdict(list)
        for rung in escalation.reached(nonconformity.grade, due_on, today):
            people = {"turn": owner, "ems_lead": leads, "top_management": top}
            for person in people[rung.told]:
                rungs_of[person].append(rung.key)
        subject = action.id if action else nonconformity.id
        for person, keys in rungs_of.items():
            new = tuple(key for key in keys if (subject, person.id, key, due_on) not in told)
            if new:
                is_turn = person in owner
                found[person].append(Due(nonconformity, action, due_on, new, due_on < today, is_turn, gone))
    for lines in found.values():
        lines.sort(key=lambda line: (not line.is_turn, line.due_on, line.nonconformity.number))
    return found


def _gone(nonconformity: Nonconformity, action: Action | None) -> Person | None:
    """The owner of the action, or of the nonconformity that waits for its owner, where they left."""
    if action is not None:
        return None if action.owner.active else action.owner
    return nonconformity.owner if turn(nonconformity).who == "owner" and not nonconformity.owner.active else None


def _told(earliest: date) -> set[tuple[uuid.UUID, uuid.UUID, str, date]]:
    query = select(Reminder.subject_id, Reminder.person_id, Reminder.rung, Reminder.due_on)
    rows = db.session.execute(query.where(Reminder.due_on >= earliest))
    return {(row[0], row[1], row[2], row[3]) for row in rows}


def _nonconformities(today: date) -> Iterable[tuple[Nonconformity, None, date]]:
    query = (
        select(Nonconformity)
        .where(
            Nonconformity.state.in_(OPEN_STATES),
            Nonconformity.due_on <= today + timedelta(days=escalation.LONGEST_BEFORE),
        )
        .options(
            joinedload(Nonconformity.owner),
            joinedload(Nonconformity.audit),
            joinedload(Nonconformity.process),
            joinedload(Nonconformity.site),
        )
    )
    for nonconformity in db.session.scalars(query):
        assert nonconformity.due_on is not None
        yield nonconformity, None, nonconformity.due_on


def _actions(today: date) -> Iterable[tuple[Nonconformity, Action, date]]:
    """Actions that are due before the whole is, or that are somebody else's. A deferral defers them, too."""
    query = (
        select(Action)
        .join(Action.round)
        .join(Round.nonconformity)
        .where(
            Nonconformity.state == "in_progress",
            Action.done_on.is_(None),
            Action.withdrawn_at.is_(None),
            Round.number == Nonconformity.round_number,
            Action.due_on <= today + timedelta(days=escalation.LONGEST_BEFORE),
        )
        .options(
            joinedload(Action.owner),
            joinedload(Action.round).joinedload(Round.nonconformity).joinedload(Nonconformity.site),
            joinedload(Action.round).joinedload(Round.nonconformity).joinedload(Nonconformity.owner),
        )
    )
    for action in db.session.scalars(query):
        nonconformity, day = action.nonconformity, action.in_force_on
        if action.owner_id != nonconformity.owner_id or nonconformity.due_on is None or day < nonconformity.due_on:
            yield nonconformity, action, day


def _write(person: Person, lines: list[Due]) -> None:
    mine = [line for line in lines if line.is_turn]
    if mine:
        subject = lazy_ngettext("%(num)d matter asks for you today", "%(num)d matters ask for you today", len(mine))
    else:
        subject = lazy_ngettext(
            "%(num)d late nonconformity of others", "%(num)d late nonconformities of others", len(lines)
        )

    def way(line: Due) -> str:
        """Where a line leads: who has no account gets a link that opens it without one."""
        owners = (line.nonconformity.owner_id, line.action.owner_id if line.action else None)
        if person.password is None and person.id in owners:  # a link carries no verdicts
            return grants.address(person, line.nonconformity, action=line.action)
        if line.action:
            return url_for("actions.show", action_id=line.action.id, _external=True)
        return url_for("nonconformities.show", number=line.nonconformity.number, _external=True)

    ways = {line.subject_id: way(line) for line in lines[:MOST]}
    notices.write(
        KIND, person, subject, lines=lines[:MOST], more=max(0, len(lines) - MOST), turn=turn, ways=ways,
        contained_first=due_dates.containment_first,
    )  # fmt: skip
    moment = clock.now()
    for line in lines:
        for rung in line.rungs:
            db.session.add(Reminder(
                subject_id=line.subject_id, person_id=person.id, rung=rung, due_on=line.due_on, sent_at=moment
            ))  # fmt: skip


def send_test(person: Person) -> Notice:
    """A mail that shows that mails arrive."""
    return notices.write("test", person, _l("A test mail, as you asked"))
