"""Due dates of a nonconformity: started with each round, met by steps, shown in the register."""

from datetime import date

from auditapp.adapters import clock
from auditapp.domain import deadlines
from auditapp.domain import nonconformity as rules
from auditapp.domain.dates import local_day
from auditapp.models import DueDate, Nonconformity
from auditapp.services import organisations


def today_at(nonconformity: Nonconformity) -> date:
    """The calendar day where it was found."""
    return local_day(clock.now(), zone_of(nonconformity))


def zone_of(nonconformity: Nonconformity) -> str:
    """The time zone of the place where it was found."""
    return nonconformity.site.timezone if nonconformity.site else organisations.zone()


def start(nonconformity: Nonconformity, day: date) -> None:
    """Give the round under way its due dates, counted from ``day``."""
    organisation = organisations.current()
    days = organisation.deadline_days if organisation else None
    for deadline in deadlines.deadlines(nonconformity.grade, day, days or None):
        theirs = nonconformity.external_plan_on if deadline.kind == "plan" else nonconformity.external_due_on
        _add(nonconformity, deadline.kind, deadlines.before_theirs(deadline.due_on, theirs, day))
    show_next(nonconformity)


def anew(nonconformity: Nonconformity, grade: str) -> dict[str, list[str]]:
    """What moves when the grade becomes ``grade`` today, of what is not met yet: by kind ['' or the day before, the
    new day]. Changes nothing."""
    organisation, day = organisations.current(), today_at(nonconformity)
    dates = {due.kind: due for due in of_round(nonconformity)}
    standing = {kind: due.due_on for kind, due in dates.items()}
    days = organisation.deadline_days if organisation else None
    moved: dict[str, list[str]] = {}
    for deadline in deadlines.after_regrade(grade, day, standing, days or None):
        theirs = nonconformity.external_plan_on if deadline.kind == "plan" else nonconformity.external_due_on
        until, before = deadlines.before_theirs(deadline.due_on, theirs, day), dates.get(deadline.kind)
        if before is None or (before.met_on is None and before.due_on != until):
            moved[deadline.kind] = [before.due_on.isoformat() if before else "", until.isoformat()]
    return moved


def move(nonconformity: Nonconformity, moved: dict[str, list[str]]) -> None:
    """Do what `anew` says. Each original day stays."""
    for kind, (_before, until) in moved.items():
        due = due_date(nonconformity, kind)
        if due is None:
            _add(nonconformity, kind, date.fromisoformat(until))
        else:
            due.due_on = date.fromisoformat(until)


def _add(nonconformity: Nonconformity, kind: str, day: date) -> None:
    due = DueDate(round_number=nonconformity.round_number, kind=kind, original_on=day, due_on=day)
    nonconformity.due_dates.append(due)


def due_date(nonconformity: Nonconformity, kind: str) -> DueDate | None:
    """The due date of ``kind`` in the round under way."""
    for due in nonconformity.due_dates:
        if due.kind == kind and due.round_number == nonconformity.round_number:
            return due
    return None


def of_round(nonconformity: Nonconformity) -> list[DueDate]:
    """The due dates of the round under way, the next first."""
    return sorted(
        (due for due in nonconformity.due_dates if due.round_number == nonconformity.round_number),
        key=lambda due: due.due_on,
    )


def show_next(nonconformity: Nonconformity) -> None:
    """Keep, for the register, the date that whoever has the turn is bound to."""
    turn = rules.turn(nonconformity)
    due = due_date(nonconformity, turn.deadline) if turn.deadline else None
    due = containment_first(nonconformity) or due
    nonconformity.due_on = in_force(nonconformity, due) if due else None


def containment_first(nonconformity: Nonconformity) -> DueDate | None:
    """The due date of a containment that the owner still has to write before the plan is due: a fact, not a step, yet
    the nearest day that somebody has to keep."""
    turn = rules.turn(nonconformity)
    if turn.who != "owner" or turn.deadline != "plan":
        return None
    due, plan = due_date(nonconformity, "containment"), due_date(nonconformity, "plan")
    if due is None or due.met_on is not None:
        return None
    is_first = plan is None or in_force(nonconformity, due) < in_force(nonconformity, plan)
    return due if is_first else None


def in_force(nonconformity: Nonconformity, due: DueDate) -> date:
    """The day that counts: a deferral moves what is due before its end to its end, and leaves the due date as it is."""
    return max(due.due_on, nonconformity.round.deferred_until or due.due_on)


def meet(nonconformity: Nonconformity, kind: str) -> None:
    """Note the day on which what ``kind`` asks for was done; the first time counts."""
    due = due_date(nonconformity, kind)
    if due is not None and due.met_on is None:
        due.met_on = today_at(nonconformity)


def meet_containment(nonconformity: Nonconformity) -> None:
    """Containment is a fact, not a step: its due date is met on the day that the owner names for it, or on which the
    owner wrote why it is not needed."""
    due, this = due_date(nonconformity, "containment"), nonconformity.round
    if due is not None and this.containment_not_needed:
        due.met_on = due.met_on or today_at(nonconformity)
    elif due is not None:
        due.met_on = this.contained_on if this.containment else None
    show_next(nonconformity)


def set_check(nonconformity: Nonconformity, day: date) -> None:
    """The effectiveness check's date comes with the plan; a plan returned and written again may move it."""
    due = due_date(nonconformity, "effectiveness")
    if due is None:
        _add(nonconformity, "effectiveness", day)
    else:
        due.due_on = day
