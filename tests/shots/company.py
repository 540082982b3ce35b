"""The made-up company on a server of its own, an empty installation beside it, and what only mails and posters say."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

from flask import Flask
from sqlalchemy import select

from auditapp.adapters import clock
from auditapp.app import create_app
from auditapp.config import settings_from
from auditapp.models import AccessGrant, Person, Process, Receipt, SignInSession, db
from auditapp.services import audit_plans, audit_proposals, audit_steps, audits, checklists, concerns, grant_links
from auditapp.services.sign_in_sessions import key_of
from tests.journeys.tablets import ROOT, Server, signed_in_token
from tests.reporting import add_photo, answer, note


@contextmanager
def served(built: Path | None) -> Iterator[tuple[Server, Server]]:
    """The demo company (a copy of ``built``, or made up now) and an empty installation, until they are left."""
    with TemporaryDirectory(prefix="auditapp-shots-") as folder:
        full, empty = Server(Path(folder) / "demo"), Server(Path(folder) / "empty")
        if built:
            shutil.copytree(built, full.data)
        _command(full, "setup-data")
        if not built:
            _command(full, "demo")
        _command(empty, "setup-data")
        _conclude_one(_app(full.data, full.url))
        try:
            full.start()
            empty.start()
            yield full, empty
        finally:
            full.kill()
            empty.kill()


def _command(server: Server, name: str) -> None:
    server.data.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", name],
        cwd=ROOT, env={**os.environ, "AUDITAPP_DATA": str(server.data), "AUDITAPP_URL": server.url},
        stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip


def _app(data: Path, url: str) -> Flask:
    return create_app(settings_from({"AUDITAPP_DATA": str(data), "AUDITAPP_URL": url}))


def _conclude_one(app: Flask) -> None:
    """An audit that waits for its report: everything of the made-up company is issued already."""
    with app.app_context():
        who = {one.email.partition("@")[0]: one for one in db.session.scalars(select(Person))}
        yard = db.session.scalars(select(Process).where(Process.name == "Waste and yard")).one()
        revision, today = checklists.find("waste"), clock.now().date()
        plan = audit_proposals.proposal(revision) | {
            "starts_on": today, "ends_on": today, "leader": who["samuel"], "sites": yard.sites, "processes": [yard],
            "auditees": [yard.owner], "revisions": [revision],
        }  # fmt: skip
        audit = audit_plans.plan(who["marta"], audit_plans.Plan(**plan))
        audit_steps.take(who["samuel"], audit, "start")
        asked = audits.instances(audit)
        for one in asked:
            answer(one, "conform", note="Read in the log of the yard, and seen.", kinds=["seen", "read"])
        cast = SimpleNamespace(lea=who["samuel"], ola=yard.owner, boilers=yard, works=yard.sites[0])
        add_photo(who["samuel"], note(cast, audit, asked[2]), "Two drums on bare concrete", place="Goods-in")
        audits.write_report_parts(who["samuel"], audit, {"conclusion": "The criteria are met but for one place."})
        audit_steps.take(who["samuel"], audit, "conclude")
        db.session.commit()
        db.session.remove()


def told(data: Path, url: str) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Addresses for people without an account, by what they are for; for everybody else a cookie, as of a sign-in."""
    with _app(data, url).app_context():
        open_grants = select(AccessGrant.id).where(AccessGrant.revoked_at.is_(None)).order_by(AccessGrant.id.desc())
        open_receipts = select(Receipt.id).where(Receipt.token_hash.is_not(None))  # of people without an account
        said = {
            "owner": [f"/o/{grant_links.token_of(key)}" for key in db.session.scalars(open_grants)],
            "receipt": [f"/r/{grant_links.token_of(key)}" for key in db.session.scalars(open_receipts)],
            "concern": [f"/concern/{concerns.poster_code(one)}" for one in db.session.scalars(select(Process))],
        }
        people = db.session.scalars(select(Person).where(Person.email.endswith("@lindmoor.example"))).all()
        keys = {one.email.partition("@")[0]: _signed_in_now(one) for one in people}
        db.session.remove()
    return said, keys


def _signed_in_now(person: Person) -> str:
    """A cookie, with the password typed a moment ago: what signs does not ask for it again."""
    token = signed_in_token(person)
    session = db.session.get_one(SignInSession, key_of(token))
    session.data = session.data | {"fs_paa": time.time()}
    db.session.commit()
    return token
