"""The made-up company on a server of its own, an empty installation beside it, and what only mails and posters say."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from auditapp.app import create_app
from auditapp.config import settings_from
from auditapp.models import AccessGrant, Person, Process, Receipt, db
from auditapp.services import concerns, grant_links
from tests.journeys.tablets import ROOT, Server, signed_in_token


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


def told(data: Path, url: str) -> tuple[dict[str, list[str]], dict[str, str]]:
    """Addresses for people without an account, by what they are for; for everybody else a cookie, as of a sign-in."""
    app = create_app(settings_from({"AUDITAPP_DATA": str(data), "AUDITAPP_URL": url}))
    with app.app_context():
        open_grants = select(AccessGrant.id).where(AccessGrant.revoked_at.is_(None)).order_by(AccessGrant.id.desc())
        said = {
            "owner": [f"/o/{grant_links.token_of(key)}" for key in db.session.scalars(open_grants)],
            "receipt": [f"/r/{grant_links.token_of(key)}" for key in db.session.scalars(select(Receipt.id))],
            "concern": [f"/concern/{concerns.poster_code(one)}" for one in db.session.scalars(select(Process))],
        }
        people = db.session.scalars(select(Person).where(Person.email.endswith("@lindmoor.example"))).all()
        keys = {one.email.partition("@")[0]: signed_in_token(one) for one in people}
        db.session.remove()
    return said, keys
