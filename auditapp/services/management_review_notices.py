"""Who is told what of a management review: whoever is asked for an input, and the owners of decisions."""

from flask_babel import lazy_gettext as _l

from auditapp.domain.management_review_inputs import input_of
from auditapp.models import AccessGrant, Person, ReviewDecision, ReviewInput
from auditapp.services import grants, notices


def tell_asked(box: ReviewInput, by: Person) -> None:
    """Whoever is asked for ``box``; the link in the mail opens it without an account."""
    section = input_of(box.review.edition, box.key)
    assert section is not None
    assert box.person is not None
    notices.write(
        "review_input",
        box.person,
        _l("You are asked for the management review: %(what)s", what=_l(section.title)),
        about=box.review,
        review=box.review,
        section=section,
        box=box,
        by=by,
        link=grants.address(box.person, review_input=box),
    )


def tell_decided(decision: ReviewDecision) -> None:
    """The owner of a decision, when the minutes are issued."""
    notices.write(
        "review_decision",
        decision.owner,
        _l("Decided in the management review: %(what)s", what=decision.short),
        about=decision.review,
        decision=decision,
        review=decision.review,
        link=grants.address(decision.owner, decision=decision),
    )


def tell_again(grant: AccessGrant) -> None:
    """The same mail with a new link, in place of one that ended or was used elsewhere."""
    if grant.review_input is not None:
        tell_asked(grant.review_input, grant.review_input.review.prepared_by)
    if grant.decision is not None:
        tell_decided(grant.decision)
