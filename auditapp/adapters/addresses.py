"""Under which names and addresses other devices on the network find this machine."""

import errno
import socket
import subprocess
from ipaddress import IPv4Address, ip_address

ELSEWHERE = "192.0.2.1"
"""An address that belongs to nobody (RFC 5737). Asking for the way there sends nothing."""


def own_addresses() -> list[str]:
    """IPv4 addresses of this machine, the one that other networks see first; loopback left out."""
    found = [_towards(ELSEWHERE), *_of_interfaces()]
    return [a for a in dict.fromkeys(found) if a and _is_reachable(a)]


def own_names() -> list[str]:
    """Host names of this machine: as it is called, and with ``.local`` as its neighbours call it."""
    name = socket.gethostname().lower().strip(".")
    if not name or name.startswith("localhost"):
        return []
    short = name.partition(".")[0]
    return list(dict.fromkeys([name, f"{short}.local"]))


def is_free(host: str, port: int) -> bool:
    """Whether a server may listen at ``host`` and ``port``. Raises OSError when the host is not this machine's."""
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise
    return True


def _towards(address: str) -> str:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as route:
        try:
            route.connect((address, 9))
        except OSError:
            return ""
        return str(route.getsockname()[0])


def _of_interfaces() -> list[str]:
    try:
        said = subprocess.run(["hostname", "-I"], capture_output=True, text=True, timeout=5, check=True)
    except (OSError, subprocess.SubprocessError):
        return []
    return said.stdout.split()


def _is_reachable(text: str) -> bool:
    address = ip_address(text)
    return isinstance(address, IPv4Address) and not address.is_loopback and not address.is_unspecified
