"""The link in a mail: what it opens, for whom, for how long, and nothing else."""

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.models import AccessGrant, Nonconformity, Notice, Person, db
from auditapp.services import grant_links, grants, history, throttles
from auditapp.services.grant_links import with_tokens
from tests import lives, pictures
from tests.cast import Cast
from tests.pages import DistrustfulClient


def mails_to(person: Person, kind: str = "") -> list[Notice]:
    query = db.session.query(Notice).filter(Notice.person_id == person.id).order_by(Notice.created_at)
    return [one for one in query if not kind or one.kind == kind]


def link_in(notice: Notice) -> str:
    found = re.search(r"http://localhost(/o/[\w-]+)", with_tokens(notice.text))
    assert found, notice.text
    return found[1]


@pytest.fixture(autouse=True)
def _patient() -> None:
    """Tries of earlier tests are forgotten."""
    for throttle in throttles.ALL:
        throttle.forget_all()


@pytest.fixture
def raised(cast: Cast) -> Nonconformity:
    found = lives.raised(cast)
    db.session.commit()
    return found


@pytest.fixture
def link(cast: Cast, raised: Nonconformity) -> str:
    return link_in(mails_to(cast.ola, "nonconformity_raised")[0])


@pytest.fixture
def phone(app: Flask) -> Callable[[], DistrustfulClient]:
    """Another phone each time it is called."""
    app.test_client_class = DistrustfulClient

    def another() -> DistrustfulClient:
        made = app.test_client()
        assert isinstance(made, DistrustfulClient)
        return made

    return another


def enter(phone: DistrustfulClient, link: str) -> str:
    """Open the link and press its button; answers where it led."""
    assert phone.get(link).status_code == 200
    response = phone.send(link)
    assert response.status_code == 303, response.get_data(as_text=True)
    return response.headers["Location"]


Phones = Callable[[], DistrustfulClient]


def test_the_owner_gets_to_the_nonconformity_without_a_password(
    phone: Phones, link: str, raised: Nonconformity
) -> None:
    ola = phone()
    assert enter(ola, link) == f"/nonconformities/{raised.number}"
    assert "You are asked to acknowledge that you have read it." in ola.text(f"/nonconformities/{raised.number}")


def test_somebody_who_has_no_password_at_all_can_answer(
    cast: Cast, phone: Phones, link: str, raised: Nonconformity
) -> None:
    cast.ola.password = None
    db.session.commit()
    ola = phone()
    enter(ola, link)
    ola.get(f"/nonconformities/{raised.number}")
    assert ola.send(f"/nonconformities/{raised.number}/acknowledge").status_code == 303
    assert raised.state == "acknowledged"
    last = history.last_of(raised)
    assert last is not None
    assert last.person_id == cast.ola.id


def test_opening_the_link_changes_nothing(phone: Phones, link: str) -> None:
    before = [(grant.used_at, grant.browser_hash) for grant in db.session.query(AccessGrant)]
    for _ in range(3):
        phone().get(link)
    db.session.expire_all()
    assert [(grant.used_at, grant.browser_hash) for grant in db.session.query(AccessGrant)] == before


def test_a_scanner_that_followed_the_link_first_does_not_use_it_up(
    phone: Phones, link: str, raised: Nonconformity
) -> None:
    phone().get(link)
    assert enter(phone(), link) == f"/nonconformities/{raised.number}"


def test_the_button_needs_the_token_of_its_page(phone: Phones, link: str) -> None:
    assert phone().post(link).status_code == 400


def test_the_address_goes_to_no_other_server_but_to_ours(phone: Phones, link: str) -> None:
    """Behind HTTPS the check of the form's token asks for it."""
    assert phone().get(link).headers["Referrer-Policy"] == "same-origin"


def test_the_link_lies_nowhere_in_clear(cast: Cast, link: str) -> None:
    token = link.rpartition("/")[2]
    assert len(token) == 22
    for notice in mails_to(cast.ola):
        assert token not in notice.text + notice.html
    assert token not in [grant.token_hash for grant in db.session.query(AccessGrant)]


