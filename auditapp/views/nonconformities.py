"""Nonconformities: the register, one's story, its steps, and who may take them."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.nonconformity import is_open, round_at
from auditapp.domain.permissions import GRANTED_TO, PRINTED, can
from auditapp.domain.standing import PREDICATE_WORDS
from auditapp.domain.steps import NONCONFORMITY_STEPS
from auditapp.domain.words import N_, NONCONFORMITY_STATES
from auditapp.models import Action, Nonconformity, Round, db
from auditapp.services import (
    descriptions,
    effectiveness_questions,
    evidence,
    extents,
    grants,
    history,
    nonconformities,
    notices_sent,
    recurrences,
    registers,
    saved_views,
    situations,
)
from auditapp.views import banners, formats, ladders, register_filters
from auditapp.views import nonconformity_stories as stories
from auditapp.views.evidence import as_figure
from auditapp.views.fields import at_its_field
from auditapp.views.links import rows as link_rows
from auditapp.views.nonconformity_forms import StepForm, number_of, photos_again
from auditapp.views.pages import done, me, page

views = Blueprint("nonconformities", __name__)


PURPOSES = {"verify": "verification", "judge_effective": "effectiveness", "judge_not_effective": "effectiveness"}


@views.get("/nonconformities")
def index() -> Response:
    """The register, as the address says: filters, words, order, place in the list."""
    asked = request.args
    wanted = register_filters.read(asked)
    counts = registers.counts(me())
    found = registers.page(me(), wanted, after=asked.get("after", "")[:40], before=asked.get("before", "")[:40])
    address = register_filters.address
    return page(
        "nonconformities/list.html", wanted=wanted, found=found, counts=counts,
        chips=register_filters.chips(wanted, counts), taken=register_filters.taken(wanted),
        chosen=register_filters.chosen(wanted), kept=register_filters.kept(wanted),
        all_ticked=asked.get("tick") == "page", away=formats.away, this_day=formats.today(),
        tick_page=register_filters.ticking(asked.to_dict()),
        choices=register_filters.choices(), saved=saved_views.of(me()),
        saved_chips=register_filters.saved_chips, query=register_filters.query(wanted),
        states={state: stories.state_word(state) for state in NONCONFORMITY_STATES},
        address=url_for("nonconformities.index"), newer=found.newer and address(wanted, before=found.newer),
        older=found.older and address(wanted, after=found.older),
    )  # fmt: skip


@views.get("/nonconformities/<number>")
def show(number: str) -> Response:
    """The story of one nonconformity, from what was found to proof that it does not come back."""
    return story(nonconformities.find(me(), number))


def story(
    nonconformity: Nonconformity, *, status: int = 200, typed: StepForm | None = None, refusal: str = ""
) -> Response:
    """Its page; after a refusal with what was ``typed`` and the sentence that no field carries."""
    carried_out = [action for this in nonconformity.rounds for action in this.actions]
    things: list[Nonconformity | Action] = [nonconformity, *carried_out]
    files = {one.id: one for thing in things for one in thing.evidence}
    events = history.of(nonconformity, *carried_out, *files.values())
    situation = situations.of(nonconformity, str(get_locale() or "en"))
    repeats = recurrences.before(nonconformity, most=5) if nonconformity.recurrence else []
    banner, own = banners.banner(nonconformity, me()), banners.actions_of(me(), nonconformity)
    nearest = min(
        [action.in_force_on for action in own[:1]] + [banner["due"]] * (banner["due"] is not None), default=None
    )
    return page(
        "nonconformities/show.html",
        status,
        nonconformity=nonconformity,
        situation=situation,
        photos=[as_figure(photo, number) for number, photo in enumerate(situation.photos, 1)],
        actions_of_mine=own,
        banner=banner,
        ladder=ladders.rungs(nonconformity, nearest),
        otherwise=ladders.next_sentence(nonconformity, nearest, banner["mine"]),
        steps=stories.steps(
            nonconformity, nonconformities.steps_open_to(me(), nonconformity), events[-1].seq if events else 0, typed
        ),
        due=stories.due_rows(nonconformity),
        this_day=nonconformities.today_at(nonconformity),
        events=stories.timeline(events),
        said=banners.last_words(nonconformity, events),
        proposal=banners.proposal(nonconformity, events),
        voided=stories.voided(events) if nonconformity.state == "void" else [],
        mails=notices_sent.about(nonconformity, *nonconformity.actions),
        elsewhere=extents.to_ask(nonconformity)
        if is_open(nonconformity) and can(me(), "ask_elsewhere", nonconformity)
        else [],
        links=link_rows(grants.of(nonconformity)) if can(me(), "revoke_link", nonconformity) else [],
        refusal=refusal,
        typed=typed,
        ways=stories.ways(),
        kinds=stories.kinds,
        state_word=stories.state_word,
        figures=figures,
        of_round=of_round(nonconformity),
        repeats=repeats,
        repeats_seen=nonconformities.seen_of(me(), repeats),
        asked_in=effectiveness_questions.answered(nonconformity)
        if any(one.verified_at for one in nonconformity.rounds)  # nobody asks before
        else [],
    )


def figures(files: Any, purpose: str = "") -> list[dict[str, Any]]:
    """Photos of ``purpose`` for the macro `ui.gallery`."""
    return [as_figure(one) for one in files if one.purpose == purpose]


def of_round(nonconformity: Nonconformity) -> Callable[[Round, str], list[dict[str, Any]]]:
    """Photos of a purpose as they belong to a round, each to the one in which it came."""

    def photos(this: Round, purpose: str) -> list[dict[str, Any]]:
        rounds = nonconformity.rounds
        return figures(
            (one for one in nonconformity.evidence if round_at(rounds, one.received_at) == this.number), purpose
        )

    return photos


@views.post("/nonconformities/<number>/<verb>")
def take(number: str, verb: str) -> Response | AnyResponse:
    """Take a step. Pressed twice it is taken once; a refusal comes back with what was typed."""
    if verb not in NONCONFORMITY_STEPS:
        raise NotThere(N_("There is no such step."))
    nonconformity = nonconformities.find(me(), number)
    here = url_for("nonconformities.show", number=nonconformity.number)
    seen = number_of(request.form.get("seen"))
    name = verb if verb in stories.APART else "main"
    label = NONCONFORMITY_STEPS[verb].ask or N_("Note")
    form = StepForm.for_steps(name, label=gettext(label), seen=0).offer(nonconformity, NONCONFORMITY_STEPS[verb])
    form.seen.data = str(seen or 0)
    said = form.facts(NONCONFORMITY_STEPS[verb])
    if nonconformities.already_taken(me(), nonconformity, verb, seen) and not descriptions.differs(nonconformity, said):
        return done(here)
    try:
        if not form.validate():
            return _again(number, form, 422, "")
        nonconformities.nothing_new(me(), nonconformity, seen)
        for file, data in form.photos.uploads if verb in PURPOSES else ():
            history.allow(me(), NONCONFORMITY_STEPS[verb].permission, nonconformity)
            evidence.add_photo(
                me(), data, nonconformity, store=current_app.extensions["photo_store"], name=file,
                purpose=PURPOSES[verb],
            )  # fmt: skip
        extra = {"how": form.how.data or []} if verb == "verify" else said
        nonconformities.take(me(), nonconformity, verb, note=form.note.data or "", **extra)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        return _again(number, form, refusal.status, at_its_field(form, refusal))
    return done(here)


def _again(number: str, form: StepForm, status: int, sentence: str) -> Response:
    db.session.rollback()  # what was half done is not to be shown
    sentence = photos_again(form.photos, sentence)
    return story(nonconformities.find(me(), number), status=status, typed=form, refusal=sentence)


@views.get("/who-may")
def who_may() -> Response:
    """The table of permissions, as the code has it."""
    rows = [
        (
            gettext(label),
            [[gettext(PREDICATE_WORDS[predicate.__name__]) for predicate in row] for row in GRANTED_TO[permission]],
        )
        for permission, label in PRINTED.items()
    ]
    return page("nonconformities/who_may.html", rows=rows)
