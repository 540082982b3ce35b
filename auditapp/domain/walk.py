"""Rules of what arrives from a device that was without a network: what counts, what contradicts, what waits.

Source: the design of the walk, 'operations and conflicts': a register takes a value only from somebody who saw the
value it replaces; what contradicts is kept beside it and a person resolves. Nothing that was captured is thrown away.
"""

from typing import Any, Literal

from auditapp.domain.words import N_

SCHEMA = 1
"""The shape of an operation's body that this program reads."""

MOST_AT_ONCE = 50
"""Operations in one request."""

LONGEST_TEXT = 20_000
"""Characters of one note, reason or part of a finding."""

NEEDS_REASON = ("not_applicable", "later")
"""Results that need a reason; it arrives as a register of its own, so that one tap is already kept."""

NOT_UNDER_WAY = N_("This audit is not under way. What you entered is kept for the audit team leader.")
NOT_ON_TEAM = N_("You are not on the team of this audit. What you entered is kept for the audit team leader.")
UNKNOWN_KIND = N_("The server does not know this kind of entry yet. It is kept for the audit team leader.")
RELEASED = N_("This finding has been released. What you entered is kept for the audit team leader.")
OTHER_AUDIT = N_("This question belongs to another audit. What you entered is kept for the audit team leader.")
GONE = N_("What this names is not here any more. What you entered is kept for the audit team leader.")
SOMEBODY_ELSES = N_("This was entered by another person. Only they can send it.")
NOT_READABLE = N_("This entry could not be read: a part is missing or too long. Copy its text and enter it again.")
NOT_TEXT = N_("This entry holds characters that are no text. Copy its text without them and enter it again.")
TRY_AGAIN = N_("This could not be kept just now. It is sent again.")
COMES_LATER = N_("What this belongs to has not arrived yet. It is sent again.")

_CONTROL = {chr(code) for code in range(32)} - {"\t", "\n", "\r"} | {"\x7f", "\ufffe", "\uffff"}


def outcome(current: Any, rev: str | None, base: str | None, value: Any) -> Literal["applied", "conflict"]:
    """Whether ``value`` replaces ``current``.

    ``rev``: the operation that gave the current value, None where there is none; ``base``: the one whose value the
    person saw. The same value twice is no contradiction.
    """
    if rev is None or rev == base or current == value:
        return "applied"
    return "conflict"


def is_text(value: Any, depth: int = 6) -> bool:
    """Whether all strings in ``value`` (JSON) are text that a page can carry: no control characters, no half pairs."""
    if isinstance(value, str):
        return not any(char in _CONTROL or "\ud800" <= char <= "\udfff" for char in value)
    if isinstance(value, dict):
        return depth > 0 and all(is_text(key) and is_text(part, depth - 1) for key, part in value.items())
    if isinstance(value, list):
        return depth > 0 and all(is_text(part, depth - 1) for part in value)
    return True
