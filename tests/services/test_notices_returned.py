"""A mail that came back is marked at its record and stands on the EMS lead's first page until the address is mended."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from auditapp.adapters import delivery_reports
from auditapp.models import AccessGrant, Nonconformity, Notice, Person, db
from auditapp.services import notices, notices_returned
from tests import lives, returned
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]


@pytest.fixture
def notice(app: Flask, cast: Cast) -> Notice:
    """The mail to Ola about a nonconformity, sent."""
    lives.raised(cast)
    db.session.commit()
    assert notices.send_due() == 1
    return db.session.query(Notice).one()


def comes_back(raw: bytes) -> list[Notice]:
    marked = notices_returned.take(delivery_reports.read_one(raw))
    db.session.commit()
    return marked


def test_it_is_known_by_the_key_that_it_was_sent_with(app: Flask, notice: Notice) -> None:
    [letter] = (app.config["SETTINGS"].data / "mail").glob("*.eml")
    sent_as = re.search(rb"^Message-ID:\s*<[^>]*\.([0-9a-f]{32})@", letter.read_bytes(), re.MULTILINE)
    assert sent_as is not None
    [found] = comes_back(returned.postfix(sent_as[1].decode()))
    assert (found.id, found.state) == (notice.id, "returned")
    assert found.returned_at is not None
    assert "User unknown" in found.trouble


def test_without_a_key_it_is_the_last_mail_to_the_address(notice: Notice) -> None:
    assert comes_back(returned.exim()) == [notice]


def test_read_twice_it_is_marked_once(notice: Notice) -> None:
    raw = returned.postfix(notice.id.hex)
    assert [len(comes_back(raw)) for _ in range(2)] == [1, 0]


def test_a_report_about_no_mail_of_ours_marks_nothing(notice: Notice) -> None:
    assert comes_back(returned.postfix("0" * 32)) == []
    assert notice.state == "sent"


def test_the_ems_lead_sees_it_and_corrects_the_address_so_that_old_links_end(
    cast: Cast, notice: Notice, signed_in: SignIn
) -> None:
    comes_back(returned.postfix(notice.id.hex))
    number = db.session.query(Nonconformity.number).scalar()
    cast.ola.password = None
    db.session.commit()
    mia, here = signed_in(cast.mia), f"/people/{cast.ola.id}"
    assert "User unknown. Correct the address" in mia.text("/")
    assert "came back" in mia.text(f"/nonconformities/{number}")
    assert "Mail to this address does not arrive" in mia.text(here)
    form = {"name": cast.ola.name, "email": "Ola.Owner@example.com", "roles": ["process_owner"]}
    assert mia.send(here, form).status_code == 303
    assert cast.ola.email == "ola.owner@example.com"
    assert [grant for grant in db.session.query(AccessGrant) if grant.revoked_at is None] == []
    assert "User unknown" not in mia.text("/")


def test_who_signs_in_keeps_the_address_and_a_test_mail_that_arrives_settles_it(
    cast: Cast, notice: Notice, signed_in: SignIn
) -> None:
    comes_back(returned.postfix(notice.id.hex))
    mia, here = signed_in(cast.mia), f"/people/{cast.ola.id}"
    assert 'name="email"' not in mia.text(here)
    assert mia.send(f"{here}/test-mail").status_code == 303
    assert notices_returned.unreached() == []
    notices.send_due()
    last = db.session.query(Notice).filter_by(kind="test").one()
    comes_back(returned.postfix(last.id.hex))
    assert [one.person_id for one in notices_returned.unreached()] == [cast.ola.id]


def test_an_address_that_the_server_refuses_stands_there_too(cast: Cast, notice: Notice) -> None:
    notice.state, notice.trouble = "failed", "The mail server refused the address (550)."
    db.session.commit()
    assert [one.trouble for one in notices_returned.unreached()] == [notice.trouble]
    cast.ola.active = False
    db.session.commit()
    assert notices_returned.unreached() == []


def test_the_command_reads_a_folder_and_says_what_it_marked(app: Flask, notice: Notice, tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(returned.exchange(notice.id.hex))
    (tmp_path / "2.eml").write_bytes(returned.away(notice.id.hex))
    told = app.test_cli_runner().invoke(args=["bounces", str(tmp_path)])
    assert told.exit_code == 0, told.output
    assert "2 read, 1 of them say that a mail came back, 1 newly marked." in told.output
    db.session.expire_all()
    assert notice.state == "returned"
