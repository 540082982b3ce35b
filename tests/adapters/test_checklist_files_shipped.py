"""The checklists that come with the product: valid, complete and mapped to both editions."""

from collections import Counter
from pathlib import Path

import pytest
import yaml

from auditapp.adapters.checklist_files import SHIPPED, check_file, check_folder, load_all, load_editions
from auditapp.domain.checklist import Checklist
from auditapp.domain.standard import Edition, other_edition, parse_ref

EDITIONS = load_editions(SHIPPED)
CHECKLISTS = {checklist.key: checklist for checklist in load_all(SHIPPED)}
CLAUSE_LISTS = ("iso14001-2015", "iso14001-2026")
WALKS = (
    "waste",
    "chemicals-and-oil-storage",
    "spill-and-emergency-readiness",
    "energy",
    "emissions-to-air",
    "water-and-drains",
    "contractors",
)
QUESTIONS = [(checklist.key, question) for checklist in CHECKLISTS.values() for question in checklist.questions]


def test_everything_shipped_is_valid() -> None:
    assert check_folder(SHIPPED) == []


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.name)
def test_each_shipped_file_is_valid_alone(path: Path) -> None:
    assert check_file(path) == []


def test_the_promised_checklists_are_there() -> None:
    assert set(CHECKLISTS) == {*CLAUSE_LISTS, *WALKS, "initial-environmental-review", "stage-1-readiness"}


@pytest.mark.parametrize("key", CLAUSE_LISTS)
def test_every_auditable_clause_has_two_to_four_questions(key: str) -> None:
    counted = Counter(ref for question in CHECKLISTS[key].questions for ref in question.clauses)
    amounts = {clause.ref: counted[clause.ref] for clause in EDITIONS[key].auditable}
    assert {ref: amount for ref, amount in amounts.items() if not 2 <= amount <= 4} == {}


@pytest.mark.parametrize("key", CLAUSE_LISTS)
def test_clause_checklists_name_their_own_edition_first(key: str) -> None:
    assert {parse_ref(question.clauses[0])[0] for question in CHECKLISTS[key].questions} == {key}


@pytest.mark.parametrize("key", CLAUSE_LISTS)
def test_clause_checklists_follow_the_order_of_the_standard(key: str) -> None:
    numbers = [parse_ref(question.clauses[0])[1] for question in CHECKLISTS[key].questions]
    order = [clause.number for clause in EDITIONS[key].clauses]
    assert [order.index(number) for number in numbers] == sorted(order.index(number) for number in numbers)


@pytest.mark.parametrize("key", WALKS)
def test_a_walk_has_fifteen_to_thirty_questions(key: str) -> None:
    assert 15 <= len(CHECKLISTS[key].questions) <= 30


@pytest.mark.parametrize("key", WALKS)
def test_every_stretch_of_a_walk_says_where_to_stand(key: str) -> None:
    assert [section.key for section in CHECKLISTS[key].sections if not section.place] == []


@pytest.mark.parametrize("key", WALKS)
def test_what_is_to_be_seen_on_a_walk_mostly_offers_captions(key: str) -> None:
    seen = [question for question in CHECKLISTS[key].questions if question.evidence[0] == "seen"]
    assert [question.id for question in seen if not question.captions] == []


def test_question_ids_are_unique_over_all_files() -> None:
    counted = Counter(question.id for _, question in QUESTIONS)
    assert [name for name, amount in counted.items() if amount > 1] == []


def test_every_question_has_guidance_evidence_and_how_it_is_found_out() -> None:
    bare = [one.id for _, one in QUESTIONS if not (one.guidance and one.look_for and one.evidence)]
    assert bare == []


def test_no_question_stands_twice_in_one_checklist() -> None:
    for checklist in CHECKLISTS.values():
        texts = Counter(str(question.text) for question in checklist.questions)
        assert texts.most_common(1)[0][1] == 1, checklist.key


ONLY_2026 = {"c26.change-recognised", "c26.change-approved"}
"""Questions on 6.3 that nothing in the 2015 edition asks for."""


def test_every_question_is_mapped_to_both_editions_unless_it_is_new() -> None:
    partly = {one.id for _, one in QUESTIONS if len({parse_ref(ref)[0] for ref in one.clauses}) < 2}
    assert partly == ONLY_2026


def test_clause_lists_map_as_the_clause_tree_does_or_as_change_was_asked_before() -> None:
    changes = {"iso14001-2026:6.3": {"iso14001-2015:8.1"}, "iso14001-2015:6.1.1": {"iso14001-2026:6.1.2"}}
    changes["iso14001-2015:8.1"] = {"iso14001-2026:6.3"}
    for key in CLAUSE_LISTS:
        for question in CHECKLISTS[key].questions:
            own, *others = question.clauses
            allowed = {*other_edition(own, EDITIONS), *changes.get(own, set())}
            assert set(others) <= allowed, question.id


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=lambda edition: edition.key)
def test_walks_and_reviews_reach_most_of_clauses_four_to_ten(edition: Edition) -> None:
    reached = {ref for key, one in QUESTIONS if key not in CLAUSE_LISTS for ref in one.clauses}
    missing = [clause.number for clause in edition.auditable if clause.ref not in reached]
    assert len(missing) <= 2, missing


@pytest.mark.parametrize("edition", EDITIONS.values(), ids=lambda edition: edition.key)
def test_a_clause_with_parts_is_only_a_heading(edition: Edition) -> None:
    parents = {clause.parent for clause in edition.clauses if clause.parent}
    assert [number for number in parents if not edition.by_number[number].heading_only] == []


def test_every_auditable_clause_of_2015_lives_on_in_2026() -> None:
    lost = [one.ref for one in EDITIONS["iso14001-2015"].auditable if not other_edition(one.ref, EDITIONS)]
    assert lost == []


def test_only_planning_of_changes_is_new_in_2026() -> None:
    new = [one.number for one in EDITIONS["iso14001-2026"].auditable if not other_edition(one.ref, EDITIONS)]
    assert new == ["6.3"]


@pytest.mark.parametrize("checklist", CHECKLISTS.values(), ids=lambda checklist: checklist.key)
def test_each_checklist_comes_back_from_json_with_its_hash(checklist: Checklist) -> None:
    again = Checklist.from_json(checklist.to_json())
    assert (again, again.content_hash) == (checklist, checklist.content_hash)


@pytest.mark.parametrize("path", sorted(SHIPPED.rglob("*.yaml")), ids=lambda path: path.name)
def test_other_yaml_readers_see_the_same_text(path: Path) -> None:
    def leaves(value: object) -> list[object]:
        if isinstance(value, dict):
            return [leaf for key, one in value.items() for leaf in [key, *leaves(one)]]
        if isinstance(value, list):
            return [leaf for one in value for leaf in leaves(one)]
        return [value]

    kinds = {type(leaf) for leaf in leaves(yaml.safe_load(path.read_text(encoding="utf-8")))}
    assert kinds <= {str, bool}


def test_the_readme_example_is_a_valid_checklist(tmp_path: Path) -> None:
    readme = (SHIPPED / "README.md").read_text(encoding="utf-8")
    example = readme.split("```yaml\n")[1].split("```")[0]
    path = tmp_path / "battery-room.yaml"
    path.write_text(example, encoding="utf-8")
    assert check_file(path) == []
