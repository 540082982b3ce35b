"""The escalation ladder of a nonconformity as its page prints it."""

from datetime import date, timedelta

from flask_babel import gettext

from auditapp.domain import escalation
from auditapp.domain.nonconformity import is_open
from auditapp.models import Nonconformity
from auditapp.services import due_dates
from auditapp.views.formats import day as format_day


def next_sentence(nonconformity: Nonconformity, due_on: date | None, mine: bool = False) -> str:
    """What happens if nothing happens until ``due_on``; '' where nothing is due. ``mine``: it is the reader's turn."""
    if due_on is None or not is_open(nonconformity):
        return ""
    found = escalation.next_rung(nonconformity.grade, due_on, due_dates.today_at(nonconformity))
    if found is None:
        return str(gettext(escalation.ALL_TOLD))
    sentence = escalation.YOU_NEXT if mine and found[0].told == "turn" else escalation.NEXT[found[0].told]
    return str(gettext(sentence) % {"day": format_day(found[1])})


def rungs(nonconformity: Nonconformity, due_on: date | None) -> list[tuple[date, str, bool]]:
    """Day, who is told, and whether that day has passed; nothing where nothing is due."""
    if due_on is None or not is_open(nonconformity):
        return []
    today = due_dates.today_at(nonconformity)
    days = [(due_on + timedelta(days=rung.days), gettext(rung.says)) for rung in escalation.ladder(nonconformity.grade)]
    return [(day, words, day < today) for day, words in days]
