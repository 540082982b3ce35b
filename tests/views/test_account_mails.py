"""What somebody sets about mails on the account page."""

from collections.abc import Callable

from auditapp.models import Notice, Person, db
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]


def test_a_test_mail_goes_to_oneself_and_is_listed(cast: Cast, signed_in: SignIn) -> None:
    ola = signed_in(cast.ola)
    ola.get("/account")
    assert ola.send("/account/test-mail").status_code == 303
    assert db.session.query(Notice).filter_by(kind="test").one().recipient == cast.ola.email
    assert "A test mail, as you asked" in ola.text("/account")


def test_the_morning_mail_is_turned_off_and_on(cast: Cast, signed_in: SignIn) -> None:
    ola = signed_in(cast.ola)
    ola.get("/account")
    ola.send("/account/digest", {"digest": "off"})
    assert "You turned the mail in the morning off" in ola.text("/account")
    ola.send("/account/digest", {"digest": "on"})
    assert "Each morning at 7:00" in ola.text("/account")
