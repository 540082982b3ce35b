"""Links in mails: made for one person and one record, exchanged once for a browser's session, revoked.

Opening the address changes nothing, since scanners of mails open every link; pressing the button does. From then on
the link works in that browser only, so that a forwarded mail opens nothing.
"""

import secrets
import uuid
from datetime import timedelta

from sqlalchemy import inspect, select, update
from sqlalchemy.orm import joinedload

from auditapp.adapters import clock
from auditapp.domain.errors import NotAllowed, NotThere, Refusal
from auditapp.domain.standing import is_asked, is_concerned, is_owner
from auditapp.domain.words import N_
from auditapp.models import (
    AccessGrant,
    Action,
    ExtentQuestion,
    Finding,
    Nonconformity,
    Person,
    ReviewDecision,
    ReviewInput,
    db,
    new_id,
)
from auditapp.services import history
from auditapp.services.grant_links import hash_of, marked, token_of
from auditapp.services.nonconformities_seen import theirs

GOOD_FOR = timedelta(days=30)
TWICE_WITHIN = timedelta(minutes=1)


def address(
    person: Person,
    nonconformity: Nonconformity | None = None,
    *,
    action: Action | None = None,
    question: ExtentQuestion | None = None,
    review_input: ReviewInput | None = None,
    decision: ReviewDecision | None = None,
    finding: Finding | None = None,
) -> str:
    """Make a link for ``person`` and answer its address, to be written into a mail (`notices.write`)."""
    moment = clock.now()
    grant = AccessGrant(
        id=new_id(),
        scope=_scope(action, question, review_input, decision, finding),
        person_id=person.id,
        nonconformity_id=nonconformity.id if nonconformity else None,
        input_id=review_input.id if review_input else None,
        decision_id=decision.id if decision else None,
        finding_id=finding.id if finding else None,
        action_id=action.id if action else None,
        question_id=question.id if question else None,
        made_at=moment,
        not_before=moment,
        expires_at=moment + GOOD_FOR,
    )
    grant.token_hash = hash_of(token_of(grant.id))
    db.session.add(grant)
    return marked(grant.id)


def _scope(
    action: Action | None, question: ExtentQuestion | None, box: ReviewInput | None, decision: ReviewDecision | None,
    finding: Finding | None,
) -> str:  # fmt: skip
    named = {"action": action, "extent": question, "review_input": box, "decision": decision, "finding": finding}
    return next((scope for scope, thing in named.items() if thing is not None), "nonconformity")


def find(token: str) -> AccessGrant:
    """The grant behind a link, whatever became of it; `NotThere` for what is no link of ours."""
    query = select(AccessGrant).where(AccessGrant.token_hash == hash_of(token)).options(*_whole())
    grant = db.session.scalar(query)
    if grant is None:
        raise NotThere(
            N_("This link is not known here. Perhaps a part of it was lost: open it from the mail, or copy all of it.")
        )
    return grant


def of_session(grant_id: str) -> AccessGrant:
    """The grant that a session was opened with, while it is good; its refusal ends the session's rights at once."""
    grant = db.session.get(AccessGrant, uuid.UUID(grant_id), options=_whole())
    if grant is None:
        raise NotThere(N_("This link is not known here."))
    ended = trouble(grant)
    if ended is not None:
        raise ended
    return grant


def _whole() -> tuple[joinedload, ...]:  # type: ignore[valid-type]  # a function, which stands for what it makes
    return (joinedload(AccessGrant.person), joinedload(AccessGrant.nonconformity))


