"""The broken network does what it says, or the walk's journeys would prove nothing."""

import http.client
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.journeys.chaos import ChaosProxy

pytestmark = pytest.mark.journey


class Counted(ThreadingHTTPServer):
    """Counts what reached it, byte by byte, whether or not the answer arrives."""

    daemon_threads = True
    requests: list[str]
    received: int = 0

    def handle_error(self, request: object, client_address: object) -> None:
        """A line that was cut is what these tests are about."""


class Echo(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Counted

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        self._answer(b"here")

    def do_POST(self) -> None:
        wanted = int(self.headers["Content-Length"])
        while wanted and (part := self.rfile.read1(wanted)):
            self.server.received += len(part)
            wanted -= len(part)
        if wanted:
            return
        self.server.requests.append(self.path)
        self._answer(b"taken")

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Silent."""


@pytest.fixture
def server() -> Iterator[Counted]:
    server = Counted(("127.0.0.1", 0), Echo)
    server.requests = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def proxy(server: Counted) -> Iterator[ChaosProxy]:
    proxy = ChaosProxy(server.server_port).start()
    yield proxy
    proxy.stop()


def line(proxy: ChaosProxy, seconds: float = 5) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=seconds)


def ask(connection: http.client.HTTPConnection, path: str = "/", body: bytes | None = None) -> bytes:
    connection.request("GET" if body is None else "POST", path, body)
    return connection.getresponse().read()


def test_all_is_well_to_begin_with(proxy: ChaosProxy) -> None:
    connection = line(proxy)
    assert ask(connection) == b"here"
    assert ask(connection, body=b"x" * 300_000) == b"taken"


def test_refused_is_refused_and_lines_there_are_reset(proxy: ChaosProxy) -> None:
    before = line(proxy)
    ask(before)
    proxy.refuse()
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        ask(before)
    with pytest.raises(ConnectionRefusedError):
        ask(line(proxy))


def test_after_a_refusal_the_same_address_answers_again(proxy: ChaosProxy) -> None:
    port = proxy.port
    proxy.refuse()
    proxy.heal()
    assert proxy.port == port
    assert ask(line(proxy)) == b"here"


def test_a_black_hole_takes_everything_and_says_nothing(proxy: ChaosProxy, server: Counted) -> None:
    before = line(proxy, 0.5)
    ask(before, "/before")
    proxy.blackhole()
    for connection in (before, line(proxy, 0.5)):
        with pytest.raises(TimeoutError):
            ask(connection, "/lost")
    assert server.requests == ["/before"]


def test_a_lost_answer_was_acted_upon(proxy: ChaosProxy, server: Counted) -> None:
    proxy.drop_answers(1, to=b"/ops")
    assert ask(line(proxy), "/other", b"1") == b"taken"
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        ask(line(proxy), "/ops", b"2")
    assert ask(line(proxy), "/ops", b"3") == b"taken"
    assert server.requests == ["/other", "/ops", "/ops"]
    assert proxy.lost_answers == 1


def test_a_half_open_line_hangs_while_new_ones_pass(proxy: ChaosProxy, server: Counted) -> None:
    before = line(proxy, 0.5)
    ask(before, "/before")
    proxy.half_open()
    with pytest.raises(TimeoutError):
        ask(before, "/lost")
    assert ask(line(proxy), "/after") == b"here"
    assert server.requests == ["/before", "/after"]


def test_a_cut_lets_exactly_so_many_bytes_through_and_then_calls(proxy: ChaosProxy, server: Counted) -> None:
    called = threading.Event()
    connection = line(proxy)
    connection.connect()
    proxy.cut_after(100_000, called.set)
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        ask(connection, "/photo", b"x" * 300_000)
    assert called.wait(5)
    assert 99_000 < server.received < 100_000  # the request's head is among the bytes
    assert server.requests == []
    assert proxy.cuts == 1
    assert ask(line(proxy)) == b"here"


def test_a_dead_server_is_a_reset_line_not_a_hanging_one(proxy: ChaosProxy, server: Counted) -> None:
    server.shutdown()
    server.server_close()
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        ask(line(proxy, 3))


def test_a_server_that_came_back_elsewhere_is_found(proxy: ChaosProxy) -> None:
    other = Counted(("127.0.0.1", 0), Echo)
    other.requests = []
    threading.Thread(target=other.serve_forever, daemon=True).start()
    proxy.heal(other.server_port)
    assert ask(line(proxy), "/there") == b"here"
    assert other.requests == ["/there"]
    other.shutdown()
    other.server_close()


def test_a_share_of_requests_fails_before_and_after_the_server(proxy: ChaosProxy, server: Counted) -> None:
    proxy.fail_share(0.4, seed=3)
    answered = 0
    for number in range(60):
        try:
            ask(line(proxy), f"/{number}")
            answered += 1
        except (ConnectionError, http.client.HTTPException):
            pass
    assert proxy.failed == 60 - answered
    assert 12 < proxy.failed < 36
    assert len(server.requests) == answered + proxy.lost_answers
    assert 0 < proxy.lost_answers < proxy.failed
