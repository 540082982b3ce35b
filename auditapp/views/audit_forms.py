"""The forms of an audit: its plan, its report's parts, steps that ask for a line, overrides."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, FieldList, Form, FormField, widgets

from auditapp.domain import words
from auditapp.domain.audit import EXTERNAL_TYPES
from auditapp.domain.standard import Edition
from auditapp.models import Person, Process
from auditapp.views.choices import RadioField, SelectField, SelectMultipleField
from auditapp.views.fields import Choice, Choices, Day, Paragraph, Words, chosen

SPARE_ROWS = 2
"""Empty rows offered for the team beside those that are filled."""
MOST_ROWS = 40


class Ticks(SelectMultipleField):
    """Any of a few codes, as boxes to tick."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


class TeamRow(Form):
    """Somebody on the team, in a role."""

    person = Choice(_l("Person"))
    role = SelectField(_l("Role in the team"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(code, gettext(word)) for code, word in words.TEAM_ROLES.items() if code != "leader"]


class PlanForm(FlaskForm):
    """The audit plan (ISO 19011, 6.3.2): what the fields are called there is what they are called here."""

    checklists = Ticks(_l("Checklists"))
    type = SelectField(_l("Type of audit"))
    title = Words(_l("Title"), required=True)
    objectives = Paragraph(_l("Objectives"))
    scope = Paragraph(_l("Scope"))
    criteria = Ticks(_l("Criteria"))
    other_criteria = Paragraph(_l("Other criteria"))
    method = RadioField(_l("Method"), default="on_site")
    client = Words(_l("Audit client"))
    sites = Choices(_l("Sites"))
    processes = Choices(_l("Processes"))
    leader_id = Choice(_l("Audit team leader"))
    team = FieldList(FormField(TeamRow), label=_l("Audit team"), max_entries=MOST_ROWS)
    auditees = Choices(_l("Auditees"))
    owners_are_auditees = BooleanField(_l("The owners of the chosen processes are auditees"), default=True)
    starts_on = Day(_l("Starts on"), required=True)
    ends_on = Day(_l("Ends on"), required=True)
    override_reason = Paragraph(_l("Why can nobody else audit it?"))
    override_mitigation = Paragraph(_l("What keeps the audit fair all the same?"))

    def offer(
        self, *, people: Iterable[Person], processes: Iterable[Process], sites: Iterable[Any],
        checklists: Mapping[str, str], editions: Mapping[str, Edition],
    ) -> None:  # fmt: skip
        """Give every field its choices. Who owns a process is marked with it."""
        people = list(people)
        owned: dict[Any, list[str]] = {}
        for process in processes:
            owned.setdefault(process.owner_id, []).append(process.name)
        named = [(str(one.id), _with_processes(one, owned.get(one.id, []))) for one in people]
        self.checklists.choices = list(checklists.items())
        self.type.choices = [
            (code, gettext(word)) for code, word in words.AUDIT_TYPES.items() if code not in EXTERNAL_TYPES
        ]
        self.criteria.choices = [
            (key, f"{edition.name}: {edition.status}") for key, edition in sorted(editions.items(), reverse=True)
        ]
        self.method.choices = [(code, gettext(word)) for code, word in words.METHODS.items()]
        self.sites.choices = chosen(sites)
        self.processes.choices = [(str(one.id), _with_owner(one)) for one in processes]
        self.leader_id.choices = [("", gettext("Choose who leads it")), *named]
        self.auditees.choices = named
        for row in self.team:
            row.form.person.choices = [("", gettext("Nobody")), *named]

    def add_rows(self, *, at_least: int = SPARE_ROWS) -> None:
        """Offer empty rows for the team. Before `offer`."""
        empty = sum(1 for row in self.team if row.form.person.data is None)
        for _ in range(max(0, min(at_least - empty, MOST_ROWS - len(self.team)))):
            self.team.append_entry({"role": "auditor"})


def _with_processes(person: Person, owned: list[str]) -> str:
    if not owned:
        return person.name
    return str(gettext("%(person)s (owns %(processes)s)", person=person.name, processes=", ".join(owned)))


def _with_owner(process: Process) -> str:
    owner = process.owner.name if process.owner else gettext("no owner yet")
    return str(gettext("%(process)s (%(owner)s)", process=process.name, owner=owner))


class ReportForm(FlaskForm):
    """What the report needs beside the answers (ISO 19011, 6.5.1). Names as in `services.audits.REPORT_PARTS`."""

    summary = Paragraph(_l("Summary for management"))
    conclusion = Paragraph(_l("Audit conclusion"))
    objectives_met = FieldList(Paragraph(), _l("Conclusion on each objective"))
    effectiveness = Paragraph(_l("Effectiveness of the environmental management system"))
    follow_up = Paragraph(_l("Follow-up"))
    interviewed = Paragraph(_l("People interviewed"))
    method_note = Paragraph(_l("On site and from afar"))
    sampling = Paragraph(_l("Sampling"))
    deviations = Paragraph(_l("Deviations from the plan"))
    obstacles = Paragraph(_l("Obstacles"))
    not_covered = Paragraph(_l("Areas not covered"))
    disagreements = Paragraph(_l("Disagreements"))
    confidentiality = Paragraph(_l("Confidentiality"))
    distribution = Paragraph(_l("Distribution"))

    def ask_on_each(self, objectives: Sequence[str]) -> None:
        """A box for each of ``objectives``, whatever was sent."""
        boxes = self.objectives_met
        while len(boxes) > len(objectives):
            boxes.pop_entry()
        while len(boxes) < len(objectives):
            boxes.append_entry()
        for box, objective in zip(boxes, objectives, strict=True):
            box.label.text = objective


class ReasonForm(FlaskForm):
    """One reason for all that is left unanswered."""

    reason = Paragraph(_l("Why were these questions not answered?"))


class StepForm(FlaskForm):
    """A step, with the line it asks for."""

    note = Paragraph(_l("Reason"))


class OverrideForm(FlaskForm):
    """Asks that somebody may audit own work after all. ``who``: person and process, joined by a colon."""

    who = SelectField(_l("Who audits which own process"), choices=[], validate_choice=False)
    reason = Paragraph(_l("Why can nobody else audit it?"))
    mitigation = Paragraph(_l("What keeps the audit fair all the same?"))
