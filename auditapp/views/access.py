"""Every route with who may ask for it. A route that is not listed here is not there.

The finer question (may this person do this to this thing) is asked by services through `domain.permissions.can`.
"""

from flask import Flask, jsonify, make_response, redirect, request, url_for
from flask_security import current_user
from werkzeug.wrappers import Response as AnyResponse

from auditapp.domain.errors import NotAllowed, NotThere
from auditapp.domain.permissions import GRANTED_TO, can
from auditapp.domain.words import N_
from auditapp.services import organisations
from auditapp.views import acting

PUBLIC = "public"
SIGNED_IN = "signed_in"
UNCLAIMED = "unclaimed"
"""Only while the installation has no organisation."""

ACCESS: dict[str, str] = {
    "assets.file": PUBLIC,
    "shell.worker": PUBLIC,
    "shell.offline": PUBLIC,
    "shell.manifest": PUBLIC,
    "jumps.show": SIGNED_IN,
    "shortcuts.show": SIGNED_IN,
    "home_screen.today": SIGNED_IN,
    "home_screen.observation": SIGNED_IN,
    "shared_photos.take": SIGNED_IN,
    "shared_photos.show": SIGNED_IN,
    "shared_photos.photo": SIGNED_IN,
    "shared_photos.place": SIGNED_IN,
    "shared_photos.drop": SIGNED_IN,
    "languages.choose": PUBLIC,
    "languages.edit": "manage_sites",
    "home.show": SIGNED_IN,
    "home.health": PUBLIC,
    "guides.index": PUBLIC,
    "guides.show": PUBLIC,
    "guides.as_paper": PUBLIC,
    "styles.show": SIGNED_IN,
    "walks.show": SIGNED_IN,
    "walks.new": "start_unplanned",
    "walks.pin": SIGNED_IN,
    "walks.assets": SIGNED_IN,
    "walks.unplanned": "start_unplanned",
    "walk_arrivals.show": SIGNED_IN,
    "walk_arrivals.resolve": SIGNED_IN,
    "walk_arrivals.take_in": SIGNED_IN,
    "walk_arrivals.rescue": "take_rescue",
    "walk_arrivals.confirm": SIGNED_IN,
    "walks.who": SIGNED_IN,
    "walks.operations": SIGNED_IN,
    "walks.photo_progress": SIGNED_IN,
    "walks.photo_part": SIGNED_IN,
    "walks.photo": SIGNED_IN,
    "walks.state": SIGNED_IN,
    "walks.package": SIGNED_IN,
    "evidence.copy": SIGNED_IN,
    "evidence.original": SIGNED_IN,
    "reports.audit_report": SIGNED_IN,
    "reports.order": SIGNED_IN,
    "reports.nc_sheet": SIGNED_IN,
    "jobs.show": SIGNED_IN,
    "jobs.again": SIGNED_IN,
    "jobs.draft": SIGNED_IN,
    "reports.closing_summary": SIGNED_IN,
    "reports.response_letter": SIGNED_IN,
    "meeting_papers.closing": SIGNED_IN,
    "meeting_papers.freeze_closing": SIGNED_IN,
    "meeting_papers.letter": SIGNED_IN,
    "meeting_papers.freeze_letter": "make_pack",
    "report_revisions.revise": SIGNED_IN,
    "report_revisions.end_link": SIGNED_IN,
    "receipts.show": PUBLIC,
    "receipts.open_paper": PUBLIC,
    "receipts.confirm": PUBLIC,
    "report_revisions.receipt": SIGNED_IN,
    "report_revisions.confirm": SIGNED_IN,
    "reports.issued": SIGNED_IN,
    "reports.check": PUBLIC,
    "logos.edit": "manage_sites",
    "logos.remove": "manage_sites",
    "logos.size": "manage_sites",
    "logos.picture": "manage_sites",
    "paper_certificates.edit": "manage_certificate",
    "paper_certificates.remove": "manage_certificate",
    "packs.index": "make_pack",
    "packs.new": "make_pack",
    "packs.make": "make_pack",
    "packs.show": "make_pack",
    "packs.archive": "make_pack",
    "packs.paper": "make_pack",
    "packs.key": PUBLIC,
    "packs.key_file": PUBLIC,
    "set_up.form": UNCLAIMED,
    "trust.show": PUBLIC,
    "trust.certificate": PUBLIC,
    "trust.text": PUBLIC,
    "trust.profile": PUBLIC,
    "accounts.show": SIGNED_IN,
    "accounts.end_session": SIGNED_IN,
    "accounts.end_other_sessions": SIGNED_IN,
    "accounts.test_mail": SIGNED_IN,
    "accounts.digest": SIGNED_IN,
    "accounts.make_calendar": SIGNED_IN,
    "accounts.end_calendar": SIGNED_IN,
    "passkeys.add": SIGNED_IN,
    "passkeys.to_add": SIGNED_IN,
    "passkeys.remove": SIGNED_IN,
    "passkeys.to_sign_in": PUBLIC,
    "passkeys.sign_in": PUBLIC,
    "passkeys.to_confirm": SIGNED_IN,
    "passkeys.confirm": SIGNED_IN,
    "calendars.feed": PUBLIC,
    "accounts.invitation": PUBLIC,
    "people.index": "see_people",
    "people.new": "manage_people",
    "people.edit": "manage_people",
    "people.invite": "manage_people",
    "people.deactivate": "manage_people",
    "people.test_mail": "manage_people",
    "people.activate": "manage_people",
    "organisations.edit": "manage_sites",
    "sites.index": "see_sites",
    "sites.new": "manage_sites",
    "sites.edit": "manage_sites",
    "sites.new_process": "manage_sites",
    "sites.edit_process": "manage_sites",
    "audits.index": "see_register",
    "audits.show": SIGNED_IN,
    "audits.answers": SIGNED_IN,
    "audits.unanswered": SIGNED_IN,
    "audits.report_parts": SIGNED_IN,
    "audits.ask_override": SIGNED_IN,
    "audits.approve_override": SIGNED_IN,
    "audit_plans.new": "plan_audit",
    "audit_plans.edit": SIGNED_IN,
    "audit_steps.page_picture": SIGNED_IN,
    "audit_steps.ask": SIGNED_IN,
    "audit_steps.take": SIGNED_IN,
    "findings.show": SIGNED_IN,
    "findings.new": SIGNED_IN,
    "findings.edit": SIGNED_IN,
    "findings.release": SIGNED_IN,
    "findings.withdraw": SIGNED_IN,
    "findings.answer": SIGNED_IN,
    "checklists.index": "see_checklists",
    "checklists.show": "see_checklists",
    "nonconformities.index": "see_register",
    "nonconformities.show": SIGNED_IN,
    "nonconformities.take": SIGNED_IN,
    "nonconformities.who_may": SIGNED_IN,
    "extents.ask": SIGNED_IN,
    "extents.show": SIGNED_IN,
    "extents.answer": SIGNED_IN,
    "outside.new": "raise_outside",
    "concerns.report": PUBLIC,
    "concerns.look": PUBLIC,
    "concerns.told": PUBLIC,
    "concerns.index": "triage",
    "concerns.show": "triage",
    "concerns.decline": "triage",
    "concerns.photo": "triage",
    "concerns.poster": "triage",
    "links.ask": PUBLIC,
    "links.enter": PUBLIC,
    "links.again": PUBLIC,
    "links.leave": PUBLIC,
    "links.left": PUBLIC,
    "links.revoke": "revoke_link",
    "registers.export": "see_register",
    "registers.audit": SIGNED_IN,
    "registers.alike": "see_register",
    "registers.save_view": "see_register",
    "registers.remove_view": "see_register",
    "registers.hand_over": "run_register",
    "ticked.show": "see_register",
    "ticked.reassign": "see_register",
    "ticked.extend": "see_register",
    "figures.show": "see_register",
    "management_reviews.index": "see_reviews",
    "management_reviews.prepare": "prepare_review",
    "management_reviews.show": "see_reviews",
    "management_reviews.change": "prepare_review",
    "management_reviews.pack": "see_reviews",
    "management_reviews.minutes": "see_reviews",
    "management_review_inputs.show": SIGNED_IN,
    "management_review_inputs.answer": SIGNED_IN,
    "management_review_inputs.ask": "prepare_review",
    "management_review_steps.hold": "prepare_review",
    "management_review_steps.conclude": "conclude_review",
    "management_review_steps.issue": "decide_review",
    "management_review_corrections.take_up": "decide_review",
    "management_review_corrections.meeting": "decide_review",
    "management_review_corrections.keep": "decide_review",
    "management_review_decisions.add": "decide_review",
    "management_review_decisions.withdraw": "decide_review",
    "management_review_decisions.show": SIGNED_IN,
    "management_review_decisions.report": SIGNED_IN,
    "figures.paper": "see_register",
    "register_imports.index": "run_register",
    "register_imports.show": "run_register",
    "register_imports.write": "run_register",
    "register_imports.undo": "run_register",
    "responses.form": SIGNED_IN,
    "responses.save": SIGNED_IN,
    "actions.show": SIGNED_IN,
    "actions.report": SIGNED_IN,
    "security.login": PUBLIC,
    "security.logout": PUBLIC,
    "security.forgot_password": PUBLIC,
    "security.reset_password": PUBLIC,
    "security.change_password": SIGNED_IN,
    "security.verify": SIGNED_IN,
}
"""Endpoint -> `PUBLIC`, `SIGNED_IN`, `UNCLAIMED`, or a permission of `GRANTED_TO` that needs no thing."""

