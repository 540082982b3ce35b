"""The life of a link: another device, forwarded, expired, revoked, guessed; each with its sentence."""

from collections.abc import Callable
from datetime import timedelta

from auditapp.adapters import clock
from auditapp.models import AccessGrant, Event, Nonconformity, Person, db
from auditapp.services import extents, grants
from tests import lives
from tests.cast import Cast
from tests.linking import Phones, enter, link_in, mails_to
from tests.pages import DistrustfulClient


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
    assert "revoked on" in mia.text(f"/nonconformities/{raised.number}")


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


def test_who_is_no_longer_the_owner_reads_that_it_went_to_somebody_else(
    cast: Cast, phone: Phones, link: str, raised: Nonconformity
) -> None:
    ola = phone()
    enter(ola, link)
    raised.owner, cast.boilers.owner = cast.zed, cast.zed
    db.session.commit()
    for answer in (ola.get(link), ola.get(f"/nonconformities/{raised.number}"), ola.send(f"{link}/again")):
        assert answer.status_code == 403
        assert f"{raised.number} went to somebody else." in answer.get_data(as_text=True)


def test_a_new_link_asked_for_twice_at_once_is_mailed_once(cast: Cast, phone: Phones, link: str) -> None:
    with clock.moved(clock.now() + timedelta(days=31)):
        ola = phone()
        ola.get(link)
        assert [ola.send(f"{link}/again").status_code for _ in range(2)] == [200, 200]
        assert len(mails_to(cast.ola, "new_link")) == 1


def test_what_is_somebody_elses_is_not_there_however_it_is_asked_for(
    cast: Cast, signed_in: Callable[[Person], DistrustfulClient]
) -> None:
    """Zed owns the vans: of Ola's boiler house he finds nothing, and writes nothing."""
    nc = lives.led_to(cast, "in_progress")
    action, grant = nc.actions[0], grants.of(nc)[0]
    with_question = lives.led_to(cast, "acknowledged")
    (question,) = extents.ask(cast.ola, with_question, [cast.drains.id])
    lives.photo(cast.ola, nonconformity_id=nc.id, purpose="correction")
    photo = nc.evidence[0]
    db.session.commit()
    zed, count = signed_in(cast.zed), db.session.query(Event).count()
    here = f"/nonconformities/{nc.number}"
    asked = (here, f"{here}/response", f"/actions/{action.id}", f"/extent/{question.id}",
             f"/evidence/{photo.id}/view.jpg", f"/nonconformities/{nc.number}/sheet.pdf")  # fmt: skip
    assert {path: zed.get(path).status_code for path in asked} == dict.fromkeys(asked, 404)
    sent = (f"{here}/submit", f"{here}/response", f"{here}/elsewhere", f"/actions/{action.id}",
            f"/extent/{question.id}")  # fmt: skip
    assert {path: zed.send(path, {"note": "Mine now."}).status_code for path in sent} == dict.fromkeys(sent, 404)
    assert zed.send(f"/links/{grant.id}/revoke").status_code == 403
    assert db.session.query(Event).count() == count


def test_who_sends_a_form_after_the_session_ended_is_told_to_open_the_mail_again(
    phone: Phones, link: str, raised: Nonconformity
) -> None:
    ola = phone()
    enter(ola, link)
    ola.delete_cookie("auditapp")
    page = f"/nonconformities/{raised.number}"
    answer = ola.post(f"{page}/acknowledge", headers={"Referer": f"http://localhost{page}"})
    assert answer.status_code == 400
    told = answer.get_data(as_text=True)
    assert "or open the link in your mail again" in told
    assert f'href="{page}"' in told


def test_the_sign_in_page_tells_who_has_no_password_where_to_go(phone: Phones, raised: Nonconformity) -> None:
    assert "Open the link in that mail again." in phone().text(f"/sign-in?next=/nonconformities/{raised.number}")
