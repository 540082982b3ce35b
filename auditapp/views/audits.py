"""Audits: the list, the page of one, its answers, and what is written on it."""

from collections import Counter
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import get_locale
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain import audit as rules
from auditapp.domain.errors import NotThere, Refusal
from auditapp.domain.evidence import is_sound
from auditapp.domain.permissions import can
from auditapp.domain.standing import is_on_team
from auditapp.domain.words import AUDIT_STATES, N_
from auditapp.models import Audit
from auditapp.services import (
    audit_answers,
    audit_overrides,
    audit_plans,
    audit_steps,
    audits,
    checklists,
    distributions,
    effectiveness_questions,
    findings,
    history,
    jobs,
    nonconformities_seen,
    paper_orders,
    people,
    report_revisions,
    sites,
)
from auditapp.views import audit_stories, walk_arrivals
from auditapp.views.audit_forms import OverrideForm, ReasonForm, ReportForm
from auditapp.views.evidence import copy_url
from auditapp.views.pages import done, id_of, me, page
from auditapp.views.refusals import on_form

views = Blueprint("audits", __name__, url_prefix="/audits")

A_PAGE = 100
"""Audits on one page of the list."""


@views.get("")
def index() -> Response:
    """The audits that the reader may see, the latest first."""
    state = request.args.get("state", "")
    state = state if state in AUDIT_STATES else ""
    number = max(1, min(request.args.get("page", 1, type=int), 10_000))
    counts = audits.count_by_state(me())
    found = audits.listed(me(), states=[state] if state else (), limit=A_PAGE, offset=A_PAGE * (number - 1))
    total = counts.get(state, 0) if state else sum(counts.values())
    return page(
        "audits/list.html", audits=found, counts=counts, state=state, number=number, more=total > A_PAGE * number
    )


@views.get("/<reference>")
def show(reference: str) -> Response:
    """Where the audit is, what is asked, what was found."""
    return _show(audits.find(me(), reference), OverrideForm(formdata=None))


def _show(audit: Audit, form: OverrideForm, status: int = 200) -> Response:
    looked = audit_answers.look(audit)
    found = looked.findings
    clashes = list(rules.own_work(audit))
    asked = {(one.person_id, one.process_id) for one in audit.overrides}
    open_clashes = [one for one in clashes if (one.person.id, one.process.id) not in asked]
    form.who.choices = [
        (f"{one.person.id}:{one.process.id}", f"{one.person.name}: {one.process.name}") for one in open_clashes
    ]
    return page(
        "audits/show.html",
        status,
        audit=audit,
        steps=audit_steps.steps_open_to(me(), looked),
        turn=audit_stories.turn(audit, me()),
        progress=audit_answers.progress(looked),
        findings=found,
        photo=_first_photo,
        counts=Counter(one.grade for one in found if one.state != "withdrawn"),
        on_team=is_on_team(me(), audit),
        may_write=can(me(), "conclude", audit) and audit.state in ("confirmed", "planned", "under_way", "concluded"),
        may_note=can(me(), "note_finding", audit) and audit.state in findings.NOTED_IN,
        may_plan=can(me(), "plan_audit", audit),
        may_issue=can(me(), "issue", audit),
        revisions=(revisions := report_revisions.of(audit) if audit.state == "issued" else []),
        receipts=distributions.of(revisions[0]) if revisions else [],
        making=jobs.in_hand(audit, paper_orders.PAPER) if audit.state == "issued" else None,
        open_clashes=open_clashes,
        may_approve=audit_overrides.may_approve,
        override_form=form,
        me=me(),
        parts=audits.REPORT_PARTS,
        part_labels={field.name: field.label.text for field in ReportForm(formdata=None)},
        earlier=(earlier := audits.earlier_findings(audit)),
        earlier_seen=nonconformities_seen.seen_of(me(), earlier),
        raised=audits.raised_from(audit) if audit.type in rules.EXTERNAL_TYPES else [],
        checks=effectiveness_questions.due_at(audit) if audit.state in audit_plans.CHANGEABLE_IN else [],
        walked=walk_arrivals.notes_on(audit),
        story=audit_stories.story(history.of(audit)),
        report_url=_report_url(audit),
        editions=audit_stories.criteria(audit),
        titles={one.id: checklists.content_of(one).title.in_language(str(get_locale())) for one in audit.revisions},
    )


