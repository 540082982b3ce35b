"""The application: settings in, a Flask app out. One request is one transaction, and it is decided here."""

import os
from pathlib import Path

import structlog
from flask import Flask, Response, g, request
from flask_compress import Compress
from flask_migrate import Migrate
from flask_security.core import Security
from flask_security.datastore import SQLAlchemyUserDatastore
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy.exc import IntegrityError, OperationalError
from werkzeug.middleware.proxy_fix import ProxyFix

from auditapp import cli
from auditapp.adapters import database, logs
from auditapp.adapters.photo_store import open_store
from auditapp.adapters.photo_uploads import PhotoUploads
from auditapp.config import Settings, settings_from
from auditapp.models import Person, Role, db
from auditapp.services import jobs, notices
from auditapp.services.sign_in_sessions import SessionsInTheDatabase
from auditapp.views import (
    access,
    assets,
    blueprints,
    formats,
    headers,
    languages,
    passwords,
    refusals,
    shortcuts,
    sign_in,
    sign_in_words,
    upload_limits,
)

log = structlog.get_logger()
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
READS = frozenset({"registers.alike"})
"""Endpoints that only look, though they are posted to: what they look for is too long for an address."""
MIGRATIONS = Path(__file__).parent / "migrations"


def create_app(settings: Settings | None = None, **overrides: object) -> Flask:
    """The app for ``settings`` (default: the environment's). ``overrides``: Flask configuration keys, for tests.

    Raises `auditapp.config.SettingsError` listing all that is wrong.
    """
    settings = settings or settings_from(os.environ)
    logs.configure()
    app = Flask("auditapp", static_folder=None)
    app.config.update(settings.flask())
    app.config.update(sign_in_words.settings())
    app.config.update(overrides)
    app.session_interface = SessionsInTheDatabase()
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as Werkzeug says to
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    _extend(app, settings)
    _serve(app)
    return app


def _extend(app: Flask, settings: Settings) -> None:
    db.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
    Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True)
    languages.attach(app)
    _one_transaction(app)  # before the rest, so that it ends after the rest
    upload_limits.attach(app)  # before the CSRF check, which is the first to read a body
    CSRFProtect(app).exempt("auditapp.views.shared_photos.take")  # a share carries no token; see there
    app.extensions["security"] = Security(
        app,
        SQLAlchemyUserDatastore(db, Person, Role),
        mail_util_cls=notices.SecurityMail,
        password_util_cls=passwords.Passwords,
        render_template=sign_in.render,  # type: ignore[arg-type]  # views answer it as it is
        **sign_in.FORMS,
    )
    # Flask-Security takes its own bearer tokens, too: they end with no session, and nobody could list or revoke them.
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]  # put there by Flask-Login
    app.config.setdefault("COMPRESS_ALGORITHM", ["br", "gzip"])  # 2.5 % smaller than zstd that takes as long
    app.config.setdefault("COMPRESS_BR_LEVEL", 5)
    Compress(app)
    app.extensions["photo_store"] = open_store(settings.storage_url, staging=settings.data / "uploads")
    app.extensions["shared_photos"] = PhotoUploads(settings.data / "shared")


def _serve(app: Flask) -> None:
    assets.attach(app)
    formats.attach(app)
    shortcuts.attach(app)
    sign_in_words.attach(app)
    access.attach(app)
    headers.attach(app)
    refusals.attach(app)
    for blueprint in blueprints.ALL:
        app.register_blueprint(blueprint)
    cli.attach(app)


def _one_transaction(app: Flask) -> None:
    """Unsafe method and status below 400 commits, everything else rolls back, but for what a view keeps of a page that
    it refuses in part (``g.keep_the_rest``). Notices go out after the commit."""

    def only_reads() -> bool:
        return request.method in SAFE or request.endpoint in READS

    @app.before_request
    def begin() -> None:
        database.set_reading(only_reads())

    @app.after_request
    def end(response: Response) -> Response:
        refused = response.status_code >= 400 and not g.get("keep_the_rest")
        if only_reads() or refused or g.get("leave_undone"):
            db.session.rollback()
            return response
        try:
            db.session.commit()
        except OperationalError as trouble:
            db.session.rollback()
            log.error("commit failed", trouble=str(trouble.orig))
            return refusals.not_kept()
        except IntegrityError as collision:
            return refusals.overtaken(collision)
        notices.wake()
        if g.get("jobs_ordered"):
            jobs.wake()
        return response
