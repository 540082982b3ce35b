"""The clause tree of an evidence pack."""

from auditapp.domain.clause_tree import OTHER, Branch, tree


def drawn(branches: list[Branch]) -> list[object]:
    return [[one.label, sorted(one.things), *drawn(one.branches)] for one in branches]


def test_a_clause_hangs_on_its_edition_and_on_the_nearest_clause_above_it_that_is_named() -> None:
    found = tree(
        {
            "1": ["ISO 14001:2026 9.1.2 Evaluation of compliance", "ISO 14001:2026 9.1 Monitoring"],
            "2": ["ISO 14001:2026 9.1.2 Evaluation of compliance", "ISO 14001:2026 10.2 Corrective action"],
            "3": ["ISO 14001:2015 9.1.1 General"],
            "4": [],
            "5": ["Permit of 2019"],
        }
    )
    assert drawn(found) == [
        ["ISO 14001:2015", ["3"], ["9.1.1 General", ["3"]]],
        [
            "ISO 14001:2026",
            ["1", "2"],
            ["9.1 Monitoring", ["1", "2"], ["9.1.2 Evaluation of compliance", ["1", "2"]]],
            ["10.2 Corrective action", ["2"]],
        ],
        ["Permit of 2019", ["5"]],
        ["", ["4"]],
    ]
    assert [one.key for one in found] == ["ISO 14001:2015", "ISO 14001:2026", "Permit of 2019", OTHER]


def test_the_number_of_a_standard_without_an_edition_is_no_clause() -> None:
    (edition,) = tree({"1": ["ISO 50001 9.1 General", "ISO 50001 9.1 Allgemeines"]})
    assert [edition.key, *(one.label for one in edition.branches)] == ["ISO 50001", "9.1 Allgemeines", "9.1 General"]
