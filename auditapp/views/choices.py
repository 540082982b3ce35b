"""Fields with a few options, given as pairs of code and words. WTForms wants each as an object of its own."""

from collections.abc import Iterable
from typing import Any

import wtforms
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than the package

_HELD: Any = wtforms.SelectField.__dict__["choices"]
"""A property, which the stubs do not know."""


def offered(options: Iterable[Any]) -> list[Any]:
    """``options`` as WTForms wants them: each is a pair, or that already."""
    return [one if isinstance(one, SelectChoice) else SelectChoice(*one) for one in options]


class _OfPairs:
    """Takes pairs wherever options are given."""

    def __init__(self, *args: Any, choices: Iterable[Any] | None = None, **more: Any) -> None:
        super().__init__(*args, choices=None if choices is None else offered(choices), **more)  # type: ignore[call-arg]  # of the field beside it

    @property
    def choices(self) -> list[Any] | None:
        """The options; None as long as there are none."""
        found: list[Any] | None = _HELD.fget(self)
        return found

    @choices.setter
    def choices(self, options: Iterable[Any] | None) -> None:
        _HELD.fset(self, None if options is None else offered(options))


class SelectField(_OfPairs, wtforms.SelectField):  # type: ignore[misc]  # the stubs: an attribute
    """One of some, in a list that opens."""


class SelectMultipleField(_OfPairs, wtforms.SelectMultipleField):  # type: ignore[misc]  # the stubs: an attribute
    """Any of some."""


class RadioField(_OfPairs, wtforms.RadioField):  # type: ignore[misc]  # the stubs: an attribute
    """One of a few, all in sight."""
