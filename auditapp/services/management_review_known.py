"""What the app knows for each input of a management review, beside the period before."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from flask_babel import gettext

from auditapp.domain import management_review_paper as paper
from auditapp.models import ManagementReview, Person, ReviewDecision
from auditapp.services import figures, management_review_audits, management_review_counts, management_review_decisions
from auditapp.services.figures_periods import Period, today

MOST = 6
"""Bars of one chart; the page of figures has the rest."""
OPEN_NOW = ("open_by_process", "ageing")
"""Charts of what is open when they are drawn."""


@dataclass(frozen=True)
class Known:
    """For one section. ``filters``: code of a figure -> the register's rows behind it."""

    figures: tuple[paper.Figure, ...] = ()
    charts: tuple[paper.Chart, ...] = ()
    course: tuple[paper.Month, ...] = ()
    lists: tuple[paper.Listed, ...] = ()
    earlier: tuple[paper.Decision, ...] = ()
    filters: dict[str, dict[str, Any]] = field(default_factory=dict)


def period_of(review: ManagementReview) -> Period:
    """Its days."""
    return Period(review.first_on, review.last_on)


def of(person: Person, review: ManagementReview, key: str) -> Known:
    """What is known for the section ``key``, as ``person`` may see it, in the language in force."""
    known = _KNOWN.get(key)
    return known(person, review) if known else Known()


def decision(one: ReviewDecision) -> paper.Decision:
    """A decision as papers tell it."""
    return paper.Decision(
        number=one.number, what=one.what, output=one.output, owner=one.owner.name, due=one.due_on,
        review=one.review.reference, done=one.done_on, note=one.done_note,
    )  # fmt: skip


def _figure(code: str, now: object, before: object) -> paper.Figure:
    return paper.Figure(code=code, label=gettext(paper.FIGURES[code]), now=str(now), before=str(before))


def _counted(codes: tuple[str, ...], now: dict[str, int], before: dict[str, int]) -> tuple[paper.Figure, ...]:
    return tuple(_figure(code, now[code], before[code]) for code in codes)


def _earlier_actions(_person: Person, review: ManagementReview) -> Known:
    period, counts = period_of(review), management_review_decisions
    rows = []
    for one in (period, period.before):
        rows.append((counts.count_done(one), counts.count_open(one.last), counts.count_open(one.last, late=True)))
    codes = ("decisions_done", "decisions_open", "decisions_late")
    return Known(
        figures=tuple(_figure(code, now, before) for code, now, before in zip(codes, *rows, strict=True)),
        earlier=tuple(decision(one) for one in counts.for_review(review)),
    )


def _nonconformities(person: Person, review: ManagementReview) -> Known:
    period = period_of(review)
    lines = figures.lines(person, period)
    more = [management_review_counts.of_register(one) for one in (period, period.before)]
    own = _counted(("raised_major", "late_at_end", "actions_due", "actions_done", "actions_late"), *more)
    return Known(
        figures=(
            *(paper.Figure(code=one.key, label=one.label, now=one.now_text, before=one.before_text) for one in lines),
            *own,
        ),
        charts=_charts(person, period, ("by_clause", "by_cause", "open_by_process", "ageing")),
        course=tuple(
            paper.Month(name=name, raised=raised, closed=closed)
            for name, raised, _, closed, _ in figures.course(person, period)
        ),
        lists=(replace(management_review_counts.overdue(person), day=_day_of_what_is_open(period)),),
        filters={one.key: one.filter for one in lines},
    )


def _day_of_what_is_open(period: Period) -> date | None:
    """Charts and lists of what is open tell of today, while the numbers tell of the end of the period."""
    return today() if today() != period.last else None


def _charts(person: Person, period: Period, wanted: tuple[str, ...]) -> tuple[paper.Chart, ...]:
    found = {one.key: one for one in figures.charts(person, period)}
    return tuple(
        paper.Chart(
            code=key,
            title=found[key].title,
            bars=tuple(
                paper.Bar(word=bar.word, count=bar.count, late=bar.late, before=bar.before)
                for bar in found[key].bars[:MOST]
            ),
            day=_day_of_what_is_open(period) if key in OPEN_NOW else None,
        )
        for key in wanted
        if found[key].bars
    )


def _obligations(_person: Person, review: ManagementReview) -> Known:
    period = period_of(review)
    now, before = (_sources(one) | management_review_audits.counts(one) for one in (period, period.before))
    return Known(
        figures=_counted(("regulator", "compliance_audits"), now, before),
        lists=(management_review_counts.from_source("regulator", period),),
    )


def _communications(_person: Person, review: ManagementReview) -> Known:
    period = period_of(review)
    return Known(
        figures=_counted(("complaints", "concerns"), _sources(period), _sources(period.before)),
        lists=(management_review_counts.from_source("complaint", period),),
    )


def _sources(period: Period) -> dict[str, int]:
    return management_review_counts.of_sources(period)


def _improvement(_person: Person, review: ManagementReview) -> Known:
    period = period_of(review)
    now, before = (management_review_audits.findings(one) for one in (period, period.before))
    return Known(
        figures=_counted(("findings_ofi", "ofi_taken_up", "ofi_declined"), now, before),
        lists=(management_review_audits.opportunities(period),),
    )


def _audit_results(_person: Person, review: ManagementReview) -> Known:
    period = period_of(review)
    counts = [management_review_audits.counts(one) for one in (period, period.before)]
    found = [management_review_audits.findings(one) for one in (period, period.before)]
    covered = [management_review_audits.covered(review.edition, one) for one in (period, period.before)]
    outside = [_sources(one) for one in (period, period.before)]
    of = gettext("%(part)s of %(whole)s", part="%s", whole="%s")
    return Known(
        figures=(
            *_counted(
                ("audits_planned", "audits_held", "audits_late", "audits_moved", "audits_cancelled", "audits_external"),
                *counts,
            ),
            *_counted(management_review_audits.GRADES, *found),
            *_counted(("external",), *outside),
            _figure("clauses_covered", *(of % one.clauses for one in covered)),
            _figure("processes_covered", *(of % one.processes for one in covered)),
        ),
        lists=(
            management_review_audits.held(period),
            management_review_counts.from_source("external", period),
            covered[0].clauses_left,
            covered[0].processes_left,
        ),
    )


_KNOWN: dict[str, Callable[[Person, ManagementReview], Known]] = {
    "earlier_actions": _earlier_actions,
    "nonconformities": _nonconformities,
    "obligations": _obligations,
    "audit_results": _audit_results,
    "communications": _communications,
    "improvement": _improvement,
}
