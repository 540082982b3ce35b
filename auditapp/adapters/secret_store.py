"""Secrets that this installation makes for itself once and keeps in files only its own account can read."""

import os
import secrets
import tempfile
from pathlib import Path

BYTES = 32
"""Length of every secret: 256 bits, also the length of an Ed25519 seed."""


class SecretDamagedError(ValueError):
    """A secret's file does not hold what was once written. ``str()`` is the sentence with the remedy."""


def keep_private_folder(folder: Path) -> None:
    """Make ``folder`` and its parents, with mode 0700; safe to do twice. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def create_once(path: Path, content: bytes) -> bool:
    """Write ``content`` to ``path`` with mode 0600 unless it exists; say whether it was written.

    The file appears whole or not at all, and of two processes that start at once exactly one wins: the
    content goes to a temporary file first, and a hard link to a name that exists is refused.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp: mode 0600
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        try:
            os.link(temporary, path)
        except FileExistsError:
            return False
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
        return True
    finally:
        os.unlink(temporary)


def secret(folder: Path, name: str) -> bytes:
    """The secret ``name`` of ``folder`` as 32 bytes, made at the first call. Raises SecretDamagedError."""
    keep_private_folder(folder)
    path = folder / name
    if not path.exists():
        create_once(path, secrets.token_bytes(BYTES).hex().encode() + b"\n")
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    try:
        value = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError:
        value = b""
    if len(value) != BYTES:
        raise SecretDamagedError(
            f"The file {path} does not hold the {BYTES * 2} hexadecimal digits that were written at the first"
            " start. Restore it from a backup; a new one would end every session and every signature."
        )
    return value