def test_two_links_have_nothing_in_common(cast: Cast, raised: Nonconformity) -> None:
    first, second = (with_tokens(grants.address(cast.ola, raised)) for _ in range(2))
    assert first != second


def test_the_link_needs_the_secret_of_this_server(app: Flask, raised: Nonconformity, cast: Cast) -> None:
    grants.address(cast.ola, raised)
    grant = db.session.query(AccessGrant).first()
    assert grant is not None
    ours = grant_links.token_of(grant.id)
    app.secret_key = "another server's secret"
    assert grant_links.token_of(grant.id) != ours


@pytest.mark.parametrize("path", ["/people", "/audits", "/nonconformities", "/account", "/walk/", "/sites", "/who-may"])
def test_other_pages_are_not_there_for_a_link(phone: Phones, link: str, path: str) -> None:
    ola = phone()
    enter(ola, link)
    assert ola.get(path).status_code == 404


def test_another_nonconformity_of_the_same_owner_is_not_there(cast: Cast, phone: Phones, link: str) -> None:
    other = lives.raised(cast, place="Bay 9")
    db.session.commit()
    ola = phone()
    enter(ola, link)
    assert ola.get(f"/nonconformities/{other.number}").status_code == 404
    assert ola.send(f"/nonconformities/{other.number}/acknowledge").status_code == 404
    assert other.state == "raised"


def test_an_action_of_another_nonconformity_is_not_there(cast: Cast, phone: Phones, link: str) -> None:
    other = lives.led_to(cast, "in_progress", place="Bay 9")
    ola = phone()
    enter(ola, link)
    assert ola.get(f"/actions/{other.actions[0].id}").status_code == 404


def test_the_first_page_of_a_link_is_its_nonconformity(phone: Phones, link: str, raised: Nonconformity) -> None:
    ola = phone()
    enter(ola, link)
    assert ola.get("/").headers["Location"] == f"/nonconformities/{raised.number}"


def test_a_link_of_an_auditor_gives_no_verdicts(cast: Cast, phone: Phones) -> None:
    planned = lives.led_to(cast, "planned")
    link = with_tokens(grants.address(cast.lea, planned)).removeprefix("http://localhost")
    db.session.commit()
    lea = phone()
    enter(lea, link)
    here = f"/nonconformities/{planned.number}"
    assert lea.get(here).status_code == 404
    lea.send(f"{here}/accept")
    assert planned.state == "planned"


def test_the_rights_of_a_link_end_with_its_request(cast: Cast, phone: Phones, link: str, raised: Nonconformity) -> None:
    ola = phone()
    enter(ola, link)
    ola.get(f"/nonconformities/{raised.number}")
    assert cast.ola.acting_on is None


def test_the_same_device_may_open_the_link_again(phone: Phones, link: str, raised: Nonconformity) -> None:
    ola = phone()
    enter(ola, link)
    ola.get(f"/nonconformities/{raised.number}")
    ola.send("/leave")
    assert ola.get(f"/nonconformities/{raised.number}").headers["Location"].startswith("/sign-in")
    assert enter(ola, link) == f"/nonconformities/{raised.number}"


def test_a_link_used_on_another_device_says_so_and_opens_nothing(
    phone: Phones, link: str, raised: Nonconformity
) -> None:
    enter(phone(), link)
    stranger = phone()
    page = stranger.get(link)
    assert page.status_code == 403
    assert "This link was used on another device already" in page.get_data(as_text=True)
    assert stranger.send(link).status_code == 403
    assert stranger.get(f"/nonconformities/{raised.number}").status_code == 303


def test_a_forwarded_link_says_whose_it_is(phone: Phones, link: str) -> None:
    words = phone().text(link)
    assert "Go on as Ola Owner" in words
    assert "Was the mail forwarded to you?" in words


