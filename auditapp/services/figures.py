"""Figures of the register, worded and in their order: the same on the page, on its print and in other papers.

`charts` and `lines` are all that a paper needs, with the macros of `templates/figures/_bars.html`:

    {% from "figures/_bars.html" import bars, columns, pairs %}
    {% for chart in charts %}{{ bars(chart.key, chart.title, chart.rows()) }}{% endfor %}
    {{ pairs('shares', _('Shares'), shares, full=100) }}
    {{ columns('course', _('Raised and closed'), course) }}

Words come in the language that is in force (`force_locale` on papers).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import format_date, get_locale, gettext

from auditapp.models import Person
from auditapp.services import checklists, figures_bars
from auditapp.services.figures_bars import Bar, Month, by_month
from auditapp.services.figures_numbers import Numbers, Share, numbers
from auditapp.services.figures_periods import Period, today, year_to

__all__ = [
    "Address", "Bar", "Chart", "Line", "Month", "Numbers", "Period", "Share", "by_month", "charts", "course", "lines",
    "numbers", "today", "year_to",
]  # fmt: skip

Address = Callable[..., str]
"""The register's address of a filter: `address(show='open', owner=...)`."""


@dataclass(frozen=True)
class Chart:
    """A chart of bars under its title. ``key``: open_by_owner, open_by_process, open_by_clause, ageing, by_clause,
    by_cause."""

    key: str
    title: str
    bars: list[Bar]

    def rows(self, address: Address | None = None) -> list[tuple[str, int, int, str | None, int | None]]:
        """Rows of the macro ``bars``: word, number, of it late, address or None, number before or None."""
        return [(bar.word, bar.count, bar.late, address(**bar.filter) if address else None, bar.before)
                for bar in self.bars]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One number of the period beside the one before. ``kind``: 'count', 'share' or 'days'; the values are numbers, of
    a share percent, None of nothing; the texts are what is shown; ``filter``: the register's rows behind it."""

    key: str
    kind: str
    label: str
    now: int | float | None
    before: int | float | None
    now_text: str
    before_text: str
    filter: dict[str, Any]
    rows: int
    """How many nonconformities the filter shows."""

    def row(self, address: Address | None = None) -> tuple[str, int | float | None, str, int | float | None, str, Any]:
        """A row of the macro ``pairs``: word, value, text, value before, text before, address or None."""
        to = address(**self.filter) if address else None
        return self.label, self.now, self.now_text, self.before, self.before_text, to


def charts(person: Person, period: Period) -> list[Chart]:
    """All charts of bars that ``person`` may see, for ``period``."""
    return [
        Chart("open_by_owner", gettext("Open by owner"), figures_bars.open_by(person, "owner", period)),
        Chart("open_by_process", gettext("Open by process"), figures_bars.open_by(person, "process", period)),
        Chart("open_by_clause", gettext("Open by clause"), _labelled(figures_bars.open_by(person, "clause", period))),
        Chart("ageing", gettext("Open by age, in days"), figures_bars.ageing(person)),
        Chart("by_clause", gettext("Raised in the period, by clause"),
              _labelled(figures_bars.pareto_of_clauses(person, period))),
        Chart("by_cause", gettext("Causes named, in the period"), figures_bars.pareto_of_causes(person, period)),
    ]  # fmt: skip


def _labelled(bars: list[Bar]) -> list[Bar]:
    language = str(get_locale() or "en")
    return [replace(bar, word=checklists.clause_label(bar.word, language)) for bar in bars]


def lines(person: Person, period: Period) -> list[Line]:
    """The numbers of ``period`` beside those of the period before, in their order: counts, shares, days."""
    now, before = numbers(person, period), numbers(person, period.before)
    came = {"show": "counted", "raised_from": period.first, "raised_until": period.last}
    ended = {"show": "counted", "closed_from": period.first, "closed_until": period.last}

    def count(key: str, label: str, filter_: dict[str, Any]) -> Line:
        one, other = getattr(now, key), getattr(before, key)
        return Line(key, "count", label, one, other, str(one), str(other), filter_, one)

    def share(key: str, label: str, fact: str) -> Line:
        one, other = getattr(now, key), getattr(before, key)
        filter_ = came | {"facts": (fact,)}
        return Line(key, "share", label, one.percent, other.percent, _shown(one), _shown(other), filter_, one.rows)

    def days(key: str, label: str, filter_: dict[str, Any], rows: int) -> Line:
        one, other = getattr(now, key), getattr(before, key)
        return Line(key, "days", label, one, other, _days(one), _days(other), filter_, rows)

    return [
        count("raised", gettext("Raised"), came),
        count("closed", gettext("Closed"), ended),
        count("open_at_end", gettext("Open at the end"), {"show": "counted", "open_on": period.last}),
        count("reopened", gettext("Reopened after the closing"), came | {"facts": ("reopened",)}),
        share("on_time", gettext("Every due date kept"), "on_time"),
        share("not_effective", gettext("Judged not effective"), "not_effective"),
        share("repeats", gettext("Repeats: same clause and process within three years"), "repeat"),
        share("at_source", gettext("Actions at the source"), "at_source"),
        share("raises_standard", gettext("Actions that raise the standard"), "raises_standard"),
        days("days_to_plan", gettext("Median days to the plan"), came | {"facts": ("planned",)}, now.planned),
        days("days_to_close", gettext("Median days to the closing"), ended, now.closed),
    ]


def course(
    person: Person, period: Period, address: Address | None = None
) -> list[tuple[str, int, str | None, int, str | None]]:
    """Rows of the macro ``columns``, a month each (a year, where the period is long): its name, what was raised, its
    address or None, what was closed, its address or None."""
    rows = []
    for month in by_month(person, period):
        first, last = month.days.first, month.days.last
        is_month = (first.year, first.month) == (last.year, last.month)
        name = format_date(first, "MMM yy" if is_month else "y")
        came = address(show="counted", raised_from=first, raised_until=last) if address else None
        ended = address(show="counted", closed_from=first, closed_until=last) if address else None
        rows.append((name, month.raised, came, month.closed, ended))
    return rows


def _shown(share: Share) -> str:
    if share.percent is None:
        return "–"
    values = {"percent": share.percent, "part": share.part, "whole": share.whole}
    return str(gettext("%(percent)s %% (%(part)s of %(whole)s)", **values))


def _days(value: int | float | None) -> str:
    return "–" if value is None else f"{value:g}"
