"""Words about a management review: whose turn it is, and what happened."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from auditapp.domain import management_review as rules
from auditapp.domain.management_review_inputs import input_of, inputs_of
from auditapp.domain.words import REVIEW_STATES, VERBS
from auditapp.models import Event, ManagementReview, Person
from auditapp.services import management_review_days

ICONS = {
    "prepare_review": "clipboard-list", "ask_input": "mail", "answer_input": "pencil", "hold_review": "users",
    "conclude_review": "scale", "add_decision": "milestone", "withdraw_decision": "x", "issue_minutes": "stamp",
    "revise_minutes": "pencil", "correct_presence": "users", "correct_meeting_day": "calendar",
    "keep_minutes": "undo-2", "decision_done": "circle-check",
}  # fmt: skip


def state_word(review: ManagementReview) -> str:
    """What the state of ``review`` is called."""
    if review.state == "held" and review.issued_at is not None:
        return str(gettext("Minutes being corrected"))
    return str(gettext(REVIEW_STATES[review.state]))


def timeline(review: ManagementReview, events: Sequence[Event]) -> list[dict[str, Any]]:
    """Events of ``review`` for the macro `ui.timeline`, the latest first."""
    return [
        {
            "text": gettext(VERBS.get(event.verb, event.verb)),
            "at": event.at,
            "who": event.person.name if event.person else None,
            "why": event.note or _about(review, event) or management_review_days.told_by(event),
            "icon": ICONS.get(event.verb, "circle"),
        }
        for event in reversed(events)
    ]


def _about(review: ManagementReview, event: Event) -> str:
    """Which input or decision it is about: an input by its title, for nobody knows the letters of 9.3 by heart."""
    what = str(event.data.get("what", ""))
    section = input_of(review.edition, str(event.data.get("key", "")))
    if section is None:
        return what
    clause, colon, name = what.partition(":")
    return f"{clause} {gettext(section.title)}{colon}{name}"


def turn(person: Person, review: ManagementReview) -> dict[str, Any]:
    """Whose turn it is, what is asked, and what comes next."""
    if review.state == "issued":
        return {
            "whose": gettext("Minutes issued"), "asked": gettext("The decisions are followed until the next review."),
            "next": None, "mine": False, "done": True,
        }  # fmt: skip
    if review.state == "prepared":
        blank, total = len(rules.blanks(review)), len(inputs_of(review.edition))
        asked = (
            gettext("All %(total)s inputs are there. The review can be held.", total=total)
            if not blank
            else gettext("%(blank)s of %(total)s inputs are still blank.", blank=blank, total=total)
        )
        who, then = "ems_lead", gettext("the meeting; with it the inputs are frozen.")
    elif rules.is_concluded(review) is not None:
        who = "top_management"
        asked = gettext("Top management is asked to conclude whether the system is suitable, adequate and effective.")
        then = gettext("the minutes are signed and issued, and owners are told what was decided.")
    elif review.issued_at is not None:
        who = "ems_lead"
        asked = gettext(
            "The minutes are taken up again. Correct them and issue the next revision, or leave them as they "
            "are. Until then the last revision stays in force."
        )
        then = gettext("whoever has the last revision is sent the new one.")
    else:
        who = "ems_lead"
        asked = gettext("The decisions are to be completed, and the minutes to be signed and issued.")
        then = gettext("owners are told what was decided.")
    mine = who in person.role_names
    whose = {"ems_lead": gettext("It is the turn of the EMS lead"),
             "top_management": gettext("It is the turn of top management")}  # fmt: skip
    return {
        "whose": gettext("Your turn") if mine else whose[who],
        "asked": asked,
        "next": then,
        "mine": mine,
        "done": False,
    }
