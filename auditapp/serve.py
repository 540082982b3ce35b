"""Starts the server: ``bin/run``, once everything is set up.

Decides where data lies, how people reach it and how it is encrypted; brings the database up to date; then
hands over to gunicorn (settings in ``gunicorn.conf.py``).
"""

import argparse
import os
import ssl
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509

from auditapp.adapters import addresses, certificates
from auditapp.config import ROOT, SettingsError, settings_from
from auditapp.domain.settings import in_address, is_loopback


class NotStartedError(Exception):
    """The server does not start. ``str()`` says why and what to do."""


@dataclass(frozen=True)
class Way:
    """How people reach the server: environment for the settings, arguments for gunicorn."""

    url: str
    hosts: list[str] = field(default_factory=list)
    proxies: int = 0
    arguments: list[str] = field(default_factory=list)


def options(arguments: list[str]) -> argparse.Namespace:
    """The command line of ``bin/run``; ends with a sentence and status 2 when it makes no sense."""
    parser = argparse.ArgumentParser(
        prog="bin/run", description="Starts auditapp. Without options: on this machine, http://127.0.0.1:8000."
    )
    parser.add_argument("--demo", action="store_true", help="a made-up company, in a data folder of its own")
    parser.add_argument("--data", metavar="DIR", help="where everything is kept (data/live, or data/demo)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen at; 0.0.0.0 for the network")
    parser.add_argument("--port", type=int, default=8000)
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--https", action="store_true", help="HTTPS with a certificate made here, for tablets")
    way.add_argument("--proxy", action="store_true", help="behind a proxy that does HTTPS; needs AUDITAPP_URL")
    way.add_argument("--cert", metavar="FILE", help="HTTPS with your own certificate (chain, PEM)")
    parser.add_argument("--key", metavar="FILE", help="the key of --cert (PEM)")
    given = parser.parse_args(arguments)
    if bool(given.cert) != bool(given.key):
        parser.error("--cert and --key belong together.")
    if not 1 <= given.port <= 65535:
        parser.error("--port is a number from 1 to 65535.")
    if not (is_loopback(given.host) or given.https or given.cert or given.proxy):
        parser.error(
            f"--host {given.host} lets other devices in, and they need HTTPS. Add --https, or --cert and --key,"
            " or --proxy behind a proxy that does HTTPS."
        )
    return given


def data_folder(given: argparse.Namespace, environ: Mapping[str, str]) -> Path:
    """``--data``, else AUDITAPP_DATA, else data/live; the demo has one of its own, so that the two never mix."""
    if given.data:
        return Path(given.data).expanduser().absolute()
    if given.demo:
        return ROOT / "data" / "demo"
    return Path(environ.get("AUDITAPP_DATA") or ROOT / "data" / "live").expanduser().absolute()


def way_in(given: argparse.Namespace, data: Path, public: str) -> Way:
    """How people get in. ``public``: AUDITAPP_URL or nothing. Raises NotStartedError."""
    if given.https:
        return _own_authority(given, data, public)
    if given.cert:
        return _own_certificate(given, public)
    if given.proxy:
        if not public:
            raise NotStartedError("Behind a proxy, AUDITAPP_URL must say the address that people type.")
        return Way(public, proxies=1)
    return Way(public or f"http://{in_address(given.host)}:{given.port}")


def _own_authority(given: argparse.Namespace, data: Path, public: str) -> Way:
    names = [*addresses.own_addresses(), *addresses.own_names()]
    if given.host not in ("0.0.0.0", "::"):  # noqa: S104 - what was asked for
        names = [in_address(given.host)] if is_loopback(given.host) else [given.host, *addresses.own_names()]
    if public:
        names.insert(0, public.partition("://")[2].partition(":")[0])
    names = list(dict.fromkeys([*names, "localhost", "127.0.0.1"]))
    tls = data / "tls"
    try:
        certificate, key = certificates.ensure_server_certificate(tls, names)
    except ValueError as refused:
        raise NotStartedError(str(refused)) from None
    hosts = certificates.covered(tls, names)
    arguments = ["--certfile", str(certificate), "--keyfile", str(key)]
    return Way(public or f"https://{hosts[0]}:{given.port}", hosts, 0, arguments)


