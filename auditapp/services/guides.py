"""The guide of a role as a paper: one page to print and hand out."""

from functools import lru_cache
from pathlib import Path

from flask import render_template
from flask_babel import gettext

from auditapp.adapters import clock, pdf
from auditapp.domain.errors import NotThere
from auditapp.domain.guide import GUIDES, Guide
from auditapp.domain.languages import tag
from auditapp.domain.words import N_, ROLES
from auditapp.services import organisations
from auditapp.services.papers import File


def as_paper(guide: Guide, language: str) -> File:
    """In ``language``, which is spoken already. Raises `PaperFailed`."""
    organisation = organisations.current()
    title = gettext("Guide: %(role)s", role=gettext(ROLES[guide.role]))
    return File(f"{title}.pdf", _set(guide.name, language, title, organisation.name if organisation else ""))


@lru_cache(maxsize=32)
def _set(name: str, language: str, title: str, organisation: str) -> bytes:
    """Set once and kept: anybody may ask for it, and nobody shall keep the press busy by asking."""
    html = render_template("reports/guide.html", lang=language, guide=GUIDES[name], name=organisation)
    return pdf.render(html, media=_no_pictures, title=title, lang=tag(language), when=clock.now())


def _no_pictures(_name: str) -> Path:
    raise NotThere(N_("There are no pictures in a guide."))
