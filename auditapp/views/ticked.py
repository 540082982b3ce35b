"""What somebody ticked in the register: taken along, put into a pack, given to somebody else, given more time."""

from typing import Any

from flask import Blueprint, Response, flash, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain.errors import Refusal
from auditapp.domain.words import NONCONFORMITY_STATES
from auditapp.services import people, ticked
from auditapp.services.register_filters import Filter
from auditapp.views import nonconformity_stories as stories
from auditapp.views import register_filters
from auditapp.views.fields import Choice, Day, Paragraph, chosen, refused
from auditapp.views.pages import done, me, page

views = Blueprint("ticked", __name__, url_prefix="/register/ticked")


class OwnerForm(FlaskForm):
    """Who owns them from now on, and why."""

    owner = Choice(_l("Who owns them from now on?"), required=True)
    owner_reason = Paragraph(_l("Why do they go to somebody else?"), required=True, render_kw={"rows": 2})


class TimeForm(FlaskForm):
    """Until when, and why."""

    until = Day(_l("Until when?"), required=True)
    until_reason = Paragraph(_l("Why do they get more time?"), required=True, render_kw={"rows": 2})


@views.get("")
def show() -> Response:
    """What is ticked, and what can be done with all of it."""
    return _shown(_owner_form(formdata=None), TimeForm(formdata=None))


def _owner_form(**kwargs: Any) -> OwnerForm:
    form = OwnerForm(**kwargs)
    form.owner.choices = chosen(people.active(), none=gettext("Choose a person"))
    return form


def _numbers() -> tuple[str, ...]:
    return register_filters.read(request.args).numbers


def _shown(owner: OwnerForm, time: TimeForm, *, status: int = 200, refusal: str = "") -> Response:
    numbers = _numbers()
    return page(
        "nonconformities/ticked.html", status, ticked=ticked.look(me(), numbers), owner_form=owner, time_form=time,
        refusal=refusal, form=owner if owner.errors else time, here=" ".join(numbers), back=_list(numbers),
        files=register_filters.query(Filter(show="all", numbers=numbers)),
        states={state: stories.state_word(state) for state in NONCONFORMITY_STATES},
    )  # fmt: skip


def _list(numbers: tuple[str, ...]) -> str:
    return register_filters.address(Filter(show="all", numbers=numbers))


@views.post("/reassign")
def reassign() -> AnyResponse:
    """Give them to another owner."""
    form, refusal = _owner_form(), ""
    if form.validate_on_submit():
        try:
            count = ticked.reassign(me(), _numbers(), form.owner.data, form.owner_reason.data)
        except Refusal as why:
            refusal = refused(form, why)
        else:
            return _told(ngettext("%(num)d has a new owner.", "%(num)d have a new owner.", count))
    return _shown(form, TimeForm(formdata=None), status=422, refusal=refusal)


@views.post("/extend")
def extend() -> AnyResponse:
    """Give them more time."""
    form, refusal = TimeForm(), ""
    if form.validate_on_submit():
        try:
            count = ticked.extend(me(), _numbers(), form.until.data, form.until_reason.data)
        except Refusal as why:
            refusal = refused(form, why)
        else:
            return _told(ngettext("%(num)d has more time.", "%(num)d have more time.", count))
    return _shown(_owner_form(formdata=None), form, status=422, refusal=refusal)


def _told(sentence: str) -> AnyResponse:
    flash(sentence, "success")
    return done(_list(_numbers()) or url_for("nonconformities.index"))
