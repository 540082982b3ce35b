"""Twenty people press the same button at once: one of them closes it."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from auditapp.domain.errors import Conflict
from auditapp.models import Event, db
from auditapp.services import history, nonconformities
from tests import lives
from tests.cast import Cast, the_cast

MANY = 20


def test_twenty_closes_at_once_give_one_event(app: Flask, cast: Cast) -> None:
    nc = lives.led_to(cast, "verified")
    nc.round.check_on = nonconformities.today_at(nc)
    number, subject = nc.number, str(nc.id)
    db.session.commit()

    def close(_: int) -> str:
        with app.app_context():
            lea = the_cast().lea
            try:
                nonconformities.take(
                    lea, nonconformities.find(lea, number), "judge_effective", note="Three walks, none."
                )
            except Conflict:
                db.session.rollback()
                return "refused"
            db.session.commit()
            return "closed"

    with ThreadPoolExecutor(MANY) as people:
        assert Counter(people.map(close, range(MANY))) == {"closed": 1, "refused": MANY - 1}
    db.session.rollback()
    assert db.session.query(Event).filter_by(subject_id=subject, verb="judge_effective").count() == 1
    assert history.first_break() is None
