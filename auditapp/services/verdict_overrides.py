"""Overrides of independence at a nonconformity: small organisations may have nobody else to judge and verify it.

Asked for with a reason and with what keeps it fair, approved by somebody whom it does not concern, printed on the sheet
(product.md, 'The life of a nonconformity').
"""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.domain.errors import Refusal
from auditapp.domain.nonconformity import override_asked
from auditapp.domain.permissions import can
from auditapp.domain.standing import JUDGING_ROLES, is_independent, is_overridden
from auditapp.domain.words import N_
from auditapp.models import Nonconformity, Person, Role, VerdictOverride, db
from auditapp.services import notices, verdicts

Data = dict[str, Any]


def in_question(nonconformity: Nonconformity, everybody: Sequence[Person]) -> list[Person]:
    """Auditors and EMS leads of ``everybody`` who own a part of it or answered it, and for whom nothing was approved
    yet."""
    if not nonconformity.process and not nonconformity.rounds:
        return []
    owners = {nonconformity.owner_id, *(action.owner_id for this in nonconformity.rounds for action in this.actions)}
    if nonconformity.process is not None and nonconformity.process.owner_id is not None:
        owners.add(nonconformity.process.owner_id)
    owners |= verdicts.answered_by(nonconformity)
    found = (person for person in everybody if person.id in owners and person.role_names & JUDGING_ROLES)
    return [person for person in found if not is_overridden(person, nonconformity)]


def read(nonconformity: Nonconformity, data: Data) -> None:
    """``verifier`` (an id) becomes the event's person; ``mitigation`` stays. Both are needed."""
    person_id = data.pop("verifier", None)
    person = db.session.get(Person, person_id) if isinstance(person_id, uuid.UUID) else None
    if person is None or not person.active or not person.role_names & JUDGING_ROLES:
        raise Refusal(N_("Choose who is to judge and verify it: an auditor or EMS lead."), field="verifier")
    if is_independent(person, nonconformity) and verdicts.has_other_hands(person, nonconformity):
        raise Refusal(N_("%(name)s is independent of it and needs no override."), field="verifier", name=person.name)
    data["mitigation"] = (data.get("mitigation") or "").strip()
    if not data["mitigation"]:
        raise Refusal(N_("Say what keeps the verdict fair all the same."), field="mitigation")
    data["person"] = str(person.id)


def read_approval(nonconformity: Nonconformity, data: Data) -> None:
    """The event names whose override it is."""
    asked = override_asked(nonconformity)
    if asked is not None:
        data["person"] = str(asked.person_id)


def ask(by: Person, nonconformity: Nonconformity, note: str, data: Data) -> None:
    """Keep what was asked, and tell those who may approve it."""
    person = db.session.get_one(Person, uuid.UUID(data["person"]))
    asked = VerdictOverride(
        nonconformity=nonconformity, person=person, person_id=person.id, reason=note, mitigation=data["mitigation"],
        asked_by=by, asked_by_id=by.id, asked_at=clock.now(),
    )  # fmt: skip
    db.session.add(asked)
    db.session.flush()
    for approver in approvers(nonconformity):
        notices.write(
            "override_asked",
            approver,
            _l("%(number)s: you are asked to approve an override", number=nonconformity.number),
            about=nonconformity,
            nonconformity=nonconformity,
            override=asked,
            link=url_for("nonconformities.show", number=nonconformity.number, _external=True),
        )


def approvers(nonconformity: Nonconformity) -> list[Person]:
    """Who may approve what waits."""
    query = select(Person).where(Person.active, Person.roles.any(Role.name.in_(("ems_lead", "top_management"))))
    return [person for person in db.session.scalars(query) if can(person, "approve_override", nonconformity)]


def approve(by: Person, nonconformity: Nonconformity, _note: str, _data: Data) -> None:
    """From now on they may judge, verify and check it."""
    asked = override_asked(nonconformity)
    assert asked is not None
    asked.approved_by, asked.approved_by_id, asked.approved_at = by, by.id, clock.now()
