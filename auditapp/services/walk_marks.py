"""Marks drawn on a photo of the walk: kept as they are drawn, burnt into its copies."""

import structlog
from flask import current_app

from auditapp.domain import markup, walk
from auditapp.domain.errors import NotThere
from auditapp.domain.evidence import is_sound
from auditapp.domain.picture import NotAPicture
from auditapp.models import Evidence, db
from auditapp.services import history, photo_copies
from auditapp.services.walk_entries import Marks
from auditapp.services.walk_replies import Held, NotYet, Received, Reply

log = structlog.get_logger()


def draw(received: Received, said: Marks) -> Reply:
    """Take the marks of a photo, or keep contradicting ones with their operation."""
    evidence = db.session.get(Evidence, received.target, with_for_update=True)
    if evidence is None:
        raise NotYet
    if evidence.audit_id != received.audit.id:
        raise Held(walk.OTHER_AUDIT)
    drawn = markup.as_json(markup.checked({"version": said.version, "shapes": said.shapes}))
    if walk.outcome(evidence.marks, evidence.marks_rev or None, received.base, drawn) == "conflict":
        return Reply("conflict", theirs={"value": evidence.marks, "rev": evidence.marks_rev})
    before, evidence.marks, evidence.marks_rev = evidence.marks, drawn, str(received.entry.id)
    db.session.flush()
    history.record(
        evidence, "mark_photo", received.by, before=before, after=drawn, blurs=len(markup.checked(drawn).blurs)
    )
    if is_sound(evidence):
        try:
            photo_copies.make(current_app.extensions["photo_store"], evidence.sha256, evidence)
        except (NotAPicture, NotThere) as trouble:  # the marks are kept; `doctor` names a missing original
            log.error("copies of a marked photo could not be made", photo=str(evidence.id), trouble=str(trouble))
    return Reply("applied")
