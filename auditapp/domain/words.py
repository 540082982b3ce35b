"""The words for the codes that are stored. One table, so that button, page, mail and report say the same.

Codes are stored, words are shown; a translation never touches the database.
"""


def N_(message: str) -> str:  # noqa: N802 - the customary name, which the extractor of translations looks for
    """Mark ``message`` for translation and return it unchanged: it is translated where it is shown."""
    return message


GRADES: dict[str, str] = {
    "major": N_("Major nonconformity"),
    "minor": N_("Minor nonconformity"),
    "observation": N_("Observation"),
    "ofi": N_("Opportunity for improvement"),
    "good_practice": N_("Good practice"),
}

SHORT_GRADES: dict[str, str] = {
    "major": N_("Major"),
    "minor": N_("Minor"),
    "observation": N_("Observation"),
    "ofi": N_("OFI"),
    "good_practice": N_("Good practice"),
}

RESULTS: dict[str, str] = {
    "conform": N_("Conform"),
    "nonconformity": N_("Nonconformity"),
    "observation": N_("Observation"),
    "ofi": N_("OFI"),
    "good_practice": N_("Good practice"),
    "not_applicable": N_("Not applicable"),
    "later": N_("Later"),
}

KINDS_OF_EVIDENCE: dict[str, str] = {"seen": N_("Seen"), "read": N_("Read"), "asked": N_("Asked")}

ROLES: dict[str, str] = {
    "administrator": N_("Administrator"),
    "ems_lead": N_("EMS lead"),
    "auditor": N_("Auditor"),
    "process_owner": N_("Process owner"),
    "top_management": N_("Top management"),
}

TEAM_ROLES: dict[str, str] = {
    "leader": N_("Audit team leader"),
    "auditor": N_("Auditor"),
    "technical_expert": N_("Technical expert"),
    "observer": N_("Observer"),
}

AUDIT_STATES: dict[str, str] = {
    "planned": N_("Planned"),
    "confirmed": N_("Confirmed"),
    "under_way": N_("Under way"),
    "concluded": N_("Concluded"),
    "issued": N_("Issued"),
    "cancelled": N_("Cancelled"),
}

NONCONFORMITY_STATES: dict[str, str] = {
    "raised": N_("Raised"),
    "acknowledged": N_("Acknowledged"),
    "disputed": N_("Disputed"),
    "planned": N_("Planned, to be judged"),
    "in_progress": N_("In progress"),
    "implemented": N_("Implemented, to be verified"),
    "verified": N_("Verified, effectiveness pending"),
    "closed": N_("Closed"),
    "void": N_("Void"),
}

AUDIT_TYPES: dict[str, str] = {
    "initial_review": N_("Initial environmental review"),
    "gap_assessment": N_("Gap assessment"),
    "internal": N_("Internal audit"),
    "follow_up": N_("Follow-up audit"),
    "process": N_("Process audit"),
    "site_walk": N_("Site walk"),
    "compliance": N_("Compliance audit"),
    "supplier": N_("Supplier audit"),
    "transition": N_("Transition audit"),
    "stage_1": N_("Stage 1 (external)"),
    "stage_2": N_("Stage 2 (external)"),
    "surveillance_1": N_("Surveillance 1 (external)"),
    "surveillance_2": N_("Surveillance 2 (external)"),
    "recertification": N_("Recertification (external)"),
    "special": N_("Special audit (external)"),
}

CHECKLIST_KINDS: dict[str, str] = {
    "clause": N_("Clause by clause"),
    "site_walk": N_("Site walk"),
    "review": N_("Review"),
    "readiness": N_("Readiness"),
}

METHODS: dict[str, str] = {
    "on_site": N_("On site"),
    "remote": N_("Remote"),
    "mixed": N_("Partly remote"),
}

SOURCES: dict[str, str] = {
    "internal_audit": N_("Internal audit"),
    "external_audit": N_("Certification body"),
    "complaint": N_("Complaint"),
    "incident": N_("Incident"),
    "regulator": N_("Regulator"),
    "concern": N_("Concern of an employee"),
}

