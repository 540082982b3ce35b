"""The second process that a long paper is set by: begun here, and its half taken. See ``pdf_halves``."""

import ctypes
import io
import logging
import multiprocessing
import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from weasyprint import DEFAULT_OPTIONS
from weasyprint.images import get_image_from_uri

from auditapp.adapters import pdf_halves, pdf_joining
from auditapp.adapters.pdf_joining import VARIANT, CannotBeShared, Drawn

PARENT_ENDED = 1
"""What Linux's `prctl` calls the signal for when a parent ended."""

_process = multiprocessing.get_context("fork")


@contextmanager
def shared_out(source: Any, styles: Sequence[Any], pictures: dict[str, Any]) -> Iterator[pdf_halves.Leader | None]:
    """Inside, ``source`` has only the parts that this process sets, while a fork sets the rest; None for a short paper.

    ``pictures`` is filled with all of the paper, by their addresses. Setting raises `CannotBeShared` where one process
    has to set it all, and MemoryError where the fork was ended.
    """
    body = source.etree_element.find("body")
    share = pdf_halves.share(body)
    if share is None:
        yield None
        return
    for address in [picture.get("src") for picture in body.iter("img")]:
        if address:  # the fork cannot ask for pictures
            get_image_from_uri(pictures, source.url_fetcher, DEFAULT_OPTIONS, address)
    wire, theirs = _process.Pipe()
    fork = _process.Process(target=_set, args=(theirs, source, styles, pictures, share, os.getpid()), daemon=True)
    try:
        fork.start()
    except OSError:  # the machine has no room for another process
        yield None
        return
    theirs.close()
    body[:] = share.ours
    leader = pdf_halves.Leader(wire, share.edge, _anchors(share.theirs), pictures=pictures, beyond=share.beyond)
    try:
        with standing_in(leader.stand_ins()):
            yield leader
    finally:
        wire.close()
        fork.kill()
        fork.join()


@contextmanager
def standing_in(functions: Iterator[tuple[Any, str, Any]]) -> Iterator[None]:
    """Inside, these functions are in the place of a module's own."""
    with ExitStack() as stack:
        for module, name, ours in functions:
            stack.callback(setattr, module, name, getattr(module, name))
            setattr(module, name, ours)
        yield


def _anchors(parts: Sequence[Any]) -> list[str]:
    return [one.get("id") for part in parts for one in part.iter() if one.get("id")]


def _set(wire: Any, source: Any, styles: Sequence[Any], pictures: dict[str, Any], share: Any, parent: int) -> None:
    """The fork's work: set its parts and send what it drew, or why not."""
    with suppress(AttributeError):
        ctypes.CDLL(None).prctl(PARENT_ENDED, signal.SIGKILL)
    if os.getppid() != parent:
        return
    logging.disable()  # how far a paper is, the other says
    try:
        wire.send(_drawn(wire, source, styles, pictures, share))
    except (MemoryError, CannotBeShared) as error:
        wire.send(error)
    except Exception as error:  # the other fails with it
        wire.send(RuntimeError(f"{type(error).__name__}: {error}"[:500]))


def _drawn(wire: Any, source: Any, styles: Sequence[Any], pictures: dict[str, Any], share: Any) -> Drawn:
    def refuse(_address: str) -> None:
        raise CannotBeShared

    source.etree_element.find("body")[:] = [*share.cover, *share.theirs]
    source.url_fetcher = refuse
    half = pdf_halves.Fork(wire, share.theirs[0], _anchors(share.ours))
    made: list[Drawn] = []

    def finish(document: Any, pdf: Any) -> None:
        made.append(pdf_joining.drawn(document, pdf, share.beyond))
        pdf.write = lambda *_: None

    with standing_in(half.stand_ins()), standing_in(pdf_joining.stand_ins(share.beyond)):
        document = source.render(stylesheets=styles, cache=pictures, pdf_variant=VARIANT)
        document.pages = document.pages[half.covers :]
        document.write_pdf(io.BytesIO(), finisher=finish, pdf_variant=VARIANT)
    made[0].private_mb = _private_mb()
    return made[0]


def _private_mb() -> float:
    """What this process holds and shares with no other, in MB; 0 where that is not told."""
    with suppress(OSError):
        lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1000
    return 0.0
