"""Which clauses of an edition nobody has audited in the cycle: asked a question at, and answered."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.domain import standard
from auditapp.models import Audit, Instance, db
from auditapp.services import checklists, organisations

CYCLE = timedelta(days=3 * 365 + 1)
"""The three years of a certificate: what was audited before them does not count any more (ISO/IEC 17021-1, 9.1.3)."""
NO_ANSWER = ("", "later", "not_applicable")


def never_audited(wanted: Iterable[str], language: str) -> tuple[str, ...]:
    """Headings of the auditable clauses of the editions ``wanted`` (keys) at which no question was answered in an audit
    of the last three years. An answer under another edition counts for the clause that it became."""
    known = checklists.editions()
    answered = _answered()
    answered |= {other for ref in answered for other in standard.other_edition(ref, known)}
    return tuple(
        standard.label(clause.ref, known, language)
        for key in sorted(set(wanted) & set(known))
        for clause in known[key].auditable
        if clause.ref not in answered and not any(ref.startswith(f"{clause.ref}.") for ref in answered)
    )


def _answered() -> set[str]:
    since = clock.today(organisations.zone()) - CYCLE
    query = (
        select(Instance.clauses)
        .join(Instance.audit)
        .where(Instance.result.not_in(NO_ANSWER), Audit.state != "cancelled", Audit.starts_on > since)
    )
    return {ref for clauses in db.session.scalars(query) for ref in clauses}