def _own_certificate(given: argparse.Namespace, public: str) -> Way:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(given.cert, given.key)
        certificate = x509.load_pem_x509_certificate(Path(given.cert).read_bytes())
        held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except OSError as error:  # ssl.SSLError is one
        raise NotStartedError(f"--cert {given.cert} and --key {given.key} cannot be used: {error}.") from None
    except (ValueError, x509.ExtensionNotFound):
        raise NotStartedError(f"--cert {given.cert} holds no certificate with names (subjectAltName).") from None
    names = [n for n in held.get_values_for_type(x509.DNSName) if "*" not in n]
    names += [str(a) for a in held.get_values_for_type(x509.IPAddress) if a.version == 4]
    if not (names or public):
        raise NotStartedError(f"AUDITAPP_URL must say the address that people type: {given.cert} names no single host.")
    arguments = ["--certfile", str(Path(given.cert).absolute()), "--keyfile", str(Path(given.key).absolute())]
    return Way(public or f"https://{names[0]}:{given.port}", names, 0, arguments)


def main(arguments: list[str]) -> None:
    """Check, bring up to date, hand over to gunicorn. Leaves with a sentence and status 1 when it cannot."""
    os.chdir(os.environ.pop("AUDITAPP_STARTED_IN", "."))  # what --data, --cert and --key are relative to
    given = options(arguments)
    data = data_folder(given, os.environ)
    try:
        _check_port(given.host, given.port)
        way = way_in(given, data, os.environ.get("AUDITAPP_URL", ""))
        environ = {
            **os.environ,
            "AUDITAPP_DATA": str(data),
            "AUDITAPP_URL": way.url,
            "AUDITAPP_HOSTS": ",".join(filter(None, [os.environ.get("AUDITAPP_HOSTS"), *way.hosts])),
            "AUDITAPP_PROXY": os.environ.get("AUDITAPP_PROXY") or str(way.proxies),
            "AUDITAPP_SHOW_QR": "1" if given.https else "",
            "AUDITAPP_CA_FINGERPRINT": certificates.ca_fingerprint(data / "tls") if given.https else "",
        }
        settings = settings_from(environ)
        settings.flask()
        bring_up_to_date(environ, demo=given.demo)
    except SettingsError as wrong:
        raise SystemExit(f"The settings are wrong:\n{wrong}") from None
    except NotStartedError as why:
        raise SystemExit(str(why)) from None
    if settings.mail_url.startswith("file:"):
        print(f"No mail server is set (AUDITAPP_MAIL_URL): mails are files in {settings.mail_url[7:]}", flush=True)
    host = f"[{given.host}]" if ":" in given.host else given.host
    gunicorn = [sys.executable, "-m", "gunicorn", "--bind", f"{host}:{given.port}", *way.arguments, "wsgi:app"]
    os.chdir(ROOT)
    os.execve(sys.executable, gunicorn, environ)  # noqa: S606 - this process becomes the server


def bring_up_to_date(environ: Mapping[str, str], *, demo: bool) -> None:
    """Migrate, load checklists; then fill the demo, or say the code that claims an empty installation."""
    _command(environ, "setup-data")
    code = _command(environ, "claim-code", quiet=True)
    if demo:
        if code:
            print("Making up the demo company, this takes about a minute.", flush=True)
        print(_command(environ, "demo", quiet=True), flush=True)  # the second time it only says the sign-ins
    elif code:
        print(f"This installation is empty. The first page asks for this code: {code}", flush=True)


def _command(environ: Mapping[str, str], name: str, *, quiet: bool = False) -> str:
    """Run one of our own commands and give what it printed. Raises NotStartedError when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", name],
        cwd=ROOT,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if quiet else None,
        text=True,
    )
    if done.returncode:
        raise NotStartedError(f"'flask --app wsgi {name}' failed; its words stand above. Nothing was started.")
    return (done.stdout or "").strip()


def _check_port(host: str, port: int) -> None:
    try:
        free = addresses.is_free(host, port)
    except PermissionError:
        raise NotStartedError(f"Port {port} is for root alone. Choose one above 1023 with --port.") from None
    except OSError as error:
        raise NotStartedError(f"This machine has no address {host} ({error.strerror}).") from None
    if not free:
        raise NotStartedError(f"Something listens at {host}:{port} already. Stop it, or choose another with --port.")


if __name__ == "__main__":
    main(sys.argv[1:])
