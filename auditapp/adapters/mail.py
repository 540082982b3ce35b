"""Mail out: by SMTP, or as readable files in a folder where no mail server is set."""

import os
import re
import smtplib
import ssl
from collections.abc import Mapping
from email.message import EmailMessage
from email.utils import formataddr, formatdate, make_msgid
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

SECONDS = 20


class MailFailed(Exception):
    """The mail did not go out. ``for_good``: trying again would not help (the address is refused)."""

    def __init__(self, why: str, *, for_good: bool = False) -> None:
        self.for_good = for_good
        super().__init__(why)


def message(
    *,
    sender: str,
    to: str,
    name: str,
    subject: str,
    text: str,
    html: str,
    key: str,
    pictures: Mapping[str, bytes] | None = None,
) -> EmailMessage:
    """A mail with a text part and, when ``html`` is not empty, an HTML part. ``key``: identifies it for ever.

    ``pictures``: JPEGs that the HTML shows as ``src="cid:<key>"``; they travel inside, nothing is fetched.
    """
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = formataddr((_one_line(name), to))
    mail["Subject"] = _one_line(subject)
    mail["Date"] = formatdate(localtime=False)
    mail["Message-ID"] = make_msgid(idstring=key, domain=sender.rpartition("@")[2] or "localhost")
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
        page = mail.get_payload()[1]  # type: ignore[index] # the HTML part just added
        for cid, picture in (pictures or {}).items():
            page.add_related(  # type: ignore[union-attr]  # the same part
                picture, maintype="image", subtype="jpeg", cid=f"<{cid}>", filename=f"{cid}.jpg", disposition="inline"
            )
    return mail


def _one_line(text: str) -> str:
    """No header can be smuggled in through a name or a subject."""
    return " ".join(text.split())


def send(mail: EmailMessage, url: str) -> None:
    """Send by ``url``: smtp://, smtps:// or file:///FOLDER. Raises `MailFailed`."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        _write(mail, Path(unquote(parts.path)))
        return
    try:
        with _server(url) as server:
            server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as refused:
        code = max((answer[0] for answer in refused.recipients.values()), default=0)
        raise MailFailed(f"The mail server refused the address ({code}).", for_good=code >= 500) from refused
    except (OSError, smtplib.SMTPException) as trouble:
        raise MailFailed(f"The mail server did not take it: {trouble}") from trouble


def reach(url: str) -> None:
    """See whether mail could go out by ``url``, without sending any. Raises `MailFailed`."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        folder = Path(unquote(parts.path))
        existing = next(each for each in (folder, *folder.parents) if each.exists())
        if not os.access(existing, os.W_OK | os.X_OK):
            raise MailFailed(f"Mails cannot be written to {folder}.")
        return
    try:
        _server(url).quit()
    except (OSError, smtplib.SMTPException) as trouble:
        raise MailFailed(f"The mail server does not answer as it should: {trouble}") from trouble


def _server(url: str) -> smtplib.SMTP:
    parts = urlsplit(url)
    host, port = parts.hostname or "localhost", parts.port
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, port or 465, timeout=SECONDS, context=ssl.create_default_context()
        )
    else:
        server = smtplib.SMTP(host, port or 587, timeout=SECONDS)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
        elif parts.username and "plain" not in parse_qs(parts.query):
            server.close()
            raise MailFailed("The mail server offers no encryption, so the password is not sent.")
    if parts.username:
        server.login(unquote(parts.username), unquote(parts.password or ""))
    return server


def _write(mail: EmailMessage, folder: Path) -> None:
    key = re.sub(r"[^0-9A-Za-z-]", "", str(mail["Message-ID"]).split("@")[0].rpartition(".")[2])
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / f"{key}.eml").write_bytes(mail.as_bytes())
    except OSError as trouble:
        raise MailFailed(f"The mail could not be written to {folder}.") from trouble
