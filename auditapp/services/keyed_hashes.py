"""What only this server can compute: hashes under its own secret, apart for each purpose."""

import hashlib
import hmac

from flask import current_app
from itsdangerous import want_bytes


def of(purpose: bytes, content: bytes) -> bytes:
    """HMAC-SHA-256 of ``purpose`` and ``content``, 32 bytes. Raises RuntimeError where the app has no secret."""
    secret = current_app.secret_key
    if not secret:
        raise RuntimeError("without a secret anybody could compute this hash")
    return hmac.new(want_bytes(secret), purpose + content, hashlib.sha256).digest()
