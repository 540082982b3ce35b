"""Nobody holds a thread of the server by saying nothing."""

import socket
import threading
from collections.abc import Iterator

import pytest

from auditapp.adapters import patience


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[socket.socket, socket.socket]]:
    monkeypatch.setattr(patience, "SILENCE", 0.05)
    ours, theirs = socket.socketpair()
    with patience.Impatient(fileno=ours.detach()) as server, theirs:
        yield server, theirs


def test_who_falls_silent_is_not_waited_for(pair: tuple[socket.socket, socket.socket]) -> None:
    server, client = pair
    client.sendall(b"GET / HT")
    assert server.recv(100) == b"GET / HT"
    with pytest.raises(ConnectionResetError):
        server.recv(100)


def test_who_reads_slowly_gets_everything(pair: tuple[socket.socket, socket.socket]) -> None:
    server, client = pair
    client.sendall(b"GET / HTTP/1.1")
    server.recv(100)
    got = bytearray()
    waits = threading.Event()

    def read() -> None:
        waits.wait(0.2)
        while len(got) < 4_000_000:
            got.extend(client.recv(100_000))

    reader = threading.Thread(target=read)
    reader.start()
    server.sendall(bytes(4_000_000))
    reader.join()
    assert len(got) == 4_000_000
