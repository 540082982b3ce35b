"""The organisation's certificate for papers with its passphrase: one private file beside the other secrets."""

import base64
import json
import os
import tempfile
from pathlib import Path

from auditapp.adapters.secret_store import keep_private_folder

NAME = "paper_certificate.json"


def keep(folder: Path, p12: bytes, passphrase: str) -> None:
    """Write both, in place of what was there; whole or not at all, with mode 0600. Raises OSError."""
    keep_private_folder(folder)
    content = json.dumps({"p12": base64.b64encode(p12).decode(), "passphrase": passphrase}).encode()
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{NAME}.")  # mkstemp: mode 0600
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(folder / NAME)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def load(folder: Path) -> tuple[bytes, str] | None:
    """File and passphrase; None where there is none. Raises ValueError for a damaged file."""
    try:
        content = json.loads((folder / NAME).read_bytes())
    except FileNotFoundError:
        return None
    return base64.b64decode(content["p12"]), str(content["passphrase"])


def forget(folder: Path) -> None:
    """There is none any more. Twice is once."""
    (folder / NAME).unlink(missing_ok=True)
