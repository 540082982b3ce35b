"""Mail: queued with the change, sent after its commit, tried again, readable, and never with a header smuggled in."""

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from auditapp.adapters import clock, mail
from auditapp.models import Evidence, Notice, db
from auditapp.services import evidence, findings, grant_links, grants, nonconformities, notices, notices_sent
from tests import lives
from tests.adapters.mail_server import MailServer
from tests.cast import Cast
from tests.pictures import a_jpeg


@pytest.fixture
def folder(app: Flask) -> Path:
    return app.config["SETTINGS"].data / "mail"


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as running:
        yield running


def by_smtp(app: Flask, url: str) -> None:
    settings = app.config["SETTINGS"]
    object.__setattr__(settings, "mail_url", url)


def letters(folder: Path) -> list[EmailMessage]:
    files = sorted(folder.glob("*.eml")) if folder.is_dir() else []
    return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]


def queued() -> list[Notice]:
    return list(db.session.scalars(select(Notice).order_by(Notice.created_at)))


def test_a_link_leaves_in_a_mail_to_its_own_person_alone(app: Flask, cast: Cast, folder: Path) -> None:
    mark = grants.address(cast.ola, lives.raised(cast))
    db.session.query(Notice).delete()
    now = clock.now()
    for reader in (cast.ola, cast.mia):  # whoever knows its number could write the mark into words of their own
        db.session.add(
            Notice(kind="test", person_id=reader.id, recipient=reader.email, subject=reader.name, text=mark,
                   created_at=now, not_before=now)
        )  # fmt: skip
    db.session.commit()
    notices.send_due()
    said = {letter["Subject"]: letter.get_content().strip() for letter in letters(folder)}
    assert said["Mia Manager"] == mark
    assert said["Ola Owner"] == grant_links.with_tokens(mark) != mark


def test_a_release_tells_the_owner_all_that_is_needed(app: Flask, cast: Cast, folder: Path) -> None:
    nc = lives.raised(cast)
    db.session.commit()
    assert notices.send_due() == 1
    [letter] = letters(folder)
    words = letter.get_body(("plain",)).get_content()
    assert letter["To"] == "Ola Owner <ola@example.com>"
    for part in (
        nc.number, "Oil storage is not controlled.", "Two drums of oil stand on bare concrete.",
        "Oil stands in bunds.", "ISO 14001:2026 8.1", "Works, Boiler house, Oil store, bay 3", "Plan:",
        "What happens next", "http://localhost/o/", "A single place.",
    ):  # fmt: skip
        assert part in words, part


def test_the_photo_travels_inside_the_mail(app: Flask, cast: Cast, folder: Path) -> None:
    finding = lives.a_finding(cast)
    photo = evidence.add_photo(
        cast.lea, a_jpeg(), finding, store=app.extensions["photo_store"], caption="Drums without a bund"
    )
    db.session.expire(finding)
    findings.release(cast.lea, finding)
    db.session.commit()
    notices.send_due()
    [letter] = letters(folder)
    [picture] = [part for part in letter.walk() if part.get_content_type() == "image/jpeg"]
    assert picture["Content-ID"] == f"<{photo.id}>"
    assert f'src="cid:{photo.id}"' in letter.get_body(("html",)).get_content()
    assert "Photo 1: Drums without a bund" in letter.get_body(("plain",)).get_content()


def test_what_somebody_typed_shows_no_photo_of_theirs(app: Flask, cast: Cast, folder: Path) -> None:
    other = lives.a_finding(cast)
    photo = evidence.add_photo(cast.lea, a_jpeg(), other, store=app.extensions["photo_store"])
    lives.raised(cast, audit=other.audit, statement=f'<img src="cid:{photo.id}">')
    db.session.commit()
    notices.send_due()
    [letter] = letters(folder)
    assert [part.get_content_type() for part in letter.walk() if part.get_content_maintype() == "image"] == []
    assert db.session.get(Evidence, photo.id) is not None


def test_nothing_is_sent_when_the_change_is_rolled_back(app: Flask, cast: Cast, folder: Path) -> None:
    lives.raised(cast)
    db.session.rollback()
    assert notices.send_due() == 0
    assert letters(folder) == []


def test_nothing_is_sent_before_the_commit(app: Flask, cast: Cast) -> None:
    lives.raised(cast)
    assert [notice.state for notice in queued()] == ["queued"]
    assert [notice.sent_at for notice in queued()] == [None]


