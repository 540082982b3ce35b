"""A checklist's content, its hash, and the order of its questions."""

import json
from dataclasses import FrozenInstanceError, replace
from types import SimpleNamespace

import pytest

from auditapp.domain.checklist import Checklist, Question, Section, first_clause
from auditapp.domain.translated import Phrases, Text


def text(words: str) -> Text:
    return Text.of({"en": words})


def a_checklist() -> Checklist:
    label = Question(
        id="waste.label",
        text=text("Is each bin labelled?"),
        clauses=("iso14001-2026:8.1", "iso14001-2015:8.1"),
        guidance=text("Open a few."),
        look_for=Phrases.of({"en": ["label"]}),
        captions=Phrases.of({"en": ["Label missing"]}),
        evidence=("seen",),
    )
    notes = Question("waste.notes", text("Are notes complete?"), ("iso14001-2026:7.5.3",))
    return Checklist(
        key="waste",
        title=text("Waste"),
        kind="site_walk",
        audit_types=("site_walk",),
        objectives=Phrases.of({"en": ["See whether waste is separated"]}),
        scope=text("The yard"),
        criteria=("iso14001-2026",),
        sections=(
            Section("yard", text("Yard"), (label,), text("Behind hall 2")),
            Section("office", text("Office"), (notes,)),
        ),
    )


def test_a_checklist_comes_back_from_json_as_it_was() -> None:
    stored = json.dumps(a_checklist().to_json())
    assert Checklist.from_json(json.loads(stored)) == a_checklist()


def test_equal_content_has_an_equal_hash_after_a_round_through_json() -> None:
    again = Checklist.from_json(json.loads(json.dumps(a_checklist().to_json())))
    assert again.content_hash == a_checklist().content_hash


def test_the_hash_of_a_known_checklist_never_changes() -> None:
    assert a_checklist().content_hash == "268543bc954046ae9fc86035e363b06c76aa34c4d59ff310e427053f8495b1ef"


def reworded(checklist: Checklist, **changes: object) -> Checklist:
    yard, office = checklist.sections
    question = replace(yard.questions[0], **changes)
    return replace(checklist, sections=(replace(yard, questions=(question,)), office))


@pytest.mark.parametrize(
    "changed",
    [
        replace(a_checklist(), title=text("Rubbish")),
        replace(a_checklist(), summary=text("Short")),
        replace(a_checklist(), kind="review"),
        replace(a_checklist(), audit_types=("internal",)),
        replace(a_checklist(), objectives=Phrases.of({"en": ["Other"]})),
        replace(a_checklist(), scope=text("All")),
        replace(a_checklist(), criteria=("iso14001-2015",)),
        replace(a_checklist(), sections=a_checklist().sections[::-1]),
        reworded(a_checklist(), id="waste.labels"),
        reworded(a_checklist(), text=text("Is every bin labelled?")),
        reworded(a_checklist(), text=Text.of({"en": "Is each bin labelled?", "de": "Beschriftet?"})),
        reworded(a_checklist(), clauses=("iso14001-2026:8.1",)),
        reworded(a_checklist(), guidance=text("Open all.")),
        reworded(a_checklist(), look_for=Phrases.of({"en": ["labels"]})),
        reworded(a_checklist(), captions=Phrases.of({"en": ["No label"]})),
        reworded(a_checklist(), evidence=("seen", "asked")),
    ],
)
def test_any_change_of_content_changes_the_hash(changed: Checklist) -> None:
    assert changed.content_hash != a_checklist().content_hash


def test_a_checklist_cannot_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        a_checklist().key = "other"  # type: ignore[misc]


def test_questions_come_in_walking_order_with_their_section() -> None:
    placed = [(section.key, question.id) for section, question in a_checklist().placed_questions]
    assert placed == [("yard", "waste.label"), ("office", "waste.notes")]


def test_a_checklist_knows_every_clause_it_asks_about() -> None:
    assert a_checklist().clauses == {"iso14001-2026:8.1", "iso14001-2015:8.1", "iso14001-2026:7.5.3"}


def instance(position: int, *clauses: str) -> SimpleNamespace:
    return SimpleNamespace(position=position, clauses=clauses)


def positions(instances: list[SimpleNamespace], edition: str = "iso14001-2026") -> list[int]:
    by_clause = sorted(instances, key=lambda one: (first_clause(one.clauses, edition), one.position))
    return [one.position for one in by_clause]


def test_clause_order_counts_ten_after_nine() -> None:
    walk = [instance(1, "iso14001-2026:10.1"), instance(2, "iso14001-2026:9.1.1"), instance(3, "iso14001-2026:8.1")]
    assert positions(walk) == [3, 2, 1]


def test_within_a_clause_the_walking_order_stays() -> None:
    walk = [instance(5, "iso14001-2026:8.1"), instance(2, "iso14001-2026:8.1"), instance(9, "iso14001-2026:7.3")]
    assert positions(walk) == [9, 2, 5]


def test_clause_order_goes_by_the_edition_of_the_audit() -> None:
    walk = [
        instance(1, "iso14001-2026:6.1.4", "iso14001-2015:6.1.1"),
        instance(2, "iso14001-2026:6.1.2", "iso14001-2015:6.1.2"),
    ]
    assert (positions(walk), positions(walk, "iso14001-2015")) == ([2, 1], [1, 2])


def test_questions_without_a_clause_of_the_edition_come_last() -> None:
    walk = [instance(1, "iso14001-2026:6.3"), instance(2, "iso14001-2015:10.3")]
    assert positions(walk, "iso14001-2015") == [2, 1]


def test_the_lowest_clause_decides() -> None:
    assert first_clause(["iso14001-2026:8.1", "iso14001-2026:4.1"], "iso14001-2026") == (4, 1)
