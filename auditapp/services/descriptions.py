"""What a nonconformity is about, in the words of the management system: environmental aspect and compliance obligation.

Both are free text and may stay blank (domain.md (d), NC / CAR form); the record keeps what stood before.
"""

from typing import Any

from auditapp.domain.errors import Refusal
from auditapp.domain.words import N_
from auditapp.models import Nonconformity, Person

PARTS = ("aspect", "obligation")


def differs(nonconformity: Nonconformity, said: dict[str, Any]) -> bool:
    """Whether ``said`` names another aspect or obligation than stands: words changed on the way back through the
    browser are no second press of the button."""
    return any(said[name] != getattr(nonconformity, name) for name in PARTS if name in said)


def read(nonconformity: Nonconformity, data: dict[str, Any]) -> None:
    """``aspect`` and ``obligation`` become the event's before and after."""
    after = {name: str(data.pop(name, None) or "").strip() for name in PARTS}
    before = {name: getattr(nonconformity, name) for name in PARTS}
    if after == before:
        raise Refusal(N_("Nothing is changed yet: write the aspect, the obligation or both."), field="aspect")
    data |= {"before": before, "after": after}


def write(_by: Person, nonconformity: Nonconformity, _note: str, data: dict[str, Any]) -> None:
    """What is named from now on."""
    nonconformity.aspect, nonconformity.obligation = (data["after"][name] for name in PARTS)