def _first_photo(finding: Any) -> str | None:
    """The address of the finding's first photo that is here."""
    return next((copy_url(one, "thumb") for one in finding.evidence if is_sound(one)), None)


def _report_url(audit: Audit) -> str | None:
    if audit.state in ("planned", "confirmed", "cancelled"):
        return None
    return url_for("reports.audit_report", reference=audit.reference)


@views.get("/<reference>/answers")
def answers(reference: str) -> Response:
    """Every question with its answer: by clause or as walked, all or those of one result."""
    return _answers(audits.find(me(), reference), ReasonForm(formdata=None))


def _answers(audit: Audit, form: ReasonForm, status: int = 200) -> Response:
    language = str(get_locale())
    everything = audit_answers.listed(audit, language)
    show, order = request.args.get("show", ""), request.args.get("order", "")
    shown = [one for one in everything if not show or show in (one.result, one.lacking)]
    if order == "walk":
        groups = audit_answers.as_walked(shown)
    else:
        groups = audit_answers.by_clause(shown, audit.criteria, language)
    return page(
        "audits/answers.html",
        status,
        audit=audit,
        groups=groups,
        ways=audit_stories.ways_through(audit, everything, show, order),
        show=show,
        order=order,
        form=form,
        unanswered=sum(one.lacking == "answer" for one in everything),
        may_write=can(me(), "conclude", audit) and audit.state in ("under_way", "concluded"),
        walk_url=_walk_url(audit),
        days=audit_stories.days(everything),
        evidence_url=lambda photo_id, size: f"/evidence/{photo_id}/{size}.jpg",
    )


def _walk_url(audit: Audit) -> str | None:
    """Where the reader may still add to an answer."""
    if audit.state != "under_way" or not is_on_team(me(), audit):
        return None
    return url_for("walks.show", person_id=me().id, audit_id=audit.id)


@views.post("/<reference>/unanswered")
def unanswered(reference: str) -> AnyResponse:
    """One reason for all questions without an answer."""
    audit = audits.find(me(), reference)
    form = ReasonForm()
    try:
        if not form.validate_on_submit():
            return _answers(audit, form, 422)
        audits.state_reason_for_unanswered(me(), audit, form.reason.data or "")
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        on_form(form, refusal)
        return _answers(audit, form, 422)
    return done(url_for(".answers", reference=audit.reference))


@views.route("/<reference>/report-parts", methods=["GET", "POST"])
def report_parts(reference: str) -> AnyResponse:
    """What the report needs beside the answers."""
    audit = audits.find(me(), reference)
    history.allow(me(), "conclude", audit)
    form = ReportForm(formdata=None, obj=audit) if request.method == "GET" else ReportForm()
    form.ask_on_each(audit.each_objective)
    if request.method == "GET":
        return page("audits/report_parts.html", audit=audit, form=form)
    if not form.validate_on_submit():
        return page("audits/report_parts.html", 422, audit=audit, form=form)
    parts = {name: getattr(form, name).data or "" for name in audits.REPORT_PARTS}
    audits.write_report_parts(me(), audit, parts, [text or "" for text in form.objectives_met.data])
    return done(url_for(".show", reference=audit.reference) + "#report")


@views.post("/<reference>/overrides")
def ask_override(reference: str) -> AnyResponse:
    """Ask that somebody may audit own work after all."""
    audit = audits.find(me(), reference)
    form = OverrideForm()
    if not form.validate_on_submit():
        return _show(audit, form, 422)
    try:
        person_id, _, process_id = (form.who.data or "").partition(":")
        audit_overrides.ask_override(
            me(), audit, people.find(id_of(person_id)), sites.find_process(id_of(process_id)),
            reason=form.reason.data or "", mitigation=form.mitigation.data or "",
        )  # fmt: skip
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        on_form(form, refusal)
        return _show(audit, form, 422)
    return done(url_for(".show", reference=audit.reference) + "#own-work")


@views.post("/<reference>/overrides/<uuid:override_id>/approve")
def approve_override(reference: str, override_id: Any) -> AnyResponse:
    """Approve it, as somebody else."""
    audit = audits.find(me(), reference)
    override = next((one for one in audit.overrides if one.id == override_id), None)
    if override is None:
        raise NotThere(N_("There is no such override here."))
    audit_overrides.approve_override(me(), override)
    return done(url_for(".show", reference=audit.reference) + "#own-work")
