"""The page of a response, filled in and sent."""

from datetime import timedelta
from typing import Any

from auditapp.models import Nonconformity, db
from auditapp.services import nonconformities
from tests.cast import Cast
from tests.pages import DistrustfulClient


def save(client: DistrustfulClient, nc: Nonconformity, do: str = "save", **data: Any) -> Any:
    """Press a button of the page; ``data``: what was typed."""
    answer = client.send(f"/nonconformities/{nc.number}/response", {"do": do, **data})
    db.session.expire_all()
    return answer


def whole(nc: Nonconformity, cast: Cast) -> dict[str, str]:
    """All that a response needs before it can be submitted."""
    today = nonconformities.today_at(nc)
    return {
        "correction": "Both drums were moved.", "corrected_on": today.isoformat(), "extent": "4 stores, 0 more.",
        "why_1": "The bund was full.", "why_2": "Deliveries come monthly.", "cause_statement": "No place is planned.",
        "action_what": "Plan a place.", "action_owner": str(cast.ola.id), "action_place": "source",
        "action_due": (today + timedelta(days=20)).isoformat(), "action_standard": "raises",
        "criterion": "None in 3 walks.", "check_on": (today + timedelta(days=60)).isoformat(),
    }  # fmt: skip
