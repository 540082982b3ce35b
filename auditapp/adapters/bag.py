"""A BagIt bag (RFC 8493) as a ZIP that is written while it is read: nothing is kept, however many photos go in.

The payload comes first, hashed on its way; the manifests follow, then the signed head, for only then is everything
known. Entries are stored, not compressed: photos and papers are compressed already.
"""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import IO

CHUNK = 256 * 1024
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"
HEAD, SIGNATURE, PUBLIC_KEY, HOW = "head.txt", "head.sig", "public-key.pem", "verify.txt"
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


@dataclass(frozen=True, slots=True)
class File:
    """A file of the payload: its path below data/ and its bytes, or a function that opens them."""

    path: str
    content: bytes | Callable[[], IO[bytes]]


@dataclass(frozen=True, slots=True)
class Bag:
    """What goes into a bag named ``name``. ``when``: the date of its files; ``about``: lines of bag-info.txt;
    ``how``: verify.txt; ``sign``: gives the signature over head.txt; ``public_key``: PEM."""

    name: str
    when: datetime
    files: Iterable[File]
    about: tuple[tuple[str, str], ...]
    how: str
    public_key: bytes
    sign: Callable[[bytes], bytes]


class _Pipe(io.RawIOBase):
    """Where the ZIP writes to: what came in is taken away again before the next file."""

    def __init__(self) -> None:
        self.held: list[bytes] = []
        self.at = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        held = bytes(data)  # type: ignore[call-overload]  # bytes or a buffer of them
        self.held.append(held)
        self.at += len(held)
        return len(held)

    def take(self) -> bytes:
        """What was written since."""
        held, self.held = b"".join(self.held), []
        return held


def stream(bag: Bag) -> Iterator[bytes]:
    """The ZIP in pieces. The same bag gives the same bytes."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        seen: dict[str, str] = {}
        octets = 0
        for file in bag.files:
            path = f"data/{file.path}"
            digest = hashlib.sha256()
            with archive.open(_entry(bag, path), "w") as entry:
                for chunk in _chunks(file):
                    digest.update(chunk)
                    octets += len(chunk)
                    entry.write(chunk)
                    yield pipe.take()
            seen[path] = digest.hexdigest()
        for name, content in _tags(bag, seen, octets):
            archive.writestr(_entry(bag, name), content)
            yield pipe.take()
    yield pipe.take()


def _entry(bag: Bag, path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(f"{bag.name}/{path}", bag.when.timetuple()[:6])
    # Level 0: as it is, yet of a length that a reader of a stream can tell. The archive's level does not reach here.
    entry.compress_type, entry._compresslevel = zipfile.ZIP_DEFLATED, 0  # type: ignore[attr-defined]  # zipfile has no public name for the level of one entry
    entry.external_attr = 0o644 << 16
    return entry


def _chunks(file: File) -> Iterator[bytes]:
    if isinstance(file.content, bytes):
        yield file.content
        return
    with closing(file.content()) as opened:
        while chunk := opened.read(CHUNK):
            yield chunk


def _tags(bag: Bag, seen: dict[str, str], octets: int) -> Iterator[tuple[str, bytes]]:
    about = [*bag.about, ("Payload-Oxum", f"{octets}.{len(seen)}")]
    tags = {
        "bagit.txt": BAGIT,
        "bag-info.txt": "".join(f"{label}: {_one_line(value)}\n" for label, value in about).encode(),
        MANIFEST: _lines(seen),
    }
    head = _lines({name: hashlib.sha256(content).hexdigest() for name, content in tags.items()})
    tags |= {HEAD: head, SIGNATURE: bag.sign(head), PUBLIC_KEY: bag.public_key, HOW: bag.how.encode()}
    tags[TAG_MANIFEST] = _lines({name: hashlib.sha256(content).hexdigest() for name, content in tags.items()})
    yield from tags.items()


def _lines(hashes: dict[str, str]) -> bytes:
    """As `sha256sum` writes and reads them. No path here holds a line break, a backslash or a percent sign."""
    return "".join(f"{sha256}  {path}\n" for path, sha256 in hashes.items()).encode()


def _one_line(value: str) -> str:
    return " ".join(value.split())
