"""A nonconformity in words: which steps are open to the reader, what happened, what is due."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext
from flask_security import current_user

from auditapp.domain import nonconformity as rules
from auditapp.domain.errors import Refusal
from auditapp.domain.steps import Step
from auditapp.domain.words import N_, NONCONFORMITY_STATES, VERBS
from auditapp.models import Action, Event, Nonconformity
from auditapp.services import due_dates, people, warnings
from auditapp.views.formats import day, short_grade, translated, word
from auditapp.views.nonconformity_forms import StepForm, slim

ICONS = {
    "release": "send", "acknowledge": "check", "respond": "pencil", "add_cause": "git-branch", "change_cause": "pencil",
    "add_action": "list-checks", "change_action": "pencil", "plan": "clipboard-list", "accept": "circle-check",
    "return": "undo-2", "action_done": "check", "submit": "clipboard-check", "verify": "eye", "reject": "undo-2",
    "judge_effective": "target", "judge_not_effective": "rotate-cw", "reopen": "rotate-cw", "propose_void": "ban",
    "dispute": "flag", "not_mine": "user", "uphold": "check", "withdraw": "ban",
    "extend": "calendar", "defer": "clock", "reassign": "user",
    "regrade": "flag", "describe": "pencil", "ask_override": "scale", "override_independence": "scale",
    "void": "ban", "keep": "check", "add_evidence": "camera", "remove_cause": "minus", "remove_action": "minus",
}  # fmt: skip

PARTS = {
    "containment": N_("Containment"), "containment_not_needed": N_("Containment not needed"),
    "contained_on": N_("Day of the containment"), "consequence": N_("Consequence for the environment"),
    "correction": N_("Correction"),
    "corrected_on": N_("Day of the correction"), "extent": N_("Extent"), "criterion": N_("Effectiveness criterion"),
    "check_on": N_("Date of the effectiveness check"), "no_action_reason": N_("No corrective action needed"),
    "cause_method": N_("Method"), "causes": N_("Causes"),
    "system_change": N_("Change to the environmental management system"),
}  # fmt: skip
"""What a response consists of, as its history names it."""

NOTES = {
    "disputed": N_("Why does it stand, or why not?"),
    "planned": N_("A word on the plan; needed when you return it"),
    "implemented": N_("What did you see, read or ask? Or what is not implemented yet?"),
    "verified": N_("Which evidence shows that the criterion is met, or not met?"),
}
"""Where two verdicts are open, one line serves both."""

APART = (
    "override_independence", "not_mine", "dispute", "extend", "defer", "reassign", "regrade", "describe",
    "ask_override", "propose_void", "void", "keep", "reopen",
)  # fmt: skip
"""Steps beside the ordinary way: each stands folded, with a line of its own."""


Open = list[tuple[Step, list[Refusal]]]


def steps(nonconformity: Nonconformity, opened: Open, last_seen: int, typed: StepForm | None = None) -> dict[str, Any]:
    """The steps as the page shows them: ``main`` (form and buttons of the ordinary way) and ``apart`` (each folded)."""
    main = [(step, missing) for step, missing in opened if step.verb not in APART]
    apart = [step for step, missing in opened if step.verb in APART and not missing]
    everybody = people.active() if any({"owner", "verifier"} & set(step.asks) for step in apart) else []
    label = gettext(NOTES.get(nonconformity.state, "") or (main[0][0].ask if main and main[0][0].ask else N_("Note")))

    def form(name: str, label: str, keeps: tuple[str, ...] = ("how", "photos")) -> StepForm:
        if typed is not None and typed.name == name:
            typed.note.label.text = label
            return typed
        stands = nonconformity if "aspect" in keeps else None
        return slim(keeps).for_steps(name, label=label, seen=last_seen, formdata=None, obj=stands)

    return {
        "warned": warnings.for_judge(nonconformity) if any(step.verb == "accept" for step, _ in main) else [],
        "rows": [_row(step, missing) for step, missing in main],
        "form": form("main", label),
        "says": any(step.says and not missing for step, missing in main),
        "asks_how": any(step.verb == "verify" and not missing for step, missing in main),
        "shows": any(step.verb in ("verify", "judge_effective") and not missing for step, missing in main),
        "apart": [
            (step, made)
            for step in apart
            for made in [form(step.verb, gettext(step.ask), step.asks).offer(nonconformity, step, everybody)]
            if "verifier" not in step.asks or len(list(made.verifier.choices or ())) > 1  # else nobody needs one
        ],
    }


def _row(step: Step, missing: list[Refusal]) -> dict[str, Any]:
    return {
        "verb": step.verb,
        "label": gettext(step.label),
        "missing": [(one.field or "", translated(one.message, one.values)) for one in missing],
        "kind": "danger" if step.verb in ("return", "reject", "judge_not_effective", "withdraw") else "primary",
    }


def timeline(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Events for the macro `ui.timeline`, the latest first."""
    return [
        {
            "text": happened(event),
            "at": event.at,
            "who": event.person.name if event.person else None,
            "why": _moved(event) if event.verb in ("extend", "defer") else event.note or _detail(event),
            "icon": ICONS.get(event.verb, "circle"),
        }
        for event in reversed(events)
    ]


