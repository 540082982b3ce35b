"""The figures on paper: the same numbers and the same charts as on the page."""

from pathlib import Path

from flask import render_template
from flask_babel import force_locale, format_date, gettext

from auditapp.adapters import clock, pdf
from auditapp.domain.errors import NotThere
from auditapp.domain.languages import DAY, tag
from auditapp.domain.words import N_
from auditapp.models import Person
from auditapp.services import figures, organisations, papers
from auditapp.services.figures import Period
from auditapp.services.papers import File


def printed(person: Person, period: Period) -> File:
    """The figures of ``period`` that ``person`` may see, as PDF. Raises `PaperFailed`."""
    organisation = organisations.current()
    language = papers.language()
    with force_locale(language):
        days = {"first": format_date(period.first, DAY[language]), "last": format_date(period.last, DAY[language])}
        title = gettext("Nonconformities in figures, %(first)s to %(last)s", **days)
        html = render_template(
            "reports/figures.html", lang=language, title=title, name=organisation.name if organisation else "",
            zone=organisations.zone(), now=clock.now(), person=person, lines=figures.lines(person, period),
            charts=figures.charts(person, period), course=figures.course(person, period),
        )  # fmt: skip
    file = pdf.render(html, media=_no_pictures, title=title, lang=tag(language), when=clock.now())
    return File(f"{title}.pdf", file)


def _no_pictures(_name: str) -> Path:
    raise NotThere(N_("There are no pictures among figures."))
