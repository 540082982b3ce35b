"""Texts in several languages: which one is shown."""

from auditapp.domain.translated import NO_PHRASES, NO_TEXT, Phrases, Text, foreign


def test_the_language_asked_for_is_shown() -> None:
    assert Text.of({"en": "Door", "de": "Tür"}).in_language("de") == "Tür"


def test_a_missing_language_falls_back_to_english() -> None:
    assert Text.of({"en": "Door", "de": "Tür"}).in_language("fr") == "Door"


def test_a_regional_code_finds_its_language() -> None:
    assert Text.of({"en": "Door", "zh_Hans": "门"}).in_language("zh-Hans-CN") == "门"


def test_without_english_any_text_is_better_than_none() -> None:
    assert Text.of({"de": "Tür"}).in_language("fr") == "Tür"


def test_no_text_shows_as_nothing() -> None:
    assert str(NO_TEXT) == ""


def test_the_order_in_which_languages_were_written_makes_no_difference() -> None:
    assert Text.of({"en": "Door", "de": "Tür"}) == Text.of({"de": "Tür", "en": "Door"})


def test_phrases_fall_back_as_texts_do() -> None:
    assert Phrases.of({"en": ["one", "two"]}).in_language("de") == ("one", "two")


def test_no_phrases_are_an_empty_list() -> None:
    assert list(NO_PHRASES) == []


def test_a_text_says_in_which_language_it_answers() -> None:
    text = Text.of({"en": "Oil store", "de": "Öllager"})
    assert text.spoken("de_CH") == "de"
    assert text.spoken("zh_Hans") == "en"
    assert Text().spoken("de") == ""


def test_a_text_is_foreign_where_it_is_read_in_another_language_than_the_page() -> None:
    assert [foreign(*pair) for pair in (("en", "de"), ("de", "de"), ("zh_Hans", "zh-Hans-CN"), ("en", "en_GB"))] == [
        "en", "", "", "",
    ]  # fmt: skip
