"""Findings: the page of one, completing it at the desk, releasing or withdrawing it."""

import uuid
from typing import Any

from flask import Blueprint, Response, current_app, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain import finding as rules
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.permissions import can
from auditapp.domain.steps import FINDING_STEPS, Step
from auditapp.domain.words import N_
from auditapp.models import Audit, Finding
from auditapp.services import (
    audits,
    checklists,
    findings,
    grants,
    history,
    notices_sent,
    people,
    recurrences,
    sites,
    warnings,
)
from auditapp.views import audit_stories
from auditapp.views.evidence import as_figure
from auditapp.views.finding_forms import AnswerForm, FindingForm, WithdrawForm
from auditapp.views.links import rows as link_rows
from auditapp.views.pages import done, me, page
from auditapp.views.refusals import on_form

views = Blueprint("findings", __name__)


@views.get("/findings/<uuid:finding_id>")
def show(finding_id: uuid.UUID) -> Response:
    """The finding, and what it still lacks before release."""
    return _show(findings.find(me(), finding_id), WithdrawForm(formdata=None))


def _show(
    finding: Finding, form: WithdrawForm, status: int = 200, typed: tuple[str, AnswerForm] | None = None
) -> Response:
    noted = finding.state == "noted"
    may_release = noted and can(me(), "release", finding)
    return page(
        "findings/show.html",
        status,
        finding=finding,
        audit=finding.audit,
        editions=checklists.clauses_by_edition(finding.clauses, str(get_locale())),
        photos=[as_figure(one, number) for number, one in enumerate(finding.evidence, start=1)],
        missing=rules.missing_for_release(finding) if noted else [],
        nonconforming=rules.is_nonconforming(finding.grade),
        warned=warnings.of_finding(finding) if noted and may_release else [],
        repeats=recurrences.earlier(finding.clauses, finding.process_id) if noted else [],
        may_edit=noted and can(me(), "note_finding", finding),
        may_release=may_release,
        form=form,
        answers=_answers(finding, typed),
        links=link_rows(grants.of(finding)) if can(me(), "revoke_link", finding) else [],
        mails=notices_sent.about(finding) if me().acting_on is None else [],
        story=audit_stories.story(history.of(finding)),
    )


def _answers(finding: Finding, typed: tuple[str, AnswerForm] | None) -> list[tuple[Step, AnswerForm]]:
    found = []
    for step in findings.answers_open_to(me(), finding):
        form = typed[1] if typed and typed[0] == step.verb else AnswerForm(formdata=None)
        form.note.label.text = gettext(step.ask)
        for field in form:
            field.id = field.label.field_id = f"{field.name}-{step.verb}"
        found.append((step, form))
    return found


@views.post("/findings/<uuid:finding_id>/<verb>")
def answer(finding_id: uuid.UUID, verb: str) -> AnyResponse:
    """Take up, decline or finish an observation or opportunity. Pressed twice it is done once."""
    finding = findings.find(me(), finding_id)
    if verb not in FINDING_STEPS:
        raise NotThere(N_("There is no such step."))
    if finding.state == FINDING_STEPS[verb].to:
        return done(url_for(".show", finding_id=finding.id))
    form = AnswerForm()
    try:
        if not form.validate_on_submit():
            return _show(finding, WithdrawForm(formdata=None), 422, (verb, form))
        findings.answer(me(), finding, verb, note=form.note.data, until=form.until.data)
    except Refusal as refusal:
        if refusal.status in (403, 404, 409):
            raise
        on_form(form, refusal)
        return _show(finding, WithdrawForm(formdata=None), 422, (verb, form))
    return done(url_for(".show", finding_id=finding.id))


