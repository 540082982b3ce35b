"""Somebody who came by a link of a mail, without signing in: which pages are theirs, and of which record.

The second wall stands in `domain.permissions.acting_by_grant` and in what services look up through the person.
"""

import uuid
from collections.abc import Callable
from typing import Any

from flask import Flask, g, request, session, url_for
from flask_babel import refresh
from flask_security import current_user

from auditapp.domain.errors import NotThere
from auditapp.domain.words import N_
from auditapp.models import AccessGrant, Action, Evidence, ExtentQuestion, Finding, db
from auditapp.services import grants

COOKIE = "link"
"""The secret of the browser that used a link first."""

Within = Callable[[AccessGrant, Any], bool]


def _number(grant: AccessGrant, number: str) -> bool:
    return grant.nonconformity is not None and number.upper() == grant.nonconformity.number


def _action(grant: AccessGrant, action_id: uuid.UUID) -> bool:
    action = db.session.get(Action, action_id)
    return action is not None and action.nonconformity.id == grant.nonconformity_id


def _evidence(grant: AccessGrant, evidence_id: uuid.UUID) -> bool:
    photo = db.session.get(Evidence, evidence_id)
    if photo is None:
        return False
    if grant.finding_id is not None:
        return photo.finding_id == grant.finding_id
    if grant.nonconformity is None:
        return False
    if photo.nonconformity_id == grant.nonconformity_id:
        return True
    finding_id = grant.nonconformity.finding_id
    if finding_id is None:
        return False
    if photo.finding_id == finding_id:
        return True
    return photo.instance_id is not None and photo.instance_id == db.session.get_one(Finding, finding_id).instance_id


def _question(grant: AccessGrant, question_id: uuid.UUID) -> bool:
    question = db.session.get(ExtentQuestion, question_id)
    return question is not None and question.nonconformity_id == grant.nonconformity_id


def _finding(grant: AccessGrant, finding_id: uuid.UUID) -> bool:
    return grant.finding_id == finding_id


def _review_input(grant: AccessGrant, input_id: uuid.UUID) -> bool:
    return grant.input_id == input_id


def _decision(grant: AccessGrant, decision_id: uuid.UUID) -> bool:
    return grant.decision_id == decision_id


WITHIN: dict[str, tuple[str, Within]] = {
    "nonconformities.show": ("number", _number),
    "nonconformities.take": ("number", _number),
    "responses.form": ("number", _number),
    "responses.save": ("number", _number),
    "reports.nc_sheet": ("number", _number),
    "reports.response_letter": ("number", _number),
    "actions.show": ("action_id", _action),
    "actions.report": ("action_id", _action),
    "evidence.copy": ("evidence_id", _evidence),
    "findings.show": ("finding_id", _finding),
    "findings.answer": ("finding_id", _finding),
    "extents.ask": ("number", _number),
    "extents.show": ("question_id", _question),
    "extents.answer": ("question_id", _question),
    "management_review_inputs.show": ("input_id", _review_input),
    "management_review_inputs.answer": ("input_id", _review_input),
    "management_review_decisions.show": ("decision_id", _decision),
    "management_review_decisions.report": ("decision_id", _decision),
}
"""Endpoint -> the place in its address that names the record, and the question whether the link carries that far."""


def attach(app: Flask) -> None:
    """A link's rights end with the request that used them."""

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        person = g.pop("acting", None)
        if person is not None:
            person.acting_on = None


def by_link(endpoint: str) -> str | None:
    """Let the person of this session's link act; answers where to go instead, or None to go on.

    Raises `NotAllowed` when the link ended meanwhile, and `NotThere` for everything that it does not carry to.
    """
    grant = grants.of_session(session["grant"])
    if endpoint == "home.show":
        return home_of(grant)
    place, is_within = WITHIN.get(endpoint, ("", None))
    if is_within is None or not is_within(grant, (request.view_args or {}).get(place)):
        raise NotThere(N_("Your link opens one record only, and this is not part of it."))
    grant.person.acting_on = grant.about_id
    g.acting = g._login_user = grant.person
    refresh()  # from here on their language is spoken
    return None


def home_of(grant: AccessGrant) -> str:
    """The page that a link opens at."""
    if grant.action_id is not None:
        return url_for("actions.show", action_id=grant.action_id)
    if grant.question_id is not None:
        return url_for("extents.show", question_id=grant.question_id)
    if grant.input_id is not None:
        return url_for("management_review_inputs.show", input_id=grant.input_id)
    if grant.finding_id is not None:
        return url_for("findings.show", finding_id=grant.finding_id)
    if grant.decision_id is not None:
        return url_for("management_review_decisions.show", decision_id=grant.decision_id)
    assert grant.nonconformity is not None
    return url_for("nonconformities.show", number=grant.nonconformity.number)


def came_by_link() -> bool:
    """Whether this session was opened by a link, and nobody is signed in."""
    if "grant" not in session:
        return False
    if current_user.is_authenticated:
        del session["grant"]  # who signs in acts with all that is theirs
        return False
    return True
