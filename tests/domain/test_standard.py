"""Clause references, their order, and the way from one edition to the other."""

import pytest

from auditapp.domain.standard import (
    Clause,
    Edition,
    find_clause,
    label,
    number_sort_key,
    other_edition,
    parse_ref,
    ref_sort_key,
)
from auditapp.domain.translated import Text


def clause(edition: str, number: str, title: str, *was: str, heading: bool = False) -> Clause:
    parent = number.rpartition(".")[0] or None
    return Clause(edition, number, Text.of({"en": title, "de": f"de {title}"}), parent, heading, was)


OLD, NEW = "iso14001-2015", "iso14001-2026"
EDITIONS = {
    OLD: Edition(
        OLD,
        "ISO 14001:2015",
        "withdrawn",
        (
            clause(OLD, "9", "Performance evaluation", heading=True),
            clause(OLD, "9.3", "Management review"),
            clause(OLD, "10.1", "General"),
            clause(OLD, "10.3", "Continual improvement"),
        ),
    ),
    NEW: Edition(
        NEW,
        "ISO 14001:2026",
        "current",
        (
            clause(NEW, "6.3", "Planning of changes"),
            clause(NEW, "9", "Performance evaluation", "9", heading=True),
            clause(NEW, "9.3", "Management review", "9.3", heading=True),
            clause(NEW, "9.3.1", "General", "9.3"),
            clause(NEW, "9.3.2", "Management review inputs", "9.3"),
            clause(NEW, "10.1", "Continual improvement", "10.3", "10.1"),
        ),
    ),
}


def test_a_reference_is_edition_and_number() -> None:
    assert parse_ref("iso14001-2026:6.1.4") == ("iso14001-2026", "6.1.4")


@pytest.mark.parametrize(
    "wrong",
    ["", "4.1", "iso14001-2026", "iso14001-2026:", ":4.1", "iso14001-2026:4.", "iso14001-2026:4.1\n", "ISO:4.1"],
)
def test_what_is_no_reference_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a clause reference"):
        parse_ref(wrong)


def test_clause_numbers_sort_as_numbers() -> None:
    assert sorted(["10.1", "9.2.2", "9.10", "9.2"], key=number_sort_key) == ["9.2", "9.2.2", "9.10", "10.1"]


def test_references_sort_by_edition_first() -> None:
    refs = ["iso14001-2026:4.1", "iso14001-2015:10.2", "iso14001-2015:9.1"]
    assert sorted(refs, key=ref_sort_key) == ["iso14001-2015:9.1", "iso14001-2015:10.2", "iso14001-2026:4.1"]


def test_a_clause_that_was_split_leads_to_all_its_parts_without_the_heading() -> None:
    assert other_edition("iso14001-2015:9.3", EDITIONS) == ("iso14001-2026:9.3.1", "iso14001-2026:9.3.2")


def test_clauses_that_were_merged_lead_back_to_each() -> None:
    assert other_edition("iso14001-2026:10.1", EDITIONS) == ("iso14001-2015:10.1", "iso14001-2015:10.3")


def test_a_new_clause_has_no_counterpart() -> None:
    assert other_edition("iso14001-2026:6.3", EDITIONS) == ()


def test_a_heading_has_no_counterpart_that_could_be_audited() -> None:
    assert other_edition("iso14001-2026:9", EDITIONS) == ()


def test_an_unknown_clause_has_no_counterpart() -> None:
    assert other_edition("iso14001-2026:11.1", EDITIONS) == ()


def test_a_later_edition_finds_nothing_when_the_base_edition_is_absent() -> None:
    assert other_edition("iso14001-2026:10.1", {NEW: EDITIONS[NEW]}) == ()


def test_a_label_names_standard_edition_number_and_title() -> None:
    assert label("iso14001-2026:6.3", EDITIONS) == "ISO 14001:2026 6.3 Planning of changes"


def test_a_label_speaks_the_language_asked_for() -> None:
    assert label("iso14001-2026:6.3", EDITIONS, "de") == "ISO 14001:2026 6.3 de Planning of changes"


def test_the_label_of_an_unknown_clause_is_its_reference() -> None:
    assert label("iso9001-2015:8.4", EDITIONS) == "iso9001-2015:8.4"


def test_the_label_of_what_is_no_reference_is_that_itself() -> None:
    assert label("§ 4.1 <b>", EDITIONS) == "§ 4.1 <b>"


def test_headings_are_not_auditable() -> None:
    assert [one.number for one in EDITIONS[OLD].auditable] == ["9.3", "10.1", "10.3"]


def test_a_clause_is_found_by_its_own_reference() -> None:
    found = find_clause("iso14001-2026:9.3.2", EDITIONS)
    assert found is not None
    assert found.ref == "iso14001-2026:9.3.2"
