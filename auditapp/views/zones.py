"""A select of time zones, by continent."""

from collections.abc import Iterator, Sequence
from typing import Any
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import Choice as Offered  # type: ignore[attr-defined]  # the stubs are older than the package
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from auditapp.domain.dates import is_zone
from auditapp.views.fields import NOT_ONE_OF_THESE, needed

CONTINENTS = frozenset({
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
})  # fmt: skip


def zones(*, none: Any) -> dict[str, list[tuple[str, str]]]:
    """Choices of a select of time zones, by continent; ``none``: the words of the empty choice before them."""
    found: dict[str, list[tuple[str, str]]] = {"": [("", str(none)), ("UTC", "UTC")]}
    for name in sorted(available_timezones()):
        continent, _, place = name.partition("/")
        if continent in CONTINENTS:
            found.setdefault(continent, []).append((name, place.replace("_", " ").replace("/", ", ")))
    return found


class Zone(SelectField):
    """A time zone of the IANA database."""

    def __init__(self, label: Any = None, validators: Sequence[Any] | None = None, **more: Any) -> None:
        super().__init__(label, [needed(), *(validators or ())], validate_choice=False, **more)

    def iter_choices(self) -> Iterator[Any]:
        for _, choices in self.iter_groups():
            yield from choices

    def has_groups(self) -> bool:
        return True

    def iter_groups(self) -> Iterator[Any]:
        for continent, places in zones(none=_l("Choose the place")).items():
            offered = [Offered(name, place, name == self.data, {}) for name, place in places]
            yield continent or _l("In general"), offered

    def pre_validate(self, form: BaseForm) -> None:
        if self.data and not is_zone(self.data):
            raise ValidationError(NOT_ONE_OF_THESE)
