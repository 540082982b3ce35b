"""A text in so few characters that a list or a sentence can hold it."""

LONGEST = 80
"""Characters."""


def excerpt(text: str) -> str:
    """``text`` on one line, in at most `LONGEST` characters; a longer one ends with … after a whole word if it can."""
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    head, blank, rest = line[:LONGEST].rpartition(" ")
    whole = head if blank and len(rest) < LONGEST // 2 else line[: LONGEST - 1]
    return whole.rstrip(" ,;:.") + "…"
