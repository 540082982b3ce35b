"""Nonconformities from outside the audit team: certification body, authority, complaint, incident, a concern."""

import uuid
from typing import Any

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as AnyResponse
from wtforms.validators import InputRequired

from auditapp.domain.errors import Refusal
from auditapp.domain.finding import NONCONFORMING
from auditapp.domain.words import SOURCES
from auditapp.models import Concern, Nonconformity, db
from auditapp.services import audits, concerns, evidence, nonconformities_raised, people, sites
from auditapp.services.nonconformities_raised import NEEDED, OUTSIDE
from auditapp.views.audit_forms import Ticks
from auditapp.views.choices import RadioField
from auditapp.views.fields import Choice, Day, Paragraph, Words, at_its_field, chosen
from auditapp.views.finding_forms import clause_choices
from auditapp.views.formats import short_grade
from auditapp.views.nonconformity_forms import ASPECT, OBLIGATION, Photos, photos_again
from auditapp.views.pages import done, id_of, me, page
from auditapp.views.response_forms import Named

views = Blueprint("outside", __name__)


class OutsideForm(FlaskForm):
    """Theirs first, to the letter; then ours."""

    source = RadioField(_l("Where does it come from?"), validators=[InputRequired(_l("Choose where it comes from."))])
    audit_id = Choice(_l("The external audit"))
    external_body = Words(_l("Who found it?"))
    external_number = Words(_l("Their number"))
    external_wording = Paragraph(_l("Their wording, to the letter"))
    external_plan_on = Day(_l("Their date for the plan"))
    external_due_on = Day(_l("Their date for everything"))
    grade = RadioField(_l("Grade"), validators=[InputRequired(_l("Choose a grade."))])
    grade_reason = Paragraph(_l("Why this grade?"), render_kw={"rows": 2})
    requirement = Paragraph(_l("Requirement"), render_kw={"rows": 2})
    evidence_text = Paragraph(_l("Evidence"), render_kw={"rows": 3})
    statement = Paragraph(_l("Statement, where it is another than their wording"), render_kw={"rows": 3})
    process_id = Choice(_l("Process"))
    site_id = Choice(_l("Site"))
    place = Words(_l("Place"))
    aspect = Paragraph(_l("Environmental aspect"), description=ASPECT, render_kw={"rows": 2})
    obligation = Paragraph(_l("Compliance obligation"), description=OBLIGATION, render_kw={"rows": 2})
    owner_id = Choice(_l("Owner"))
    clauses = Ticks(_l("Clauses"))
    photos = Photos(_l("Photos"))
    outcome = Paragraph(_l("What the reporter of the concern is told"), max=4000, render_kw={"rows": 2})

    def offer(self) -> None:
        """Give every field its choices."""
        self.source.choices = [(code, gettext(SOURCES[code])) for code in OUTSIDE]
        self.audit_id.choices = chosen(
            [Named(one.id, f"{one.reference} {one.title}") for one in audits.external(me())],
            none=gettext("None of these"),
        )
        self.grade.choices = [(code, short_grade(code)) for code in NONCONFORMING]
        self.process_id.choices = chosen(sites.all_processes(), none=gettext("No process"))
        self.site_id.choices = chosen(sites.all_sites(), none=gettext("No site"))
        self.owner_id.choices = chosen(people.active(), none=gettext("Owner of the process"))
        self.clauses.choices = clause_choices()

    def validate(self, extra_validators: Any = None) -> bool:
        """All that is missing is said at once, each at its field; the hard stops themselves are the service's."""
        passed = bool(super().validate(extra_validators))
        for name, sentence in NEEDED.items():
            if self[name].data or (name == "statement" and self.external_wording.data):
                continue
            field = self.external_wording if name == "statement" else self[name]
            field.errors = [*field.errors, gettext(sentence)]
            passed = False
        return passed

    def parts(self) -> dict[str, Any]:
        """What was typed, as columns of a nonconformity. Without an owner it is the process owner's."""
        names = (
            "source", "external_body", "external_number", "external_wording", "external_plan_on", "external_due_on",
            "grade", "grade_reason", "requirement", "evidence_text", "statement", "place",
            "aspect", "obligation",
        )  # fmt: skip
        process = sites.find_process(self.process_id.data) if self.process_id.data else None
        site = sites.find_site(self.site_id.data) if self.site_id.data else None
        if site is None and process is not None and len(process.sites) == 1:
            site = process.sites[0]
        audit = audits.find_by_id(me(), self.audit_id.data) if self.audit_id.data else None
        owner = people.find(self.owner_id.data) if self.owner_id.data else (process.owner if process else None)
        return {name: self[name].data for name in names} | {
            "process": process, "site": site, "owner": owner, "audit": audit, "clauses": list(self.clauses.data or ()),
        }  # fmt: skip


@views.route("/nonconformities/new", methods=["GET", "POST"])
def new() -> Response | AnyResponse:
    """Raise what somebody outside the audit team found. `?concern=`: from what an employee reported."""
    concern = _concern()
    form = OutsideForm(formdata=None, data=_proposed(concern)) if request.method == "GET" else OutsideForm()
    form.offer()
    if request.method == "GET":
        return _page(form, concern)
    if not form.validate():
        return _page(form, concern, 422, photos_again(form.photos))
    try:
        raised = _raise(form, concern)
    except Refusal as refusal:
        if refusal.status in (403, 404):
            raise
        sentence = photos_again(form.photos, at_its_field(form, refusal))
        db.session.rollback()  # half a write is none
        return _page(form, _concern(), refusal.status, sentence)
    return done(url_for("nonconformities.show", number=raised.number))


def _raise(form: OutsideForm, concern: Concern | None) -> Nonconformity:
    if concern is not None and concern.nonconformity is not None and concern.decided_by_id == me().id:
        return concern.nonconformity  # pressed twice
    store = current_app.extensions["photo_store"]

    def also(raised: Nonconformity) -> None:
        """Photos come first: the owner's mail shows them."""
        for name, data in form.photos.uploads:
            evidence.add_photo(me(), data, raised, store=store, name=name, place=raised.place)
        if concern is not None:
            concerns.raised(me(), concern, raised, form.outcome.data, store)

    return nonconformities_raised.from_outside(me(), also=also, **form.parts())


def _concern() -> Concern | None:
    wanted = request.args.get("concern", "")
    return concerns.find(me(), id_of(wanted)) if wanted else None


def _proposed(concern: Concern | None) -> dict[str, Any]:
    if concern is None:
        return {"source": "external_audit", "grade": "minor"}
    site: uuid.UUID | None = concern.process.sites[0].id if len(concern.process.sites) == 1 else None
    return {
        "source": "concern", "external_wording": concern.words, "external_body": concern.name,
        "evidence_text": concern.words, "process_id": concern.process_id, "site_id": site, "place": concern.place,
        "owner_id": concern.process.owner_id, "grade": "minor",
    }  # fmt: skip


def _page(form: OutsideForm, concern: Concern | None, status: int = 200, refusal: str = "") -> Response:
    return page("outside/new.html", status, form=form, concern=concern, refusal=refusal)
