"""The register: filters, counts, and pages that neither skip nor repeat a line."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from auditapp.models import Nonconformity, db
from auditapp.services import full_texts, register_conditions, registers
from auditapp.services.registers import Filter
from tests.cast import Cast

START = datetime(2026, 1, 1, 8, tzinfo=UTC)


def line_of(cast: Cast, number: int, **changes: object) -> Nonconformity:
    values: dict[str, object] = {
        "number": f"NC-2026-{number:03d}", "state": "raised", "grade": "minor", "statement": f"Statement {number}.",
        "process": cast.boilers, "site": cast.works, "owner": cast.ola, "raised_by": cast.lea,
        "raised_at": START + timedelta(hours=number // 3),
    }  # fmt: skip
    return Nonconformity(**(values | changes))


@pytest.fixture
def many(app: Flask, cast: Cast) -> int:
    count = 2 * registers.PAGE + 7
    db.session.add_all(line_of(cast, number) for number in range(1, count + 1))
    db.session.flush()
    return count


def test_going_older_shows_every_line_once(cast: Cast, many: int) -> None:
    seen, after = [], ""
    while True:
        page = registers.page(cast.lea, Filter(), after=after)
        seen += [line.number for line in page.lines]
        if page.older is None:
            break
        after = page.older
    assert len(seen) == len(set(seen)) == many
    assert seen == sorted(seen, reverse=True)


def test_going_back_shows_the_page_one_came_from(cast: Cast, many: int) -> None:
    first = registers.page(cast.lea, Filter())
    second = registers.page(cast.lea, Filter(), after=first.older)
    back = registers.page(cast.lea, Filter(), before=second.newer)
    assert first.newer is None
    assert back.lines == first.lines
    assert back.newer is None


def test_a_place_that_is_not_there_begins_at_the_first_page(cast: Cast, many: int) -> None:
    assert registers.page(cast.lea, Filter(), after="NC-1999-1").lines == registers.page(cast.lea, Filter()).lines


@pytest.mark.parametrize(
    ("words", "found"),
    [("100%", 1), ("%", 1), ("_", 1), ("bund", 2), ("BUND", 2), ("NC-2026-002", 1), ("\\", 1), ("nothing", 0)],
)
def test_search_takes_signs_as_they_are(app: Flask, cast: Cast, words: str, found: int) -> None:
    texts = ["Filled to 100% of the bund.", "a_b stands outside the bund.", "Path C:\\oil is wrong."]
    db.session.add_all(line_of(cast, number, statement=text) for number, text in enumerate(texts, 1))
    assert len(registers.page(cast.lea, Filter(words=words)).lines) == found


def test_few_and_many_found_are_told_alike(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["Oil stands outside the bund.", "Oil near gate 3.", "A bund without a roof.", "Oil in the drain."]
    db.session.add_all(line_of(cast, number, statement=text) for number, text in enumerate(texts, 1))
    db.session.add(line_of(cast, 5, statement="Oil that is closed.", state="closed", closed_at=START))
    asked = Filter(words="oil", sort="oldest")
    one_by_one = [line.number for line in registers.page(cast.lea, asked).lines]
    monkeypatch.setattr(full_texts, "FEW", 1)
    assert [line.number for line in registers.page(cast.lea, asked).lines] == one_by_one
    assert one_by_one == ["NC-2026-001", "NC-2026-002", "NC-2026-004"]


def test_few_and_many_that_fail_a_clause_are_told_alike(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    clauses = ["iso14001-2026:8.1", "iso14001-2026:8.2", "iso14001-2015:8.1", "iso14001-2026:8.10"]
    db.session.add_all(line_of(cast, number, clauses=[clause]) for number, clause in enumerate(clauses, 1))
    db.session.add(line_of(cast, 5, clauses=["iso14001-2026:8.1", "iso14001-2026:8.1.1"]))
    db.session.add(line_of(cast, 6, clauses=["iso14001-2026:8.1"], state="closed", closed_at=START))

    def numbers() -> list[list[int]]:
        asked = [Filter(clause="iso14001-2026:8.1", exact=exact, sort="oldest") for exact in (False, True)]
        return [[int(line.number[-3:]) for line in registers.page(cast.lea, one).lines] for one in asked]

    one_by_one = numbers()
    monkeypatch.setattr(register_conditions, "FEW", 1)
    assert numbers() == one_by_one == [[1, 3, 5], [1, 5]]


def test_a_period_of_closing_and_a_day_on_which_it_was_open_find_what_they_say(app: Flask, cast: Cast) -> None:
    def closed_after(days: int) -> dict[str, object]:
        return {"state": "closed", "closed_at": START + timedelta(days=days)}

    kept = [{}, closed_after(3), closed_after(9), closed_after(0), {"raised_at": START + timedelta(days=20)}]
    db.session.add_all(line_of(cast, number, **changes) for number, changes in enumerate(kept, 1))
    day = START.date()

    def numbers(wanted: Filter) -> set[int]:
        return {int(line.number[-3:]) for line in registers.page(cast.lea, wanted).lines}

    span = {"closed_from": day + timedelta(days=1), "closed_until": day + timedelta(days=5)}
    assert numbers(Filter(show="counted", **span)) == {2}
    assert numbers(Filter(show="counted", closed_from=day + timedelta(days=1))) == {2, 3}
    assert numbers(Filter(show="counted", open_on=day + timedelta(days=5))) == {1, 3}
    assert numbers(Filter(show="counted", open_on=day + timedelta(days=25))) == {1, 5}


def test_groups_and_counts_agree(app: Flask, cast: Cast) -> None:
    past = (START - timedelta(days=9)).date()
    states = ["raised", "planned", "implemented", "verified", "closed", "void"]
    db.session.add_all(line_of(cast, number, state=state, due_on=past) for number, state in enumerate(states, 1))
    for person in (cast.lea, cast.ola):
        counts = registers.counts(person)
        for show, count in counts.items():
            assert len(registers.page(person, Filter(show=show)).lines) == count, show
    assert counts["open"] == counts["overdue"] == counts["mine"] == 4


def test_a_long_statement_is_cut_for_the_line(app: Flask, cast: Cast) -> None:
    db.session.add(line_of(cast, 1, statement="oil " * 1500))
    line = registers.page(cast.lea, Filter()).lines[0]
    assert len(line.statement) <= registers.SHORT
    assert line.statement.endswith("…")
