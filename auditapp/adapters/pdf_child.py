"""The process that sets papers. Never imported by the app: it is started by ``adapters/pdf.py`` as a program.

Two reasons for a process of its own: crafted text can make a layout loop or swell, so memory and processor
time are limited here; and importing WeasyPrint makes Pillow accept truncated pictures in the whole process,
which the process that takes photos in must never do.

Speaks over its standard input and output: a four-byte length, a JSON head, then ``head["size"]`` raw bytes.
"""

import contextlib
import gc
import hashlib
import io
import json
import logging
import os
import resource
import select
import shutil
import struct
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

IDLE_SECONDS = 600
PICTURES = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}


def say(pipe: BinaryIO, head: dict[str, Any], body: BinaryIO | None = None) -> None:
    """Send one message; ``body``: a file, which is sent whole, piece by piece."""
    size = body.seek(0, os.SEEK_END) if body else 0
    packed = json.dumps({**head, "size": size}).encode()
    pipe.write(struct.pack(">I", len(packed)) + packed)
    if body:
        body.seek(0)
        shutil.copyfileobj(body, pipe)
    pipe.flush()


def hear(pipe: BinaryIO) -> tuple[dict[str, Any], bytes]:
    """Wait for one message; EOFError when the other side is gone."""
    length = pipe.read(4)
    if len(length) < 4:
        raise EOFError
    head: dict[str, Any] = json.loads(pipe.read(struct.unpack(">I", length)[0]))
    return head, pipe.read(head.pop("size"))


