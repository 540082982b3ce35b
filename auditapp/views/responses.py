"""The owner's response, written on one page that may be left half done."""

from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, g, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain import steps
from auditapp.domain.deadlines import proposed_check_on
from auditapp.domain.errors import Conflict, NotAllowed, Refusal
from auditapp.domain.nonconformity import round_at
from auditapp.domain.permissions import can
from auditapp.domain.words import N_
from auditapp.models import Evidence, Nonconformity, db
from auditapp.services import (
    due_dates,
    extents,
    history,
    nonconformities,
    responses,
    situations,
    warnings,
)
from auditapp.views import banners
from auditapp.views import extents as extent_views
from auditapp.views import nonconformity_stories as stories
from auditapp.views import response_forms as forms
from auditapp.views import response_pieces as pieces
from auditapp.views.evidence import as_figure
from auditapp.views.fields import at_its_field
from auditapp.views.formats import translated
from auditapp.views.pages import done, id_of, me, page

views = Blueprint("responses", __name__)


@views.get("/nonconformities/<number>/response")
def form(number: str) -> Response | AnyResponse:
    """What stands there, to be written on. `?cause=` and `?action=` word one anew."""
    nonconformity = nonconformities.find(me(), number)
    if not _is_open(nonconformity):
        return done(url_for("nonconformities.show", number=nonconformity.number))
    typed = forms.form_for(nonconformity, formdata=None)
    _fill_chosen(typed, nonconformity)
    if typed.check_on.data is None:
        due, today = due_dates.due_date(nonconformity, "implementation"), due_dates.today_at(nonconformity)
        # Counted from today where the due date has passed: what the page proposes must be good to save.
        typed.check_on.data = proposed_check_on(max(due.due_on, today) if due else today)
    return _page(nonconformity, typed)


def _is_open(nonconformity: Nonconformity) -> bool:
    return nonconformity.state in responses.WRITABLE_IN and can(me(), "own", nonconformity)


def _fill_chosen(typed: forms.ResponseForm, nonconformity: Nonconformity) -> None:
    causes, wanted = nonconformity.round.causes, request.args.get("cause")
    begun = [cause for cause in causes if not cause.statement]
    for cause in [cause for cause in causes if str(cause.id) == wanted] or begun[:1]:
        forms.fill_cause(typed, cause)
    for action in nonconformity.round.actions:
        if str(action.id) == request.args.get("action"):
            forms.fill_action(typed, action)


def _page(
    nonconformity: Nonconformity,
    typed: forms.ResponseForm,
    status: int = 200,
    refusal: str = "",
    title: str = "",
) -> Response:
    last = history.last_of(nonconformity)
    typed.seen.data = str(last.seq if last else 0)
    plan = steps.NONCONFORMITY_STEPS["plan"]
    situation = situations.of(nonconformity, str(get_locale() or "en"))
    causes = nonconformity.round.causes
    return page(
        "nonconformities/response.html",
        status,
        nonconformity=nonconformity,
        form=typed,
        refusal=refusal,
        title=title,
        causes=[cause for cause in causes if str(cause.id) != typed.cause_id.data],
        is_named=any(cause.statement for cause in causes if str(cause.id) == typed.cause_id.data),
        missing=[(one.field or "", translated(one.message, one.values)) for one in steps.missing(plan, nonconformity)],
        situation=situation,
        said=banners.last_words(nonconformity, history.of(nonconformity)),
        photos=[as_figure(photo, figure) for figure, photo in enumerate(situation.photos[:3], 1)],
        corrected=[as_figure(one) for one in _corrected(nonconformity)],
        ways=stories.ways(nonconformity),
        kinds=stories.kinds,
        due=due_dates.due_date(nonconformity, "plan"),
        this_day=due_dates.today_at(nonconformity),
        contained=due_dates.due_date(nonconformity, "containment"),
        in_force=partial(due_dates.in_force, nonconformity),
        warned=warnings.of_response(nonconformity),
        elsewhere=extents.to_ask(nonconformity),
    )


