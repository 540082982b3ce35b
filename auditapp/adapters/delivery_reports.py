"""Mails that came back: reports of mail servers (RFC 3464), and the older form with the header X-Failed-Recipients.

Read from one message, a folder (a Maildir, or one of .eml files) or an mbox file. What a report quotes of our own mail
names it: its Message-ID ends in the key that it was sent with (`adapters.mail.message`).
"""

import mailbox
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from auditapp.domain.plain_text import carried

LARGEST = 10_000_000
"""Bytes that are read of one report: it quotes a mail of ours at most."""
LONGEST_REASON = 500
_KEY = re.compile(r"\.([0-9a-f]{32})@")
_ADDRESS = re.compile(r"[^\s<>;,]+@[^\s<>;,]+")


@dataclass(frozen=True, slots=True)
class Returned:
    """One mail that did not arrive. ``key``: of the mail, '' where the report does not quote it; ``address`` that it
    was for; ``reason``: what the mail server said."""

    key: str
    address: str
    reason: str


def read(path: Path) -> Iterator[list[Returned]]:
    """For each message in ``path`` what it reports as returned: nothing where it is no such report.

    Raises OSError for what cannot be read.
    """
    for raw in _messages(path):
        yield read_one(raw)


def read_one(raw: bytes) -> list[Returned]:
    """As `read`, of one message's bytes."""
    return list(_returned(message_from_bytes(raw[:LARGEST])))


def _messages(path: Path) -> Iterator[bytes]:
    if path.is_dir():
        is_maildir = (path / "cur").is_dir() and (path / "new").is_dir()
        folders = [path / "new", path / "cur"] if is_maildir else [path]
        for folder in folders:
            for file in sorted(folder.glob("*" if is_maildir else "*.eml")):
                yield _start_of(file)
    elif _start_of(path, 5) == b"From ":
        box = mailbox.mbox(path, create=False)
        for key in box.iterkeys():
            yield box.get_bytes(key)
    else:
        yield _start_of(path)


def _start_of(file: Path, most: int = LARGEST) -> bytes:
    with file.open("rb") as opened:
        return opened.read(most)


def _returned(message: Message) -> Iterator[Returned]:
    """A delay, the answer of somebody who is away and any other mail report nothing."""
    key = _key_of(message)
    if message.get_content_type() == "multipart/report":
        for fields in _groups(message):
            if _line(fields["Action"]).lower() == "failed":
                yield Returned(key, _address(fields), _reason(fields))
    elif "X-Failed-Recipients" in message:
        for address in _ADDRESS.findall(_line(message["X-Failed-Recipients"])):
            yield Returned(key, address.lower(), "")


def _groups(message: Message) -> Iterator[Message]:
    """The groups of fields of a report: one about the server, one about each recipient."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            yield from (one for one in part.get_payload() if isinstance(one, Message))


def _address(fields: Message) -> str:
    """As we wrote it (Original-Recipient), else where it was forwarded to. The kind of address stands before it."""
    for name in ("Original-Recipient", "Final-Recipient"):
        found = _ADDRESS.search(_line(fields[name]).rpartition(";")[2])
        if found:
            return found[0].lower()
    return ""


def _reason(fields: Message) -> str:
    """What the last server said, else the number of its refusal ('5.1.1')."""
    said = _line(fields["Diagnostic-Code"]).partition(";")[2] or _line(fields["Status"])
    return said.strip()[:LONGEST_REASON]


def _key_of(message: Message) -> str:
    """The key of the mail that is quoted, whole or by its headers alone."""
    for part in message.walk():
        kind = part.get_content_type()
        if kind == "text/rfc822-headers":
            part = message_from_bytes(bytes(part.get_payload(decode=True) or b""))
        elif part is message or "Message-ID" not in part:
            continue
        found = _KEY.search(_line(part["Message-ID"]))
        if found:
            return found[1]
    return ""


def _line(value: object) -> str:
    """A header on one line, without what no page can carry; '' where it is missing."""
    return "" if value is None else carried(" ".join(str(value).split()))
