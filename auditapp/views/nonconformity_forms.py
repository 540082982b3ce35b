"""Forms of a nonconformity's steps, and how a refusal finds the field it belongs to."""

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, SelectMultipleField, widgets

from auditapp.domain.errors import Refusal
from auditapp.domain.words import KINDS_OF_EVIDENCE
from auditapp.services.actions import Upload
from auditapp.views.fields import Paragraph
from auditapp.views.formats import translated, word

PHOTOS_AT_ONCE = 20
ROOM_FOR_PHOTOS = 200 * 2**20
"""Bytes that a request with photos may have; each photo has its own limit (`domain.picture`)."""


def make_room(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Let a request carry photos. Asked before anything reads the form, and the CSRF check is the first that does."""
    if request.method == "POST":
        request.max_content_length = ROOM_FOR_PHOTOS


class Boxes(SelectMultipleField):
    """Codes to tick; what is not offered is refused in words."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        if not set(self.data or ()) <= {choice[0] for choice in self.choices or ()}:
            raise ValueError(_l("Choose from the list."))


class Photos(MultipleFileField):
    """Pictures from a camera or a folder, several at once."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, render_kw={"accept": "image/*"}, **more)

    def pre_validate(self, form: Any) -> None:
        if len(self.data or ()) > PHOTOS_AT_ONCE:
            raise ValueError(_l("These are too many photos at once. Send at most 20, then the rest."))

    @property
    def uploads(self) -> list[Upload]:
        """Name and bytes of each file that was chosen."""
        return [(one.filename or "", one.stream) for one in self.data or () if isinstance(one, FileStorage)]


class StepForm(FlaskForm):
    """What a step may ask for. ``seen``: the last event that the page showed."""

    how = Boxes(_l("How did you verify it?"))
    note = Paragraph(_l("Note"), render_kw={"rows": 3})
    photos = Photos(_l("Photos"))
    seen = HiddenField()
    name: str

    @classmethod
    def for_steps(cls, name: str, *, label: str, seen: int, **kwargs: Any) -> "StepForm":
        """A form for the steps ``name``; ids carry the name, since several forms stand on one page."""
        form = cls(**kwargs)
        form.name = name
        form.how.choices = [(code, word(code)) for code in KINDS_OF_EVIDENCE]
        form.note.label.text = label
        form.seen.data = str(seen)
        for field in form:
            field.id = f"{field.id}-{name}"
            field.label.field_id = field.id
        return form


def number_of(text: str | None) -> int | None:
    """A count from a hidden field; None when it is none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 12 else None


def refuse(form: FlaskForm, refusal: Refusal) -> str:
    """Put a refusal's sentence at its field; where the form has none, answer it for the head of the form."""
    sentence = translated(refusal.message, refusal.values)
    field = form._fields.get(refusal.field or "")
    if field is None:
        return sentence
    field.errors = [*field.errors, sentence]
    return ""
