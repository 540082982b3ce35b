"""A response kept piece by piece: what one field refuses takes nothing from the others."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import IO, TypeVar

from flask import current_app
from flask_babel import gettext

from auditapp.domain.errors import Conflict, Refusal
from auditapp.domain.words import BRANCHES, N_
from auditapp.models import Evidence, Nonconformity, db
from auditapp.services import evidence, history, responses
from auditapp.views import response_forms as forms
from auditapp.views.fields import at_its_field
from auditapp.views.nonconformity_forms import keep_each, number_of, photos_again
from auditapp.views.pages import me

Done = TypeVar("Done")

CAUSE = (
    "cause_statement",
    "stop_test",
    *(f"why_{n}" for n in range(1, forms.WHYS + 1)),
    *(f"bone_{b}" for b in BRANCHES),
)
ACTION = (
    "action_what", "action_cause", "action_owner", "action_due", "action_place", "action_standard", "action_resources",
)  # fmt: skip


class Kept:
    """What became of a page. ``status``: 200 where all of it was kept; ``head``: sentences that belong to no field;
    ``title``: what to say above them, where that is not 'Not saved yet'."""

    def __init__(self, form: forms.ResponseForm) -> None:
        self.form, self.status = form, 422 if form.errors else 200
        self.head: list[str] = []
        self.title = gettext("Saved, all but this")

    @property
    def is_whole(self) -> bool:
        """Whether nothing was refused."""
        return self.status == 200

    def try_to(self, do: Callable[[], Done]) -> Done | None:
        """Do it and answer what it gives; or say why not, at the field, and answer None. What is not this person's
        to do, or not there, is raised on."""
        try:
            return do()
        except Refusal as refusal:
            if refusal.status in (403, 404):
                raise
            self.say(refusal)
            return None

    def say(self, refusal: Refusal) -> None:
        """Say it at its field, or at the head."""
        self.status = max(self.status, refusal.status)
        sentence = at_its_field(self.form, refusal)
        if sentence:
            self.head.append(sentence)

    def is_sound(self, names: Iterable[str]) -> bool:
        """Whether none of the fields was refused."""
        return not any(self.form[name].errors for name in names)


def keep(nonconformity: Nonconformity, form: forms.ResponseForm, seen: str | None) -> Kept:
    """Keep all of ``form``, which was validated, that can be kept. ``seen``: the last event that the page showed.

    Raises `Conflict` once the response is submitted, and what is not this person's to write or not there.
    """
    responses.allow_writing(me(), nonconformity)
    kept = Kept(form)
    overtaken = _overtaken(nonconformity, form, seen)
    photos = _keep_photos(nonconformity, form, kept)
    if overtaken is not None:
        kept.say(overtaken)
        kept.title = ""
        if photos:
            kept.head.append(gettext("The photos that you chose are saved."))
        return kept
    _keep_parts(nonconformity, form, kept)
    if kept.is_sound(CAUSE):
        _keep_cause(nonconformity, form, kept)
    if form.plans_action and kept.is_sound(ACTION):
        _keep_action(nonconformity, form, kept)
    return kept


def _overtaken(nonconformity: Nonconformity, form: forms.ResponseForm, seen: str | None) -> Conflict | None:
    """Why the texts of this window are not to be written over those of another."""
    known, last = number_of(seen), history.last_of(nonconformity)
    if known is None or last is None or last.seq <= known or not forms.differs(form, nonconformity):
        return None
    return Conflict(
        N_("This response was changed in another window after you opened this one. What you typed here is still"
           " here. Compare it with the saved response, then save again to keep yours.")
    )  # fmt: skip


def _keep_photos(nonconformity: Nonconformity, form: forms.ResponseForm, kept: Kept) -> bool:
    """Whether there were photos, and all of them are kept."""
    if form.photos.errors:
        kept.head.append(photos_again(form.photos))
        return False
    status, said = keep_each(form.photos, partial(_keep_photo, nonconformity))
    kept.status, kept.head = max(kept.status, status), kept.head + said
    db.session.expire(nonconformity, ["evidence"])
    return bool(form.photos.uploads) and not said


def _keep_photo(nonconformity: Nonconformity, name: str, data: IO[bytes]) -> Evidence:
    store = current_app.extensions["photo_store"]
    return evidence.add_photo(me(), data, nonconformity, store=store, name=name, purpose="correction")


def _keep_parts(nonconformity: Nonconformity, form: forms.ResponseForm, kept: Kept) -> None:
    """The parts one writes on the round; one that is refused is left as it stands, and the rest tried again."""
    said = {name: value for name, value in form.said.items() if name not in form.errors}
    while True:
        try:
            return responses.write(me(), nonconformity, **said)
        except Refusal as refusal:
            kept.say(refusal)
            if refusal.field not in said:
                return None
            del said[refusal.field]


def _keep_cause(nonconformity: Nonconformity, form: forms.ResponseForm, kept: Kept) -> None:
    """A cause without a name is kept as begun, and stays in its fields; one that was emptied is begun no more."""
    begun = forms.begun(nonconformity, form)
    if not form.names_cause:
        if begun is not None:
            kept.try_to(lambda: responses.remove_cause(me(), nonconformity, begun.id))
        return
    if kept.try_to(lambda: forms.keep_cause(me(), nonconformity, form)) and form.cause_statement.data:
        forms.empty(form, (*CAUSE, "cause_id"))


def _keep_action(nonconformity: Nonconformity, form: forms.ResponseForm, kept: Kept) -> None:
    if kept.try_to(lambda: forms.keep_action(me(), nonconformity, form)):
        forms.empty(form, (*ACTION, "action_id"), action_owner=nonconformity.owner_id)
