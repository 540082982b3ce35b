"""Fields that all forms share: text that pages can carry unchanged, people and places to choose from.

Each says what is wrong in a sentence. Write `Words(lazy_gettext("Name"), required=True)`.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from flask import current_app
from flask_babel import lazy_gettext as _l
from wtforms import DateField, EmailField, Field, SelectField, SelectMultipleField, StringField, TextAreaField, widgets
from wtforms.fields.choices import Choice as Offered  # type: ignore[attr-defined]  # the stubs are older than the package
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, InputRequired, Length, Optional, StopValidation, ValidationError

from auditapp.domain.errors import Refusal
from auditapp.domain.plain_text import carried, is_plain, trimmed, unix_lines
from auditapp.views.formats import translated

NAME = 200
"""Characters of a name, as long as its column."""
TEXT = 20_000
"""Characters of a text somebody writes."""
EARLIEST_YEAR, LATEST_YEAR = 1990, 2200

Validators = Sequence[Any] | None


def needed() -> DataRequired:
    """The validator of a field that must be filled."""
    return DataRequired(_l("This is needed."))


def plain(_form: BaseForm, field: Field) -> None:
    """Refuse what a page cannot carry, such as control characters."""
    if field.data and not is_plain(field.data):
        raise StopValidation(_l("This holds characters that are no text. Type it again instead of pasting it."))


def one_line(_form: BaseForm, field: Field) -> None:
    """Refuse a second line."""
    if field.data and ("\n" in field.data or "\t" in field.data):
        raise StopValidation(_l("This is one line of text. Take out the line breaks and tabs."))


def _text_validators(validators: Validators, most: int, required: bool) -> list[Any]:
    first = [needed()] if required else [Optional(strip_whitespace=True)]
    limit = Length(max=most, message=_l("This is too long: at most %(max)d characters."))
    return [plain, *first, limit, *(validators or ())]


def _strip(value: str | None) -> str:
    return trimmed(unix_lines(value or ""))


class Words(StringField):
    """One line of text, blanks around it taken off; '' when empty. ``max``: characters."""

    data: str  # the filter leaves no None

    def __init__(
        self, label: Any = None, validators: Validators = None, *, max: int = NAME, required: bool = False, **more: Any
    ) -> None:
        checks = _text_validators(validators, max, required)
        super().__init__(label, [*checks[:1], one_line, *checks[1:]], filters=[_strip], **more)

    def _value(self) -> str:
        return carried(super()._value())  # type: ignore[misc] # the stubs leave it out


class Paragraph(TextAreaField):
    """Text of several lines, blanks around it taken off; '' when empty. ``max``: characters."""

    data: str  # the filter leaves no None

    def __init__(
        self, label: Any = None, validators: Validators = None, *, max: int = TEXT, required: bool = False, **more: Any
    ) -> None:
        more.setdefault("render_kw", {}).setdefault("rows", 4)
        super().__init__(label, _text_validators(validators, max, required), filters=[_strip], **more)

    def _value(self) -> str:
        return carried(super()._value())  # type: ignore[misc] # the stubs leave it out


class Day(DateField):
    """A calendar day from the browser's own picker; None when empty."""

    def __init__(
        self, label: Any = None, validators: Validators = None, *, required: bool = False, **more: Any
    ) -> None:
        # What was typed but is no date keeps its own sentence.
        first = [InputRequired(_l("This is needed."))] if required else [Optional()]
        # A browser that knows the last year takes four digits for it: who types on does not end in the year 20261.
        more["render_kw"] = {"max": f"{LATEST_YEAR}-12-31"} | (more.get("render_kw") or {})
        super().__init__(label, [*first, _in_our_time, *(validators or ())], **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("This is not a date. Write it as 2026-12-03.")) from None


def _in_our_time(_form: BaseForm, field: Field) -> None:
    if field.data and not EARLIEST_YEAR <= field.data.year <= LATEST_YEAR:
        raise ValidationError(_l("The year of this date cannot be right."))


