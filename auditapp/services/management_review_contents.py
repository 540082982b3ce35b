"""A management review as its papers tell it: from rows to `domain.management_review_paper.ReviewPaper`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from flask_babel import force_locale, gettext

from auditapp.adapters import clock
from auditapp.domain import management_review_paper as shape
from auditapp.domain import paper, record_reading, words
from auditapp.domain.management_review import is_blank, standing
from auditapp.domain.management_review_inputs import CONCLUSIONS, inputs_of
from auditapp.models import Event, ManagementReview, Paper, Person, ReviewInput
from auditapp.services import (
    checklists,
    distributions,
    ems_certificates,
    history,
    management_review_days,
    management_review_known,
    organisations,
    paper_parts,
    papers,
)


def pack(person: Person, review: ManagementReview) -> shape.ReviewPaper:
    """The inputs: as they stand while the review is in preparation, as they were frozen from the meeting on."""
    if review.inputs_sha256:
        return record_reading.read(shape.ReviewPaper, papers.stored(review.inputs_sha256))
    with force_locale(papers.language()):
        return replace(_inputs(person, review), status="current", issued_at=clock.now())


def minutes(
    review: ManagementReview,
    *,
    by: Person,
    issued_at: datetime | None = None,
    revision: int = 0,
    reason: str = "",
    before: Paper | None = None,
) -> shape.ReviewPaper:
    """The minutes over the frozen inputs; ``issued_at`` makes them more than a draft, signed by ``by``. ``reason``: why
    there is a revision after the first; ``before``: the one that it replaces."""
    inputs = pack(by, review)
    with force_locale(inputs.language or papers.language()):
        return replace(
            inputs,
            stage="minutes",
            status="issued" if issued_at else "draft",
            issued_at=issued_at,
            revision=revision,
            revision_reason=reason,
            title=title(review, minutes=True),
            held_on=review.held_on,
            people=tuple(_people(review)),
            conclusions=tuple(
                shape.Conclusion(about=key, verdict=said["verdict"], words=said["words"])
                for key in CONCLUSIONS
                if (said := review.conclusions.get(key))
            ),
            concluded_by=review.concluded_by.name if review.concluded_by else "",
            decisions=tuple(management_review_known.decision(one) for one in standing(review.decisions)),
            no_decision_reason=review.no_decision_reason,
            inputs_sha256=review.inputs_sha256,
            distribution=tuple(paper.Recipient(name=name, role=role) for name, role in _recipients(review, before)),
            signatures=tuple(_signatures(review, by, issued_at)),
            history=tuple(_history(history.of(review))),
        )


def title(review: ManagementReview, *, minutes: bool = False) -> str:
    """What the paper is called."""
    if minutes:
        return str(gettext("Minutes of the management review"))
    return str(gettext("Management review: inputs"))


def _inputs(person: Person, review: ManagementReview) -> shape.ReviewPaper:
    organisation = organisations.current()
    period = management_review_known.period_of(review)
    edition = checklists.editions()[review.edition]
    boxes = {box.key: box for box in review.inputs}
    return shape.ReviewPaper(
        organisation=organisation.name if organisation else "",
        language=papers.language(),
        reference=review.reference,
        title=title(review),
        revision=0,
        edition=review.edition,
        standard=edition.name,
        period=(period.first, period.last),
        before=(period.before.first, period.before.last),
        held_on=review.held_on,
        prepared_by=review.prepared_by.name,
        people=tuple(_people(review)),
        sections=tuple(_sections(person, review, boxes)),
        certificate=ems_certificates.of(organisation),
    )


def _sections(person: Person, review: ManagementReview, boxes: dict[str, ReviewInput]) -> Iterable[shape.Section]:
    for section in inputs_of(review.edition):
        known, box = management_review_known.of(person, review, section.key), boxes[section.key]
        yield shape.Section(
            key=section.key,
            clause=section.clause,
            title=gettext(section.title),
            figures=known.figures,
            charts=known.charts,
            course=known.course,
            lists=known.lists,
            earlier=known.earlier,
            words=box.words,
            nothing=box.nothing,
            by=box.answered_by.name if box.answered_by else "",
            at=box.answered_at,
            is_blank=is_blank(section, box),
            owner=box.person.name if box.person else review.prepared_by.name,
        )


def _people(review: ManagementReview) -> Iterable[shape.Present]:
    for one in review.people:
        yield shape.Present(name=one.name, role=one.role, present=one.present)


def _recipients(review: ManagementReview, before: Paper | None) -> Iterable[tuple[str, str]]:
    """Whoever was invited, the owners of decisions, and whoever has the revision ``before``: the name, and what they
    are at the meeting."""
    found = {one.name: one.role for one in review.people}
    for decision in standing(review.decisions):
        found.setdefault(decision.owner.name, "")
    for receipt in distributions.of(before) if before else ():
        if receipt.person is None or receipt.person.active:
            found.setdefault(receipt.called, "")
    return found.items()


def _history(events: Iterable[Event]) -> Iterable[paper.Event]:
    """What happened, with the decision that was written down or taken back, by its number, and corrected days."""
    told = [one for one in events if one.verb in words.VERBS and one.verb not in ("ask_input", "answer_input")]
    for event, printed in zip(told, paper_parts.history(told), strict=True):
        number = event.data.get("number")
        if number:
            yield replace(printed, note=f"{number}. {printed.note or event.data['what']}")
        else:
            yield replace(printed, note=printed.note or management_review_days.told_by(event))


def _signatures(review: ManagementReview, by: Person, issued_at: datetime | None) -> Iterable[paper.Signature]:
    if review.concluded_by is not None:
        yield paper.Signature(
            name=review.concluded_by.name,
            role=gettext(words.ROLES["top_management"]),
            meaning=gettext(words.VERBS["conclude_review"]),
            at=review.concluded_at,
        )
    if issued_at is not None:
        role = "top_management" if "top_management" in by.role_names else "ems_lead"
        yield paper.Signature(
            name=by.name, role=gettext(words.ROLES[role]), meaning=gettext(words.VERBS["issue_minutes"]), at=issued_at
        )
