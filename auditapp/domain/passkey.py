"""Where the passkeys of an installation belong: a name, and the one address whose pages may ask for them.

Source of the rules: W3C Web Authentication, the sections on the relying party identifier and on the origin.
"""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from auditapp.domain.settings import is_loopback

ORDINARY_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Place:
    """``name``: the relying party's identifier, a host; ``origin``: scheme, host and port as browsers write them."""

    name: str
    origin: str


def place(url: str) -> Place | None:
    """Where passkeys belong when people reach the installation at ``url``, its public address.

    None where that is a number: browsers know passkeys by names alone. This machine itself has one, localhost.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_loopback(host):
        host = "localhost"
    elif _is_number(host):
        return None
    port = "" if parts.port in (None, ORDINARY_PORTS.get(parts.scheme)) else f":{parts.port}"
    return Place(host, f"{parts.scheme}://{host}{port}")


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