def test_somebody_else_who_is_signed_in_is_told_whose_link_it_is(
    cast: Cast, signed_in: Callable[[Person], DistrustfulClient], link: str
) -> None:
    zed = signed_in(cast.zed)
    assert "This link is for Ola Owner, and you are signed in as Zed Elsewhere." in zed.text(link)
    assert zed.send(link).status_code == 403
    assert db.session.query(AccessGrant).filter(AccessGrant.used_at.is_not(None)).count() == 0


def test_the_owner_who_is_signed_in_goes_straight_on(
    cast: Cast, signed_in: Callable[[Person], DistrustfulClient], link: str, raised: Nonconformity
) -> None:
    ola = signed_in(cast.ola)
    assert enter(ola, link) == f"/nonconformities/{raised.number}"
    assert ola.get("/nonconformities").status_code == 200


def test_an_expired_link_says_so_and_mails_a_new_one(cast: Cast, phone: Phones, link: str) -> None:
    with clock.moved(clock.now() + timedelta(days=31)):
        ola = phone()
        page = ola.get(link)
        assert page.status_code == 403
        assert "This link ended on" in page.get_data(as_text=True)
        assert ola.send(link).status_code == 403
        assert ola.send(f"{link}/again").status_code == 200
        fresh = link_in(mails_to(cast.ola, "new_link")[0])
        assert fresh != link
        enter(ola, fresh)


