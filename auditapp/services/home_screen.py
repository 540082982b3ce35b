"""Where the icon on somebody's home screen leads."""

from sqlalchemy import case, exists, or_, select

from auditapp.adapters import clock
from auditapp.models import Audit, AuditMember, Person, Process, db
from auditapp.services import organisations


def next_audit(person: Person) -> Audit | None:
    """The audit under way that ``person`` walks, the latest begun first; else the next that they are to walk."""
    on_team = exists().where(
        AuditMember.audit_id == Audit.id, AuditMember.person_id == person.id, AuditMember.role != "observer"
    )
    begun = Audit.state == "under_way"
    comes = Audit.state.in_(("planned", "confirmed"))
    today = clock.today(organisations.zone())
    query = (
        select(Audit)
        .where(or_(Audit.leader_id == person.id, on_team), or_(begun, comes))
        .order_by(case((begun, 0), else_=1), case((Audit.starts_on <= today, 0), else_=1), Audit.starts_on)
        .limit(1)
    )
    return db.session.scalar(query)


def own_process(person: Person) -> Process | None:
    """The first process that ``person`` owns."""
    query = select(Process).where(Process.owner_id == person.id, Process.active).order_by(Process.name).limit(1)
    return db.session.scalar(query)
