"""Closure evidence packs to test with: made, zipped, unpacked, and the harm that may come to them."""

import io
import subprocess
import zipfile
from pathlib import Path

from auditapp.adapters import bag
from auditapp.models import Nonconformity, Pack, db
from auditapp.services import pack_bags, packs
from auditapp.services.packs import Wanted
from tests import reporting as story
from tests.cast import Cast

EXTENT, CONTAINMENT = "已检查所有仓库,没有发现其他油桶。", "نُقلت البراميل إلى حوض احتواء في اليوم نفسه."


def closed_one(cast: Cast) -> Nonconformity:
    """A minor with photos before and after, closed by Ann; a Chinese and an Arabic sentence in it."""
    nc = story.the_nonconformity(story.issued(cast, story.a_walked_audit(cast)))
    with story.clock.moved(story.WALK + story.timedelta(days=2)):
        story.planned(cast, nc)
        story.verified(cast, nc)
        story.judged(cast, nc)
    nc.rounds[0].extent, nc.rounds[0].containment = EXTENT, CONTAINMENT
    return nc


def made(cast: Cast, wanted: Wanted | None = None, **more: bool) -> Pack:
    looked = packs.look(cast.mia, wanted or Wanted())
    pack = packs.make(cast.mia, looked, packs.set_missing(looked), **more)
    db.session.commit()
    return pack


def zipped(pack: Pack) -> bytes:
    return b"".join(bag.stream(pack_bags.bag(pack)))


def unpacked(pack: Pack, place: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(zipped(pack))) as archive:
        assert archive.testzip() is None
        archive.extractall(place)
    return place / pack.reference


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, cwd=folder, capture_output=True, check=False)


def change_a_byte(folder: Path) -> str:
    path = next(folder.glob("data/NC-*/found 01*.jpg"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    return path.relative_to(folder).as_posix()


def lose_a_file(folder: Path) -> str:
    path = next(folder.glob("data/NC-*/*.pdf"))
    path.unlink()
    return path.relative_to(folder).as_posix()


def cut_the_manifest(folder: Path) -> str:
    manifest = folder / "manifest-sha256.txt"
    *kept, last = manifest.read_text().splitlines(keepends=True)
    manifest.write_text("".join(kept))
    (folder / last[66:].strip()).unlink()
    return "manifest-sha256.txt"
