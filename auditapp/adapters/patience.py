"""A server's patience: how long it waits for who began to speak and fell silent.

Gunicorn's threads wait without end for the rest of a request. Eight devices whose line broke in the middle of one, or
anybody who opens eight connections and sends half a line, would hold all threads, and nobody else gets an answer. Only
what is read has this limit: a large paper may take minutes on a weak line.
"""

import errno
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

SILENCE = 30.0
"""Seconds between two pieces of a request. A tablet that is slower than that begins anew where it stood."""


@contextmanager
def _not_for_ever(one: socket.socket) -> Iterator[None]:
    one.settimeout(SILENCE)
    try:
        yield
    except TimeoutError:
        raise ConnectionResetError(errno.ECONNRESET, "nothing came") from None  # what gunicorn passes over in silence
    finally:
        with suppress(OSError):  # it was closed meanwhile
            one.settimeout(None)


class Impatient(socket.socket):
    """A connection that counts as broken when it is read and nothing comes."""

    def recv(self, *how: Any) -> bytes:
        with _not_for_ever(self):
            return super().recv(*how)


class ImpatientTLS(ssl.SSLSocket):
    """The same, encrypted; the handshake is speech, too."""

    def recv(self, *how: Any) -> bytes:
        with _not_for_ever(self):
            return super().recv(*how)

    def do_handshake(self, block: bool = False) -> None:
        with _not_for_ever(self):
            super().do_handshake()


class Worker(ThreadWorker):  # type: ignore[misc]  # gunicorn says no types
    """Gunicorn's threads on connections of this kind."""

    def enqueue_req(self, conn: Any) -> None:
        """Take a connection that was just accepted, or one that speaks again."""
        if not conn.initialized and not isinstance(conn.sock, Impatient):
            conn.sock = Impatient(fileno=conn.sock.detach())
            conn.sock.setblocking(False)  # as it was
        super().enqueue_req(conn)
