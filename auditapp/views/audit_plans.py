"""Planning an audit: a form that proposes everything, refused in words while a hard stop stands."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain import words
from auditapp.domain.errors import Refusal
from auditapp.domain.words import N_
from auditapp.models import Audit, ChecklistRevision
from auditapp.services import audit_plans, audit_proposals, audits, checklists, history
from auditapp.services.audit_plans import OverrideAsked, Plan
from auditapp.views import formats
from auditapp.views.audit_forms import SPARE_ROWS, PlanForm
from auditapp.views.pages import done, me, page
from auditapp.views.refusals import on_form

views = Blueprint("audit_plans", __name__, url_prefix="/audits")


@dataclass
class Offered(audit_proposals.Choosable):
    """What may be chosen, with the checklists by key."""

    revisions: dict[str, ChecklistRevision]

    @property
    def titles(self) -> dict[str, str]:
        """Titles of the checklists by key."""
        language = str(get_locale())
        return {
            key: checklists.content_of(revision).title.in_language(language) for key, revision in self.revisions.items()
        }

    def give(self, form: PlanForm) -> None:
        """Give the form its choices."""
        form.offer(
            people=self.people.values(),
            processes=self.processes.values(),
            sites=self.sites.values(),
            checklists=self.titles,
            editions=checklists.editions(),
        )


def _offered(audit: Audit | None = None) -> Offered:
    choosable = audit_proposals.choosable(audit)
    revisions = {one.checklist.key: one for one in checklists.newest()}
    return Offered(choosable.people, choosable.processes, choosable.sites, revisions)


@views.route("/new", methods=["GET", "POST"])
def new() -> AnyResponse:
    """Choose checklists first; then a form in which everything is proposed."""
    offered = _offered()
    if request.method == "GET":
        keys = [key for key in request.args.getlist("checklist") if key in offered.revisions]
        if not keys and "blank" not in request.args:
            return _choose(offered)
        form = PlanForm(formdata=None, data=_proposed(offered, keys))
        form.add_rows()
        offered.give(form)
        return _page(form, offered, None)
    form = PlanForm()
    return _read(form, offered, None)


def _choose(offered: Offered) -> Response:
    language = str(get_locale())
    contents = [checklists.content_of(revision) for revision in offered.revisions.values()]

    def rows(kind: str) -> list[tuple[str, str, int]]:
        return [(one.key, one.title.in_language(language), len(one.questions)) for one in contents if one.kind == kind]

    kinds = [(gettext(word), rows(kind)) for kind, word in words.CHECKLIST_KINDS.items()]
    return page("audits/choose.html", kinds=[(word, rows) for word, rows in kinds if rows])


def _proposed(offered: Offered, keys: list[str]) -> dict[str, Any]:
    at = [one for one in offered.sites.values() if str(one.id) in request.args.getlist("site")]
    if len(offered.sites) == 1:
        at = list(offered.sites.values())
    here = [one for one in offered.processes.values() if str(one.id) in request.args.getlist("process")]
    proposed = audit_proposals.propose(
        [offered.revisions[key] for key in keys],
        sites=at,
        processes=here,
        candidates=list(offered.people.values()),
        language=str(get_locale()),
    )
    leader = proposed.pop("leader")
    return proposed | {
        "checklists": keys,
        "leader_id": leader.id if leader else None,
        "sites": [one.id for one in at] or [site.id for one in here for site in one.sites],
        "processes": [one.id for one in here],
    }


@views.route("/<reference>/edit", methods=["GET", "POST"])
def edit(reference: str) -> AnyResponse:
    """Change the plan of an audit that has not started."""
    audit = audits.find(me(), reference)
    history.allow(me(), "plan_audit", audit)
    if audit.state not in audit_plans.CHANGEABLE_IN:
        raise Refusal(
            N_("The audit has started: its plan stays as it is. Note deviations on the audit's page."), status=409
        )
    offered = _offered(audit)
    if request.method == "POST":
        return _read(PlanForm(), offered, audit)
    form = PlanForm(formdata=None, data=_written(audit))
    form.add_rows()
    offered.give(form)
    return _page(form, offered, audit)


def _written(audit: Audit) -> dict[str, Any]:
    names = (*audit_plans.TEXTS, *audit_plans.PLAIN, "criteria", "leader_id")
    owners = {process.owner_id for process in audit.processes}
    return {name: getattr(audit, name) for name in names} | {
        "checklists": [revision.checklist.key for revision in audit.revisions],
        "sites": [one.id for one in audit.sites],
        "processes": [one.id for one in audit.processes],
        "auditees": [one.id for one in audit.auditees if one.id not in owners],
        "owners_are_auditees": owners - {None} <= {one.id for one in audit.auditees},
        "team": [
            {"person": one.person_id, "role": one.role} for one in audit.members if one.person_id != audit.leader_id
        ],
    }


def _read(form: PlanForm, offered: Offered, audit: Audit | None) -> AnyResponse:
    """What was typed: kept when it is complete, else shown again with what is missing."""
    if "more" in request.form:
        form.add_rows(at_least=SPARE_ROWS + 2)
        offered.give(form)
        return _page(form, offered, audit)
    offered.give(form)
    valid = form.validate_on_submit()
    today = formats.today()
    plan = _plan_of(form, offered, form.starts_on.data or today, form.ends_on.data or today)
    missing = audit_plans.missing_in(plan)
    for refusal in missing:
        on_form(form, refusal)
    if valid and not missing:
        override = OverrideAsked(form.override_reason.data, form.override_mitigation.data)
        try:
            if audit is None:
                audit = audit_plans.plan(me(), plan, override=override)
            else:
                audit_plans.change_plan(me(), audit, plan, override=override)
            return done(url_for("audits.show", reference=audit.reference))
        except Refusal as refusal:
            if refusal.status != 422:
                raise
            on_form(form, refusal)
    return _page(form, offered, audit, status=422)


def _plan_of(form: PlanForm, offered: Offered, starts_on: date, ends_on: date) -> Plan:
    """The form as a plan. What a field could not read stays out: the field says why."""
    processes = [offered.processes[one] for one in form.processes.data or [] if one in offered.processes]
    auditees = {one: offered.people[one] for one in form.auditees.data or [] if one in offered.people}
    if form.owners_are_auditees.data:
        auditees |= {one.owner.id: one.owner for one in processes if one.owner and one.owner.active}
    team = [(offered.people.get(row.form.person.data), row.form.role.data) for row in form.team]
    return Plan(
        **{name: getattr(form, name).data or "" for name in audit_plans.TEXTS},
        type=form.type.data or "",
        method=form.method.data or "",
        starts_on=starts_on,
        ends_on=ends_on,
        criteria=list(form.criteria.data or []),
        leader=offered.people.get(form.leader_id.data) if form.leader_id.data else None,
        team=[(person, role) for person, role in team if person],
        sites=[offered.sites[one] for one in form.sites.data or [] if one in offered.sites],
        processes=processes,
        auditees=list(auditees.values()),
        revisions=[offered.revisions[key] for key in form.checklists.data or [] if key in offered.revisions],
    )


def _page(form: PlanForm, offered: Offered, audit: Audit | None, status: int = 200) -> Response:
    chosen = [offered.processes[one] for one in form.processes.data or [] if one in offered.processes]
    return page("audits/plan.html", status, form=form, audit=audit, chosen=chosen)