def test_it_goes_out_by_smtp(app: Flask, cast: Cast, server: MailServer) -> None:
    by_smtp(app, server.url)
    nc = lives.raised(cast)
    db.session.commit()
    assert notices.send_due() == 1
    [(recipients, letter)] = server.received
    assert recipients == ["ola@example.com"]
    assert letter["Subject"] == f"{nc.number} is yours to answer"
    assert [(notice.state, notice.trouble) for notice in queued()] == [("sent", "")]


def test_it_is_sent_once(app: Flask, cast: Cast, server: MailServer) -> None:
    by_smtp(app, server.url)
    lives.raised(cast)
    db.session.commit()
    assert [notices.send_due(), notices.send_due()] == [1, 0]
    assert len(server.received) == 1


def test_a_server_that_is_away_is_tried_again_later(app: Flask, cast: Cast, server: MailServer) -> None:
    by_smtp(app, "smtp://127.0.0.1:9")
    lives.raised(cast)
    db.session.commit()
    assert notices.send_due() == 0
    [notice] = queued()
    assert (notice.state, notice.attempts) == ("queued", 1)
    assert "did not take it" in notice.trouble
    by_smtp(app, server.url)
    assert notices.send_due() == 0  # not yet
    with clock.moved(datetime.now(UTC) + timedelta(minutes=3)):
        assert notices.send_due() == 1
    assert len(server.received) == 1


def test_an_address_that_is_refused_is_given_up(app: Flask, cast: Cast, server: MailServer) -> None:
    server.refuse = "550 no such mailbox"
    by_smtp(app, server.url)
    nc = lives.raised(cast)
    db.session.commit()
    notices.send_due()
    [notice] = queued()
    assert notice.state == "failed"
    assert "refused the address (550)" in notices_sent.about(nc)[0].trouble


def test_one_whose_worker_died_is_taken_up_after_a_minute(app: Flask, cast: Cast, server: MailServer) -> None:
    by_smtp(app, server.url)
    lives.raised(cast)
    db.session.commit()
    assert notices._claim() is not None  # and then the worker dies
    assert notices.send_due() == 0
    with clock.moved(datetime.now(UTC) + timedelta(seconds=61)):
        assert notices.send_due() == 1


def test_a_mail_that_cannot_be_written_is_given_up_in_words(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> EmailMessage:
        raise ValueError("no")

    nc = lives.raised(cast)
    db.session.commit()
    monkeypatch.setattr(mail, "message", broken)
    assert notices.send_due() == 0
    assert notices_sent.about(nc)[0].state == "failed"


def test_a_name_with_line_breaks_adds_no_header(app: Flask, cast: Cast, server: MailServer) -> None:
    by_smtp(app, server.url)
    cast.ola.name = "Ola\r\nBcc: everybody@example.com\r\n\r\nOwner"
    lives.raised(cast)
    db.session.commit()
    notices.send_due()
    [(recipients, letter)] = server.received
    assert recipients == ["ola@example.com"]
    assert letter["Bcc"] is None


def test_chinese_names_and_six_thousand_characters_arrive(app: Flask, cast: Cast, server: MailServer) -> None:
    by_smtp(app, server.url)
    cast.ola.name = "王小明"
    lives.raised(cast, statement="漏" * 6000)
    db.session.commit()
    notices.send_due()
    [(_, letter)] = server.received
    assert "王小明" in str(letter["To"])
    assert "漏" * 6000 in letter.get_body(("plain",)).get_content().replace("\n", "")


def test_an_accepted_plan_tells_whoever_else_owns_an_action(app: Flask, cast: Cast, folder: Path) -> None:
    nc = lives.led_to(cast, "acknowledged")
    lives.write_response(cast, nc, owner=cast.tom)
    nonconformities.take(cast.ola, nc, "plan")
    nonconformities.take(cast.lea, nc, "accept", note="Clear.")
    db.session.commit()
    notices.send_due()
    [letter] = [one for one in letters(folder) if "tom@example.com" in one["To"]]
    words = letter.get_body(("plain",)).get_content()
    assert re.search(r"http://localhost/o/[\w-]{22}\s", words)
    assert "Mark a bunded place at goods-in." in words


def test_a_verdict_tells_the_owner_with_its_words(app: Flask, cast: Cast, folder: Path) -> None:
    nc = lives.led_to(cast, "planned")
    nonconformities.take(cast.lea, nc, "return", note="Say who checks bay 2.")
    db.session.commit()
    notices.send_due()
    [letter] = [one for one in letters(folder) if one["Subject"] == f"{nc.number}: Plan returned"]
    assert letter["To"] == "Ola Owner <ola@example.com>"
    assert "Say who checks bay 2." in letter.get_body(("plain",)).get_content()
