"""Closure evidence packs: chosen, looked through for gaps, made of frozen sheets, found again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import force_locale, gettext, ngettext
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from auditapp.adapters import clock
from auditapp.domain import pack as rules
from auditapp.domain import paper, record_reading
from auditapp.domain.dates import local_day
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.words import N_
from auditapp.models import Audit, Nonconformity, Pack, Person, db
from auditapp.services import (
    audits,
    clauses_audited,
    ems_certificates,
    history,
    nonconformities,
    numbers,
    organisations,
    papers,
    registers,
    sheet_contents,
    sheets,
)
from auditapp.services.sheets import Ready, Set


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a pack is to hold: the nonconformities of one ``audit`` (its reference), or those of a register's filter."""

    audit: str = ""
    filter: registers.Filter = field(default_factory=lambda: registers.Filter(show="all"))


@dataclass(frozen=True, slots=True)
class Look:
    """What a pack would hold as things stand, and what it would lack."""

    title: str
    audit: Audit | None
    sheets: Sequence[Ready]
    gaps: tuple[rules.Gap, ...]


def look(person: Person, wanted: Wanted) -> Look:
    """Through what ``person`` may see. Raises `NotThere` for an audit that is not theirs, `Refusal` for too many."""
    history.allow(person, "make_pack")
    audit = audits.find(person, wanted.audit) if wanted.audit else None
    found = list(db.session.scalars(_chosen(person, wanted, audit).options(*sheet_contents.whole())))
    if len(found) > rules.MOST:
        raise Refusal(
            N_("These are %(count)s nonconformities or more; one pack holds %(most)s. Choose fewer."),
            count=len(found),
            most=rules.MOST,
        )
    with force_locale(papers.language()):
        ready = sheets.as_they_stand(found)
        never = clauses_audited.never_audited(_editions(found, audit), papers.language()) if found else ()
        return Look(_title(found, audit), audit, ready, tuple(rules.gaps([one.content for one in ready], never)))


def _chosen(person: Person, wanted: Wanted, audit: Audit | None) -> Select[Nonconformity]:
    query = nonconformities.visible_to(person)
    if audit is not None:
        query = query.where(Nonconformity.audit_id == audit.id)
    else:
        query = registers.filtered(query, person, wanted.filter)
    return query.order_by(Nonconformity.number).limit(rules.MOST + 1)


def _editions(found: Sequence[Nonconformity], audit: Audit | None) -> set[str]:
    if audit is not None:
        return set(audit.criteria)
    return {ref.partition(":")[0] for one in found for ref in one.clauses}


def _title(found: Sequence[Nonconformity], audit: Audit | None) -> str:
    if audit is not None:
        return str(gettext("Closure evidence: %(title)s", title=audit.title))[:200]
    if len(found) == 1:
        return str(gettext("Closure evidence of %(number)s", number=found[0].number))
    return str(
        ngettext("Closure evidence of %(num)d nonconformity", "Closure evidence of %(num)d nonconformities", len(found))
    )


def set_missing(looked: Look) -> list[Set]:
    """Set the sheets that are not frozen yet; takes its time, writes nothing to the database."""
    if not looked.sheets:
        raise Refusal(N_("There is no nonconformity to hand over here. Choose another audit or filter."))
    return sheets.set_missing(looked.sheets)


def make(by: Person, looked: Look, made: Sequence[Set], *, originals: bool = False, copies: bool = False) -> Pack:
    """Freeze what was ``made`` and write the pack. ``originals``: photos go along as they came from the camera, which
    the EMS lead alone decides; it is recorded. ``copies``: full-size ones travel inside its paper."""
    history.allow(by, "make_pack")
    if originals:
        history.allow(by, "give_originals")
    new = {one.ready.nonconformity.id: sheets.freeze(by, one) for one in made}
    moment, organisation = clock.now(), organisations.current()
    assert organisation is not None
    reference = numbers.next_number(f"PACK-{local_day(moment, organisation.timezone).year}", 3)
    content = rules.EvidencePack(
        organisation=organisation.name,
        language=papers.language(),
        reference=reference,
        title=looked.title,
        revision=0,
        status="issued",
        issued_at=moment,
        audit=f"{looked.audit.reference} {looked.audit.title}" if looked.audit else "",
        made_by=by.name,
        originals=originals,
        copies=copies,
        gaps=looked.gaps,
        certificate=ems_certificates.of(organisation),
        sheets=tuple(one.content for one in looked.sheets),
    )
    pack = Pack(
        reference=reference,
        title=looked.title,
        audit_id=looked.audit.id if looked.audit else None,
        sheet_ids=[str((one.paper or new[one.nonconformity.id]).id) for one in looked.sheets],
        record_sha256=papers.store().put(paper.canonical_json(content)),
        made_by=by,
        made_at=moment,
    )
    db.session.add(pack)
    db.session.flush()
    history.record(pack, "make_pack", by, reference=reference, originals=originals, record=pack.record_sha256)
    return pack


def find(person: Person, reference: str) -> Pack:
    """The pack ``reference`` ('PACK-2026-001'); `NotThere` for who may not make packs, or where there is none."""
    query = select(Pack).where(Pack.reference == reference.upper()).options(*_named())
    found = db.session.scalar(query) if person.active else None
    if found is None:
        raise NotThere(N_("There is no such pack here."))
    return found


def listed(limit: int = 20) -> list[Pack]:
    """The packs, the latest first."""
    query = select(Pack).order_by(Pack.made_at.desc()).limit(limit).options(*_named())
    return list(db.session.scalars(query))


def _named() -> tuple[Any, ...]:
    return (joinedload(Pack.made_by).lazyload(Person.roles), joinedload(Pack.audit))


def content_of(pack: Pack) -> rules.EvidencePack:
    """What ``pack`` holds, as it was when it was made."""
    return record_reading.read(rules.EvidencePack, papers.stored(pack.record_sha256))
