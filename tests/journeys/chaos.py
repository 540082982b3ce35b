"""A network that can be broken on purpose: a TCP proxy between browser and server, whose port is the origin.

The server may die and start again on another port; the browser keeps its address. Every way a network fails on a site
walk is one call: refused, black hole, lost answer, half-open, cut after so many bytes, a share of requests that fail.
"""

import asyncio
import random
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext

_METHODS = (b"GET ", b"HEAD ", b"POST ", b"PATCH ", b"PUT ", b"DELETE ")
_ONCE = 64 * 1024


@dataclass(eq=False)
class _Line:
    """One connection of the browser and the one behind it. ``held``: nothing passes, and nobody is told."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter | None = None
    held: bool = False
    drop_answer: bool = False
    tasks: list["asyncio.Task[None]"] = field(default_factory=list)

    def abort(self) -> None:
        """Reset both sides at once: an orderly close would look like an answer that ended."""
        for writer in filter(None, (self.client, self.server)):
            raw = writer.get_extra_info("socket")
            if raw is not None:
                with suppress(OSError):
                    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()


class ChaosProxy:
    """Listens on ``port`` (a free one by default) and forwards to ``upstream`` until told otherwise.

    Counts what it did: ``lost_answers`` (the server acted, the browser never heard), ``failed``, ``cuts``.
    """

    def __init__(self, upstream: int, port: int = 0) -> None:
        self.upstream, self.port = upstream, port
        self.lost_answers = self.failed = self.cuts = 0
        self._mode = "pass"
        self._drops: tuple[int, bytes] = (0, b"")
        self._share, self._dice = 0.0, random.Random(0)
        self._left: int | None = None
        self._then: Callable[[], object] | None = None
        self._lines: set[_Line] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._listener: asyncio.Server | None = None

    @property
    def url(self) -> str:
        """The origin that the browser knows."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "ChaosProxy":
        """Begin to listen."""
        self._thread.start()
        self._do(self._listen())
        return self

    def stop(self) -> None:
        """Close everything and end the thread."""
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def heal(self, upstream: int | None = None) -> None:
        """All is well from here on. Lines that hang stay as they are, as they do on a real network."""
        self._do(self._set("pass", upstream))

    def refuse(self) -> None:
        """No network: lines are reset, new ones refused."""
        self._do(self._set("refuse", None))

    def blackhole(self) -> None:
        """No answer and no error: what a phone shows as one bar. Lines there are hang, too."""
        self._do(self._set("blackhole", None))

    def half_open(self) -> None:
        """The lines there are die and nobody is told; new ones pass: the tablet slept, or walked to another cell."""

        async def hold() -> None:
            for line in self._lines:
                line.held = True

        self._do(hold())

    def drop_answers(self, times: int = 1, to: bytes = b"") -> None:
        """The next ``times`` requests whose bytes contain ``to`` reach the server; their answers reach nobody."""
        self._drops = (times, to)

    def fail_share(self, share: float, seed: int = 0) -> None:
        """Of all requests this share fails: half of them before they reach the server, half after. 0 ends it."""
        self._share, self._dice = share, random.Random(seed)

    def cut_after(self, size: int, then: Callable[[], object] | None = None) -> None:
        """Let ``size`` more bytes of requests through, call ``then`` (which may kill the server), reset the line."""
        self._then, self._left = then, size

    def _do(self, what: Any) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(10)

    async def _listen(self) -> None:
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", self.port, reuse_address=True)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def _set(self, mode: str, upstream: int | None) -> None:
        self._mode, self.upstream = mode, upstream or self.upstream
        if mode == "refuse" and self._listener is not None:
            self._listener.close()
            self._listener = None
        elif mode != "refuse" and self._listener is None:
            await self._listen()
        for line in list(self._lines):
            if mode == "refuse":
                line.abort()
            elif mode == "blackhole":
                line.held = True

    async def _close(self) -> None:
        if self._listener is not None:
            self._listener.close()
        tasks = [task for line in self._lines for task in line.tasks]
        for line in list(self._lines):
            line.abort()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        line = _Line(client, held=self._mode == "blackhole")
        self._lines.add(line)
        this = asyncio.current_task()
        assert this is not None
        line.tasks.append(this)
        try:
            if line.held:
                await self._hang(reader)
                return
            back, line.server = await asyncio.open_connection("127.0.0.1", self.upstream)
            line.tasks.append(asyncio.create_task(self._answers(back, line)))
            await self._requests(reader, line)
            await line.tasks[-1]
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            line.abort()
            self._lines.discard(line)

    async def _hang(self, reader: asyncio.StreamReader) -> None:
        """Swallow what comes until the other side gives up."""
        while await reader.read(_ONCE):
            pass

    async def _requests(self, reader: asyncio.StreamReader, line: _Line) -> None:
        assert line.server is not None
        while data := await reader.read(_ONCE):
            if line.held:
                await self._hang(reader)
                return
            if data.startswith(_METHODS) and not self._lets_pass(data, line):
                line.abort()
                return
            if self._left is not None and len(data) >= self._left:
                await self._cut(data, line)
                return
            if self._left is not None:
                self._left -= len(data)
            line.server.write(data)
            await line.server.drain()
        if not line.held and line.server.can_write_eof():
            line.server.write_eof()

    def _lets_pass(self, head: bytes, line: _Line) -> bool:
        """At the head of a request: decide its fate. False: it fails here."""
        times, to = self._drops
        line.drop_answer = bool(times and to in head)
        if line.drop_answer:
            self._drops = (times - 1, to)
        elif self._share and self._dice.random() < self._share:
            self.failed += 1
            if self._dice.random() < 0.5:
                return False
            line.drop_answer = True
        return True

    async def _cut(self, data: bytes, line: _Line) -> None:
        assert line.server is not None
        assert self._left is not None
        line.server.write(data[: self._left])
        await line.server.drain()
        then, self._left, self._then = self._then, None, None
        self.cuts += 1
        if then is not None:
            await asyncio.sleep(0.05)  # what was let through shall be read before the server dies
            await self._loop.run_in_executor(None, then)
        line.abort()

    async def _answers(self, back: asyncio.StreamReader, line: _Line) -> None:
        try:
            while data := await back.read(_ONCE):
                if line.held:
                    await self._hang(back)
                    return
                if line.drop_answer:
                    self.lost_answers += 1
                    line.abort()
                    return
                line.client.write(data)
                await line.client.drain()
        except OSError:
            line.abort()  # the server's reset is passed on, or this would be a half-open line by accident
            return
        if not line.held:
            line.client.close()


def go_offline(proxy: ChaosProxy, context: BrowserContext) -> None:
    """Both halves of being offline. Playwright's alone proves nothing: a service worker still reaches the network."""
    proxy.refuse()
    context.set_offline(True)


def go_online(proxy: ChaosProxy, context: BrowserContext) -> None:
    """The network is back, and the browser is told."""
    proxy.heal()
    context.set_offline(False)
