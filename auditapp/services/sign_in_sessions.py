"""Sessions kept in the database: listed, revocable, limited in time.

The cookie holds a random token, the table its SHA-256. At a desk a session ends after 30 idle minutes or 12 hours;
one that opened a walk stays good for `/walk/` for 30 days, and only for it (trust.md, security 22). Rows are
written on a connection of their own: a GET commits nothing else than this.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any, cast

from flask import Flask, Request, Response, request
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import Table, delete, select, update
from werkzeug.datastructures import CallbackDict

from auditapp.adapters import clock
from auditapp.adapters.database import reading, set_reading
from auditapp.models import Person, SignInSession, db

IDLE = timedelta(minutes=30)
AT_A_DESK = timedelta(hours=12)
ON_A_TABLET = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=2)
"""How often 'last seen' is written: not at every request."""

TYPED, USED = "fs_paa", "signed_with"
"""Under these a session keeps when the password was typed last, which Flask-Security notes, and which of these moments
opened the session or a signature already."""

TABLE = cast(Table, SignInSession.__table__)


class KeptSession(CallbackDict[str, Any], SessionMixin):
    """What a view sees as `flask.session`. ``token``: the cookie's secret, '' while there is none."""

    def __init__(self, data: dict[str, Any] | None = None, token: str = "", is_tablet: bool = False) -> None:
        def changed(_self: Any) -> None:
            self.modified = True

        super().__init__(data or {}, changed)
        self.token = token
        self.is_tablet = is_tablet
        self.modified = False
        self.new = not token
        self.renew = False


def key_of(token: str) -> str:
    """The row's key for a cookie's token."""
    return hashlib.sha256(token.encode()).hexdigest()


class SessionsInTheDatabase(SessionInterface):
    """Opens and saves `KeptSession`."""

    session_class = KeptSession

    def open_session(self, app: Flask, request: Request) -> KeptSession:
        """The session of the request's cookie, or an empty one. Static files have none."""
        token = request.cookies.get(self.get_cookie_name(app), "")
        if not token or len(token) > 100 or request.path.startswith("/s/"):
            return KeptSession()
        moment = clock.now()
        with reading(), db.engine.connect() as connection:
            row = connection.execute(select(TABLE).where(TABLE.c.id == key_of(token))).mappings().first()
        if row is None or row["expires_at"] <= moment:
            return KeptSession()
        by_link = "grant" in row["data"]  # somebody writing on a phone for an hour loses nothing
        ended_at_a_desk = not by_link and _ended_at_a_desk(row["seen_at"], row["created_at"], moment)
        if ended_at_a_desk and not (row["is_tablet"] and request.path.startswith("/walk/")):
            return KeptSession()
        if moment - row["seen_at"] > SEEN_EVERY and not ended_at_a_desk:
            self._write(update(TABLE).where(TABLE.c.id == row["id"]).values(seen_at=moment))
        return KeptSession(dict(row["data"]), token, row["is_tablet"])

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Write what changed. A sign-in or sign-out gets a new token, so that a fixed one is worth nothing."""
        assert isinstance(session, KeptSession)
        if not session.modified:
            return
        set_reading(False)  # what follows writes, even after a GET
        if not session:
            self._end(app, session, response)
        elif session.token and session.get("kept_for") == session.get("_user_id"):
            values: dict[str, Any] = {"data": dict(session), "is_tablet": session.is_tablet}
            if session.is_tablet:
                values["expires_at"] = clock.now() + ON_A_TABLET
            self._write(update(TABLE).where(TABLE.c.id == key_of(session.token)).values(**values))
        else:
            self._renew(app, session, response)

    def _end(self, app: Flask, session: KeptSession, response: Response) -> None:
        if session.token:
            self._write(delete(TABLE).where(TABLE.c.id == key_of(session.token)))
            response.delete_cookie(
                self.get_cookie_name(app), path=self.get_cookie_path(app), secure=self.get_cookie_secure(app)
            )

    def _renew(self, app: Flask, session: KeptSession, response: Response) -> None:
        old, session.token = session.token, secrets.token_urlsafe(32)
        session["kept_for"], session[USED] = session.get("_user_id"), session.get(TYPED)
        moment = clock.now()
        with db.engine.begin() as connection:
            if old:
                connection.execute(delete(TABLE).where(TABLE.c.id == key_of(old)))
            person_id = connection.scalar(
                select(Person.id).where(Person.fs_uniquifier == (session.get("_user_id") or ""))
            )
            row = {
                "id": key_of(session.token),
                "person_id": person_id,
                "data": dict(session),
                "is_tablet": session.is_tablet,
                "user_agent": request.user_agent.string[:200],
                "created_at": moment,
                "seen_at": moment,
                "expires_at": moment + (ON_A_TABLET if session.is_tablet else AT_A_DESK),
            }
            connection.execute(TABLE.insert().values(**row))
        response.set_cookie(
            self.get_cookie_name(app),
            session.token,
            max_age=ON_A_TABLET,
            secure=self.get_cookie_secure(app),
            httponly=True,
            samesite="Lax",
            path=self.get_cookie_path(app),
        )

    @staticmethod
    def _write(statement: Any) -> None:
        with db.engine.begin() as connection:
            connection.execute(statement)


def good_until(token: str) -> datetime:
    """When the session of a cookie's token ends at the latest; now for one that is not there."""
    return db.session.scalar(select(SignInSession.expires_at).where(SignInSession.id == key_of(token))) or clock.now()


def of_person(person: Person) -> list[SignInSession]:
    """The open sessions of ``person``, the latest first: those at a desk, and tablets that may still send."""
    moment = clock.now()
    query = select(SignInSession).where(SignInSession.person_id == person.id, SignInSession.expires_at > moment)
    found = db.session.scalars(query.order_by(SignInSession.seen_at.desc()))
    return [one for one in found if one.is_tablet or not _ended_at_a_desk(one.seen_at, one.created_at, moment)]


def _ended_at_a_desk(seen_at: datetime, created_at: datetime, moment: datetime) -> bool:
    return moment - seen_at > IDLE or moment - created_at > AT_A_DESK


def end_one_of(person: Person, key: str) -> None:
    """End the session with ``key`` when it is one of ``person``'s; safe to do twice."""
    db.session.execute(delete(SignInSession).where(SignInSession.person_id == person.id, SignInSession.id == key))


def end_all_of(person: Person, *, but: str = "") -> None:
    """End the sessions of ``person`` (but the one with token ``but``): after a password change, or when they leave."""
    db.session.execute(
        delete(SignInSession).where(SignInSession.person_id == person.id, SignInSession.id != key_of(but))
    )


def sweep(before: datetime) -> int:
    """Remove sessions that ended before ``before``; answers how many."""
    result = db.session.execute(delete(SignInSession).where(SignInSession.expires_at < before))
    return int(getattr(result, "rowcount", 0))
