"""What a setting may look like. Pure text: nothing is opened, asked or connected to.

Every function takes the text somebody typed, returns its canonical spelling and raises ValueError with a
sentence that says what to write instead. Addresses that may carry a password are never repeated.
"""

import re
from ipaddress import IPv6Address, ip_address
from urllib.parse import SplitResult, urlsplit

LOOPBACK = ("127.0.0.1", "localhost")
MOST_PROXIES = 5
HOST_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")
MAIL_ADDRESS = re.compile(r"[^@\s<>,;:\"()]+@[^@\s<>,;\"()]+")


def is_loopback(host: str) -> bool:
    """Whether ``host`` (a name or an address, brackets allowed) is this machine itself and no other."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def public_address(value: str) -> str:
    """Scheme, host and port people type: https, or http for this machine alone."""
    parts = _split(value)
    wanted = "such as https://audits.example.org"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"'{value}' is not an address {wanted}.")
    if parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError(f"'{value}' says more than scheme, host and port. Write an address {wanted}.")
    if not HOST_NAME.fullmatch(parts.hostname):
        raise ValueError(f"'{parts.hostname}' is not a host name or an IPv4 address. Write an address {wanted}.")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError(f"'{value}' has no HTTPS, without which tablets keep no photos. Begin it with https://.")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def host_names(value: str) -> tuple[str, ...]:
    """Names and IPv4 addresses with commas between."""
    names = tuple(filter(None, (part.strip().lower() for part in value.split(","))))
    for name in names:
        if not HOST_NAME.fullmatch(name):
            raise ValueError(f"'{name}' is not a host name or an IPv4 address. Leave out scheme and port.")
    return names


def trusted_hosts(url: str, more: tuple[str, ...]) -> tuple[str, ...]:
    """The hosts a request may name: the public one, both names of loopback if it is that, ``more``."""
    host = urlsplit(url).hostname or ""
    return tuple(dict.fromkeys([*(LOOPBACK if is_loopback(host) else [host]), *more]))


def folder(value: str) -> str:
    """A folder that can also stand in an address."""
    if re.search(r"[?#%\x00-\x1f]", value):
        raise ValueError("the folder's name must not hold ? # % or control characters. Choose another.")
    return value


def database(value: str) -> str:
    """SQLAlchemy's spelling of a database address: a SQLite file, or PostgreSQL through psycopg 3."""
    parts = _split(value)
    if parts.scheme == "sqlite":
        if parts.netloc or len(parts.path) < 2 or parts.path == "/:memory:":
            raise ValueError("SQLite needs a file. Write sqlite:////folder/auditapp.sqlite3.")
        return value
    if parts.scheme not in ("postgresql", "postgres", "postgresql+psycopg") or not parts.path.strip("/"):
        raise ValueError("write sqlite:////folder/FILE or postgresql://USER:WORD@HOST/NAME.")
    return f"postgresql+psycopg://{value.partition('://')[2]}"


def storage(value: str) -> str:
    """Where photos and papers lie: a folder, an S3 bucket, or memory (tests only)."""
    parts = _split(value)
    if parts.scheme == "memory" or _is_folder(parts) or (parts.scheme == "s3" and parts.hostname):
        return value
    raise ValueError("write file:///folder or s3://BUCKET/PREFIX.")


def mail(value: str) -> str:
    """How mails leave: a mail server, or a folder where each becomes a readable file."""
    parts = _split(value)
    if _is_folder(parts) or (parts.scheme in ("smtp", "smtps") and parts.hostname):
        return value
    raise ValueError("write smtp://USER:WORD@HOST:PORT, smtps://USER:WORD@HOST:PORT or file:///folder.")


def mail_address(value: str) -> str:
    """A sender, without a name before it."""
    if not MAIL_ADDRESS.fullmatch(value):
        raise ValueError(f"'{value}' is not a mail address such as audits@example.org.")
    return value


def proxies(value: str) -> int:
    """How many proxies stand in front and may say where a request came from."""
    if not (value.isascii() and value.isdigit() and int(value) <= MOST_PROXIES):
        raise ValueError(f"'{value}' is not the number of proxies in front, 0 to {MOST_PROXIES}.")
    return int(value)


def in_address(host: str) -> str:
    """``host`` as it stands in an address: IPv6 loopback by name, since brackets trust nothing."""
    try:
        return "localhost" if isinstance(ip_address(host.strip("[]")), IPv6Address) else host
    except ValueError:
        return host.lower()


def _is_folder(parts: SplitResult) -> bool:
    return parts.scheme == "file" and not parts.netloc and len(parts.path) > 1


def _split(value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        _ = parts.port  # reading it checks it
    except ValueError:
        raise ValueError(
            "its host or port cannot be read; signs such as / @ : in a password are written %2F %40 %3A."
        ) from None
    return parts