@views.route("/audits/<reference>/findings/new", methods=["GET", "POST"])
def new(reference: str) -> AnyResponse:
    """Note a finding at the desk."""
    audit = audits.find(me(), reference)
    history.allow(me(), "note_finding", audit)
    if audit.state not in findings.NOTED_IN:
        raise Refusal(N_("Findings are noted while the audit is under way or concluded."), status=409)
    form = FindingForm(formdata=None, data=_proposed(audit)) if request.method == "GET" else FindingForm()
    _offer(form, audit)
    if request.method == "GET":
        return page("findings/edit.html", audit=audit, finding=None, form=form)
    try:
        if form.validate_on_submit():
            noted = findings.note(me(), audit, form.values())
            findings.add_photos(me(), noted, form.photos.uploads, current_app.extensions["photo_store"])
            return done(url_for(".show", finding_id=noted.id))
    except Refusal as refusal:
        if refusal.status in (403, 404, 409):
            raise
        on_form(form, refusal)
    return page("findings/edit.html", 422, audit=audit, finding=None, form=form)


def _proposed(audit: Audit) -> dict[str, Any]:
    """Where the audit is at one process or site only, that is proposed, and the owner of the process."""
    process = audit.processes[0] if len(audit.processes) == 1 else None
    return {
        "process_id": process.id if process else None,
        "owner_id": process.owner_id if process else None,
        "site_id": audit.sites[0].id if len(audit.sites) == 1 else None,
    }


def _offer(form: FindingForm, audit: Audit, finding: Finding | None = None) -> None:
    """Choices: everybody and every place in use, and those the finding names already though they have left."""
    owner = [finding.owner] if finding and finding.owner else []
    process = [finding.process] if finding and finding.process else []
    site = [finding.site] if finding and finding.site else []
    form.offer(
        people=dict.fromkeys([*people.active(), *owner]),
        processes=dict.fromkeys([*audit.processes, *sites.all_processes(), *process]),
        sites=dict.fromkeys([*audit.sites, *sites.all_sites(), *site]),
    )


@views.route("/findings/<uuid:finding_id>/edit", methods=["GET", "POST"])
def edit(finding_id: uuid.UUID) -> AnyResponse:
    """Complete or correct a finding that is not released yet."""
    finding = findings.find(me(), finding_id)
    history.allow(me(), "note_finding", finding)
    if finding.state != "noted":
        raise Refusal(N_("This finding is released or withdrawn, and stays as it is."), status=409)
    form = FindingForm(formdata=None, obj=finding) if request.method == "GET" else FindingForm()
    _offer(form, finding.audit, finding)
    if request.method == "GET":
        if finding.owner_id is None and finding.process is not None:
            form.owner_id.data = finding.process.owner_id
        return page("findings/edit.html", audit=finding.audit, finding=finding, form=form)
    try:
        if form.validate_on_submit():
            findings.edit(me(), finding, form.values(), confirmed=form.confirmed.data)
            findings.add_photos(me(), finding, form.photos.uploads, current_app.extensions["photo_store"])
            return done(url_for(".show", finding_id=finding.id))
    except Refusal as refusal:
        if refusal.status in (403, 404, 409):
            raise
        on_form(form, refusal)
    return page("findings/edit.html", 422, audit=finding.audit, finding=finding, form=form)


@views.post("/findings/<uuid:finding_id>/release")
def release(finding_id: uuid.UUID) -> AnyResponse:
    """Release it now. A nonconforming one becomes a numbered nonconformity."""
    finding = findings.find(me(), finding_id)
    nonconformity = findings.release(me(), finding)
    if nonconformity is not None:
        return done(url_for("nonconformities.show", number=nonconformity.number))
    return done(url_for(".show", finding_id=finding.id))


@views.post("/findings/<uuid:finding_id>/withdraw")
def withdraw(finding_id: uuid.UUID) -> AnyResponse:
    """Withdraw it, with a reason. It stays on record."""
    finding = findings.find(me(), finding_id)
    form = WithdrawForm()
    try:
        if not form.validate_on_submit():
            return _show(finding, form, 422)
        findings.withdraw(me(), finding, form.note.data or "")
    except Refusal as refusal:
        if refusal.status in (403, 404, 409):
            raise
        on_form(form, refusal)
        return _show(finding, form, 422)
    return done(url_for(".show", finding_id=finding.id))