def make_fetcher(talk: tuple[BinaryIO, BinaryIO]) -> Any:
    """A fetcher that knows ``media:<id>`` and nothing else: no file, no network, no ``data:``."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class MediaOnly(URLFetcher):  # type: ignore[misc]  # imported in this process only, without types
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith("media:"):
                raise ValueError(f"not a picture of this paper: {url[:200]}")
            say(talk[1], {"want": url.removeprefix("media:")})
            answer, body = hear(talk[0])
            if "path" in answer:
                path = Path(answer["path"])  # as a file it is read when its page is written, and not kept meanwhile
                with path.open("rb") as file:
                    start = file.read(8)
                name: str = path.as_uri()
                source: BinaryIO = path.open("rb")
            elif "missing" in answer:
                raise ValueError(f"no such picture: {url[:200]}")
            else:
                start, name, source = body[:8], url, io.BytesIO(body)
            for magic, kind in PICTURES.items():
                if start.startswith(magic):
                    return URLFetcherResponse(name, source, {"Content-Type": kind})
            raise ValueError(f"neither JPEG nor PNG: {url[:200]}")

    return MediaOnly(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)


class Progress(logging.Handler):
    """Tells the app what WeasyPrint says of its progress: pages laid out, and that the file is written."""

    def __init__(self, pipe: BinaryIO) -> None:
        super().__init__()
        self.pipe = pipe

    def emit(self, record: logging.LogRecord) -> None:
        if record.msg == "Step 5 - Creating layout - Page %d":
            say(self.pipe, {"at": "pages", "count": record.args[0]})  # type: ignore[index]  # the count, in this message
        elif record.msg.startswith("Step 6"):
            say(self.pipe, {"at": "writing", "count": 0})


def set_paper(
    job: dict[str, Any], html: str, files: list[tuple[dict[str, str], bytes]], fetcher: Any
) -> tuple[BinaryIO, float]:
    """The PDF of one job: PDF/A-3a and PDF/UA-1 in one file, its bytes decided by the input alone; in a nameless file,
    for in memory it would stand beside all that it is made of, which is when most is held. And how many MB a fork held
    for itself."""
    from auditapp.adapters import pdf_fork, pdf_shortcuts
    from auditapp.adapters.pdf_joining import CannotBeShared

    if pdf_shortcuts.are_read():
        with contextlib.suppress(CannotBeShared):
            return set_shared(job, html, files, fetcher, pdf_fork.shared_out)
    return set_shared(job, html, files, fetcher, lambda *_: contextlib.nullcontext())


def set_shared(
    job: dict[str, Any], html: str, files: list[tuple[dict[str, str], bytes]], fetcher: Any, shared_out: Any
) -> tuple[BinaryIO, float]:
    """As ``set_paper``; ``shared_out``: what leaves a part of it to another process, or none (see ``pdf_fork``)."""
    from datetime import datetime

    from weasyprint import CSS, HTML, Attachment

    from auditapp.adapters import pdf_lines, pdf_writing
    from auditapp.adapters.pdf_joining import VARIANT

    pdf_lines.forget()
    when = datetime.fromisoformat(job["when"])
    styles = [CSS(string=text, url_fetcher=fetcher) for text in job["styles"]]
    source = HTML(string=html, base_url="media:", url_fetcher=fetcher)
    pictures: dict[str, Any] = {}
    made_of = hashlib.sha256(repr((sorted(job.items()), html, files)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    written: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - closed by who sends it
    with shared_out(source, styles, pictures) as half:
        document = source.render(stylesheets=styles, cache=pictures, pdf_variant=VARIANT)
        about = document.metadata
        about.title, about.lang, about.generator = job["title"], job["lang"], job["generator"]
        about.created = about.modified = when.strftime("%Y-%m-%dT%H:%M:%S+00:00")
        # Only ours: what a text asks for with a link is dropped.
        about.attachments = [Attachment(string=body, created=when, modified=when, **head) for head, body in files]
        about.generate_rdf_metadata = partial(pdf_writing.both_standards, about.generate_rdf_metadata)

        def finish(_document: Any, pdf: Any) -> None:
            others = half.join(document, pdf) if half else None
            pdf.write = partial(pdf_writing.write, pdf, made_of.encode(), others)

        document.write_pdf(written, finisher=finish, pdf_variant=VARIANT)
    return written, half.drawn.private_mb if half else 0.0


def spent(by: int = resource.RUSAGE_SELF) -> float:
    """Processor seconds of this process so far, or of its forks that ended."""
    usage = resource.getrusage(by)
    return usage.ru_utime + usage.ru_stime


def peak_mb() -> float:
    """The most memory held since ``forget_peak``, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def forget_peak() -> None:
    """Start counting the peak again (Linux; elsewhere it stays the peak of the process)."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def answer(talk: tuple[BinaryIO, BinaryIO], covered: bytes) -> None:
    """Take one job and answer it with a paper or with the reason why there is none."""
    from auditapp.adapters import pdf_characters

    job, body = hear(talk[0])
    files = [hear(talk[0]) for _ in range(job["files"])]
    forget_peak()
    start, forks, clock = spent(), spent(resource.RUSAGE_CHILDREN), time.monotonic()
    resource.setrlimit(resource.RLIMIT_CPU, (int(start) + job["cpu_seconds"], resource.RLIM_INFINITY))
    gc.disable()
    try:
        pdf, of_fork = set_paper(job, pdf_characters.printable(body.decode(), covered), files, make_fetcher(talk))
    except MemoryError:
        say(talk[1], {"failed": "memory"})
    except BaseException as error:  # a refused address is a BaseException in WeasyPrint
        reason = error.__cause__ or error
        say(talk[1], {"failed": "error", "reason": f"{type(reason).__name__}: {reason}"[:500]})
    else:
        cpu = spent() - start + spent(resource.RUSAGE_CHILDREN) - forks
        cost = {"cpu_s": cpu, "wall_s": time.monotonic() - clock, "peak_mb": peak_mb() + of_fork}
        with pdf:
            say(talk[1], {"done": cost}, pdf)
    finally:
        gc.enable()
        gc.collect()


def main() -> None:
    """Serve jobs until the app is gone or nothing was asked for ten minutes."""
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The real standard output is the line to the app: nothing that a library prints may get onto it.
    talk = (os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb"))
    os.dup2(2, 1)
    sys.path.append(str(Path(__file__).resolve().parents[2]))  # last: the program's own folder has names like Python's
    try:
        # loads WeasyPrint ahead of the first paper
        from auditapp.adapters import pdf_characters, pdf_fork, pdf_languages, pdf_shortcuts  # noqa: F401 - not used before a paper is set
    except (ImportError, OSError) as error:
        say(talk[1], {"failed": "missing", "reason": str(error)[:500]})
        return
    pdf_shortcuts.put_in()
    pdf_languages.put_in()
    progress = logging.getLogger("weasyprint.progress")
    progress.propagate = False
    progress.setLevel(logging.INFO)
    progress.addHandler(Progress(talk[1]))
    covered = pdf_characters.covered_characters(Path(os.environ["FONTCONFIG_FILE"]).parent)
    say(talk[1], {"ready": True})
    with contextlib.suppress(EOFError, BrokenPipeError):
        while select.select([talk[0]], [], [], IDLE_SECONDS)[0]:
            answer(talk, covered)


if __name__ == "__main__":
    main()
