"""What a server runs: ``gunicorn wsgi:app``, ``flask --app wsgi COMMAND``."""

import os
import sys

from auditapp import cli
from auditapp.app import create_app
from auditapp.config import SettingsError

try:
    app = create_app(cli.settings_here(os.environ, sys.argv[1:]))
except SettingsError as wrong:  # sentences for whoever starts it, not a trace
    raise SystemExit(f"The settings are wrong:\n{wrong}") from None
