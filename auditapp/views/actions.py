"""A corrective action, for whoever carries it out: what was found, what to do, and a photo that shows it done."""

import uuid
from functools import partial
from typing import IO, Any

from flask import Blueprint, Response, current_app, flash, g, request, url_for
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain.errors import Refusal
from auditapp.domain.nonconformity import has_done_actions
from auditapp.domain.permissions import can
from auditapp.models import Action, db
from auditapp.services import actions, due_dates, people, situations
from auditapp.views import banners
from auditapp.views import nonconformity_stories as stories
from auditapp.views.evidence import as_figure
from auditapp.views.fields import Paragraph, at_its_field
from auditapp.views.nonconformity_forms import Photos, keep_each, photos_again
from auditapp.views.pages import done, me, page

views = Blueprint("actions", __name__)


class DoneForm(FlaskForm):
    """Photos first, then a line."""

    photos = Photos(_l("Photos that show it done"))
    note = Paragraph(_l("A line on what was done"), render_kw={"rows": 2})


@views.get("/actions/<uuid:action_id>")
def show(action_id: uuid.UUID) -> Response:
    """What was found, what is asked, by when; and the form to report it done."""
    return _page(actions.find(me(), action_id), DoneForm(formdata=None))


@views.post("/actions/<uuid:action_id>")
def report(action_id: uuid.UUID) -> Response | AnyResponse:
    """Keep the photos and, unless only photos were to be added, report it done."""
    action = actions.find(me(), action_id)
    form = DoneForm()
    only_photos = request.form.get("do") == "photos"
    form.validate()
    if only_photos and not form.photos.uploads:
        form.photos.errors = [gettext("No photo was chosen. Choose one, then send it again.")]
    if form.photos.errors:
        return _again(action_id, form, 422, "")
    try:
        status, said = keep_each(form.photos, partial(_keep_photo, action))
        if said or form.errors:
            return _all_but(action, form, 422 if form.errors else status, " ".join(said))
        if can(me(), "do_action", action) and action.done_on and form.note.data not in ("", action.done_note):
            sentence = gettext(
                "It was reported done before, so this line was not kept: %(words)s", words=form.note.data
            )
            return _all_but(action, form, 409, sentence, gettext("Saved, all but this"))
        if not only_photos:
            actions.report_done(me(), action, form.note.data or "")
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        return _again(action_id, form, refusal.status, at_its_field(form, refusal))
    flash(gettext("The photos are kept.") if only_photos else gettext("Reported done. Thank you."), "success")
    return done(url_for("actions.show", action_id=action.id))


def _keep_photo(action: Action, name: str, data: IO[bytes]) -> None:
    actions.add_photos(me(), action, [(name, data)], current_app.extensions["photo_store"])


def _all_but(action: Action, form: DoneForm, status: int, sentence: str, title: str = "") -> Response:
    """The photos that are good stay; what was refused is said, and what was typed waits in the form."""
    refused = _page(action, form, status, sentence, title)
    g.keep_the_rest = True
    return refused


def _again(action_id: uuid.UUID, form: DoneForm, status: int, sentence: str) -> Response:
    db.session.rollback()  # what was half done is not to be shown
    return _page(actions.find(me(), action_id), form, status, photos_again(form.photos, sentence))


def _page(action: Action, form: DoneForm, status: int = 200, refusal: str = "", title: str = "") -> Response:
    nonconformity = action.nonconformity
    situation = situations.of(nonconformity, str(get_locale() or "en"))
    before = as_figure(situation.photos[0]) if situation.photos else None
    shown = [as_figure(one) for one in action.evidence]
    values: dict[str, Any] = {
        "before": before,
        "pair": [*([before | {"caption": gettext("Before")}] if before else []), *shown],
        "late": action.done_on is None and action.in_force_on < due_dates.today_at(nonconformity),
        "mine": can(me(), "do_action", action),
        "open": actions.is_open(action),
        "photos": [as_figure(photo, number) for number, photo in enumerate(situation.photos, 1)],
        "to_submit": nonconformity.state == "in_progress"
        and can(me(), "own", nonconformity)
        and has_done_actions(nonconformity) is None,
        "shown": shown,
        "whole": banners.banner(nonconformity, me()),
        "done_by": (people.find(action.done_by_id) if action.done_by_id else action.owner).name,
    }
    return page(
        "actions/show.html", status, action=action, nonconformity=nonconformity, situation=situation, form=form,
        refusal=refusal, title=title or gettext("Not reported yet"), kinds=stories.kinds(action),
        ways=stories.ways(nonconformity), **values,
    )  # fmt: skip
