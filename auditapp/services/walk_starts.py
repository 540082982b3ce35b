"""An audit that nobody planned, started on a device: what its plan lacks is flagged, never a reason to reject it."""

from zoneinfo import ZoneInfo

from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.domain import audit as rules
from auditapp.domain import walk
from auditapp.domain.errors import Refusal
from auditapp.models import Audit, AuditMember, ChecklistRevision, Site, db
from auditapp.services import audit_proposals, audit_steps, history, languages, numbers, organisations
from auditapp.services.walk_entries import Start
from auditapp.services.walk_replies import Held, Received, Reply


def start(received: Received, said: Start) -> Reply:
    """Make the audit under the device's id, under way, led by who started it; its questions under the device's ids.

    The checklist proposes title, objectives, scope and criteria. Held when the checklist is not here.
    """
    if db.session.get(Audit, received.target) is not None:
        return Reply("applied")
    revision = db.session.get(ChecklistRevision, said.revision)
    if revision is None:
        raise Held(walk.GONE)
    proposed = audit_proposals.proposal(revision, languages.of(received.by))
    day = received.entry.at.astimezone(ZoneInfo(organisations.zone())).date()
    audit = Audit(
        id=received.target,
        reference=numbers.next_number(f"A-{day.year}", 2),
        state="under_way",
        method="on_site",
        starts_on=day,
        ends_on=day,
        planned_starts_on=day,
        started_at=received.entry.at,
        created_at=clock.now(),
        **proposed,
    )
    audit.revisions = [revision]
    audit.sites = _only_site()
    audit.leader, audit.leader_id = received.by, received.by.id
    audit.members = [AuditMember(person=received.by, person_id=received.by.id, role="leader", position=0)]
    with db.session.no_autoflush:
        db.session.add(audit)
        missing = [getattr(refusal, "field", "") for refusal in missing_in(audit)]
    db.session.flush()
    audit_steps.lay_out(audit, said.instances)
    history.record(
        audit, "start_unplanned", received.by, to_state="under_way", reference=audit.reference, missing=missing,
        device_at=received.entry.at.isoformat(),
    )  # fmt: skip
    return Reply("applied")


def _only_site() -> list[Site]:
    sites = list(db.session.scalars(select(Site).where(Site.active).limit(2)))
    return sites if len(sites) == 1 else []


def missing_in(audit: Audit) -> list[Refusal]:
    """What an audit under way lacks of a plan, and of independence: flagged on its page."""
    found = rules.missing_in_plan(audit)
    clash = rules.team_is_independent(audit)
    return [*found, clash] if clash is not None else found
