"""Photos in, pictures out: checks a photo and makes its upright, metadata-free copies.

The decoding happens in one warm child process per server process (``image_child``), with limits on memory, CPU and
wall clock; it is started at the first photo and again whenever it dies. Callers in several threads take turns.
"""

import atexit
import contextlib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import auditapp
from auditapp.adapters.image_frames import BrokenFrame, read_frame, write_frame
from auditapp.domain.markup import Markup, as_json
from auditapp.domain.picture import DERIVATIVES, MARKED, NotAPicture, Picture, check_bytes, refusal

_WALL_SECONDS = 30.0
_PHOTOS_PER_CHILD = 500
_log = logging.getLogger(__name__)


class _Lost(Exception):
    """The child is gone. ``overdue``: it was stopped for taking too long."""

    def __init__(self, overdue: bool) -> None:
        super().__init__("overdue" if overdue else "died")
        self.overdue = overdue


class Reader:
    """One child process and the lock before it. ``command`` runs the child, ``seconds`` is the wall clock a photo."""

    def __init__(self, command: Sequence[str] | None = None, seconds: float = _WALL_SECONDS) -> None:
        self._command = command or (sys.executable, "-m", "auditapp.adapters.image_child")
        self._seconds = seconds
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._photos = 0
        self._cpu_before = self._cpu_child = 0.0

    @property
    def pid(self) -> int | None:
        """The process id of the child that is waiting for the next photo, if one is."""
        return self._child.pid if self._child else None

    @property
    def cpu_seconds(self) -> float:
        """CPU time that children spent on photos and on starting, for measurements."""
        return self._cpu_before + self._cpu_child

    def full(self, source: bytes | Path, marks: Markup | None = None) -> bytes:
        """See ``full`` below."""
        return self._about(source, marks, full=True)[1][0]

    def ingest(self, source: bytes | Path, marks: Markup | None = None) -> Picture:
        """See ``ingest`` below."""
        answer, copies = self._about(source, marks)
        names = DERIVATIVES if marks is None else (*DERIVATIVES, MARKED)
        return Picture(**answer["picture"], derivatives=dict(zip(names, copies, strict=True)))

    def _about(self, source: bytes | Path, marks: Markup | None, **more: bool) -> tuple[dict[str, Any], list[bytes]]:
        check_bytes(source.stat().st_size if isinstance(source, Path) else len(source))
        head: dict[str, Any] = {"path": str(source), **more} if isinstance(source, Path) else {**more}
        blobs = [] if isinstance(source, Path) else [source]
        if marks is not None:
            head["marks"] = True
            blobs.append(json.dumps(as_json(marks)).encode())
        answer, copies = self._ask(head, blobs)
        if "detail" in answer:
            _log.info("photo refused: %s", answer["detail"])
        if "refused" in answer:
            raise refusal(answer["refused"], **answer["values"])
        return answer, copies

    def warm(self) -> None:
        """Start the child before the first photo needs it (about a tenth of a second)."""
        with self._lock:
            self._running()

    def stop(self) -> None:
        """End the child; the next photo starts another."""
        with self._lock:
            self._end()

    def leave_to_parent(self) -> None:
        """After a fork: the child belongs to the other process, which must be the only one to hold its pipes."""
        if self._child and self._child.stdin and self._child.stdout:
            for pipe in (self._child.stdin, self._child.stdout):
                pipe.raw.close()  # type: ignore[attr-defined]  # past the buffer, which may hold half a frame
            self._child.returncode = 0  # not ours to wait for
        self._child, self._lock = None, threading.Lock()

    def _ask(self, head: dict[str, Any], blobs: list[bytes]) -> tuple[dict[str, Any], list[bytes]]:
        with self._lock:
            for _ in range(2):  # a child may be killed for reasons of the machine's, so one death is no verdict
                try:
                    return self._talk(self._running(), head, blobs)
                except _Lost as lost:
                    _log.warning("the process that reads photos was lost: %s", lost)
                    if lost.overdue:
                        raise refusal("too_costly") from None
            raise refusal("unreadable")

    def _talk(
        self, child: subprocess.Popen[bytes], head: dict[str, Any], blobs: list[bytes]
    ) -> tuple[dict[str, Any], list[bytes]]:
        overdue = threading.Event()
        frame = self._exchange(child, overdue, head, blobs)
        if frame is None:
            self._end()
            raise _Lost(overdue.is_set() or child.returncode == -signal.SIGXCPU)
        self._cpu_child = frame[0].get("cpu", 0.0)
        self._photos += 1
        if self._photos >= _PHOTOS_PER_CHILD:
            self._end()
        return frame

    def _exchange(
        self,
        child: subprocess.Popen[bytes],
        overdue: threading.Event,
        head: dict[str, Any] | None,
        blobs: list[bytes],
    ) -> tuple[dict[str, Any], list[bytes]] | None:
        """Send (where there is a head) and receive, within the wall clock; None when the child is lost."""
        assert child.stdin is not None
        assert child.stdout is not None

        def stop() -> None:
            overdue.set()
            child.kill()

        timer = threading.Timer(self._seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            if head is not None:
                write_frame(child.stdin, head, blobs)
            return read_frame(child.stdout)
        except (OSError, BrokenFrame):
            return None
        except BaseException:
            self._end()  # half a frame may stand in the pipe
            raise
        finally:
            timer.cancel()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        # The child gets no more of the environment than it needs: it holds no secret that a photo could be after.
        environment = {
            "PYTHONPATH": str(Path(auditapp.__path__[0]).parent),
            "PYTHONDONTWRITEBYTECODE": "1",
            "LC_ALL": "C.UTF-8",
            "MALLOC_ARENA_MAX": "2",
        }
        child = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=True,  # Ctrl-C in the terminal is for the server, which then ends its child
        )
        self._child, self._photos = child, 0
        if self._exchange(child, threading.Event(), None, []) is None:
            self._end()
            raise RuntimeError("The process that reads photos does not start; its own words are above.")
        return child

    def _end(self) -> None:
        if self._child is None:
            return
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was left in the buffer was for the dead
                    pipe.close()
        self._child = None
        self._cpu_before, self._cpu_child = self.cpu_seconds, 0.0


reader = Reader()
"""The server process's own reader."""

atexit.register(reader.stop)
os.register_at_fork(after_in_child=reader.leave_to_parent)


def ingest(source: bytes | Path, marks: Markup | None = None) -> Picture:
    """Check a photo and make its copies.

    ``source``: the original, as bytes or as the path of a file. JPEG, PNG, WebP, HEIC or AVIF by content, whatever
    its name says; at most 60 MB and 64 megapixels. ``marks``: what is drawn on it: its blurs are burnt into every
    copy, and the copy 'marked' (of the size for print) shows the other marks. Raises ``NotAPicture`` with a sentence
    for anything else: what is too large or too long, not a photo, damaged or truncated, or too costly to read. Broken
    metadata is no reason.
    """
    return reader.ingest(source, marks)


def full(source: bytes | Path, marks: Markup | None = None) -> bytes:
    """A photo as large as it is, as a JPEG: upright, without metadata, the blurs of ``marks`` burnt in. ``source`` and
    what is raised as at ``ingest``."""
    return reader.full(source, marks)


__all__ = ["NotAPicture", "Picture", "Reader", "full", "ingest", "reader"]
