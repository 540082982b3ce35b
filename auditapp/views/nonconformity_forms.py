"""Forms of a nonconformity's steps, and what a refused page keeps of them."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import IO, Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, widgets
from wtforms.validators import ValidationError

from auditapp.domain.errors import Refusal
from auditapp.domain.finding import NONCONFORMING
from auditapp.domain.steps import Step
from auditapp.domain.words import KINDS_OF_EVIDENCE
from auditapp.models import Nonconformity, Person
from auditapp.services import due_dates, people, verdict_overrides
from auditapp.services.actions import Upload
from auditapp.views.choices import SelectField, SelectMultipleField
from auditapp.views.fields import Choice, Day, Paragraph, chosen
from auditapp.views.formats import day, short_grade, translated, word

PHOTOS_AT_ONCE = 20
ASPECT = _l("As your register of aspects has it. For example: storing oil.")
OBLIGATION = _l("A permit, a law or what you promised, with its point.")


class Boxes(SelectMultipleField):
    """Codes to tick; what is not offered is refused in words."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def pre_validate(self, form: Any) -> None:
        if not set(self.data or ()) <= {code for code, *_ in self.choices or ()}:
            raise ValidationError(_l("Choose from the list."))


class Photos(MultipleFileField):
    """Pictures from a camera or a folder, several at once."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, render_kw={"accept": "image/*"}, **more)

    def pre_validate(self, form: Any) -> None:
        if len(self.data or ()) > PHOTOS_AT_ONCE:
            raise ValidationError(_l("These are too many photos at once. Send at most 20, then the rest."))

    @property
    def uploads(self) -> list[Upload]:
        """Name and bytes of each file that was chosen."""
        return [(one.filename or "", one.stream) for one in self.data or () if isinstance(one, FileStorage)]


class StepForm(FlaskForm):
    """What a step may ask for. ``seen``: the last event that the page showed."""

    how = Boxes(_l("How did you verify it?"))
    note = Paragraph(_l("Note"), render_kw={"rows": 3})
    photos = Photos(_l("Photos"))
    kind = SelectField(_l("Which due date?"), validate_choice=False)
    until = Day(_l("Until when?"))
    owner = Choice(_l("Who owns it from now on?"))
    grade = SelectField(_l("Which grade is the right one?"), validate_choice=False)
    aspect = Paragraph(_l("Environmental aspect"), description=ASPECT, render_kw={"rows": 2})
    obligation = Paragraph(_l("Compliance obligation"), description=OBLIGATION, render_kw={"rows": 2})
    verifier = Choice(_l("Who is to judge and verify it, though it is partly their own?"))
    mitigation = Paragraph(_l("What keeps the verdict fair all the same?"), render_kw={"rows": 2})
    seen = HiddenField()
    name: str

    @classmethod
    def for_steps(cls, name: str, *, label: str, seen: int, **kwargs: Any) -> "StepForm":
        """A form for the steps ``name``; ids carry the name, since several forms stand on one page."""
        form = cls(**kwargs)
        form.name = name
        if form.how is not None:
            form.how.choices = [(code, word(code)) for code in KINDS_OF_EVIDENCE]
        for field in (form.kind, form.owner, form.verifier, form.grade):
            if field is not None:
                field.choices = []
        form.note.label.text = label
        form.seen.data = str(seen)
        for field in form:
            field.id = f"{field.id}-{name}"
            field.label.field_id = field.id
        return form

    def offer(self, nonconformity: Nonconformity, step: Step, everybody: Sequence[Person] | None = None) -> "StepForm":
        """The choices of what ``step`` asks: due dates that are open, people who could own it. ``everybody``: all who
        are here, where they were asked for already."""
        if everybody is None:
            everybody = people.active() if {"owner", "verifier"} & set(step.asks) else []
        if "kind" in step.asks:
            dates = [due for due in due_dates.of_round(nonconformity) if due.met_on is None]
            self.kind.choices = [(due.kind, f"{word(due.kind)}, {day(due.due_on)}") for due in dates]
        if "owner" in step.asks:
            others = [person for person in everybody if person.id != nonconformity.owner_id]
            self.owner.choices = chosen(others, none=_l("Choose"))
        if "grade" in step.asks:
            self.grade.choices = [(code, short_grade(code)) for code in NONCONFORMING if code != nonconformity.grade]
        if "verifier" in step.asks:
            self.verifier.choices = chosen(verdict_overrides.in_question(nonconformity, everybody), none=_l("Choose"))
        return self

    def facts(self, step: Step) -> dict[str, Any]:
        """What was given of the facts that ``step`` asks for, by name."""
        return {name: self[name].data for name in step.asks}


@cache
def slim(keeps: tuple[str, ...]) -> type[StepForm]:
    """`StepForm` with a line and the fields ``keeps``: a page shows many steps, and each field costs."""
    beside = ("how", "photos", "kind", "until", "owner", "grade", "aspect", "obligation", "verifier", "mitigation")
    return type("SlimStepForm", (StepForm,), {name: None for name in beside if name not in keeps})


def keep_each(photos: Photos, keep: Callable[[str, IO[bytes]], object]) -> tuple[int, list[str]]:
    """Keep each photo by itself, so that one that is refused takes no other with it. Answers the status (200 where all
    are kept) and a sentence on each that is not. What is not this person's to add, or is closed, is raised on."""
    status, said = 200, []
    for name, data in photos.uploads:
        try:
            keep(name, data)
        except Refusal as refused:  # it is no photo, or the disk is full
            if refused.status in (403, 404, 409):
                raise
            status = max(status, refused.status)
            said.append(translated(refused.message, refused.values))
            if len(photos.uploads) > 1:
                said.append(gettext("This photo was not kept: %(name)s", name=name))
    return status, said


def photos_again(photos: Photos, sentence: str = "") -> str:
    """What to say beside a refusal (``sentence``) when photos came with the form: a browser does not keep them."""
    again = gettext("Choose the photos again: a browser does not keep them.") if photos.uploads else ""
    return " ".join(filter(None, [sentence, again]))


def number_of(text: str | None) -> int | None:
    """A count from a hidden field; None when it is none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 12 else None
