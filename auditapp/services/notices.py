"""Mail as rows: written in the same transaction as the change it tells of, sent after the commit by the worker."""

import re
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from functools import partial
from typing import Any

import structlog
from flask import Flask, current_app, render_template
from flask_babel import force_locale
from flask_security.mail_util import MailUtil
from sqlalchemy import or_, select, update

from auditapp.adapters import clock, mail
from auditapp.adapters.database import reading
from auditapp.models import AccessGrant, Evidence, Notice, Person, Receipt, db
from auditapp.services import grant_links, languages, organisations

log = structlog.get_logger()
TRIES = 8
STALLED = timedelta(seconds=60)
_bell = threading.Event()


def write(kind: str, to: Person, subject: object, *, about: Any = None, **values: Any) -> Notice:
    """Queue a mail to ``to`` from the templates ``mail/<kind>.txt`` and ``.html``, in the language of ``to``.

    ``subject`` and words among ``values``: lazy (`lazy_gettext`), so that they too are said in it.
    """
    with force_locale(languages.of(to)):
        said = str(subject)
        values |= {"person": to, "subject": said, "about": about}
        text, html = (render_template(f"mail/{kind}.{form}", **values) for form in ("txt", "html"))
    return _queue(kind, to.email, said, text, html, person=to, about=about)


@dataclass(frozen=True, slots=True)
class Outsider:
    """Somebody without an account who gets a mail."""

    name: str
    email: str


def write_outside(kind: str, name: str, address: str, subject: object, *, about: Any = None, **values: Any) -> Notice:
    """As `write`, to ``address`` of somebody without an account, in the organisation's language."""
    organisation = organisations.current()
    with force_locale(organisation.language if organisation else "en"):
        said = str(subject)
        values |= {"person": Outsider(name, address), "subject": said, "about": about}
        text, html = (render_template(f"mail/{kind}.{form}", **values) for form in ("txt", "html"))
    return _queue(kind, address, said, text, html, about=about)


def _queue(
    kind: str, recipient: str, subject: str, text: str, html: str, *, person: Person | None = None, about: Any = None
) -> Notice:
    moment = clock.now()
    notice = Notice(
        kind=kind,
        person_id=person.id if person else None,
        recipient=recipient,
        subject=subject,
        text=text,
        html=html,
        subject_kind=about.__tablename__ if about is not None else "",
        subject_id=str(about.id) if about is not None else "",
        created_at=moment,
        not_before=moment,
    )
    db.session.add(notice)
    return notice


class SecurityMail(MailUtil):
    """Flask-Security's mails (password reset and the like) take the same way as ours."""

    def send_mail(
        self,
        template: str,
        subject: str,
        recipient: str | tuple[str, str],
        sender: str | tuple[str, str],
        body: str | None,
        html: str | None,
        user: Person | None = None,
        **_: Any,
    ) -> None:
        """Queue it. ``body`` and ``html`` came in the language of ``user`` already (`views.sign_in.render`)."""
        address = recipient if isinstance(recipient, str) else recipient[1]
        with force_locale(languages.of(user) if user else languages.of_organisation()):
            said = str(subject)
        _queue(template[:40], address, said, body or "", html or "")


def send_due(limit: int = 50) -> int:
    """Send what is due, one by one; answers how many went out. Each is claimed first, so that two workers never
    send the same one, and one whose worker died is taken up again after a minute."""
    sent = 0
    for _ in range(limit):
        notice = _claim()
        if notice is None:
            break
        sent += _send(notice)
    return sent


def _claim() -> Notice | None:
    moment = clock.now()
    due = (
        select(Notice.id)
        .where(
            or_(Notice.state == "queued", (Notice.state == "sending")),
            Notice.not_before <= moment,
        )
        .order_by(Notice.not_before)
        .limit(1)
    )
    with reading():  # the usual answer is 'nothing', and that should not wait for writers
        if db.session.scalar(due) is None:
            db.session.rollback()
            return None
        db.session.rollback()
    claim = (
        update(Notice)
        .where(Notice.id == due.scalar_subquery(), Notice.not_before <= moment)
        .values(state="sending", attempts=Notice.attempts + 1, not_before=moment + STALLED)
        .returning(Notice)
    )
    notice = db.session.scalar(claim)
    db.session.commit()
    return notice


def _send(notice: Notice) -> int:
    try:
        letter = _letter(notice)
        db.session.rollback()  # nothing is locked while the mail server takes its time
        mail.send(letter, current_app.config["SETTINGS"].mail_url)
    except mail.MailFailed as failed:
        _retry(notice, failed)
        return 0
    notice.state, notice.sent_at, notice.trouble = "sent", clock.now(), ""
    db.session.add(notice)
    db.session.commit()
    return 1


def _letter(notice: Notice) -> EmailMessage:
    person = db.session.get(Person, notice.person_id) if notice.person_id else None
    try:
        return mail.message(
            sender=current_app.config["SETTINGS"].mail_from,
            to=notice.recipient,
            name=person.name if person else "",
            subject=notice.subject,
            text=grant_links.with_tokens(notice.text, partial(_is_made_for, notice)),
            html=grant_links.with_tokens(notice.html, partial(_is_made_for, notice)),
            key=notice.id.hex,
            pictures=_pictures(notice.html),
        )
    except ValueError as wrong:  # an address or a text that no mail can carry; trying again would not help
        raise mail.MailFailed(f"No mail could be made of it: {wrong}", for_good=True) from wrong


def _is_made_for(notice: Notice, number: uuid.UUID) -> bool:
    """Whether the link ``number`` belongs to whom the mail goes to: nobody gets another's by typing its mark."""
    grant = db.session.get(AccessGrant, number)
    if grant is not None:
        return grant.person_id == notice.person_id
    receipt = db.session.get(Receipt, number)
    return receipt is not None and receipt.person_id is None and receipt.address == notice.recipient[:200]


_SHOWN = re.compile(r'src="cid:([0-9a-f-]{36})"')


def _pictures(html: str) -> dict[str, bytes]:
    """The small copies of the photos that a mail shows, by evidence id. One that can't be read is left out."""
    store = current_app.extensions["photo_store"]
    found = {}
    for name in dict.fromkeys(_SHOWN.findall(html)):
        evidence = db.session.get(Evidence, uuid.UUID(name))
        if evidence is not None and evidence.sha256 and store.has(evidence.sha256, "thumb"):
            found[name] = store.derivative(evidence.sha256, "thumb")
    return found


def _retry(notice: Notice, failed: mail.MailFailed) -> None:
    given_up = failed.for_good or notice.attempts >= TRIES
    notice.trouble = str(failed)
    notice.state = "failed" if given_up else "queued"
    notice.not_before = clock.now() + timedelta(minutes=2**notice.attempts)
    db.session.add(notice)
    db.session.commit()
    log.warning("mail not sent", notice=str(notice.id), trouble=str(failed), given_up=given_up)


def wake() -> None:
    """Tell the worker of this process that there may be something to send."""
    _bell.set()


def start_worker(app: Flask, work_once: Callable[[], object] | None = None) -> threading.Thread:
    """A thread that sends what is due: at once when woken, every 20 seconds otherwise. ``work_once``: what it does
    instead of `send_due` alone."""

    def work() -> None:
        while True:
            _bell.wait(20)
            _bell.clear()
            try:
                with app.app_context():
                    (work_once or send_due)()
            except Exception as trouble:  # a worker that dies sends nothing ever after
                log.error("worker", exc_info=trouble)

    thread = threading.Thread(target=work, name="worker", daemon=True)
    thread.start()
    return thread
