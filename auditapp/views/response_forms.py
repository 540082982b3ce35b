"""The form of an owner's response: one page, saved in pieces, nothing typed is lost."""

import re
import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField

from auditapp.domain.errors import Conflict, Refusal
from auditapp.domain.words import BRANCHES, CAUSE_METHODS, N_, STOP_TEST
from auditapp.models import Action, Cause, Nonconformity, Person
from auditapp.services import people, responses
from auditapp.views.choices import RadioField
from auditapp.views.fields import Choice, Day, Paragraph, Words, chosen
from auditapp.views.nonconformity_forms import Photos

WHYS = 5
PARTS = responses.TEXTS
DAYS = ("contained_on", "corrected_on", "check_on")
SHORT = {"rows": 2}
BREAK = re.compile(r"\s*\n\s*")


class Line(Paragraph):
    """One answer of a cause analysis: it wraps as it grows, so a phone shows all of it, and is kept as one line."""

    def __init__(self, label: Any = None, **more: Any) -> None:
        super().__init__(label, max=500, render_kw={"rows": 1}, **more)
        self.filters = (*self.filters, lambda said: BREAK.sub(" ", said))


class ResponseForm(FlaskForm):
    """All parts of a response. ``cause_id`` and ``action_id``: which one is being worded anew, '' for a new one."""

    containment = Paragraph(_l("What limits the consequences for now?"), render_kw=SHORT)
    contained_on = Day(_l("Done on"))
    containment_not_needed = Paragraph(_l("Why is containment not needed?"), render_kw=SHORT)
    consequence = Paragraph(_l("What did it do to the environment?"), render_kw=SHORT)
    correction = Paragraph(_l("What was done about what was found?"), render_kw=SHORT)
    corrected_on = Day(_l("Done on"))
    photos = Photos(_l("Photos of the correction"))
    extent = Paragraph(_l("Where else did you look, how many, and what did you find?"), render_kw=SHORT)
    cause_method = RadioField(
        _l("How do you look for it?"), choices=[(code, _l(label)) for code, label in CAUSE_METHODS.items()],
        default="five_whys", validate_choice=False,
    )  # fmt: skip
    bone_people = Line(_l(BRANCHES["people"]))
    bone_method = Line(_l(BRANCHES["method"]))
    bone_machine = Line(_l(BRANCHES["machine"]))
    bone_material = Line(_l(BRANCHES["material"]))
    bone_measurement = Line(_l(BRANCHES["measurement"]))
    bone_environment = Line(_l(BRANCHES["environment"]))
    why_1, why_2, why_3, why_4, why_5 = (
        Line(_l("Why did it happen?")),
        *(Line(_l("And why that?")) for _ in range(WHYS - 1)),
    )
    cause_statement = Paragraph(_l("So the cause is"), render_kw=SHORT)
    stop_test = RadioField(
        _l("Stop test: is it something we can change, and would that have prevented it?"),
        choices=[(code, _l(label)) for code, label in STOP_TEST.items()], validate_choice=False,
    )  # fmt: skip
    cause_id = HiddenField()
    action_what = Paragraph(_l("What will be done?"), render_kw=SHORT)
    action_cause = Choice(_l("Which cause does it remove?"))
    action_owner = Choice(_l("Who does it?"))
    action_due = Day(_l("By when?"))
    action_place = RadioField(
        _l("Where does it act?"), choices=[("source", _l("At the source")), ("pipe", _l("At the end of the pipe"))],
        default="source",
    )  # fmt: skip
    action_standard = RadioField(
        _l("What does it do to the standard?"),
        choices=[("restores", _l("Restores it")), ("raises", _l("Raises it"))], default="restores",
    )  # fmt: skip
    action_resources = Words(_l("What does the action take?"))
    action_id = HiddenField()
    no_action_reason = Paragraph(_l("Why is no corrective action needed?"), render_kw=SHORT)
    system_change = Paragraph(_l("What has to change in the management system besides?"), render_kw=SHORT)
    criterion = Paragraph(_l("What will show that it does not come back?"), render_kw=SHORT)
    check_on = Day(_l("Check on"))
    warnings_read = BooleanField(_l("I have read the warnings"))
    seen = HiddenField()

    @property
    def whys(self) -> list[str]:
        """The answers to each why, first to last."""
        return [self[f"why_{number}"].data or "" for number in range(1, WHYS + 1)]

    @property
    def branches(self) -> dict[str, str]:
        """What a fishbone found, by branch."""
        return {code: self[f"bone_{code}"].data or "" for code in BRANCHES}

    @property
    def names_cause(self) -> bool:
        """Whether anything was typed about a cause."""
        return bool(self.cause_statement.data or any(self.whys) or any(self.branches.values()))

    @property
    def plans_action(self) -> bool:
        """Whether anything was typed about an action."""
        return bool(self.action_what.data or self.action_resources.data)

    @property
    def said(self) -> dict[str, str | date | None]:
        """The parts that are written on the round, as they were typed."""
        method = {"cause_method": self.cause_method.data} if self.cause_method.data in CAUSE_METHODS else {}
        return {name: self[name].data or "" for name in PARTS} | {name: self[name].data for name in DAYS} | method