def test_new_links_are_mailed_three_times_and_then_not_for_a_while(cast: Cast, phone: Phones, link: str) -> None:
    ola = phone()
    ola.get(link)
    assert [ola.send(f"{link}/again").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_an_unknown_link_says_so(phone: Phones) -> None:
    page = phone().get("/o/AAAAAAAAAAAAAAAAAAAAAA")
    assert page.status_code == 404
    assert "This link is not known here." in page.get_data(as_text=True)


def test_guessing_links_is_slowed_down(phone: Phones) -> None:
    guesser = phone()
    assert [guesser.get(f"/o/guess-{number}").status_code for number in range(21)] == [404] * 20 + [429]


def test_the_ems_lead_sees_the_links_and_revokes_one(
    cast: Cast, phone: Phones, signed_in: Callable[[Person], DistrustfulClient], link: str, raised: Nonconformity
) -> None:
    ola, mia = phone(), signed_in(cast.mia)
    enter(ola, link)
    assert "Links sent" in mia.text(f"/nonconformities/{raised.number}")
    grant = db.session.query(AccessGrant).filter(AccessGrant.used_at.is_not(None)).one()
    assert mia.send(f"/links/{grant.id}/revoke").status_code == 303
    assert ola.get(f"/nonconformities/{raised.number}").status_code == 403
    assert "This link was revoked on" in ola.get(link).get_data(as_text=True)
    assert ola.send(f"{link}/again").status_code == 403
    assert "This link was revoked on" in mia.text(f"/nonconformities/{raised.number}")


def test_nobody_else_revokes_a_link(
    cast: Cast, signed_in: Callable[[Person], DistrustfulClient], raised: Nonconformity
) -> None:
    grant = db.session.query(AccessGrant).first()
    assert grant is not None
    assert signed_in(cast.lea).send(f"/links/{grant.id}/revoke").status_code == 403
    assert grant.revoked_at is None


def test_who_left_opens_nothing(cast: Cast, phone: Phones, link: str) -> None:
    cast.ola.active = False
    db.session.commit()
    page = phone().get(link)
    assert page.status_code == 403
    assert "somebody who is no longer here" in page.get_data(as_text=True)


def test_who_is_no_longer_the_owner_opens_nothing(cast: Cast, phone: Phones, link: str, raised: Nonconformity) -> None:
    raised.owner, cast.boilers.owner = cast.zed, cast.zed
    db.session.commit()
    ola = phone()
    enter(ola, link)
    assert ola.get(f"/nonconformities/{raised.number}").status_code == 404


def test_an_action_is_reported_done_with_a_photo_from_its_own_link(cast: Cast, phone: Phones) -> None:
    planned = lives.raised(cast)
    lives.led_to(cast, "acknowledged", planned)
    action = lives.write_response(cast, planned, owner=cast.zed)
    lives.nonconformities.take(cast.ola, planned, "plan")
    lives.nonconformities.take(cast.lea, planned, "accept")
    db.session.commit()
    zed = phone()
    assert enter(zed, link_in(mails_to(cast.zed, "action_given")[0])) == f"/actions/{action.id}"
    zed.get(f"/actions/{action.id}")
    photo = (io.BytesIO(pictures.a_jpeg()), "bund.jpg")
    answer = zed.send(f"/actions/{action.id}", {"photos": photo, "do": "done"}, content_type="multipart/form-data")
    assert answer.status_code == 303, answer.get_data(as_text=True)
    assert action.done_by_id == cast.zed.id
    shown = action.evidence[0]
    assert zed.get(f"/evidence/{shown.id}/thumb.jpg").status_code == 200


def test_the_owner_disputes_it_from_the_link_and_the_team_leader_upholds(
    cast: Cast, phone: Phones, signed_in: Callable[[Person], DistrustfulClient], link: str, raised: Nonconformity
) -> None:
    here = f"/nonconformities/{raised.number}"
    ola, lea = phone(), signed_in(cast.lea)
    enter(ola, link)
    ola.get(here)
    assert ola.send(f"{here}/dispute").status_code == 422
    assert ola.send(f"{here}/dispute", {"note": "The bund was there, behind the drums."}).status_code == 303
    assert raised.state == "disputed"
    assert "You are asked to decide on the dispute." in lea.text(here)
    assert lea.send(f"{here}/uphold", {"note": "It holds one drum only."}).status_code == 303
    assert raised.state == "raised"
    assert [one.subject for one in mails_to(cast.ola, "nonconformity_step")] == [
        f"{raised.number}: Dispute decided: it stands"
    ]


def test_a_withdrawal_takes_a_second_person(
    cast: Cast, signed_in: Callable[[Person], DistrustfulClient], raised: Nonconformity
) -> None:
    here = f"/nonconformities/{raised.number}"
    ola, lea, mia = signed_in(cast.ola), signed_in(cast.lea), signed_in(cast.mia)
    assert ola.send(f"{here}/not_mine", {"note": "The store is Zed's."}).status_code == 303
    assert lea.send(f"{here}/withdraw", {"note": "It is a matter of the supplier."}).status_code == 303
    assert raised.state == "disputed"
    assert lea.send(f"{here}/void").status_code == 403
    assert mia.send(f"{here}/void").status_code == 303
    assert raised.state == "void"


def test_the_link_works_behind_https(app: Flask, phone: Phones, link: str) -> None:
    ola = phone()
    ola.get(link, base_url="https://localhost")
    answer = ola.send(link, base_url="https://localhost", headers={"Referer": f"https://localhost{link}"})
    assert answer.status_code == 303


def test_an_observation_is_answered_from_the_mail_without_an_account_and_nothing_else_is_there(
    cast: Cast, phone: Phones, signed_in: Callable[[Person], DistrustfulClient]
) -> None:
    first, other = (lives.a_finding(cast, grade="observation", place=place) for place in ("Bay 3", "Bay 9"))
    for one in (first, other):
        lives.findings.release(cast.lea, one)
    db.session.commit()
    ola = phone()
    link = link_in(mails_to(cast.ola, "finding_released")[0])
    here = f"/findings/{first.id}"
    assert enter(ola, link) == here
    assert ola.get("/").headers["Location"] == here
    assert "Report it done" not in ola.text(here)
    assert ola.send(f"{here}/decline", {"note": "It costs more than it saves."}).status_code == 303
    assert first.state == "declined"
    assert ola.get(f"/findings/{other.id}").status_code == 404
    assert ola.send(f"/findings/{other.id}/decline", {"note": "No."}).status_code == 404
    assert ola.get(f"{here}/edit").status_code == 404
    assert ola.get(f"/audits/{first.audit.reference}").status_code == 404
    assert other.state == "released"
    assert "One observation or opportunity" in signed_in(cast.mia).text(here)
