"""The app on another day: the same server, its clock set to AUDITAPP_TEST_NOW (ISO 8601 with zone)."""

import os
from datetime import datetime

from auditapp.adapters import clock
from auditapp.app import create_app

clock.move_for_good(datetime.fromisoformat(os.environ["AUDITAPP_TEST_NOW"]))
app = create_app()