CONCERN_STATES: dict[str, str] = {
    "received": N_("Received, nobody has decided yet"),
    "raised": N_("Raised as a nonconformity"),
    "not_raised": N_("Looked at"),
}

SCOPES: dict[str, str] = {
    "nonconformity": N_("The nonconformity"),
    "action": N_("One action"),
    "extent": N_("One question"),
    "review_input": N_("One input of a management review"),
    "decision": N_("One decision of a management review"),
    "finding": N_("One observation or opportunity"),
}
"""What a link in a mail opens."""

EXTENT_ANSWERS: dict[str, str] = {
    "found": N_("Yes, found here too"),
    "not_found": N_("Looked, not found here"),
    "cannot_be": N_("Cannot exist here"),
}
"""Answers to 'could it exist elsewhere?'."""

DEADLINES: dict[str, str] = {
    "containment": N_("Containment"),
    "plan": N_("Plan"),
    "implementation": N_("Implemented and verified"),
    "effectiveness": N_("Effectiveness check"),
}

ACTION_KINDS: dict[str, str] = {
    "at_source": N_("At the source"),
    "end_of_pipe": N_("End of pipe"),
    "restores": N_("Restores the standard"),
    "raises": N_("Raises the standard"),
}

CAUSE_METHODS: dict[str, str] = {"five_whys": N_("5 whys"), "fishbone": N_("Fishbone")}

BRANCHES: dict[str, str] = {
    "people": N_("People"),
    "method": N_("Method"),
    "machine": N_("Machine"),
    "material": N_("Material"),
    "measurement": N_("Measurement"),
    "environment": N_("Environment"),
}
"""Branches of a fishbone."""

STOP_TEST: dict[str, str] = {
    "yes": N_("Yes: we can change it, and that would have prevented it"),
    "no": N_("Not yet: ask why again"),
}
"""When to stop asking why."""

FINDING_STATES: dict[str, str] = {
    "noted": N_("Noted"),
    "released": N_("Released"),
    "withdrawn": N_("Withdrawn"),
    "taken_up": N_("Taken up"),
    "declined": N_("Declined"),
    "done": N_("Done"),
}

REVIEW_STATES: dict[str, str] = {
    "prepared": N_("In preparation"),
    "held": N_("Held, minutes to be issued"),
    "issued": N_("Minutes issued"),
}

