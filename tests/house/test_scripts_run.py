"""``bin/run``: who may come in, what it refuses in a sentence, and that it starts and stops cleanly."""

import os
import signal
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from auditapp import serve
from auditapp.adapters import addresses, certificates

ROOT = Path(__file__).resolve().parents[2]


def refused(*arguments: str, **environ: str) -> tuple[int, str]:
    done = subprocess.run(
        ["bin/run", *arguments],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    return done.returncode, done.stderr


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.7.20", "::", "boiler-house.local"])
def test_other_devices_are_not_let_in_without_https(host: str) -> None:
    status, said = refused("--host", host)
    assert status == 2
    assert f"--host {host} lets other devices in, and they need HTTPS. Add --https" in said


@pytest.mark.parametrize(
    "arguments",
    [["--cert", "a.pem"], ["--key", "a.pem"], ["--https", "--proxy"], ["--https", "--cert", "a", "--key", "b"]],
)
def test_options_that_do_not_fit_together_are_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        serve.options(arguments)
    assert "--" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "65536", "eighty"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        serve.options(["--port", port])


def test_a_port_that_is_taken_is_said_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        status, said = refused("--port", str(port), "--data", str(tmp_path / "data"))
    assert (status, said) == (
        1,
        f"Something listens at 127.0.0.1:{port} already. Stop it, or choose another with --port.\n",
    )
    assert not (tmp_path / "data").exists()


def test_an_address_of_another_machine_is_refused_in_words() -> None:
    status, said = refused("--host", "192.0.2.7", "--https", "--port", str(free_port()))
    assert status == 1
    assert said.startswith("This machine has no address 192.0.2.7")


def test_a_proxy_needs_the_public_address() -> None:
    status, said = refused("--proxy", "--port", str(free_port()), AUDITAPP_URL="")
    assert status == 1
    assert said == "Behind a proxy, AUDITAPP_URL must say the address that people type.\n"


def test_wrong_settings_are_said_and_nothing_starts(tmp_path: Path) -> None:
    status, said = refused("--port", str(free_port()), "--data", str(tmp_path), AUDITAPP_MAIL_URL="post://x")
    assert status == 1
    assert said.startswith("The settings are wrong:\nAUDITAPP_MAIL_URL: ")


def test_a_certificate_and_a_key_that_do_not_belong_together_are_refused(tmp_path: Path) -> None:
    first, _ = certificates.ensure_server_certificate(tmp_path / "a", ["localhost"])
    second, _ = certificates.ensure_server_certificate(tmp_path / "b", ["localhost"])
    given = serve.options(["--cert", str(first), "--key", str(second)])
    one_key = tmp_path / "key.pem"
    one_key.write_bytes(second.read_bytes()[second.read_bytes().index(b"-----BEGIN PRIVATE") :])
    given.key = str(one_key)
    with pytest.raises(serve.NotStartedError, match="cannot be used"):
        serve.way_in(given, tmp_path, "")


def test_a_certificate_of_ones_own_gives_the_address(tmp_path: Path) -> None:
    path, _ = certificates.ensure_server_certificate(tmp_path, ["audits.works.example", "10.0.0.4"])
    given = serve.options(["--host", "0.0.0.0", "--cert", str(path), "--key", str(path), "--port", "8443"])
    way = serve.way_in(given, tmp_path, "")
    assert (way.url, way.hosts) == ("https://audits.works.example:8443", ["audits.works.example", "10.0.0.4"])


def test_the_demo_never_mixes_with_real_data() -> None:
    folders = {serve.data_folder(serve.options(arguments), {}) for arguments in ([], ["--demo"])}
    assert folders == {ROOT / "data" / "live", ROOT / "data" / "demo"}
    assert serve.data_folder(serve.options(["--demo"]), {"AUDITAPP_DATA": "x"}) == ROOT / "data" / "demo"


def test_https_answers_to_every_address_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "own_addresses", lambda: ["192.168.7.20", "10.8.0.3"])
    monkeypatch.setattr(addresses, "own_names", lambda: ["boiler-house", "boiler-house.local"])
    way = serve.way_in(serve.options(["--host", "0.0.0.0", "--https"]), tmp_path, "")
    assert way.url == "https://192.168.7.20:8000"
    assert way.hosts == ["192.168.7.20", "10.8.0.3", "boiler-house", "boiler-house.local", "localhost", "127.0.0.1"]


def test_own_addresses_hold_no_loopback_and_no_twins() -> None:
    found = addresses.own_addresses()
    assert not [address for address in found if address.startswith("127.") or ":" in address]
    assert len(found) == len(set(found))


@contextmanager
def running(*arguments: str, **environ: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        ["bin/run", *arguments],
        cwd=ROOT,
        env={**os.environ, **environ},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until_ready(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said.append(line.rstrip())
        if line.startswith("auditapp is ready: "):
            return said
    raise AssertionError("\n".join(said))


def status_of(url: str, context: ssl.SSLContext | None = None) -> int:
    for _ in range(50):  # the first page waits for the worker, which starts after the listener
        try:
            with urllib.request.urlopen(url, timeout=60, context=context) as answer:
                status: int = answer.status
                return status
        except urllib.error.HTTPError as error:
            return error.code
        except ConnectionError:
            time.sleep(0.2)
    raise AssertionError(f"{url} does not answer")


def test_the_first_start_says_the_claim_code_serves_and_stops_at_once(tmp_path: Path) -> None:
    port = free_port()
    with running("--port", str(port), "--data", str(tmp_path / "data")) as process:
        said = wait_until_ready(process)
        assert any("asks for this code: " in line for line in said)
        assert said[-1] == f"auditapp is ready: http://127.0.0.1:{port}"
        assert status_of(f"http://127.0.0.1:{port}/") == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=25) == 0
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_https_serves_with_the_authority_that_tablets_trust(tmp_path: Path) -> None:
    port = free_port()
    with running("--https", "--port", str(port), "--data", str(tmp_path / "data")) as process:
        wait_until_ready(process)
        authority = certificates.ca_certificate_pem(tmp_path / "data" / "tls").decode()
        trusting = ssl.create_default_context(cadata=authority)
        assert status_of(f"https://127.0.0.1:{port}/", trusting) == 200
