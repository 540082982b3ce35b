"""The forms of a management review: its period, a box, the meeting, the conclusions, a decision."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import InputRequired

from auditapp.domain.management_review_inputs import CONCLUSIONS, INPUTS, OUTPUTS, VERDICTS
from auditapp.models import Person
from auditapp.services import checklists
from auditapp.services.management_reviews import Invited
from auditapp.views.choices import RadioField, SelectField
from auditapp.views.fields import NAME, Choice, Day, Paragraph

WITHOUT_RECORD = 40
"""People without a record here whom one meeting takes."""


class PeriodForm(FlaskForm):
    """Which days, and which edition asks for the inputs."""

    first = Day(_l("First day"), required=True)
    last = Day(_l("Last day"), required=True)
    edition = SelectField(_l("Edition"), validate_choice=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = checklists.editions()
        self.edition.choices = [(key, names[key].name) for key in INPUTS]


class BoxForm(FlaskForm):
    """What there is to report, or that there is nothing."""

    words = Paragraph(_l("What there is to report"), render_kw={"rows": 7})
    nothing = BooleanField(_l("Nothing to report. This is kept with my name and the date."))


class AskForm(FlaskForm):
    """Whom to ask, and by when."""

    person = Choice(_l("Who knows this?"), required=True)
    due_on = Day(_l("By when"))


class CorrectionForm(FlaskForm):
    """Why minutes that are issued are taken up again."""

    reason = Paragraph(_l("What is corrected, and why?"), required=True, max=2000, render_kw={"rows": 3})


class DecisionForm(FlaskForm):
    """What, who, by when, and which result of the review it belongs to."""

    what = Paragraph(_l("What is decided"), required=True, max=2000, render_kw={"rows": 3})
    output = SelectField(_l("Belongs to"), validate_choice=False)
    owner = Choice(_l("Who carries it out"), required=True)
    due_on = Day(_l("By when"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.output.choices = [(code, gettext(word)) for code, word in OUTPUTS.items()]


class DoneForm(FlaskForm):
    """A line on what was done."""

    note = Paragraph(_l("What was done"), required=True, render_kw={"rows": 3})


class IssueForm(FlaskForm):
    """Nothing but the token: the password was asked for before."""


class PresenceForm(FlaskForm):
    """Who was there that has no record here. The others come as `presence-<id>`."""

    others = Paragraph(_l("Others who were present, one a line"), max=5000, render_kw={"rows": 2})

    def invited(self, people: Sequence[Person]) -> list[Invited]:
        """Who was present or absent, of ``people`` and of those without a record."""
        found = []
        for one in people:
            said = request.form.get(f"presence-{one.id}")
            if said in ("present", "absent"):
                found.append(Invited(one.name, one.job_title, said == "present", one))
        lines = [line.strip()[:NAME] for line in (self.others.data or "").splitlines() if line.strip()]
        for line in lines[:WITHOUT_RECORD]:
            name, _, role = line.partition(",")
            if name.strip():
                found.append(Invited(name.strip(), role.strip()))
        return found


class MeetingForm(PresenceForm):
    """When it was held, and who was there."""

    held_on = Day(_l("Day of the meeting"), required=True)


def presences(people: Sequence[Person], usual: Mapping[uuid.UUID, str]) -> Iterator[tuple[Person, str]]:
    """Each person with what is ticked for them: as it was sent, else as ``usual``: 'present', 'absent', ''."""
    for one in people:
        sent = request.form.get(f"presence-{one.id}", "") if request.method == "POST" else usual.get(one.id, "")
        yield one, sent


def conclusion_form(formdata: Any = ..., **values: Any) -> FlaskForm:
    """A form with a verdict and words for each of `CONCLUSIONS`, and the reason for no decision."""
    fields: dict[str, Any] = {}
    for key, question in CONCLUSIONS.items():
        fields[f"{key}_verdict"] = RadioField(
            gettext(question),
            validators=[InputRequired(_l("Choose an answer."))],
        )
        fields[f"{key}_words"] = Paragraph(_l("What this rests on"), required=True, render_kw={"rows": 3})
    fields["no_decision_reason"] = Paragraph(_l("If nothing has to be decided: why?"), render_kw={"rows": 2})
    made = type("ConclusionForm", (FlaskForm,), fields)
    form: Any = made(data=values) if formdata is ... else made(formdata=formdata, data=values)
    for key in CONCLUSIONS:
        form[f"{key}_verdict"].choices = [(code, gettext(word)) for code, word in VERDICTS.items()]
    return form