VERBS: dict[str, str] = {
    "plan_audit": N_("Audit planned"),
    "change_plan": N_("Audit plan changed"),
    "ask_override": N_("Independence override asked for"),
    "override_independence": N_("Independence override approved"),
    "confirm": N_("Audit confirmed"),
    "start": N_("Audit started"),
    "conclude": N_("Audit concluded"),
    "issue": N_("Report issued"),
    "revise_report": N_("Report issued as a new revision"),
    "receive_paper": N_("Receipt confirmed"),
    "write_report": N_("Report written on"),
    "state_unanswered": N_("Reason stated for unanswered questions"),
    "cancel": N_("Audit cancelled"),
    "note_finding": N_("Finding noted"),
    "edit_finding": N_("Finding changed"),
    "withdraw_finding": N_("Finding withdrawn"),
    "release": N_("Released"),
    "raise_outside": N_("Raised from outside"),
    "report_concern": N_("Concern reported"),
    "decide_concern": N_("Concern decided on"),
    "take_up": N_("Taken up"),
    "decline": N_("Declined"),
    "finish": N_("Done"),
    "acknowledge": N_("Acknowledged"),
    "dispute": N_("Disputed"),
    "not_mine": N_("Said to be somebody else's"),
    "uphold": N_("Dispute decided: it stands"),
    "withdraw": N_("Dispute decided: withdrawal proposed"),
    "make_link": N_("Link made"),
    "use_link": N_("Link opened"),
    "revoke_link": N_("Link revoked"),
    "ask_elsewhere": N_("Asked whether it exists elsewhere"),
    "answer_elsewhere": N_("Answered whether it exists elsewhere"),
    "respond": N_("Response written"),
    "add_cause": N_("Cause named"),
    "change_cause": N_("Cause changed"),
    "remove_cause": N_("Cause removed"),
    "add_action": N_("Action planned"),
    "change_action": N_("Action changed"),
    "remove_action": N_("Action removed"),
    "plan": N_("Plan submitted"),
    "accept": N_("Plan accepted"),
    "return": N_("Plan returned"),
    "action_done": N_("Action done"),
    "submit": N_("Implementation submitted"),
    "verify": N_("Implementation verified"),
    "reject": N_("Implementation rejected"),
    "ask_effectiveness": N_("Effectiveness asked about in an audit"),
    "judge_effective": N_("Judged effective"),
    "judge_not_effective": N_("Judged not effective"),
    "reopen": N_("Reopened"),
    "propose_void": N_("Void proposed"),
    "keep": N_("Void declined: it stands"),
    "void": N_("Voided"),
    "extend": N_("Due date extended"),
    "defer": N_("Deferred"),
    "reassign": N_("Owner changed"),
    "regrade": N_("Grade changed"),
    "describe": N_("Aspect and obligation named"),
    "add_evidence": N_("Evidence added"),
    "mark_photo": N_("Photo marked"),
    "open_original": N_("Original of a blurred photo opened"),
    "start_unplanned": N_("Audit started on site without a plan"),
    "attend_meeting": N_("Attendance at a meeting noted"),
    "take_in": N_("Held entry taken in"),
    "rescue": N_("Rescue file taken in"),
    "confirm_rescued": N_("Rescued entries confirmed by their author"),
    "resolve_difference": N_("Different answers resolved"),
    "import": N_("Brought in from an old register"),
    "undo_import": N_("Import undone"),
    "make_calendar": N_("Calendar address made"),
    "end_calendar": N_("Calendar address ended"),
    "set_up": N_("Organisation set up"),
    "invite": N_("Invited"),
    "accept_invitation": N_("Invitation accepted"),
    "add_passkey": N_("Passkey added"),
    "remove_passkey": N_("Passkey removed"),
    "sign_with_passkey": N_("Signed with a passkey"),
    "change_roles": N_("Roles changed"),
    "deactivate": N_("Deactivated"),
    "activate": N_("Activated"),
    "change": N_("Changed"),
    "create": N_("Created"),
    "load_checklist": N_("Checklist revision loaded"),
    "make_pack": N_("Closure evidence pack made"),
    "prepare_review": N_("Management review prepared"),
    "change_review": N_("Period or edition of the review changed"),
    "ask_input": N_("Asked for an input"),
    "answer_input": N_("Input written"),
    "hold_review": N_("Management review held, inputs frozen"),
    "conclude_review": N_("Concluded on suitability, adequacy and effectiveness"),
    "add_decision": N_("Decision written down"),
    "withdraw_decision": N_("Decision taken back"),
    "issue_minutes": N_("Minutes issued"),
    "revise_minutes": N_("Minutes taken up again for a correction"),
    "correct_presence": N_("List of those present corrected"),
    "correct_meeting_day": N_("Day of the meeting corrected"),
    "keep_minutes": N_("Minutes left as they were issued"),
    "decision_done": N_("Decision carried out"),
}

ALL: tuple[dict[str, str], ...] = (
    SHORT_GRADES, RESULTS, KINDS_OF_EVIDENCE, ROLES, TEAM_ROLES, AUDIT_STATES, NONCONFORMITY_STATES, AUDIT_TYPES,
    METHODS, SOURCES, DEADLINES, ACTION_KINDS, CAUSE_METHODS, BRANCHES, FINDING_STATES, SCOPES, EXTENT_ANSWERS,
    REVIEW_STATES, VERBS,
)  # fmt: skip


def word(code: str, table: dict[str, str] | None = None) -> str:
    """The untranslated word for ``code`` (the code itself when unknown), from ``table`` or from all tables."""
    for words in (table,) if table is not None else ALL:
        if code in words:
            return words[code]
    return code
