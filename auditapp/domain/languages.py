"""The languages that the app is complete in, and how each is written."""

NAMES: dict[str, str] = {"en": "English", "de": "Deutsch", "zh_Hans": "简体中文"}
"""Code -> its name in itself. The first is the one that the program's sentences are written in."""

DAY: dict[str, str] = {"en": "d MMM y", "de": "d. MMM y", "zh_Hans": "y年M月d日"}
"""How a day is written: '3 Dec 2026', '3. Dez. 2026', '2026年12月3日' (patterns of Unicode's CLDR)."""

FROM_THE_RIGHT = frozenset({"ar", "fa", "he", "ur"})


def tag(code: str) -> str:
    """For the attribute `lang`: 'zh-Hans' for 'zh_Hans'."""
    return code.replace("_", "-")


def direction(code: str) -> str:
    """For the attribute `dir`: 'rtl' where lines run from right to left, also of letters alone ('und_Arab')."""
    language, _, rest = code.replace("-", "_").partition("_")
    return "rtl" if language in FROM_THE_RIGHT or "Arab" in rest else "ltr"


def spoken(wanted: str) -> str | None:
    """The language of `NAMES` for what a browser asks for: 'de' for 'de-CH', 'zh_Hans' for 'zh-CN' and 'zh', None where
    there is none. Taiwan and Hong Kong get Chinese too, rather than English."""
    primary = wanted.lower().replace("_", "-").partition("-")[0]
    return next((code for code in NAMES if code.partition("_")[0] == primary), None)
