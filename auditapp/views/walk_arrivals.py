"""What came from devices: who still holds data, answers that contradict each other, what was held, rescue files."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain import signature
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.permissions import can
from auditapp.domain.words import N_, RESULTS
from auditapp.models import Audit, Operation
from auditapp.services import (
    audits,
    history,
    walk_devices,
    walk_differences,
    walk_meetings,
    walk_operations,
    walk_rescues,
    walk_starts,
)
from auditapp.views.pages import done, me, page
from auditapp.views.refusals import on_form

views = Blueprint("walk_arrivals", __name__, url_prefix="/audits")

KINDS: dict[str, str] = {
    "field.set": N_("Answer"),
    "instance.add": N_("Question at another place"),
    "photo.add": N_("Photo"),
    "photo.caption": N_("Caption of a photo"),
    "photo.marks": N_("Marks on a photo"),
    "finding.note": N_("Finding"),
    "finding.field": N_("Change of a finding"),
    "meeting.sign": N_("Signature"),
    "audit.start": N_("Unplanned audit"),
}
"""What a held entry is called."""


class RescueForm(FlaskForm):
    """The ZIP that a device saved."""

    file = FileField(_l("Rescue file"), [FileRequired(_l("Choose the ZIP that the device saved."))])


def notes_on(audit: Audit) -> dict[str, Any]:
    """What the page of an audit says of its walk: devices that may hold data, and how much asks for a person."""
    left = walk_differences.anything(audit)
    return {
        "holding": walk_devices.holding(audit) if left.devices else [],
        "differences": len(walk_differences.of_audit(audit)) if left.contradictions else 0,
        "held": len(walk_differences.held(audit)) if left.held else 0,
        "lacks": walk_starts.missing_in(audit) if audit.state == "under_way" else [],
    }


@views.get("/<reference>/from-the-walk")
def show(reference: str) -> Response:
    """All of it on one page."""
    return _show(audits.find(me(), reference), RescueForm(formdata=None))


def _show(audit: Audit, form: RescueForm, status: int = 200) -> Response:
    rescued = walk_rescues.unconfirmed(audit)
    return page(
        "walks/arrivals.html",
        status,
        audit=audit,
        form=form,
        devices=walk_devices.of_audit(audit),
        may_hold=walk_devices.may_hold,
        differences=walk_differences.of_audit(audit),
        held=[_line(one) for one in walk_differences.held(audit)],
        results=RESULTS,
        rescued=rescued,
        mine=sum(one.person_id == me().id for one in rescued),
        attendances=[(one, _signature(one.strokes)) for one in walk_meetings.of_audit(audit)],
        may_resolve=can(me(), "conclude", audit),
        may_rescue=can(me(), "take_rescue"),
    )


def _line(operation: Operation) -> dict[str, Any]:
    said = operation.body["body"]
    value = said.get("value") or said.get("statement") or said.get("evidence_text") or said.get("name") or ""
    return {
        "id": operation.id,
        "kind": gettext(KINDS.get(operation.kind, operation.kind)),
        "said": value if isinstance(value, str) else ", ".join(map(str, value)),
        "by": operation.person.name,
        "at": operation.device_at,
        "why": gettext(operation.reply.get("why", "")) if operation.reply.get("why") else "",
    }


def _signature(strokes: dict[str, Any]) -> tuple[signature.Signature, str] | None:
    if not strokes:
        return None
    read = signature.checked(strokes)
    return read, signature.svg_path(read)


@views.post("/<reference>/from-the-walk/resolve/<uuid:answer_id>")
def resolve(reference: str, answer_id: Any) -> AnyResponse:
    """One of several answers stands."""
    audit = audits.find(me(), reference)
    walk_differences.resolve(me(), audit, answer_id)
    return done(url_for(".show", reference=audit.reference))


@views.post("/<reference>/from-the-walk/take-in/<uuid:operation_id>")
def take_in(reference: str, operation_id: Any) -> AnyResponse:
    """Give a held entry its effect."""
    audit = audits.find(me(), reference)
    history.allow(me(), "conclude", audit)
    operation = next((one for one in walk_differences.held(audit) if one.id == operation_id), None)
    if operation is None:
        raise NotThere(N_("This entry is not held any more."))
    walk_operations.take_in(me(), operation)
    if audit.state == "issued":
        flash(gettext("Taken in. It prints in the next revision of the report: issue it when all is in."), "success")
    return done(url_for(".show", reference=audit.reference) + "#held")


@views.post("/<reference>/from-the-walk/rescue")
def rescue(reference: str) -> AnyResponse:
    """Take in a rescue file; what it holds of other audits goes to those."""
    audit = audits.find(me(), reference)
    history.allow(me(), "take_rescue")
    form = RescueForm()
    if not form.validate_on_submit():
        return _show(audit, form, 422)
    try:
        found = walk_rescues.take_in(me(), form.file.data.read(), current_app.extensions["photo_store"])
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        on_form(form, refusal)
        return _show(audit, form, 422)
    entries = ngettext("%(num)d entry", "%(num)d entries", sum(found.results.values()))
    photos = ngettext("%(num)d photo", "%(num)d photos", found.photos)
    said = gettext(
        "Taken in from %(author)s: %(entries)s, %(photos)s.", author=found.author.name, entries=entries, photos=photos
    )
    flash(said, "success")
    return done(url_for(".show", reference=audit.reference))


@views.post("/<reference>/from-the-walk/confirm")
def confirm(reference: str) -> AnyResponse:
    """The author confirms what was rescued."""
    audit = audits.find(me(), reference)
    walk_rescues.confirm(me(), audit)
    return done(url_for(".show", reference=audit.reference))
