"""A grade that proves wrong after the release: changed by the EMS lead with a reason, and what is due counted anew.

product.md leaves it open; domain.md (c) asks for a written reason for every grade and regrade. What was released stays
in the history, and an issued report as it is.
"""

from typing import Any

from auditapp.domain.errors import Refusal
from auditapp.domain.finding import is_nonconforming
from auditapp.domain.words import N_
from auditapp.models import Nonconformity, Person
from auditapp.services import due_dates

Data = dict[str, Any]


def read(nonconformity: Nonconformity, data: Data) -> None:
    """``grade`` becomes the event's before and after, with the reason that stood for the one before and the due dates
    that move."""
    grade = str(data.pop("grade", None) or "")
    if not is_nonconforming(grade):
        raise Refusal(N_("A nonconformity is major or minor."), field="grade")
    if grade == nonconformity.grade:
        raise Refusal(N_("It has that grade already. Choose the other one."), field="grade")
    data |= {
        "before": nonconformity.grade, "after": grade, "reason_before": nonconformity.grade_reason,
        "due": due_dates.anew(nonconformity, grade),
    }  # fmt: skip


def regrade(_by: Person, nonconformity: Nonconformity, note: str, data: Data) -> None:
    """The other grade from now on, with its own reason."""
    nonconformity.grade, nonconformity.grade_reason = data["after"], note
    due_dates.move(nonconformity, data["due"])
