"""Figures of the register: by period, compared with the one before; every bar leads to its rows."""

from datetime import date

from flask import Blueprint, Response, request
from flask_babel import get_locale, gettext

from auditapp.services import checklists, figures
from auditapp.services.figures import Bar, Period
from auditapp.services.register_filters import Filter
from auditapp.views import register_filters
from auditapp.views.pages import me, page

views = Blueprint("figures", __name__)


@views.get("/figures")
def show() -> Response:
    """The page; the period is asked for by its first and last day, twelve months until today otherwise."""
    period, person = _asked(), me()
    clauses = [
        Bar(checklists.clause_label(bar.word, str(get_locale() or "en")), bar.count, bar.late, bar.filter)
        for bar in figures.pareto_of_clauses(person, period)
    ]
    return page(
        "figures/show.html",
        period=period,
        now=figures.numbers(person, period),
        before=figures.numbers(person, period.before),
        charts=[
            (gettext("Open by owner"), _rows(figures.open_by(person, "owner")), True),
            (gettext("Open by process"), _rows(figures.open_by(person, "process")), True),
            (gettext("Open by clause"), _rows(_labelled(figures.open_by(person, "clause"))), True),
            (gettext("Open by age, in days"), _rows(figures.ageing(person)), True),
            (gettext("Raised in the period, by clause"), _rows(clauses), False),
            (gettext("Causes named, in the period"), _rows(figures.pareto_of_causes(person, period)), False),
        ],
        rows_of=lambda **asked: register_filters.address(Filter(), **asked),
    )


def _labelled(bars: list[Bar]) -> list[Bar]:
    language = str(get_locale() or "en")
    return [Bar(checklists.clause_label(bar.word, language), bar.count, bar.late, bar.filter) for bar in bars]


def _rows(bars: list[Bar]) -> list[tuple[str, int, int, str]]:
    return [(bar.word, bar.count, bar.late, register_filters.address(Filter(), **bar.filter)) for bar in bars]


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
