"""Mail out: a real SMTP server, a folder of readable files, and headers that nothing is smuggled into."""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from auditapp.adapters import mail
from tests.adapters.mail_server import MailServer


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


def a_mail(**changes: object) -> EmailMessage:
    values: dict[str, object] = {
        "sender": "auditapp@example.com", "to": "ola@example.com", "name": "Ola Owner", "subject": "Hello",
        "text": "Words.", "html": "", "key": "00ff",
    }  # fmt: skip
    return mail.message(**(values | changes))  # type: ignore[arg-type]


def test_it_arrives_with_both_parts(server: MailServer) -> None:
    mail.send(a_mail(html="<p>Words.</p>"), server.url)
    [(recipients, letter)] = server.received
    assert recipients == ["ola@example.com"]
    assert letter.get_body(("plain",)).get_content().strip() == "Words."
    assert letter.get_body(("html",)).get_content().strip() == "<p>Words.</p>"


def test_it_says_that_a_machine_sent_it_and_which_mail_it_is(server: MailServer) -> None:
    mail.send(a_mail(), server.url)
    [(_, letter)] = server.received
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith(".00ff@example.com>")


@pytest.mark.parametrize("evil", ["a\r\nBcc: x@example.com", "a\nBcc: x@example.com", "a\r\n\r\nbody"])
@pytest.mark.parametrize("where", ["subject", "name"])
def test_no_header_is_smuggled_in(server: MailServer, where: str, evil: str) -> None:
    mail.send(a_mail(**{where: evil}), server.url)
    [(recipients, letter)] = server.received
    assert recipients == ["ola@example.com"]
    assert letter["Bcc"] is None
    assert letter.get_content().strip() == "Words."


def test_a_picture_is_tied_to_its_place(server: MailServer) -> None:
    mail.send(a_mail(html='<img src="cid:one">', pictures={"one": b"\xff\xd8\xff"}), server.url)
    [(_, letter)] = server.received
    [picture] = [part for part in letter.walk() if part.get_content_type() == "image/jpeg"]
    assert picture["Content-ID"] == "<one>"
    assert picture.get_content() == b"\xff\xd8\xff"


def test_a_refused_address_is_refused_for_good(server: MailServer) -> None:
    server.refuse = "550 no such mailbox"
    with pytest.raises(mail.MailFailed, match="550") as failed:
        mail.send(a_mail(), server.url)
    assert failed.value.for_good


def test_an_address_that_is_busy_may_work_later(server: MailServer) -> None:
    server.refuse = "450 try later"
    with pytest.raises(mail.MailFailed) as failed:
        mail.send(a_mail(), server.url)
    assert not failed.value.for_good


def test_a_password_is_not_sent_without_encryption(server: MailServer) -> None:
    with pytest.raises(mail.MailFailed, match="no encryption"):
        mail.send(a_mail(), server.url.replace("smtp://", "smtp://user:word@"))
    assert server.received == []


def test_without_a_server_each_mail_is_a_readable_file(tmp_path: Path) -> None:
    mail.send(a_mail(subject="Grüße", text="漏油"), f"file://{tmp_path}/mail")
    [file] = (tmp_path / "mail").iterdir()
    letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert file.name == "00ff.eml"
    assert (letter["Subject"], letter.get_content().strip()) == ("Grüße", "漏油")


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file, no folder")
    with pytest.raises(mail.MailFailed, match="could not be written"):
        mail.send(a_mail(), f"file://{tmp_path}/mail")
