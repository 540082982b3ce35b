"""My work: the first page after sign-in."""

from typing import Any

from flask import Blueprint, Response
from sqlalchemy import text

from auditapp.domain.evidence import is_sound
from auditapp.domain.management_review_inputs import Input, input_of
from auditapp.domain.nonconformity import turn
from auditapp.domain.permissions import can
from auditapp.models import Nonconformity, ReviewInput, db
from auditapp.services import ems_certificates, home, notices_returned
from auditapp.views.evidence import as_figure
from auditapp.views.pages import me, page

views = Blueprint("home", __name__)


@views.get("/")
def show() -> Response:
    """What is asked of the reader, and nothing else."""
    work = home.work_of(me())
    return page(
        "home/show.html", work=work, most=home.MOST, turn=turn, photo=_first_photo, review_input=_section,
        unreached=notices_returned.unreached() if can(me(), "manage_people") else [],
        certificate_ends=ems_certificates.ending(work.today) if "ems_lead" in me().role_names else None,
    )  # fmt: skip


@views.get("/health")
def health() -> dict[str, str]:
    """For whoever watches the server: the database answers."""
    db.session.execute(text("SELECT 1"))
    return {"status": "ok"}


def _section(box: ReviewInput) -> Input | None:
    return input_of(box.review.edition, box.key)


def _first_photo(nonconformity: Nonconformity) -> dict[str, Any] | None:
    """A photo of what was found."""
    finding = nonconformity.finding
    seen = [
        *(finding.evidence if finding else ()),
        *(finding.instance.evidence if finding and finding.instance else ()),
    ]
    shown = next((one for one in [*seen, *nonconformity.evidence] if is_sound(one)), None)
    return as_figure(shown) if shown else None
