"""What an owner without an account does from a mail: answers, reports done, disputes."""

import io
from collections.abc import Callable

from auditapp.models import Nonconformity, Person, db
from auditapp.services import history
from tests import lives, pictures
from tests.cast import Cast
from tests.linking import Phones, enter, link_in, mails_to
from tests.pages import DistrustfulClient


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