WITHOUT_ORGANISATION = frozenset({
    "assets.file", "home.health", "trust.show", "trust.certificate", "trust.text", "trust.profile",
    "shell.worker", "shell.offline", "shell.manifest", "languages.choose",
})  # fmt: skip
"""Answered to everybody, before set-up too: a tablet learns to trust the server first, and a person reads their own
language."""


def attach(app: Flask) -> None:
    """Ask before every request."""
    app.before_request(guard)
    acting.attach(app)


def guard() -> AnyResponse | None:
    """Let the request through, or answer it."""
    endpoint = request.endpoint
    if endpoint is None:
        return None  # 404 or 405: the router's own answer
    access = ACCESS.get(endpoint)
    if access is None:
        raise NotThere(N_("There is no such page."))
    if endpoint in WITHOUT_ORGANISATION:
        return None
    if organisations.current() is None:
        return None if access == UNCLAIMED else _on("set_up.form")
    if access == UNCLAIMED:
        return _on("security.login")
    if access == PUBLIC:
        return None
    if acting.came_by_link():
        elsewhere = acting.by_link(endpoint)
        return redirect(elsewhere, 303) if elsewhere else None
    if not current_user.is_authenticated:
        return sign_in_first()
    if access in GRANTED_TO and not can(current_user, access):
        raise NotAllowed(N_("This page is not for your role. The EMS lead can tell you whose it is."))
    return None


def _on(endpoint: str) -> AnyResponse:
    return redirect(url_for(endpoint), 303)


def sign_in_first() -> AnyResponse:
    """To the sign-in page, and back; a device's request is told in JSON."""
    if request.path.startswith("/walk/api/"):
        return make_response(jsonify(error="login"), 401)
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("security.login", next=back), 303)
