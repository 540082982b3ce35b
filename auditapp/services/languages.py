"""Whose language is which: a person's own, else the organisation's. It is chosen by the person, or for them by the EMS
lead, who knows what an owner without an account reads."""

from flask_babel import refresh

from auditapp.domain.errors import Refusal
from auditapp.domain.languages import NAMES
from auditapp.domain.words import N_
from auditapp.models import Organisation, Person
from auditapp.services import history, organisations

SOURCE = next(iter(NAMES))
"""That of the program's own sentences, for an installation that nobody has set up yet."""


def of_organisation() -> str:
    """The language of papers, and of everybody who chose none."""
    organisation = organisations.current()
    return organisation.language if organisation and organisation.language in NAMES else SOURCE


def of(person: Person) -> str:
    """The language that ``person`` reads."""
    return person.language if person.language in NAMES else of_organisation()


def choose(person: Person, language: str) -> None:
    """``person`` reads ``language`` from now on; '' for the organisation's. Raises a `Refusal` for any other."""
    person.language = known(language) if language else ""
    refresh()  # what is said next is said in it


def choose_for_all(by: Person, organisation: Organisation, language: str) -> None:
    """The organisation's language from now on. Papers that are issued stay in theirs."""
    history.allow(by, "manage_sites")
    before, organisation.language = organisation.language, known(language)
    if before != language:
        history.record(organisation, "change", by, language={"before": before, "after": language})
    refresh()


def known(language: str) -> str:
    """``language``, or a `Refusal`."""
    if language not in NAMES:
        raise Refusal(N_("Choose a language from the list."), field="language")
    return language