def form_for(nonconformity: Nonconformity, **kwargs: Any) -> ResponseForm:
    """The form on ``nonconformity``, filled with what stands there."""
    this = nonconformity.round
    form = ResponseForm(obj=this, **kwargs)
    causes = [Named(cause.id, cause.short) for cause in this.causes]
    form.action_cause.choices = chosen(causes)
    form.action_owner.choices = chosen(people.active())
    if form.action_cause.data is None and not form.is_submitted():
        form.action_cause.data = next((cause.id for cause in this.causes if not cause.actions), None)
    if form.action_owner.data is None and not form.is_submitted():
        form.action_owner.data = nonconformity.owner_id
    return form


class Named:
    """A cause as a select shows it."""

    def __init__(self, id: uuid.UUID, name: str) -> None:
        self.id, self.name = id, name


def fill_cause(form: ResponseForm, cause: Cause) -> None:
    """Word ``cause`` anew."""
    form.cause_id.data, form.cause_statement.data = str(cause.id), cause.statement
    form.stop_test.data = cause.stop_test or None
    form.cause_method.data = "fishbone" if cause.branches and not cause.chain else form.cause_method.data
    for code, found in cause.branches.items():
        form[f"bone_{code}"].data = found
    for number, why in enumerate(list(cause.chain)[:WHYS], 1):
        form[f"why_{number}"].data = why


def begun(nonconformity: Nonconformity, form: ResponseForm) -> Cause | None:
    """The cause without a name that ``form`` goes on with."""
    causes = nonconformity.round.causes
    return next((one for one in causes if not one.statement and str(one.id) == form.cause_id.data), None)


def empty(form: ResponseForm, names: Sequence[str], **but: Any) -> None:
    """Make the fields ``names`` as they are on a new page; ``but``: those that start with something else."""
    for name in names:
        default = form[name].default
        form[name].data = but.get(name, default() if callable(default) else default)


def fill_action(form: ResponseForm, action: Action) -> None:
    """Plan ``action`` anew."""
    form.action_id.data, form.action_what.data = str(action.id), action.what
    form.action_cause.data, form.action_owner.data, form.action_due.data = (
        action.cause_id, action.owner_id, action.due_on,
    )  # fmt: skip
    form.action_resources.data = action.resources
    form.action_place.data = "source" if action.at_source else "pipe"
    form.action_standard.data = "raises" if action.raises_standard else "restores"


def differs(form: ResponseForm, nonconformity: Nonconformity) -> list[str]:
    """The parts whose text is another than what is stored."""
    this = nonconformity.round
    return [name for name, value in form.said.items() if (getattr(this, name) or "") != (value or "")]


def keep_cause(by: Person, nonconformity: Nonconformity, form: ResponseForm) -> Cause:
    """Name the cause that was typed, or word the chosen one anew. One that has no name yet is gone on with."""
    statement, whys = form.cause_statement.data or "", form.whys
    more: dict[str, Any] = {"branches": form.branches, "stop_test": form.stop_test.data or ""}
    cause_id = _anew(form.cause_id, nonconformity.round.causes)
    if cause_id is not None:
        kept = responses.change_cause(by, nonconformity, cause_id, statement, whys, **more)
    else:
        kept = responses.add_cause(by, nonconformity, statement, whys, **more)
    form.cause_id.data = str(kept.id)
    return kept


def keep_action(by: Person, nonconformity: Nonconformity, form: ResponseForm) -> Action:
    """Plan the action that was typed, or the chosen one anew. With one cause, it is for that."""
    causes = list(nonconformity.round.causes)
    cause_id = form.action_cause.data or (causes[0].id if len(causes) == 1 else None)
    if cause_id is None and causes:  # a second was named with the same press: the page asked for none yet
        raise Refusal(N_("Choose which cause it removes."), field="action_cause")
    if cause_id is None:
        raise Refusal(N_("Name a cause first: an action removes a cause."), field="cause_statement")
    if form.action_owner.data is None:
        raise Refusal(N_("Choose who does it."), field="action_owner")
    if form.action_due.data is None:
        raise Refusal(N_("Choose the day by which it is done."), field="action_due")
    owner = people.find(form.action_owner.data)
    values: dict[str, Any] = {
        "owner": owner, "due_on": form.action_due.data, "at_source": form.action_place.data != "pipe",
        "raises_standard": form.action_standard.data == "raises", "resources": form.action_resources.data or "",
    }  # fmt: skip
    what = form.action_what.data or ""
    action_id = _anew(form.action_id, nonconformity.round.actions)
    if action_id is not None:
        return responses.change_action(by, nonconformity, action_id, what, cause_id=cause_id, **values)
    return responses.add_action(by, nonconformity, cause_id, what, **values)


def _anew(chosen_one: HiddenField, rows: Sequence[Cause] | Sequence[Action]) -> uuid.UUID | None:
    """Which of ``rows`` is worded anew; None for a new one. Raises `Conflict` once for a row that another window
    removed: saved again, what was typed is a new one."""
    if not chosen_one.data:
        return None
    for row in rows:
        if str(row.id) == chosen_one.data:
            return row.id
    chosen_one.data = ""
    raise Conflict(
        N_("What you worded anew was removed in another window. What you typed is still here: save again to add it.")
    )
