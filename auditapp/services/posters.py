"""Posters for the wall: one page with the code that opens 'report a concern' at its process."""

import uuid
from pathlib import Path

from flask import current_app, render_template
from flask_babel import force_locale, gettext

from auditapp.adapters import clock, pdf
from auditapp.adapters.qr import qr_code
from auditapp.domain.errors import NotThere
from auditapp.domain.languages import tag
from auditapp.domain.words import N_
from auditapp.models import Person
from auditapp.services import concerns, history, organisations, papers, sites
from auditapp.services.papers import File


def of_process(person: Person, process_id: uuid.UUID) -> File:
    """The poster of a process as PDF. Raises `NotThere`, `PaperFailed`."""
    history.allow(person, "triage")
    process = sites.find_process(process_id)
    address = f"{current_app.config['SETTINGS'].url}/concern/{concerns.poster_code(process)}"
    organisation = organisations.current()
    language = papers.language()
    with force_locale(language):
        html = render_template(
            "reports/poster.html",
            lang=language,
            process=process,
            address=address,
            qr=qr_code(address),
            name=organisation.name if organisation else "",
        )
        title = gettext("Report a concern: %(process)s", process=process.name)
    file = pdf.render(html, media=_no_pictures, title=title, lang=tag(language), when=clock.now())
    return File(f"{title}.pdf", file)


def _no_pictures(_name: str) -> Path:
    raise NotThere(N_("There are no pictures on a poster."))
