"""The copies of a photo with its marks: what was blurred is unreadable in every one of them.

Copies lie in the store under the original's hash, so photos with the same bytes share them: each one's blurs are burnt
into all, and the other marks are those that were drawn last.
"""

from typing import Any

from sqlalchemy import select, update

from auditapp.adapters import image_format, images
from auditapp.adapters.photo_store import PhotoStore
from auditapp.domain import evidence as rules
from auditapp.domain import markup
from auditapp.domain.markup import Markup
from auditapp.domain.picture import Picture
from auditapp.models import Evidence, db


def marks_of(sha256: str, newest: Evidence | None = None) -> Markup | None:
    """The marks to burn into the copies of the photo with these bytes; None when none was ever drawn."""
    query = select(Evidence).where(Evidence.sha256 == sha256, Evidence.marks_rev != "").order_by(Evidence.marks_rev)
    alike = [one for one in db.session.scalars(query) if newest is None or one.id != newest.id]
    if newest is not None and newest.marks_rev:
        alike.append(newest)
    if not alike:
        return None
    drawn = [markup.checked(one.marks) for one in alike]
    hidden = [blur for other in drawn[:-1] for blur in other.blurs if blur not in drawn[-1].blurs]
    return Markup((*hidden, *drawn[-1].shapes))


def make(store: PhotoStore, sha256: str, newest: Evidence | None = None) -> tuple[Picture, str]:
    """Make the copies of an original anew. Answers what was read and the name of their state (`Evidence.copies`).

    Raises `NotAPicture` for bytes that are none.
    """
    marks = marks_of(sha256, newest)
    found = images.ingest(store.path(sha256) or store.get(sha256), marks)
    store.put_derivatives(sha256, found.derivatives)
    state = marks.digest if marks is not None else ""
    db.session.execute(update(Evidence).where(Evidence.sha256 == sha256).values(copies=state))
    return found, state


def ending_of(store: PhotoStore, sha256: str) -> str:
    """'.jpg': what the file of an original is called, by its bytes, which may be of another kind than its name says."""
    with store.open(sha256) as file:
        return image_format.ending(file.read(image_format.HEAD))


def hides_something(evidence: Any) -> bool:
    """Whether a part of the photo was blurred, here or where the same photo lies too: its original is then shown to
    few, and each look is recorded."""
    drawn = markup.checked(evidence.marks) if rules.has_marks(evidence) else None
    if drawn is not None and drawn.blurs:
        return True
    if evidence.copies == (drawn.digest if drawn else ""):  # nothing but what is drawn here is in the copies
        return False
    marks = marks_of(evidence.sha256)
    return marks is not None and bool(marks.blurs)
