"""Warnings: what draws each, and what does not."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from auditapp.domain import warnings

TODAY = date(2026, 11, 22)


def drawn(**changes: object) -> list[str]:
    values = {
        "statement": "Oil storage in the boiler house is not controlled.", "correction": "Both drums were moved.",
        "causes": ["Nobody marked a place for drums that arrive."], "actions": ["Mark a bunded place at goods-in."],
        "check_on": TODAY + timedelta(days=60), "chain": ["No place was marked."], "stop_test": "yes",
    } | changes  # fmt: skip
    this = SimpleNamespace(
        correction=values["correction"],
        check_on=values["check_on"],
        causes=[
            SimpleNamespace(statement=one, chain=values["chain"], stop_test=values["stop_test"])
            for one in values["causes"]  # type: ignore[attr-defined]
        ],
        actions=[SimpleNamespace(what=one) for one in values["actions"]],  # type: ignore[attr-defined]
    )
    about = SimpleNamespace(statement=values["statement"], round=this)
    return warnings.of_response(about, TODAY, ["Ola Owner", "陈 雨"])


def test_a_sound_response_draws_no_warning() -> None:
    assert drawn() == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"causes": ["Human error of the night shift."]}, "human_error"),
        ({"causes": ["The driver forgot the bund."]}, "human_error"),
        ({"causes": ["Menschliches Versagen."]}, "human_error"),
        ({"actions": ["Retrain the crew.", "Brief the night shift."]}, "training_only"),
        ({"actions": ["Schulung der Schicht."]}, "training_only"),
        ({"causes": ["Oil storage was not controlled."]}, "cause_repeats"),
        ({"chain": ["No tray was there.", "Oil storage is not controlled."]}, "cause_repeats"),
        ({"chain": ["Because Ola did it her way."]}, "person_cause"),
        ({"chain": ["Because she was away."]}, "person_cause"),
        ({"chain": ["The shift leader did not look."]}, "person_cause"),
        ({"chain": ["因为他不在。"]}, "person_cause"),
        ({"stop_test": "no"}, "stop_test"),
        ({"correction": "The drums will be moved."}, "future_correction"),
        ({"check_on": TODAY + timedelta(days=29)}, "early_check"),
    ],
)
def test_each_warning_is_drawn_by_its_own_fault_alone(changes: dict[str, object], code: str) -> None:
    assert drawn(**changes) == [code]


@pytest.mark.parametrize(
    "changes",
    [
        {"causes": ["The driver forgot the bund.", "Nobody marked a place for drums that arrive."]},
        {"actions": ["Retrain the crew.", "Mark a bunded place at goods-in."]},
        {"actions": ["Install a lock and train the crew."]},
        {"correction": "Both drums were moved to the willow yard."},
        {"chain": ["The operator has no instruction for arrivals."]},
        {"chain": [], "stop_test": ""},
        {"check_on": TODAY + timedelta(days=30)},
        {"check_on": None},
        {"causes": [], "actions": []},
    ],
)
def test_what_only_looks_like_a_fault_draws_none(changes: dict[str, object]) -> None:
    assert drawn(**changes) == []


@pytest.mark.parametrize(
    ("grade", "earlier", "codes"),
    [
        ("minor", [], []), ("minor", ["minor"], ["repeat"]), ("minor", ["major", "minor"], ["lower_grade", "repeat"]),
        ("minor", ["minor", "major"], ["repeat"]), ("major", ["major"], []), ("major", ["minor"], []),
    ],
)  # fmt: skip
def test_a_grade_is_held_against_the_last_one_and_a_repeat_against_three_years(
    grade: str, earlier: list[str], codes: list[str]
) -> None:
    assert warnings.of_grade(grade, earlier) == codes


def test_every_warning_has_a_sentence() -> None:
    every = {"human_error", "training_only", "cause_repeats", "future_correction", "early_check"}
    every |= {"person_cause", "stop_test", "no_photo"}
    assert set(warnings.SENTENCES) == every | {"lower_grade", "repeat"}


@pytest.mark.parametrize(
    ("walked", "photos", "codes"), [(True, [], ["no_photo"]), (True, ["a photo"], []), (False, [], [])]
)
def test_a_finding_of_a_site_walk_has_a_photo(walked: bool, photos: list[str], codes: list[str]) -> None:
    finding = SimpleNamespace(grade="minor", evidence=photos, instance=None)
    assert warnings.of_finding(finding, [], walked=walked) == codes
