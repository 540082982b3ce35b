"""Who is told of what in a nonconformity's life."""

from flask_babel import gettext

from auditapp.domain.nonconformity import turn
from auditapp.domain.steps import Step
from auditapp.models import Nonconformity, Person
from auditapp.services import notices


def tell_raised(nonconformity: Nonconformity) -> None:
    """The owner: what was found, what is asked, by when."""
    subject = gettext("You are asked to answer %(number)s", number=nonconformity.number)
    notices.write(
        "nonconformity_raised", nonconformity.owner, subject, about=nonconformity, nonconformity=nonconformity
    )


def tell_step(nonconformity: Nonconformity, step: Step, by: Person, note: str) -> None:
    """The other side: the owner when a judge or verifier acted, whoever raised it when the owner did."""
    told = nonconformity.raised_by if by.id == nonconformity.owner_id else nonconformity.owner
    if told.id == by.id:
        return
    subject = gettext("%(number)s: %(step)s", number=nonconformity.number, step=gettext(step.label))
    notices.write(
        "nonconformity_step",
        told,
        subject,
        about=nonconformity,
        nonconformity=nonconformity,
        step=step,
        by=by,
        note=note,
        turn=turn(nonconformity),
    )
