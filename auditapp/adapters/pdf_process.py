"""The line from the app to the process that sets papers (``pdf_child``): starting it, talking, ending it."""

import contextlib
import json
import os
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

from auditapp.domain.errors import Refusal
from auditapp.domain.words import N_

PROGRAM = Path(__file__).with_name("pdf_child.py")
FONTS = Path(__file__).resolve().parent.parent / "fonts" / "fonts.conf"


FONT_FILES = (
    "NotoEmoji-Regular.ttf", "NotoSans-Bold.ttf", "NotoSans-Regular.ttf", "NotoSansArabic-Regular.ttf",
    "NotoSansCJKsc-Regular.otf", "NotoSansDevanagari-Regular.ttf", "NotoSansHebrew-Regular.ttf",
    "NotoSansMath-Regular.ttf", "NotoSansSymbols2-Regular.ttf", "NotoSansThai-Regular.ttf",
)  # fmt: skip
"""Beside ``fonts.conf``. What none of them draws is no letter on paper."""


def missing_fonts() -> list[str]:
    """The names of font files that are not where they belong; without them a paper is set, and nobody can read it."""
    return [name for name in (FONTS.name, *FONT_FILES) if not FONTS.with_name(name).is_file()]


class PaperFailed(Refusal):
    """No paper came of it; the sentence says why. Nothing was written."""

    status = 503


class Left(PaperFailed):
    """The process was on its way out when it was asked: another may be."""


class Child:
    """The process, and the line to it."""

    def __init__(self, memory: int) -> None:
        self.papers = 0
        self.sound = True
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-s", str(PROGRAM), str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
            cwd="/",
        )
        head, _ = self.hear()
        if "ready" not in head:
            self.end()
            raise PaperFailed(N_("The library that sets papers is missing: %(reason)s"), reason=head.get("reason", ""))

    def say(self, head: dict[str, Any], body: bytes = b"") -> None:
        assert self.process.stdin
        packed = json.dumps({**head, "size": len(body)}).encode()
        self.process.stdin.write(struct.pack(">I", len(packed)) + packed)
        self.process.stdin.write(body)
        self.process.stdin.flush()

    def hear(self) -> tuple[dict[str, Any], bytes]:
        assert self.process.stdout
        length = self.process.stdout.read(4)
        if len(length) < 4:
            return {"failed": "died"}, b""
        head: dict[str, Any] = json.loads(self.process.stdout.read(struct.unpack(">I", length)[0]))
        return head, self.process.stdout.read(head["size"])

    def left(self) -> bool:
        """Whether it ended by itself, as it does when nothing was asked for long."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.process.wait(5) == 0
        return False

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]  # both are pipes, as Popen was told


def environment() -> dict[str, str]:
    """Only what the child needs: no secret of the app goes there, and nothing random decides its bytes."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "LD_LIBRARY_PATH") if name in os.environ}
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path(os.environ.get("HOME", "/tmp")) / ".cache")  # noqa: S108 - a cache of fonts, nothing of ours
    return {
        **kept,
        "LANG": "C.UTF-8",
        "PYTHONHASHSEED": "0",
        "XDG_CACHE_HOME": cache,
        "FONTCONFIG_FILE": str(FONTS),
    }
