"""What a management review must consider and what it must end in, edition by edition: 9.3 of 2015, 9.3.2 and 9.3.3 of
2026, as data.

Our own words beside clause numbers; the letters are those under which both editions list their inputs.
"""

from dataclasses import dataclass

from auditapp.domain.words import N_


@dataclass(frozen=True, slots=True)
class Input:
    """One section of the pack. ``clause``: where the edition asks for it; ``looks_at``: clauses whose work it sums up;
    ``asks``: what whoever fills the box is to tell; ``filled``: the app knows enough, so that words may be added but
    need not be."""

    key: str
    clause: str
    looks_at: str
    title: str
    asks: str
    filled: bool = False


_TITLES: dict[str, str] = {
    "earlier_actions": N_("Actions from earlier reviews"),
    "issues": N_("Changes in external and internal issues"),
    "needs": N_("Changes in needs and expectations, and in compliance obligations"),
    "aspects": N_("Changes in significant environmental aspects"),
    "risks": N_("Changes in risks and opportunities"),
    "objectives": N_("Environmental objectives: how far they are achieved"),
    "nonconformities": N_("Nonconformities and corrective actions"),
    "monitoring": N_("Results of monitoring and measurement"),
    "obligations": N_("Fulfilment of compliance obligations"),
    "audit_results": N_("Audit results"),
    "resources": N_("Adequacy of resources"),
    "communications": N_("Communications from interested parties, and complaints"),
    "improvement": N_("Opportunities for continual improvement"),
}

FILLED = frozenset({"earlier_actions", "nonconformities", "audit_results"})
"""Sections that the app fills from its own records."""

_ASKS: dict[str, str] = {
    "earlier_actions": N_("What do the decisions of earlier reviews that are still open wait for?"),
    "issues": N_(
        "What changed around the organisation and within it since the last review: markets, law, neighbours, climate, "
        "sites, products, people? What of it touches the environmental management system?"
    ),
    "needs": N_(
        "Who expects something new: authorities, customers, neighbours, employees? Which obligations came, changed or "
        "ended?"
    ),
    "aspects": N_("Which aspects became significant, or ceased to be, and why?"),
    "risks": N_("Which risks and opportunities are new or are rated differently, and what is done about them?"),
    "objectives": N_("For each objective: target, value reached, and where it was missed, why."),
    "nonconformities": N_("What stands behind the numbers: which trend worries you, which problem is solved for good?"),
    "monitoring": N_(
        "What do the measured values say: energy, water, waste, emissions? Name the trend and its reason."
    ),
    "obligations": N_(
        "Which obligations were evaluated, when and with what result? Was any not met, and was the authority told?"
    ),
    "audit_results": N_("What do the audits say together: what holds, what recurs, what was not looked at?"),
    "resources": N_("Where were people, competence, money or equipment short, and what came of it?"),
    "communications": N_("Who wrote, called or complained, about what, and what was answered?"),
    "improvement": N_("What could be done better, at what effort, and what would it bring?"),
}

_ORDER: tuple[tuple[str, str], ...] = (
    ("earlier_actions", "a"), ("issues", "b 1"), ("needs", "b 2"), ("aspects", "b 3"), ("risks", "b 4"),
    ("objectives", "c"), ("nonconformities", "d 1"), ("monitoring", "d 2"), ("obligations", "d 3"),
    ("audit_results", "d 4"), ("resources", "e"), ("communications", "f"), ("improvement", "g"),
)  # fmt: skip

_LOOKS_AT_2015 = {
    "earlier_actions": "9.3", "issues": "4.1", "needs": "4.2, 6.1.3", "aspects": "6.1.2", "risks": "6.1.1",
    "objectives": "6.2", "nonconformities": "10.2", "monitoring": "9.1.1", "obligations": "9.1.2",
    "audit_results": "9.2", "resources": "7.1", "communications": "7.4", "improvement": "10.1, 10.3",
}  # fmt: skip

_LOOKS_AT_2026 = _LOOKS_AT_2015 | {
    "earlier_actions": "9.3.3", "issues": "4.1, 6.3", "risks": "6.1.4", "improvement": "10.1",
}  # fmt: skip

_ASKS_2026 = _ASKS | {
    "issues": N_(
        "What changed around the organisation and within it since the last review: markets, law, climate, state of the "
        "environment, sites, products, people? Which of these changes were planned, and how were they steered?"
    ),
}


def _edition(clause: str, looks_at: dict[str, str], asks: dict[str, str]) -> tuple[Input, ...]:
    return tuple(
        Input(key, f"{clause} {letter}", looks_at[key], _TITLES[key], asks[key], key in FILLED)
        for key, letter in _ORDER
    )


INPUTS: dict[str, tuple[Input, ...]] = {
    "iso14001-2015": _edition("9.3", _LOOKS_AT_2015, _ASKS),
    "iso14001-2026": _edition("9.3.2", _LOOKS_AT_2026, _ASKS_2026),
}
"""Edition -> the sections of its pack, in its order."""

OUTPUTS: dict[str, str] = {
    "improvement": N_("Continual improvement"),
    "change": N_("Change of the environmental management system"),
    "resources": N_("Resources"),
    "objectives": N_("Objectives that were missed"),
    "integration": N_("Integration with business processes"),
    "strategy": N_("Strategic direction"),
}
"""What a decision belongs to: the results that 9.3 of 2015 and 9.3.3 of 2026 ask for beside the conclusions."""

CONCLUSIONS: dict[str, str] = {
    "suitability": N_("Suitable: does the system fit the organisation, its culture and its business?"),
    "adequacy": N_("Adequate: does it meet the standard, and is it carried out with what it needs?"),
    "effectiveness": N_("Effective: does it reach the results that it is meant to reach?"),
}

VERDICTS: dict[str, str] = {"yes": N_("Yes"), "partly": N_("In part"), "no": N_("No")}


def inputs_of(edition: str) -> tuple[Input, ...]:
    """The sections of a review under ``edition`` (a key of `INPUTS`)."""
    return INPUTS[edition]


def input_of(edition: str, key: str) -> Input | None:
    """One section; None where the edition has none of that name."""
    return next((one for one in INPUTS[edition] if one.key == key), None)
