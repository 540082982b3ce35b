"""What a browser says it is, in words people know."""

import re

SYSTEMS = (
    ("iPad", "iPad"), ("iPhone", "iPhone"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "Chromebook"),
    ("Mac OS X|Macintosh", "Mac"), ("Linux", "Linux"),
)  # fmt: skip
BROWSERS = (
    ("EdgA?/|EdgiOS/", "Edge"), ("SamsungBrowser/", "Samsung Internet"), ("OPR/", "Opera"),
    ("Firefox/|FxiOS/", "Firefox"), ("Chrome/|CriOS/|Chromium/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
"""Pattern and name, the more special before the more general."""


def device(user_agent: str) -> str:
    """'iPad, Safari', or '' when nothing is known. ``user_agent``: the header as it came."""
    named = (_first(SYSTEMS, user_agent), _first(BROWSERS, user_agent))
    return ", ".join(filter(None, named))


def _first(table: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for pattern, name in table if re.search(pattern, user_agent)), "")
