"""Reports for people without an account: a link of their own, a receipt, an end."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from auditapp.adapters import clock
from auditapp.domain import report
from auditapp.models import Audit, Event, Notice, Receipt, db
from auditapp.services import distributions, grant_links, reports
from tests import reporting as story
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[..., DistrustfulClient]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What these papers say is read here, not how they are set."""
    story.quick_press(monkeypatch)


def sent(cast: Cast) -> tuple[Audit, Receipt, str]:
    """A report issued for Tom and for Jo, who has no account; Jo's receipt, and the address in Jo's mail."""
    audit = story.a_walked_audit(cast)
    audit.distribution = "Tom Top\nJo Weir, Weir Cert <jo@weircert.example>"
    story.issued(cast, audit)
    mail = db.session.query(Notice).filter_by(recipient="jo@weircert.example").one()
    assert "Hello Jo Weir, Weir Cert," in mail.text
    text = grant_links.with_tokens(mail.text)
    path = text[text.index("/r/") :].split()[0]
    return audit, db.session.query(Receipt).filter_by(person_id=None).one(), path


def test_who_has_no_account_opens_the_report_by_a_link_and_confirms(
    app: Flask, cast: Cast, client: DistrustfulClient, signed_in: SignIn
) -> None:
    audit, receipt, path = sent(cast)
    assert "I have it" in client.text(path)
    assert (client.get(path).status_code, receipt.seen_at) == (200, None)
    assert client.send(f"{path}/paper.pdf").data == reports.audit_report(cast.mia, audit.reference).pdf
    client.send(path)
    client.send(path)
    db.session.refresh(receipt)
    assert receipt.seen_at is not None
    event = db.session.query(Event).filter_by(verb="receive_paper").one()
    assert (event.person_id, event.note) == (None, "Jo Weir, Weir Cert")
    assert "Sent to 2, 1 confirmed" in signed_in(cast.mia).text(f"/audits/{audit.reference}")
    assert client.get(f"/r/{'x' * 22}").status_code == 404


def test_the_token_lies_nowhere_and_the_paper_prints_no_address(app: Flask, cast: Cast) -> None:
    audit, receipt, path = sent(cast)
    token = path.removeprefix("/r/")
    held = [str(value) for row in db.session.query(Notice) for value in (row.text, row.html)]
    assert not any(token in one for one in (*held, str(receipt.token_hash)))
    said = story.text_of(reports.audit_report(cast.mia, audit.reference).pdf)
    assert "Jo Weir, Weir Cert" in said
    assert "jo@weircert.example" not in said


def test_the_link_ends_by_itself_and_by_who_may_issue(
    app: Flask, cast: Cast, client: FlaskClient, signed_in: SignIn
) -> None:
    audit, receipt, path = sent(cast)
    with clock.moved(clock.now() + distributions.GOOD_FOR + timedelta(days=2), for_all=True):
        assert client.get(path).status_code == 403
    where = f"/audits/{audit.reference}/receipts/{receipt.id}/end"
    assert signed_in(cast.ola).send(where).status_code == 403
    assert signed_in(cast.mia).send(where).status_code == 303
    assert client.get(path).status_code == 403


def test_the_paper_tells_who_is_mailed_and_who_is_not(app: Flask, cast: Cast) -> None:
    audit = story.a_walked_audit(cast)
    audit.distribution = "Tom Top, managing director; all shift leaders\nJo Weir <jo@weircert.example>"
    assert report.not_mailed(reports.content_of(audit)) == ("all shift leaders",)
    story.issued(cast, audit)
    assert {one.called for one in db.session.query(Receipt)} == {"Tom Top", "Jo Weir"}
    said = story.text_of(reports.audit_report(cast.mia, audit.reference).pdf)
    mailed, others = said[said.index("Sent by mail on") :].split("No mail goes to these")
    assert ("Tom Top, managing director" in mailed, "Jo Weir" in mailed, "shift leaders" in mailed) == (
        True,
        True,
        False,
    )
    assert "all shift leaders" in others


def test_nobody_gets_a_report_because_their_name_lies_within_another(app: Flask, cast: Cast) -> None:
    audit = story.a_walked_audit(cast)
    cast.tom.name = "Li We"
    cast.zed.email = "i@weircert.example"
    audit.distribution = "Li Weir <li@weircert.example>"
    db.session.flush()
    assert [one.people for one in distributions.entries(audit.distribution)] == [()]


def test_an_address_says_which_of_two_of_the_same_name_is_meant(app: Flask, cast: Cast) -> None:
    cast.zed.name = cast.tom.name
    db.session.flush()
    (entry,) = distributions.entries(f"{cast.tom.name} <{cast.tom.email.upper()}>")
    assert entry.people == (cast.tom,)
