"""The list and the page of an audit: who sees what, and what is written on it."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from auditapp.adapters import clock
from auditapp.models import Evidence, Finding, Person, db, new_id
from auditapp.services import audit_plans, audit_steps, audits, findings, history
from tests import lives
from tests.cast import Cast, a_plan, an_audit_under_way, answer_all, the_cast
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]
NAUGHTY = "中文名称 <b>&amp;</b> {{ 7 * 7 }} Ω≈ç ﷽ 🏭"


def statements_of(ask: Callable[[], Any]) -> int:
    """How many statements ``ask`` sends to the database."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement != "BEGIN":
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        ask()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return len(sent)


def test_the_list_is_empty_before_anything_is_planned(signed_in: SignIn, cast: Cast) -> None:
    assert "No audits yet" in signed_in(cast.mia).text("/audits")


def test_the_list_shows_who_audits_what_and_when(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    text = signed_in(cast.tom).text("/audits")
    assert all(word in text for word in (audit.reference, "Under way", "Works", "Boiler house", "Lea Auditor"))


def test_the_list_filters_by_state(signed_in: SignIn, cast: Cast) -> None:
    under_way = an_audit_under_way(cast)
    planned = audit_plans.plan(cast.mia, a_plan(cast))
    db.session.commit()
    text = signed_in(cast.lea).text("/audits?state=planned")
    assert (planned.reference in text, under_way.reference in text) == (True, False)


@pytest.mark.parametrize("query", ["?state=nonsense", "?page=-3", "?page=x", "?page=99999999999999", "?state=%00"])
def test_the_list_puts_up_with_any_query(signed_in: SignIn, cast: Cast, query: str) -> None:
    assert signed_in(cast.mia).get(f"/audits{query}").status_code == 200


def test_only_who_may_plan_is_offered_to(signed_in: SignIn, cast: Cast) -> None:
    an_audit_under_way(cast)
    offered = ["Plan an audit" in signed_in(person).text("/audits") for person in (cast.mia, cast.lea, cast.tom)]
    assert offered == [True, False, False]


@pytest.mark.parametrize("path", ["", "/answers", "/report-parts", "/issue", "/cancel", "/findings/new", "/edit"])
def test_for_somebody_elsewhere_the_audit_is_not_there(signed_in: SignIn, cast: Cast, path: str) -> None:
    audit = an_audit_under_way(cast)
    assert signed_in(cast.zed).get(f"/audits/{audit.reference}{path}").status_code == 404


def test_somebody_elsewhere_is_not_shown_it_in_the_list(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    assert audit.reference not in signed_in(cast.zed).text("/audits")


def test_the_auditee_reads_and_changes_nothing(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    ola = signed_in(cast.ola)
    text = ola.text(f"/audits/{audit.reference}")
    assert not any(
        word in text for word in ("Walk ", "Conclude audit", "Cancel audit", "Note a finding", "Write the report")
    )
    assert ola.send(f"/audits/{audit.reference}/conclude").status_code == 403


def test_top_management_reads_the_audit(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    tom = signed_in(cast.tom)
    assert tom.get(f"/audits/{audit.reference}").status_code == 200
    assert tom.get(f"/audits/{audit.reference}/answers").status_code == 200


def test_the_walk_is_one_tap_away_for_the_team_only(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    walk = f"/walk/{cast.lea.id}/{audit.id}"
    assert walk in signed_in(cast.lea).get(f"/audits/{audit.reference}").get_data(as_text=True)
    assert "/walk/" not in signed_in(cast.mia).get(f"/audits/{audit.reference}").get_data(as_text=True)


def test_the_page_counts_answers_and_findings(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    for instance in audits.instances(audit)[:3]:
        instance.result = "conform"
    findings.note(cast.lea, audit, {"grade": "minor", "statement": "Oil storage is not controlled."})
    db.session.commit()
    text = signed_in(cast.lea).text(f"/audits/{audit.reference}")
    assert f"3 of {len(audits.instances(audit))}" in text
    assert "Oil storage is not controlled." in text


def test_a_step_that_is_not_possible_says_why_and_where(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    audits.instances(audit)[0].result = "conform"
    db.session.commit()
    text = signed_in(cast.lea).text(f"/audits/{audit.reference}")
    assert "with neither photo, sample nor words: 1, the first at" in text
    assert "Write the conclusion" in text


def test_the_report_is_written_and_kept(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    lea = signed_in(cast.lea)
    response = lea.send(f"/audits/{audit.reference}/report-parts", {"conclusion": NAUGHTY, "summary": "x" * 6000})
    assert response.status_code == 303
    assert NAUGHTY in lea.text(f"/audits/{audit.reference}")


def test_a_text_too_long_is_refused_and_still_there(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    lea = signed_in(cast.lea)
    sent = {"conclusion": "y" * 20_001, "summary": "Kept as typed."}
    response = lea.send(f"/audits/{audit.reference}/report-parts", sent)
    assert response.status_code == 422
    assert "Kept as typed." in response.get_data(as_text=True)


def test_control_characters_are_refused_in_words(signed_in: SignIn, cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    response = signed_in(cast.lea).send(f"/audits/{audit.reference}/report-parts", {"conclusion": "a\x01b"})
    assert response.status_code == 422
    assert "characters that are no text" in response.get_data(as_text=True)


def test_pages_ask_no_more_of_the_database_when_there_is_more_to_show(
    app: Flask, signed_in: SignIn, cast: Cast
) -> None:
    small, large = an_audit_under_way(cast), an_audit_under_way(cast, checklist="iso14001-2026")
    answer_all(large, cast.lea)
    for instance in audits.instances(large)[:20]:
        finding = Finding(
            id=new_id(), audit=large, instance=instance, grade="ofi", noted_by=cast.lea, noted_at=clock.now(),
            received_at=clock.now(), statement="More.", process=cast.boilers, owner_id=cast.ola.id,
        )  # fmt: skip
        db.session.add(finding)
        for where in ({"finding": finding}, {"instance": instance}):
            db.session.add(
                Evidence(
                    captured_at=clock.now(),
                    received_at=clock.now(),
                    complete_at=clock.now(),
                    by_id=cast.lea.id,
                    **where,
                )
            )
    db.session.commit()
    mia, references = signed_in(cast.mia), (small.reference, large.reference)
    for path in ("", "/answers"):
        few, many = (counted(mia, f"/audits/{reference}{path}") for reference in references)
        assert many <= 15
        assert many <= few + 1  # photos of findings, where there are any


def counted(client: DistrustfulClient, path: str) -> int:
    client.get(path)  # what is read once a process is read now
    return statements_of(lambda: client.get(path))


def test_the_list_asks_no_more_of_the_database_when_it_is_long(app: Flask, signed_in: SignIn, cast: Cast) -> None:
    mia = signed_in(cast.mia)
    audit_plans.plan(cast.mia, a_plan(cast))
    db.session.commit()
    db.session.remove()  # nothing is known yet, as at the start of every request
    few = statements_of(lambda: mia.get("/audits"))
    cast = the_cast()
    for _ in range(12):
        audit_plans.plan(cast.mia, a_plan(cast, leader=cast.ann, sites=[cast.depot, cast.works]))
    db.session.commit()
    db.session.remove()
    assert statements_of(lambda: mia.get("/audits")) <= few


def test_earlier_nonconformities_here_are_shown_with_their_state(signed_in: SignIn, cast: Cast) -> None:
    earlier = an_audit_under_way(cast)
    finding = findings.note(
        cast.lea, earlier,
        {
            "grade": "minor", "grade_reason": "One place.", "requirement": "Bunds.", "evidence_text": "Two drums.",
            "statement": "Oil storage is not controlled.", "owner_id": cast.ola.id, "process_id": cast.boilers.id,
        },
    )  # fmt: skip
    nonconformity = findings.release(cast.lea, finding)
    assert nonconformity is not None
    later = an_audit_under_way(cast)
    text = signed_in(cast.lea).text(f"/audits/{later.reference}")
    assert nonconformity.number in text
    assert "Raised" in text


def test_an_auditee_opens_no_earlier_nonconformity_that_is_none_of_theirs(signed_in: SignIn, cast: Cast) -> None:
    lives.a_nonconformity(cast, 7, process=cast.vans, owner=cast.zed)
    audit = an_audit_under_way(cast, processes=[cast.vans], sites=[cast.depot])
    page = signed_in(cast.ola).get(f"/audits/{audit.reference}").get_data(as_text=True)
    assert "NC-2026-007" in page
    assert 'href="/nonconformities/NC-2026-007"' not in page


def test_the_state_is_what_the_last_step_left(cast: Cast) -> None:
    audit = an_audit_under_way(cast)
    audit_steps.take(cast.mia, audit, "cancel", note="The boiler is down.")
    assert audit.state == [one.to_state for one in history.of(audit) if one.to_state][-1]
