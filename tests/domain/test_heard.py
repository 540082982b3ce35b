"""The language of what people wrote, heard from the text alone."""

import pytest

from auditapp.domain.heard import heard


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Two drums were found outside of the bund.", "en"),
        ("Zwei Fässer standen neben der Wanne und sind nicht beschriftet.", "de"),
        ("油桶放在雨水沟旁边，没有围堰。", "zh_Hans"),
        ("陈晓雯 wrote that the drum of oil is not labelled and has been moved.", "en"),
        ("排水口のバルブが閉まっていない", "ja"),
        ("Το βαρέλι είναι έξω", "el"),
        ("Бочка стоит снаружи", "und_Cyrl"),
        ("البرميل في الخارج", "und_Arab"),
        ("Drum 7, bay 3", ""),
        ("OK", ""),
        ("12/14", ""),
        ("", ""),
        ("Das Etikett is the label der Tonne und of the drum", ""),
    ],
)
def test_a_language_is_heard_where_the_text_shows_it(text: str, language: str) -> None:
    assert heard(text) == language
