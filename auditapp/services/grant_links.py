"""The address in a mail that lets its reader act without an account.

The token is computed from the grant's id and the server's own secret, so that it lies nowhere: the table holds its
hash, and the mail waits in the outbox with a mark that becomes the token while the mail is sent.
"""

import base64
import hashlib
import re
import uuid
from collections.abc import Callable

from flask import current_app

from auditapp.services import keyed_hashes

_MARK = re.compile(r"/(o|r)/@([0-9a-f]{32})@")


def token_of(grant_id: uuid.UUID) -> str:
    """128 bits that nobody can guess who does not know the server's secret, as 22 letters and digits."""
    digest = keyed_hashes.of(b"link in a mail", grant_id.bytes)
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What the table holds of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def marked(grant_id: uuid.UUID, place: str = "o") -> str:
    """The address as it waits in the outbox. ``place``: 'o' to act on something, 'r' to receive a paper."""
    return f"{current_app.config['SETTINGS'].url}/{place}/@{grant_id.hex}@"


def with_tokens(text: str, is_theirs: Callable[[uuid.UUID], bool] = lambda _number: True) -> str:
    """``text`` of a mail as it is sent: each mark is its token. ``is_theirs``: whether the link with that number was
    made for whom the mail goes to; a mark that somebody typed in words of their own stays as it was typed."""

    def token(found: re.Match[str]) -> str:
        number = uuid.UUID(found[2])
        return f"/{found[1]}/{token_of(number)}" if is_theirs(number) else found[0]

    return _MARK.sub(token, text)
