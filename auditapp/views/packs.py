"""Closure evidence packs: chosen with their gaps in sight, made in a tap, taken along as a ZIP or as one PDF."""

from typing import Any

from flask import Blueprint, Response, current_app, make_response, request, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms import BooleanField

from auditapp.adapters import bag, signing
from auditapp.adapters.database import reading
from auditapp.domain.errors import Refusal
from auditapp.domain.finding import NONCONFORMING
from auditapp.domain.nonconformity import GROUPS
from auditapp.domain.pack import GAPS, MOST, by_kind
from auditapp.models import Pack, db
from auditapp.services import (
    audits,
    history,
    jobs,
    pack_bags,
    pack_jobs,
    pack_papers,
    packs,
    paper_orders,
    registers,
)
from auditapp.services.packs import Wanted
from auditapp.views import register_filters
from auditapp.views.nonconformity_stories import state_word
from auditapp.views.pages import done, me, page
from auditapp.views.refusals import undone

views = Blueprint("packs", __name__, url_prefix="/packs")


class PackForm(FlaskForm):
    """What is decided with a pack."""

    originals = BooleanField(
        _l("Hand over originals of photos"),
        description=_l("With their metadata, such as place and camera, and without blurs. Your choice is recorded."),
    )
    copies = BooleanField(
        _l("Full-size photos inside the PDF"),
        description=_l("Without metadata, blurred where blurred; as many as fit into 50 MB."),
    )


@views.get("")
def index() -> Response:
    """The packs that were made."""
    return page("packs/list.html", packs=packs.listed())


@views.get("/new")
def new() -> Response:
    """What the pack would hold, and what a certification auditor would miss in it."""
    return _new(PackForm(formdata=None))


def _wanted() -> Wanted:
    asked = request.args
    show = asked.get("show", "")
    return Wanted(
        audit=asked.get("audit", "")[:40],
        filter=registers.Filter(
            show=show if show in (*GROUPS, "mine", "overdue") else "all",
            grade=asked.get("grade", "") if asked.get("grade") in NONCONFORMING else "",
            words=asked.get("q", "").strip()[:200],
            numbers=register_filters.read(asked).numbers,
        ),
    )


def _new(form: PackForm, status: int = 200) -> Response:
    wanted = _wanted()
    looked, refusal = None, None
    try:
        looked = packs.look(me(), wanted)
    except Refusal as refused:
        if refused.status != 422:
            raise
        refusal = refused
    groups = by_kind(looked.gaps if looked else ())
    return page(
        "packs/new.html", status if refusal is None else 422,
        wanted=wanted, looked=looked, refusal=refusal, form=form, groups=groups, gap_words=GAPS, most=MOST,
        audits=audits.listed(me(), states=["concluded", "issued"], limit=30), state_word=state_word,
        address=url_for(".new", **{key: value for key, value in request.args.items() if key in FILTER}),  # type: ignore[arg-type]  # names of filters only
    )  # fmt: skip


FILTER = ("audit", "show", "grade", "q", "numbers")


@views.post("/new")
def make() -> AnyResponse:
    """Make it. Nobody waits for the papers that are set meanwhile: until they are, nothing is locked."""
    form = PackForm()
    try:
        if not form.validate_on_submit():
            return _new(form, 422)
        with reading():
            looked = packs.look(me(), _wanted())
            long = pack_papers.is_long(looked.sheets)
            made = [] if long else packs.set_missing(looked)
            db.session.rollback()
        if long:
            return _order(form, looked.title)
        pack = packs.make(me(), looked, made, originals=bool(form.originals.data), copies=bool(form.copies.data))
        db.session.commit()
        _set_paper(pack.reference)
    except Refusal as refusal:
        undone(form, refusal)
        return _new(form, 422)
    return done(url_for(".show", reference=pack.reference))


def _order(form: PackForm, title: str) -> AnyResponse:
    originals = bool(form.originals.data)
    if originals:
        history.allow(me(), "give_originals")
    job = pack_jobs.order(me(), _wanted(), title, originals=originals, copies=bool(form.copies.data))
    return done(url_for("jobs.show", job_id=job.id))


def _set_paper(reference: str) -> None:
    with reading():
        made = pack_papers.set_in_type(packs.find(me(), reference))
        db.session.rollback()
    pack_papers.freeze(me(), packs.find(me(), reference), made)


@views.get("/<reference>")
def show(reference: str) -> Response:
    """What is in it, and the two ways to take it along."""
    pack = packs.find(me(), reference)
    content = packs.content_of(pack)
    return page(
        "packs/show.html", pack=pack, content=content, paper=pack_papers.frozen(pack), key=_fingerprint(),
        job=jobs.in_hand(pack, paper_orders.PAPER),
        state_word=state_word,
    )  # fmt: skip


@views.get("/<reference>.zip")
def archive(reference: str) -> Response:
    """The bag, written while it is sent. One with originals of photos goes to who may hand these over."""
    pack = packs.find(me(), reference)
    if packs.content_of(pack).originals:
        history.allow(me(), "give_originals")
    response = Response(bag.stream(pack_bags.bag(pack)), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{pack.reference}.zip"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@views.post("/<reference>/pdf")
def paper(reference: str) -> AnyResponse:
    """Have the paper made of a pack that has none; pressed twice it is made once."""
    pack: Pack = packs.find(me(), reference)
    if pack_papers.frozen(pack) is not None:
        return done(url_for(".show", reference=reference))
    job = jobs.in_hand(pack, paper_orders.PAPER) or pack_papers.order(me(), pack)
    return done(
        url_for("jobs.show", job_id=job.id) if job.person_id == me().id else url_for(".show", reference=reference)
    )


@views.get("/key")
def key() -> Response:
    """For whoever holds a pack in hand: by which key this installation signs."""
    return page("packs/key.html", key=_fingerprint())


@views.get("/key.pem")
def key_file() -> Response:
    """The key itself."""
    response = make_response(_key())
    response.content_type = "application/x-pem-file"
    response.headers["Content-Disposition"] = 'attachment; filename="public-key.pem"'
    return response


def _key() -> bytes:
    settings: Any = current_app.config["SETTINGS"]
    return signing.public_key(settings.secret("signing_seed"))


def _fingerprint() -> str:
    return signing.fingerprint(_key())
