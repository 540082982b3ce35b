"""The register: filters in its address, search, saved views, files without formulas, handing over."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask

from auditapp.models import Nonconformity, Person, SavedView, db
from tests.cast import Cast
from tests.pages import DistrustfulClient

SignIn = Callable[[Person], DistrustfulClient]


def numbers_on(client: DistrustfulClient, query: str) -> set[str]:
    text = client.text(f"/nonconformities?{query}")
    return {number for number in ("NC-2026-001", "NC-2026-002") if number in text}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"NC-2026-001", "NC-2026-002"}), ("grade=major", {"NC-2026-002"}), ("source=complaint", {"NC-2026-002"}),
        ("repeat=1", {"NC-2026-002"}), ("due=week", {"NC-2026-002"}), ("due=overdue", set()),
        ("clause=iso14001-2026:8.1", {"NC-2026-001"}), ("clause=iso14001-2026:8", {"NC-2026-001"}),
        ("clause=iso14001-2015:8.1", {"NC-2026-001"}), ("clause=iso14001-2026:9.1.2", {"NC-2026-002"}),
        ("clause=iso14001-2026:81", set()), ("show=raised", {"NC-2026-001", "NC-2026-002"}), ("show=planned", set()),
        ("q=bund", {"NC-2026-001"}), ("q=compr", {"NC-2026-002"}), ("q=loud+night", {"NC-2026-002"}),
        ("q=%22'*(", set()), ("q=nc-2026-002", {"NC-2026-002"}), ("process=nonsense&sort=nonsense",
        {"NC-2026-001", "NC-2026-002"}), ("raised_from=2026-03-01&raised_until=2026-03-01",
        {"NC-2026-001", "NC-2026-002"}), ("raised_from=2026-03-02", set()),
    ],
)  # fmt: skip
def test_a_filter_shows_what_fits_alone(
    signed_in: SignIn, cast: Cast, two: object, query: str, found: set[str]
) -> None:
    assert numbers_on(signed_in(cast.lea), query) == found


def test_process_site_and_owner_narrow_the_list(signed_in: SignIn, cast: Cast, two: object) -> None:
    lea = signed_in(cast.lea)
    for query in (f"process={cast.vans.id}", f"site={cast.depot.id}", f"owner={cast.zed.id}"):
        assert numbers_on(lea, query) == {"NC-2026-002"}


def test_what_is_written_again_is_found_under_its_new_words_alone(
    app: Flask, signed_in: SignIn, cast: Cast, two: tuple[Nonconformity, Nonconformity]
) -> None:
    two[0].statement = "Grease lies beside the pump."
    db.session.commit()
    lea = signed_in(cast.lea)
    assert numbers_on(lea, "q=grease") == {"NC-2026-001"}
    assert numbers_on(lea, "q=bund") == set()


def test_a_change_of_clauses_moves_it_to_the_other_filter(
    signed_in: SignIn, cast: Cast, two: tuple[Nonconformity, Nonconformity]
) -> None:
    two[0].clauses = ["iso14001-2026:7.2"]
    db.session.commit()
    lea = signed_in(cast.lea)
    assert numbers_on(lea, "clause=iso14001-2026:7.2") == {"NC-2026-001"}
    assert numbers_on(lea, "clause=iso14001-2026:8.1") == set()


def test_every_order_pages_without_gap_or_repetition(app: Flask, signed_in: SignIn, cast: Cast) -> None:
    from auditapp.services import registers

    for number in range(1, 2 * registers.PAGE + 4):
        due = datetime(2026, 5, 1 + number % 9, tzinfo=UTC).date() if number % 3 else None
        db.session.add(Nonconformity(
            number=f"NC-{number:04d}", state="raised", grade="major" if number % 4 else "minor", statement="x",
            owner=cast.ola, raised_by=cast.lea, raised_at=datetime(2026, 3, 1, number % 5, tzinfo=UTC), due_on=due,
        ))  # fmt: skip
    db.session.commit()
    for sort in ("newest", "oldest", "due", "number", "grade"):
        seen, after = [], ""
        while True:
            found = registers.page(cast.lea, registers.Filter(sort=sort), after=after)
            seen += [line.number for line in found.lines]
            if found.older is None:
                break
            after = found.older
        assert len(seen) == len(set(seen)) == 2 * registers.PAGE + 3, sort


def test_a_fragment_is_the_list_alone(signed_in: SignIn, cast: Cast, two: object) -> None:
    lea = signed_in(cast.lea)
    answer = lea.get("/nonconformities?q=bund", headers={"HX-Request": "true", "HX-Target": "div#register"})
    html = answer.get_data(as_text=True)
    assert html.strip().startswith('<div class="stack" id="register">')
    assert "NC-2026-001" in html


def test_a_line_is_made_of_few_parts(signed_in: SignIn, cast: Cast, two: object) -> None:
    """Fifty stand on a page: an old phone has to hold what each of them is made of."""
    lines = signed_in(cast.mia).get("/nonconformities?show=all").text.split("<tbody>")[1].split("</tr>")[:2]
    assert [one.count("<") - one.count("</") <= 18 for one in lines] == [True, True]


def test_a_view_is_kept_opened_and_taken_out(signed_in: SignIn, cast: Cast, two: object) -> None:
    lea = signed_in(cast.lea)
    lea.get("/nonconformities?grade=major")
    answer = lea.send("/register/views", {"name": "Majors", "query": "grade=major&after=x"})
    assert answer.location.endswith("?grade=major")
    assert "Majors" in lea.text("/nonconformities")
    assert "Majors" not in signed_in(cast.mia).text("/nonconformities")
    view = db.session.query(SavedView).one()
    assert signed_in(cast.mia).send(f"/register/views/{view.id}/remove").status_code == 404
    assert lea.send(f"/register/views/{view.id}/remove").status_code == 303
    assert "Majors" not in lea.text("/nonconformities")


def test_the_filter_names_what_its_reader_sees_alone(signed_in: SignIn, cast: Cast, two: object) -> None:
    zed = signed_in(cast.zed)
    assert cast.boilers.name not in zed.get("/nonconformities").text
    assert "Ola Owner" not in zed.get(f"/nonconformities?owner={cast.ola.id}").text
    assert cast.boilers.name in signed_in(cast.ola).get("/nonconformities").text
