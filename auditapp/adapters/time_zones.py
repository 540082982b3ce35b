"""The time zone this machine is set to."""

import os
from pathlib import Path

from auditapp.domain.dates import is_zone

LOCAL = Path("/etc/localtime")


def own_zone() -> str:
    """Its IANA name, or '' when the machine does not say, or says no more than UTC."""
    named = os.environ.get("TZ", "").lstrip(":") or str(LOCAL.resolve()).partition("zoneinfo/")[2]
    return named if is_zone(named) and "/" in named and not named.startswith("Etc/") else ""
