"""What a server runs: ``gunicorn wsgi:app``, ``flask --app wsgi COMMAND``."""

from auditapp.app import create_app
from auditapp.config import SettingsError

try:
    app = create_app()
except SettingsError as wrong:  # sentences for whoever starts it, not a trace
    raise SystemExit(f"The settings are wrong:\n{wrong}") from None
