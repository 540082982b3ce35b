"""A text in so few characters that a list or a sentence can hold it."""

import re

LONGEST = 80
"""Characters."""


def excerpt(text: str, longest: int = LONGEST) -> str:
    """``text`` on one line of at most ``longest`` characters; a longer one ends with … after a whole word if it can."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    head, blank, rest = line[:longest].rpartition(" ")
    whole = head if blank and len(rest) < longest // 2 else line[: longest - 1]
    return whole.rstrip(" ,;:.") + "…"


PREFIX = re.compile(
    r"^\s*(?:ISO\s*14001(?::\d{4})?\s+|Clause\s+|Abschnitt\s+|条款\s*|§\s*)\d[\d.]*[^:：]{0,160}[:：]\s*(?=[^\s…])",
    re.IGNORECASE,
)
"""A requirement that stands before what fails: 'ISO 14001:2026 8.1 Operational control is not met at bay 3: '."""


def title(text: str) -> str:
    """The first meaningful words of a statement, for lists and heads: what fails, without the clause before it."""
    words = PREFIX.sub("", text, count=1)
    return excerpt(words[:1].upper() + words[1:])