def _corrected(nonconformity: Nonconformity) -> list[Evidence]:
    """Photos of the correction of this round."""
    shown, rounds = [one for one in nonconformity.evidence if one.purpose == "correction"], nonconformity.rounds
    return [one for one in shown if round_at(rounds, one.received_at) == nonconformity.round_number]


@views.post("/nonconformities/<number>/response")
def save(number: str) -> Response | AnyResponse:
    """Keep all that was typed, whichever button was pressed; then do what the button says."""
    nonconformity = nonconformities.find(me(), number)
    if not can(me(), "own", nonconformity):
        raise NotAllowed(N_("The response is the owner's to write."))
    here = url_for("nonconformities.show", number=nonconformity.number)
    verb, _, which = request.form.get("do", "save").partition(":")
    if verb == "submit" and nonconformities.already_taken(me(), nonconformity, "plan"):
        return done(here)
    typed = forms.form_for(nonconformity)
    typed.validate()
    try:
        kept = pieces.keep(nonconformity, typed, request.form.get("seen"))
    except Conflict as refusal:
        return _page(nonconformity, typed, refusal.status, at_its_field(typed, refusal))
    if kept.is_whole:
        answer = kept.try_to(lambda: _then(nonconformity, typed, verb, which))
        if answer is not None:
            return answer
    refused = _page(nonconformity, typed, kept.status, " ".join(kept.head), kept.title)
    g.keep_the_rest = True
    return refused


def _then(nonconformity: Nonconformity, typed: forms.ResponseForm, verb: str, which: str) -> AnyResponse:
    """What the button says; refused, nothing of it is done."""
    if verb == "add_cause" and forms.begun(nonconformity, typed) is not None:
        raise Refusal(responses.NAME_IT, field="cause_statement")
    with db.session.begin_nested():
        return _do(nonconformity, typed, verb, which)


def _do(nonconformity: Nonconformity, typed: forms.ResponseForm, verb: str, which: str) -> AnyResponse:
    back: dict[str, Any] = {"number": nonconformity.number}
    if verb == "submit":
        return _submit(nonconformity, bool(typed.warnings_read.data))
    if verb in _REMOVE:
        if not responses.already_removed(me(), nonconformity, verb, which):
            _REMOVE[verb](me(), nonconformity, id_of(which))
    elif verb == "ask_elsewhere":
        extent_views.say_asked(extents.ask(me(), nonconformity, extent_views.ticked()))
    elif verb in ("cause", "action"):
        back[verb] = id_of(which)
    else:
        flash(gettext("Saved. You can leave this page and go on later."), "success")
    return done(url_for("responses.form", _anchor=_ANCHORS.get(verb), **back))


def _submit(nonconformity: Nonconformity, warnings_read: bool) -> AnyResponse:
    """Submit what was saved. What is still missing, or a warning to be read, takes back nothing of it."""
    number = nonconformity.number
    try:
        nonconformities.take(me(), nonconformity, "plan", warnings_read=warnings_read)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        if refusal.field == "warnings_read":
            flash(gettext("Saved, but not submitted yet: read the warnings first, and tick that you have."), "warning")
            return done(url_for("responses.form", number=number, _anchor="warnings"))
        flash(gettext("Saved, but not submitted yet: something is still missing."), "warning")
        return done(url_for("responses.form", number=number, _anchor="submit"))
    return done(url_for("nonconformities.show", number=number))


_REMOVE = {"remove_cause": responses.remove_cause, "remove_action": responses.remove_action}
_ANCHORS = {
    "ask_elsewhere": "extents",
    "add_cause": "causes", "remove_cause": "causes", "cause": "cause_statement", "add_action": "actions",
    "remove_action": "actions", "action": "action_what",
}  # fmt: skip
"""Where on the page one goes on after each button."""
