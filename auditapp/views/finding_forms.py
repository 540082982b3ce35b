"""The form of a finding: grade, three parts, place, owner, clauses."""

from collections.abc import Iterable
from typing import Any

from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import InputRequired

from auditapp.domain.words import GRADES
from auditapp.models import Person, Process, Site
from auditapp.services import checklists
from auditapp.views.audit_forms import Ticks
from auditapp.views.choices import RadioField
from auditapp.views.fields import Choice, Day, Paragraph, Words, chosen
from auditapp.views.nonconformity_forms import Photos


class FindingForm(FlaskForm):
    """A finding at the desk. Three parts: domain rules say which of them a grade needs."""

    grade = RadioField(_l("Grade"), validators=[InputRequired(_l("Choose a grade."))])
    grade_reason = Paragraph(_l("Why this grade?"))
    requirement = Paragraph(_l("Requirement"))
    evidence_text = Paragraph(_l("Evidence"))
    statement = Paragraph(_l("Statement of the finding"))
    confirmed = BooleanField(_l("This draft stands"))
    process_id = Choice(_l("Process"))
    site_id = Choice(_l("Site"))
    place = Words(_l("Place"))
    owner_id = Choice(_l("Owner"))
    photos = Photos(_l("Photos"))
    clauses = Ticks(_l("Clauses"))
    urgent = BooleanField(_l("Urgent: it does not wait for the report"))

    def offer(self, *, people: Iterable[Person], processes: Iterable[Process], sites: Iterable[Site]) -> None:
        """Give every field its choices: clauses of all editions, the newest first."""
        self.grade.choices = [(code, gettext(word)) for code, word in GRADES.items()]
        self.process_id.choices = chosen(processes, none=gettext("No process"))
        self.site_id.choices = chosen(sites, none=gettext("No site"))
        self.owner_id.choices = chosen(people, none=gettext("Nobody yet"))
        self.clauses.choices = clause_choices()

    def values(self) -> dict[str, Any]:
        """What was typed, as fields of `services.findings.EDITABLE`."""
        names = (
            "grade", "grade_reason", "requirement", "evidence_text", "statement", "process_id", "site_id", "place",
            "owner_id", "clauses", "urgent",
        )  # fmt: skip
        return {name: getattr(self, name).data for name in names}


def clause_choices() -> list[tuple[str, str]]:
    """Clauses of all editions, the newest first."""
    language = str(get_locale())
    return [
        (clause.ref, f"{clause.number} {clause.title.in_language(language)}")
        for _, edition in sorted(checklists.editions().items(), reverse=True)
        for clause in edition.auditable
    ]


class WithdrawForm(FlaskForm):
    """Withdraws a finding, with the reason that stays on record."""

    note = Paragraph(_l("Why is it withdrawn?"))


class AnswerForm(FlaskForm):
    """Takes an observation or opportunity up, declines it, or reports it done."""

    until = Day(_l("By when?"))
    note = Paragraph(_l("Note"), render_kw={"rows": 2})
