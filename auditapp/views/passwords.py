"""Which new passwords are refused, wherever one is chosen: at set-up, by invitation, changed, or forgotten."""

from typing import Any

from flask_security import PasswordUtil
from flask_security.utils import get_message

FEWEST_LETTERS = 6
"""Different characters: fewer are a row of keys that is tried first."""


class Passwords(PasswordUtil):
    """Flask-Security's own rules (length, normal form), and that it is more than a few characters again and again."""

    def validate(self, password: str, is_register: bool, **more: Any) -> tuple[list[str] | None, str]:
        """What is wrong with it, or None; and the password in its normal form."""
        wrong, normal = super().validate(password, is_register, **more)
        if not wrong and len(set(normal.casefold())) < FEWEST_LETTERS:
            wrong = [get_message("PASSWORD_TOO_SIMPLE")[0]]
        return wrong, normal
