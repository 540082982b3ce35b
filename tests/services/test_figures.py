"""Figures: each number counted by hand from a handful of nonconformities, each bar as long as its list."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

import html5lib
import pytest
from flask import Flask

from auditapp.adapters import clock
from auditapp.models import Action, Cause, DueDate, Nonconformity, Person, Round, db
from auditapp.services import figures, figures_bars, findings, recurrences, registers, resemblances
from auditapp.views import register_filters
from tests.cast import Cast, an_audit_under_way
from tests.pages import DistrustfulClient

NOW = datetime(2026, 6, 30, 10, tzinfo=UTC)


def raised(cast: Cast, number: int, days_ago: int, **changes: object) -> Nonconformity:
    at = NOW - timedelta(days=days_ago)
    values: dict[str, object] = {
        "number": f"NC-{number}", "state": "raised", "grade": "minor", "statement": f"Drum {number} leaks oil.",
        "process": cast.boilers, "owner": cast.ola, "raised_by": cast.lea, "raised_at": at,
        "clauses": ["iso14001-2026:8.1"], "rounds": [Round(number=1)],
    }  # fmt: skip
    made = Nonconformity(**(values | changes))
    db.session.add(made)
    db.session.flush()
    return made


@pytest.fixture
def five(app: Flask, cast: Cast) -> None:
    """Two closed in time and late, one open and late, one of the year before, one void."""
    good = raised(cast, 1, 100, state="closed", closed_at=NOW - timedelta(days=60))
    bad = raised(cast, 2, 90, state="closed", closed_at=NOW - timedelta(days=10), round_number=2, process=cast.vans)
    raised(cast, 3, 40, due_on=(NOW - timedelta(days=5)).date(), recurrence=1, clauses=["iso14001-2026:7.2"])
    raised(cast, 4, 500, state="closed", closed_at=NOW - timedelta(days=400))
    raised(cast, 5, 20, state="void")
    for one, days, effective in ((good, 10, True), (bad, 40, False)):
        day = one.raised_at.date()
        due = DueDate(nonconformity=one, round_number=1, kind="plan", original_on=day, due_on=day + timedelta(days=30),
                      met_on=day + timedelta(days=days))  # fmt: skip
        cause = Cause(round=one.rounds[0], statement="No rule for drums.")
        action = Action(round=one.rounds[0], cause=cause, what="Write it.", owner=cast.ola, due_on=day,
                        at_source=effective, raises_standard=False)  # fmt: skip
        one.rounds[0].effective = effective
        db.session.add_all([due, cause, action])
    db.session.commit()


def test_the_numbers_of_a_year(cast: Cast, five: None) -> None:
    with clock.moved(NOW):
        period = figures.year_to(figures.today())
        now, before = figures.numbers(cast.lea, period), figures.numbers(cast.lea, period.before)
    assert (now.raised, now.closed, now.open_at_end, now.reopened) == (3, 2, 1, 0)
    assert [(share.part, share.whole, share.rows) for share in (
        now.repeats, now.on_time, now.not_effective, now.at_source, now.raises_standard,
    )] == [(1, 3, 1), (1, 2, 1), (1, 2, 1), (1, 2, 1), (0, 2, 0)]  # fmt: skip
    assert (now.days_to_plan, now.days_to_close) == (25, 60)
    assert (before.raised, before.closed) == (1, 1)


def test_what_is_open_is_counted_with_what_is_late(cast: Cast, five: None) -> None:
    with clock.moved(NOW):
        (owner,), (process,) = figures_bars.open_by(cast.lea, "owner"), figures_bars.open_by(cast.lea, "process")
        (clause,) = figures_bars.open_by(cast.lea, "clause")
    assert (owner.word, owner.count, owner.late) == ("Ola Owner", 1, 1)
    assert (process.word, process.count) == ("Boiler house", 1)
    assert (clause.word, clause.count) == ("iso14001-2026:7.2", 1)


def test_causes_in_the_same_words_are_one_bar(cast: Cast, five: None) -> None:
    with clock.moved(NOW):
        bars = figures_bars.pareto_of_causes(cast.lea, figures.year_to(figures.today()))
    assert [(bar.word, bar.count) for bar in bars] == [("No rule for drums.", 2)]


def test_nobody_counts_what_they_may_not_see(cast: Cast, five: None) -> None:
    with clock.moved(NOW):
        assert figures.numbers(cast.zed, figures.year_to(figures.today())).raised == 1
        assert figures_bars.open_by(cast.zed, "owner") == []


SignIn = Callable[[Person], DistrustfulClient]


def test_every_bar_and_number_leads_to_as_many_rows(cast: Cast, five: None, signed_in: SignIn) -> None:
    lea = signed_in(cast.lea)
    with clock.moved(NOW):
        tree = html5lib.parse(lea.get("/figures").get_data(as_text=True), namespaceHTMLElements=False)
        links = [one for one in tree.iter() if "/nonconformities?" in (one.get("href") or "")]
        counted = 0
        for link in links:
            words = link.get("aria-label") or (link.text or "")
            told = re.search(r"(?:^|: )(\d+)(?=,|$)", words)
            if told is None:  # a share or a median: its rows stand beside it in the table
                continue
            wanted = register_filters.read(dict(parse_qsl(urlsplit(link.get("href")).query)))
            assert len(registers.page(cast.lea, wanted).lines) == int(told[1]), (words, wanted)
            counted += 1
    assert counted > 25


def test_a_period_that_makes_no_sense_is_the_usual_one(cast: Cast, signed_in: SignIn) -> None:
    for query in ("from=x", "from=2026-05-01&until=2026-04-01", "from=0001-01-01", "until=9999-12-31"):
        assert signed_in(cast.lea).get(f"/figures?{query}").status_code == 200


def test_the_same_clause_and_process_within_three_years_is_a_repeat(app: Flask, cast: Cast) -> None:
    raised(cast, 1, 3 * 365 - 5)
    raised(cast, 2, 3 * 365 + 10)
    raised(cast, 3, 50, process=cast.vans)
    raised(cast, 4, 40, clauses=["iso14001-2026:9.2.2"])
    raised(cast, 5, 30, state="void")
    raised(cast, 6, 20, clauses=["iso14001-2015:8.1"])
    with clock.moved(NOW):
        found = recurrences.earlier(["iso14001-2026:8.1"], cast.boilers.id)
    assert [one.number for one in found] == ["NC-6", "NC-1"]


def test_what_reads_alike_is_found_the_nearest_first(app: Flask, cast: Cast) -> None:
    raised(cast, 1, 10, statement="The waste oil drums stand without a bund near the gate.")
    raised(cast, 2, 10, statement="Training records of the boiler crew are missing.")
    raised(cast, 3, 10, statement="A drum of waste paint near the gate.")
    found = resemblances.similar(cast.lea, "Waste oil drums found without bund behind the store")
    assert [one.number for one in found][:1] == ["NC-1"]
    assert "NC-2" not in [one.number for one in found]
    assert resemblances.similar(cast.zed, "waste oil drums without bund") == []


def test_a_finding_that_came_back_proposes_major(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    audit = an_audit_under_way(cast)
    raised(cast, 1, 20, raised_at=clock.now() - timedelta(days=20))
    finding = findings.note(cast.lea, audit, {
        "grade": "minor", "statement": "Oil again.", "clauses": ["iso14001-2026:8.1"], "process_id": cast.boilers.id,
    })  # fmt: skip
    db.session.commit()
    text = signed_in(cast.lea).text(f"/findings/{finding.id}")
    assert "1 with the same clause and process in the last three years. Grade it major" in text


def test_what_reads_alike_comes_while_typing(app: Flask, cast: Cast, signed_in: SignIn) -> None:
    raised(cast, 1, 20, statement="The waste oil drums stand without a bund.")
    db.session.commit()
    lea = signed_in(cast.lea)
    drums = "drums of waste oil, " * 500  # longer than an address may be
    for typed in ({"statement": drums}, {"statement": "", "external_wording": drums}):
        assert "NC-1" in lea.send("/register/alike", typed).text
    assert lea.send("/register/alike", {"statement": "oil"}).text.strip() == ""