def trouble(grant: AccessGrant, browser: str | None = None) -> Refusal | None:
    """Why the link does not work, in a sentence; None when it does. ``browser``: its secret, where one is asking."""
    if grant.revoked_at is not None:
        return NotAllowed(N_("This link was revoked on %(day)s. Ask the EMS lead what to do."), day=grant.revoked_at)
    if not grant.person.active:
        return NotAllowed(N_("This link was made for somebody who is no longer here."))
    if not _still_carries(grant):
        return NotAllowed(
            N_("%(number)s went to somebody else. Nothing is asked of you there any more."),
            number=grant.nonconformity.number if grant.nonconformity else "",
        )
    if has_expired(grant):
        return NotAllowed(N_("This link ended on %(day)s. Ask for a new one below."), day=grant.expires_at)
    if clock.now() < grant.not_before:
        return NotAllowed(N_("This link works from %(day)s on."), day=grant.not_before)
    if browser is not None and grant.browser_hash and hash_of(browser) != grant.browser_hash:
        return NotAllowed(
            N_(
                "This link was used on another device already, on %(day)s. It works there only, so that a forwarded"
                " mail opens nothing. On a new device, ask for a new link below."
            ),
            day=grant.used_at,
        )
    return None


def _still_carries(grant: AccessGrant) -> bool:
    """Whether its person still has to do with the nonconformity: owns a part of it, or was asked about it."""
    about, person = grant.nonconformity, grant.person
    if about is None or is_owner(person, about):
        return True
    if "rounds" not in inspect(about).unloaded:
        return is_concerned(person, about) or is_asked(person, about)
    return db.session.scalar(select(Nonconformity.id).where(Nonconformity.id == about.id, theirs(person))) is not None


def lately(grant: AccessGrant) -> bool:
    """Whether a newer link to the same went to the same person within the last minute: a second press."""
    query = select(AccessGrant.id).where(
        AccessGrant.person_id == grant.person_id,
        AccessGrant.made_at > max(grant.made_at, clock.now() - TWICE_WITHIN),
        AccessGrant.scope == grant.scope,
        AccessGrant.nonconformity_id == grant.nonconformity_id,
        AccessGrant.finding_id == grant.finding_id,
        AccessGrant.input_id == grant.input_id,
        AccessGrant.decision_id == grant.decision_id,
    )
    return db.session.scalar(query.limit(1)) is not None


def has_expired(grant: AccessGrant) -> bool:
    """Whether its days are over."""
    return clock.now() >= grant.expires_at


def may_be_renewed(grant: AccessGrant) -> bool:
    """Whether its person may have a new one by mail: not after it was revoked, or when it is not theirs any more."""
    return grant.revoked_at is None and grant.person.active and _still_carries(grant)


def exchange(grant: AccessGrant, browser: str) -> str:
    """Take the link for this browser; answers the browser's secret, a new one where ``browser`` is ''."""
    history.hold(grant, "used_at", "browser_hash")
    ended = trouble(grant, browser)
    if ended is not None:
        raise ended
    browser = browser or secrets.token_urlsafe(16)
    if grant.used_at is None:
        grant.used_at, grant.browser_hash = clock.now(), hash_of(browser)
        history.record(grant, "use_link", grant.person, about=str(grant.about_id))
    return browser


def revoke(by: Person, grant_id: uuid.UUID) -> AccessGrant:
    """End a link, and with it every session that it opened. Safe to do twice."""
    grant = db.session.get(AccessGrant, grant_id, options=_whole())
    if grant is None:
        raise NotThere(N_("There is no such link here."))
    history.allow(by, "revoke_link", grant)
    if grant.revoked_at is None:
        grant.revoked_at, grant.revoked_by_id = clock.now(), by.id
        history.record(grant, "revoke_link", by, about=str(grant.about_id))
    return grant


def revoke_all_of(by: Person, person: Person) -> None:
    """End every link of ``person``: they went to an address that is not theirs."""
    good = update(AccessGrant).where(AccessGrant.person_id == person.id, AccessGrant.revoked_at.is_(None))
    db.session.execute(good.values(revoked_at=clock.now(), revoked_by_id=by.id))


def of(thing: Nonconformity | Finding) -> list[AccessGrant]:
    """The links that lead to ``thing``, the latest first."""
    to = AccessGrant.finding_id if isinstance(thing, Finding) else AccessGrant.nonconformity_id
    query = select(AccessGrant).where(to == thing.id)
    query = query.options(joinedload(AccessGrant.person).lazyload(Person.roles)).order_by(AccessGrant.made_at.desc())
    return list(db.session.scalars(query))
