"""The guide of a role as a paper: one page to print and hand out."""

from pathlib import Path

from flask import render_template
from flask_babel import gettext

from auditapp.adapters import clock, pdf
from auditapp.domain.errors import NotThere
from auditapp.domain.guide import Guide
from auditapp.domain.languages import tag
from auditapp.domain.words import N_, ROLES
from auditapp.services import organisations
from auditapp.services.papers import File


def as_paper(guide: Guide, language: str) -> File:
    """In ``language``, which is spoken already. Raises `PaperFailed`."""
    organisation = organisations.current()
    title = gettext("Guide: %(role)s", role=gettext(ROLES[guide.role]))
    html = render_template(
        "reports/guide.html", lang=language, guide=guide, name=organisation.name if organisation else ""
    )
    file = pdf.render(html, media=_no_pictures, title=title, lang=tag(language), when=clock.now())
    return File(f"{title}.pdf", file)


def _no_pictures(_name: str) -> Path:
    raise NotThere(N_("There are no pictures in a guide."))
