"""How languages are written."""

from auditapp.domain.languages import direction


def test_arabic_letters_run_from_the_right_whatever_the_language() -> None:
    assert {direction(code) for code in ("ar", "he", "ur-PK", "und_Arab", "und-Arab")} == {"rtl"}
    assert {direction(code) for code in ("en", "zh_Hans", "und-Cyrl")} == {"ltr"}
