"""'Go to ...': what is typed leads to the few things that the person may see."""

from collections.abc import Callable

import pytest
from sqlalchemy import event

from auditapp.models import Person, db
from auditapp.services import jumps
from auditapp.views import access, shortcuts
from tests.cast import Cast, an_audit_under_way
from tests.lives import raised
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]


def keys(person: Person, typed: str) -> list[str]:
    return [place.key for place in jumps.found(person, typed)]


def test_numbers_names_clauses_and_words_lead_to_their_things(cast: Cast) -> None:
    number, reference = raised(cast).number, an_audit_under_way(cast).reference
    assert keys(cast.mia, number.lower())[0] == number
    assert keys(cast.mia, str(int(number[-3:])))[0] == number
    assert keys(cast.mia, reference.lower()) == [reference]
    assert str(cast.boilers.id) in keys(cast.mia, "boiler")
    assert keys(cast.mia, "oil stor") == [number]
    assert keys(cast.mia, "ola") == [str(cast.ola.id)]
    assert keys(cast.mia, "9.2.1") == ["iso14001-2026:9.2.1"]
    assert keys(cast.mia, "Works")[0] == str(cast.works.id)


def test_what_is_not_yours_is_not_there(cast: Cast) -> None:
    number, reference = raised(cast).number, an_audit_under_way(cast).reference
    assert keys(cast.ola, number) == [number]
    for words in (number, reference, "boiler", "ola", "works"):
        assert keys(cast.zed, words) == []


def test_any_signs_are_words_to_look_for(cast: Cast) -> None:
    raised(cast)
    for words in ('"', "*", "%", "a OR b", "NEAR(", "\\", "6.1.", "é́", " ", "-", "啊"):
        assert len(jumps.found(cast.mia, words)) <= jumps.MOST


def test_few_questions_are_asked_of_the_database(cast: Cast) -> None:
    raised(cast)
    db.session.flush()
    asked: list[str] = []
    assert "ems_lead" in cast.mia.role_names
    event.listen(db.engine, "before_cursor_execute", lambda _c, _u, statement, *_: asked.append(statement))
    jumps.found(cast.mia, "works 1")
    assert 1 < len(asked) <= 7


def test_the_page_works_without_scripts(cast: Cast, signed_in: SignIn) -> None:
    number = raised(cast).number
    db.session.commit()
    mia = signed_in(cast.mia)
    assert f'href="/nonconformities/{number}"' in mia.get(f"/go?q={number}").text
    assert 'href="/figures"' in mia.get("/go?q=fig").text
    assert 'href="/people"' in mia.get("/go").text
    assert 'href="/people"' not in signed_in(cast.zed).get("/go").text


def test_the_command_bar_gets_a_list_of_options_alone(cast: Cast, signed_in: SignIn) -> None:
    answer = signed_in(cast.mia).get("/go?q=audits", headers={"HX-Request": "true", "HX-Target": "div#jumps"})
    assert answer.text.lstrip().startswith('<div class="jumps" id="jumps" role="listbox"')
    assert 'role="option" id="jump-1-1"' in answer.text


def test_nothing_found_is_said_with_one_way_on(cast: Cast, signed_in: SignIn) -> None:
    assert "Nothing that you may see answers to this." in signed_in(cast.mia).text("/go?q=%3Cxyzzy%3E")


@pytest.mark.parametrize(("name", "has"), [("mia", True), ("zed", False)])
def test_keys_lead_to_pages_that_are_the_readers(cast: Cast, signed_in: SignIn, name: str, has: bool) -> None:
    page = signed_in(getattr(cast, name)).get("/shortcuts").text
    assert ("Keyboard shortcuts" in page, '"g p": "/people"' in page) == (True, has)


def test_no_two_shortcuts_share_their_keys_where_they_work() -> None:
    for group in ((*shortcuts.EVERYWHERE, *shortcuts.LISTS), (*shortcuts.WALK, *shortcuts.EVERYWHERE)):
        pressed = [one.keys for one in group] + [keys for keys, _ in shortcuts.PAGES]
        assert len(pressed) == len(set(pressed))
    assert {endpoint for _, endpoint in shortcuts.PAGES} <= access.ACCESS.keys()
