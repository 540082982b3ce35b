"""Full-size photos that travel inside the paper of a pack, where somebody asked for them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask_babel import gettext

from auditapp.adapters import images
from auditapp.adapters.pdf import Attachment
from auditapp.domain import pack as rules
from auditapp.domain.paper import Photo
from auditapp.services import papers, photo_copies

MOST_BYTES = 50_000_000
"""All of them together: a larger paper is refused by many mailboxes."""


@dataclass(frozen=True, slots=True)
class Copies:
    """``files`` of the ``asked`` photos: those that fitted."""

    files: tuple[Attachment, ...]
    asked: int


def of(pack: rules.EvidencePack, tell: Callable[[int], object]) -> Copies:
    """Each photo of ``pack`` once, in the order of its sheets, without metadata and blurred where blurred; as it came
    from the camera where the EMS lead chose originals. ``tell``: how many are ready."""
    photos = list(_photos(pack))
    files: list[Attachment] = []
    size = 0
    for number, (name, photo) in enumerate(photos, start=1):
        content = _content(photo.media, pack.originals)
        if size + len(content) <= MOST_BYTES:
            size += len(content)
            files.append(Attachment(name, content, photo.caption or photo.alt, "Supplement"))
        tell(number)
    return Copies(tuple(files), len(photos))


def _photos(pack: rules.EvidencePack) -> Iterator[tuple[str, Photo]]:
    seen: set[str] = set()
    for sheet in pack.sheets:
        for label, photos in ((gettext("found"), sheet.before), (gettext("done"), sheet.after)):
            for number, photo in enumerate(photos, start=1):
                if photo.media not in seen:
                    seen.add(photo.media)
                    stem = rules.file_name(f"{sheet.reference} {label} {number:02d} {photo.caption}", 90)
                    yield (
                        f"{stem}{photo_copies.ending_of(papers.store(), photo.media) if pack.originals else '.jpg'}",
                        photo,
                    )


def _content(sha256: str, original: bool) -> bytes:
    store = papers.store()
    if original:
        return store.get(sha256)
    return images.full(store.path(sha256) or store.get(sha256), photo_copies.marks_of(sha256))
