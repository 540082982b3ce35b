"""Figures of the register: by period, compared with the one before; every bar leads to its rows."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, request
from flask_babel import gettext

from auditapp.services import figures, figures_papers
from auditapp.services.figures import Period
from auditapp.services.register_filters import Filter
from auditapp.views import register_filters, reports
from auditapp.views.pages import me, page

views = Blueprint("figures", __name__)


@views.get("/figures")
def show() -> Response:
    """The page; the period is asked for by its first and last day, twelve months until today otherwise."""
    period, person = _asked(), me()
    return page(
        "figures/show.html", period=period, lines=figures.lines(person, period), charts=figures.charts(person, period),
        course=figures.course(person, period, rows_of), rows_of=rows_of, periods=_periods(period),
    )  # fmt: skip


@views.get("/figures.pdf")
def paper() -> Response:
    """The same on paper."""
    return reports.paper(figures_papers.printed(me(), _asked()))


def rows_of(**asked: Any) -> str:
    """The register's address of what a bar counts."""
    return register_filters.address(Filter(), **asked)


def _periods(shown: Period) -> list[tuple[str, str, bool]]:
    """Periods that are asked for most, as chips."""
    day = figures.today()
    year = date(day.year, 1, 1)
    quarter = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    usual = [
        (gettext("Twelve months"), figures.year_to(day)), (gettext("This year"), Period(year, day)),
        (gettext("Last year"), Period(date(day.year - 1, 1, 1), date(day.year - 1, 12, 31))),
        (gettext("This quarter"), Period(quarter, day)), (gettext("Last quarter"), _quarter_before(quarter)),
    ]  # fmt: skip
    return [(word, f"?from={one.first}&until={one.last}", one == shown) for word, one in usual]


def _quarter_before(first: date) -> Period:
    last = date.fromordinal(first.toordinal() - 1)
    return Period(date(last.year, last.month - 2, 1), last)


def _asked() -> Period:
    usual = figures.year_to(figures.today())
    first, last = _day("from", usual.first), _day("until", usual.last)
    return Period(first, last) if first <= last else usual


def _day(name: str, otherwise: date) -> date:
    try:
        day = date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise
    return day if 1990 <= day.year <= 2200 else otherwise
