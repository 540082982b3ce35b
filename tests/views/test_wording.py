"""Sentences of templates: translated, escaped, and held by catalogue."""

import pytest
from babel.support import Translations
from flask import Flask, render_template_string
from flask_babel import force_locale

from auditapp.views import wording


class Shouting(Translations):  # type: ignore[misc]
    """A language that says everything louder."""

    def ugettext(self, message: str) -> str:
        return message.upper().replace("%(NAME)S", "%(name)s")


@pytest.fixture
def said(app: Flask) -> Flask:
    with app.test_request_context():
        yield app


def test_a_value_that_fills_a_sentence_is_escaped(said: Flask) -> None:
    assert render_template_string("{{ _('Told %(name)s', name='<b>') }}") == "Told &lt;b&gt;"


def test_a_doubled_percent_sign_reads_as_one_with_values_and_without(said: Flask) -> None:
    assert render_template_string("{{ _('100 %%') }} {{ _('%(n)s %%', n=5) }}") == "100 % 5 %"


def test_a_number_chooses_its_sentence(said: Flask) -> None:
    page = "{% for n in (1, 2) %}{{ ngettext('%(num)d day', '%(num)d days', n) }} {% endfor %}"
    assert render_template_string(page) == "1 day 2 days "


def test_a_block_of_words_is_said_the_same_way(said: Flask) -> None:
    assert render_template_string("{% trans name='<b>' %}Told {{ name }}{% endtrans %}") == "Told &lt;b&gt;"


def test_what_was_held_in_one_language_is_not_said_in_another(said: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    page = "{{ _('Held once') }} {{ _('Told %(name)s', name='me') }} {{ 'raised'|word }}"
    before = render_template_string(page)
    with force_locale("de"):
        monkeypatch.setattr(wording, "get_translations", Shouting)
        assert render_template_string(page) == "HELD ONCE TOLD me " + before.split()[-1].upper()
    monkeypatch.undo()
    assert render_template_string(page) == before
