"""Checklists as people read them."""

from collections.abc import Callable

import pytest

from auditapp.models import Person
from auditapp.services import checklists
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]


def test_every_checklist_in_use_is_listed(signed_in: SignIn, cast: Cast) -> None:
    text = signed_in(cast.lea).text("/checklists")
    titles = [str(checklists.content_of(one).title) for one in checklists.newest()]
    assert len(titles) > 10
    assert all(title in text for title in titles)


def test_a_checklist_is_known_by_number_and_hash(signed_in: SignIn, cast: Cast) -> None:
    assert checklists.find("waste").content_hash[:12] in signed_in(cast.mia).text("/checklists")


@pytest.mark.parametrize("key", ["iso14001-2026", "iso14001-2015", "waste", "stage-1-readiness"])
def test_a_checklist_shows_every_question(signed_in: SignIn, cast: Cast, key: str) -> None:
    text = signed_in(cast.lea).text(f"/checklists/{key}")
    questions = checklists.content_of(checklists.find(key)).questions
    assert all(" ".join(str(question.text).split()) in text for question in questions)


def test_questions_name_the_clauses_of_both_editions(signed_in: SignIn, cast: Cast) -> None:
    text = signed_in(cast.lea).text("/checklists/energy")
    assert "ISO 14001:2026: 9.1.1" in text
    assert "ISO 14001:2015: 9.1.1" in text


def test_who_may_plan_can_plan_from_it(signed_in: SignIn, cast: Cast) -> None:
    way = "/audits/new?checklist=energy"
    assert way in signed_in(cast.mia).get("/checklists/energy").get_data(as_text=True)
    assert way not in signed_in(cast.lea).get("/checklists/energy").get_data(as_text=True)


@pytest.mark.parametrize("person", ["ola", "tom", "zed"])
def test_checklists_are_the_auditors_own(signed_in: SignIn, cast: Cast, person: str) -> None:
    assert signed_in(getattr(cast, person)).get("/checklists").status_code == 403


@pytest.mark.parametrize("key", ["nothing", "%00", "..", "x" * 500])
def test_a_checklist_that_is_none_is_not_there(signed_in: SignIn, cast: Cast, key: str) -> None:
    assert signed_in(cast.lea).get(f"/checklists/{key}").status_code == 404
