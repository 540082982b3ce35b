"""Links of mails in tests: taken from a mail, opened on a phone that nobody is signed in on."""

import re
from collections.abc import Callable

from auditapp.models import Notice, Person, db
from auditapp.services.grant_links import with_tokens
from tests.pages import DistrustfulClient

Phones = Callable[[], DistrustfulClient]


def mails_to(person: Person, kind: str = "") -> list[Notice]:
    """What was written to ``person``, the first one first."""
    query = db.session.query(Notice).filter(Notice.person_id == person.id).order_by(Notice.created_at)
    return [one for one in query if not kind or one.kind == kind]


def link_in(notice: Notice) -> str:
    """The path of the link that a mail carries."""
    found = re.search(r"http://localhost(/o/[\w-]+)", with_tokens(notice.text))
    assert found, notice.text
    return found[1]


def enter(phone: DistrustfulClient, link: str) -> str:
    """Open the link and press its button; answers where it led."""
    assert phone.get(link).status_code == 200
    response = phone.send(link)
    assert response.status_code == 303, response.get_data(as_text=True)
    return response.headers["Location"]
