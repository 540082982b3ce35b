"""Warnings about a response and a grade: shown before a step, overridden knowingly, kept with the step, printed.

Source: product.md, 'Warnings'; domain.md (c): a cause is a control that failed, a correction is done. A warning is a
guess from words and dates, so nothing is refused for it. English and German words are known.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from auditapp.domain.dates import days_after
from auditapp.domain.deadlines import SOON_CHECKED_DAYS
from auditapp.domain.words import N_

SENTENCES: dict[str, str] = {
    "human_error": N_("Human error is the only cause. Ask which control let the error happen or go unnoticed."),
    "person_cause": N_("The last why names a person. Ask what would have stopped anybody in that place."),
    "stop_test": N_("A cause does not pass the stop test yet: something we can change, that would have prevented it."),
    "training_only": N_("Training is the only action. Add one that works when somebody forgets what they learned."),
    "cause_repeats": N_("A cause repeats what was found. Ask once more why it was so."),
    "future_correction": N_("The correction tells of the future. It is something that was done already."),
    "early_check": N_("The effectiveness check is less than 30 days away: an effect needs time to show."),
    "lower_grade": N_("The grade is lower than the last time at the same clause and process."),
    "no_photo": N_("A finding of a site walk has no photo. Add one, or say in the evidence why there is none."),
    "repeat": N_("The same clause and process failed within the last three years. A repeat is proposed as major."),
}
"""What each warning says, by the code that the record keeps."""

ERROR = re.compile(
    r"\b(human error|operator error|careless|inattent|forg[eo]t|mistake|oversight|negligen|did not pay attention"
    r"|menschliches versagen|versehen|unachtsam|vergess|bedienfehler)",
    re.IGNORECASE,
)
TRAINING = re.compile(
    r"\b(re-?)?(train|instruct|brief|remind|toolbox talk|awareness|schul|unterweis|sensibilis)", re.IGNORECASE
)
CONTROL = re.compile(
    r"\b(install|mark|repair|replace|build|fit|mount|buy|lock|label|move|redesign|automat|chang|add|writ|einbau|ersetz"
    r"|markier|repar|umbau|beschaff)",
    re.IGNORECASE,
)
FUTURE = re.compile(
    r"\b(will|shall|going to|(is|are) to be|to be done|planned|soon|wird|werden|geplant)\b", re.IGNORECASE
)
PERSON = re.compile(
    r"\b(he|she|mr|mrs|ms|herr|frau"
    r"|(operator|worker|driver|fitter|technician|employee|colleague|apprentice|supervisor|shift leader|cleaner"
    r"|mitarbeiter(in)?|kollege|kollegin|fahrer(in)?|bediener(in)?|schichtleiter(in)?)"
    r" (forgot|did not|didn't|failed|ignored|overlooked|was not|had not|hat|wollte|war))\b|[他她]",
    re.IGNORECASE,
)
ALIKE = 0.8
"""Share of a cause's words that stand in the statement, from which it says nothing new."""


def of_response(nonconformity: Any, today: date, names: Iterable[str] = ()) -> list[str]:
    """Codes of `SENTENCES` that the response of the round under way draws, in the order of the page. ``names``: of
    people who have to do with it."""
    this = nonconformity.round
    causes = [cause.statement for cause in this.causes if cause.statement]
    last = [cause.chain[-1] for cause in this.causes if cause.chain]
    actions = [action.what for action in this.actions]
    errors_only = bool(causes) and all(ERROR.search(cause) for cause in causes)
    found = {
        "future_correction": bool(FUTURE.search(this.correction)),
        "human_error": errors_only,
        "person_cause": not errors_only and any(names_a_person(why, names) for why in last),
        "cause_repeats": any(repeats(cause, nonconformity.statement) for cause in (*causes, *last)),
        "stop_test": any(cause.stop_test == "no" for cause in this.causes),
        "training_only": bool(actions) and all(is_training(action) for action in actions),
        "early_check": this.check_on is not None and this.check_on < days_after(today, SOON_CHECKED_DAYS),
    }
    return [code for code, drawn in found.items() if drawn]


def names_a_person(text: str, names: Iterable[str] = ()) -> bool:
    """Whether ``text`` speaks of a person: by a word for one, or by one of ``names``, whole or the given name alone."""
    words = set(re.findall(r"\w+", text))
    return bool(PERSON.search(text)) or any(
        name in text or (len(given := name.split()[0]) > 2 and given in words) for name in names if name.strip()
    )


def is_training(action: str) -> bool:
    """Whether an action tells people something and changes nothing else."""
    return bool(TRAINING.search(action)) and not CONTROL.search(action)


def repeats(cause: str, statement: str) -> bool:
    """Whether nearly all words of ``cause`` (three at least) stand in ``statement``."""
    said, known = _words(cause), _words(statement)
    return len(said) >= 3 and len(said & known) >= ALIKE * len(said)


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 2}


def of_grade(grade: str, earlier: Iterable[str]) -> list[str]:
    """Codes that the grade draws, given the grades at the same clause and process within three years, newest first."""
    grades = list(earlier)
    lower = grade == "minor" and grades[:1] == ["major"]
    return (["lower_grade"] if lower else []) + (["repeat"] if grades and grade != "major" else [])


def of_finding(finding: Any, earlier: Iterable[str], *, walked: bool) -> list[str]:
    """Codes that a finding draws before its release. ``earlier``: as at `of_grade`; ``walked``: it was found on a site
    walk, where somebody stood before it with a camera."""
    grades = of_grade(finding.grade, earlier) if finding.grade in ("major", "minor") else []
    photos = [*finding.evidence, *(finding.instance.evidence if finding.instance is not None else ())]
    return grades + (["no_photo"] if walked and not photos else [])