class Named(Protocol):
    """What can be chosen: people, sites, processes."""

    id: Any
    name: Any


def chosen(things: Iterable[Named], *, none: Any = None) -> list[tuple[str, str]]:
    """Choices of a select: id and name of each; ``none``: the words of the empty choice before them."""
    empty = [("", str(none))] if none is not None else []
    return empty + [(str(thing.id), thing.name) for thing in things]


def _id(value: Any) -> uuid.UUID | None:
    if value in (None, "", "None"):
        return None
    return value if isinstance(value, uuid.UUID) else uuid.UUID(str(value))


def _pairs(field: Any) -> Iterator[tuple[str, str]]:
    yield from field.choices or ()


NOT_ONE_OF_THESE = _l("Choose from the list.")


class Choice(SelectField):
    """One of `chosen(...)`: an id, or None for the empty choice. Give ``choices`` before the form is read."""

    def __init__(
        self, label: Any = None, validators: Validators = None, *, required: bool = False, **more: Any
    ) -> None:
        first = [needed()] if required else []
        super().__init__(label, [*first, *(validators or ())], coerce=_id, validate_choice=False, **more)

    def iter_choices(self) -> Iterator[Any]:
        for value, label in _pairs(self):
            yield Offered(value, label, _id(value) == self.data, {})

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(NOT_ONE_OF_THESE) from None

    def pre_validate(self, form: BaseForm) -> None:
        if self.data is not None and self.data not in {_id(value) for value, _ in _pairs(self)}:
            raise ValidationError(NOT_ONE_OF_THESE)


class Choices(SelectMultipleField):
    """Any of `chosen(...)`, as boxes to tick: a list of ids."""

    data: list[uuid.UUID]

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()

    def __init__(
        self, label: Any = None, validators: Validators = None, *, required: bool = False, **more: Any
    ) -> None:
        first = [DataRequired(_l("Choose at least one."))] if required else []
        super().__init__(label, [*first, *(validators or ())], coerce=_id, validate_choice=False, **more)

    def iter_choices(self) -> Iterator[Any]:
        for value, label in _pairs(self):
            yield Offered(value, label, _id(value) in (self.data or ()), {})

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(NOT_ONE_OF_THESE) from None

    def pre_validate(self, form: BaseForm) -> None:
        known = {_id(value) for value, _ in _pairs(self)}
        if not set(self.data or ()) <= known:
            raise ValidationError(NOT_ONE_OF_THESE)


class MailAddress(EmailField):
    """A mail address, its spelling checked; nobody is asked whether it exists."""

    data: str  # the filter leaves no None

    def __init__(self, label: Any = None, validators: Validators = None, **more: Any) -> None:
        super().__init__(label, [plain, needed(), Length(max=NAME), *(validators or ())], filters=[_strip], **more)

    def post_validate(self, form: BaseForm, validation_stopped: bool) -> None:
        if validation_stopped or not self.data:
            return
        try:
            self.data = current_app.extensions["security"].mail_util.validate(self.data)
        except ValueError:
            raise ValidationError(_l("This is not a mail address such as name@example.org.")) from None


def refused(form: BaseForm, refusal: Refusal) -> str:
    """`at_its_field`, for what other input would mend.

    What no other input would change (not allowed, too many tries) is raised on: it gets a page of its own.
    """
    if refusal.status not in (409, 422):
        raise refusal
    return at_its_field(form, refusal)


def at_its_field(form: BaseForm, refusal: Refusal) -> str:
    """Say ``refusal`` at the field it names; where the form has none, answer the sentence for the top of the form."""
    sentence = translated(refusal.message, refusal.values)
    if refusal.field is None or refusal.field not in form:
        return sentence
    field = form[refusal.field]
    field.errors = [*field.errors, sentence]
    return ""