def voided(events: Sequence[Event]) -> list[dict[str, Any]]:
    """Why it is void: who proposed that and who approved, with their words, first to last."""
    return timeline([event for event in events if event.verb in ("propose_void", "void")])[::-1]


def happened(event: Event) -> str:
    """The step of ``event`` and the state it led to."""
    if event.verb == "release" and event.data.get("grade"):
        return str(gettext("%(step)s as %(grade)s", step=verb_word("release"), grade=short_grade(event.data["grade"])))
    if event.verb == "regrade":
        before, after = (short_grade(event.data[name]) for name in ("before", "after"))
        return str(gettext("Grade changed from %(before)s to %(after)s", before=before, after=after))
    if event.from_state != event.to_state and event.to_state and event.from_state:
        return str(gettext("%(step)s. Now: %(state)s", step=verb_word(event.verb), state=state_word(event.to_state)))
    return verb_word(event.verb)


def verb_word(verb: str) -> str:
    """What a step is called once it was taken."""
    return str(gettext(VERBS.get(verb, verb)))


def state_word(state: str) -> str:
    """What a nonconformity's state is called; an audit has states of the same codes."""
    return str(gettext(NONCONFORMITY_STATES.get(state, state)))


def _detail(event: Event) -> str | None:
    data = event.data
    if event.verb == "respond":
        return ", ".join(gettext(PARTS.get(part, part)) for part in data.get("parts", ()))
    if event.verb == "describe":
        return " · ".join(filter(None, data["after"].values()))
    if event.verb == "ask_effectiveness":
        return data.get("audit")
    return data.get("statement") or data.get("what")


def _moved(event: Event) -> str:
    """Which due date went from when to when, and why."""
    to = day(date.fromisoformat(event.data["to"]))
    if event.verb == "defer":
        return str(gettext("Until %(day)s: %(reason)s", day=to, reason=event.note))
    before = day(date.fromisoformat(event.data["from"]))
    return str(
        gettext(
            "%(kind)s, from %(before)s to %(day)s: %(reason)s", kind=word(event.data["kind"]), before=before, day=to,
            reason=event.note,
        )
    )  # fmt: skip


def kinds(action: Action) -> str:
    """'At the source, raises the standard'."""
    if action.at_source:
        raising, restoring = N_("At the source, raises the standard"), N_("At the source, restores the standard")
    else:
        raising, restoring = N_("End of pipe, raises the standard"), N_("End of pipe, restores the standard")
    return str(gettext(raising if action.raises_standard else restoring))


def due_rows(nonconformity: Nonconformity) -> list[dict[str, Any]]:
    """Each due date of the round under way: kind, day, original day where it moved, and whether it was met."""
    today = due_dates.today_at(nonconformity)
    return [
        {
            "kind": word(due.kind),
            "due_on": due.due_on,
            "moved_from": day(due.original_on) if due.original_on != due.due_on else "",
            "met_on": due.met_on,
            "late": due.met_on is None
            and due_dates.in_force(nonconformity, due) < today
            and rules.is_open(nonconformity),
        }
        for due in due_dates.of_round(nonconformity)
    ]


def ways(nonconformity: Nonconformity | None = None) -> list[tuple[str, str]]:
    """The way back to the register, and to the nonconformity."""
    by_link = current_user.is_authenticated and current_user.acting_on is not None
    found = [] if by_link else [(gettext("Nonconformities"), url_for("nonconformities.index"))]
    if nonconformity is not None:
        found.append((nonconformity.number, url_for("nonconformities.show", number=nonconformity.number)))
    return found
