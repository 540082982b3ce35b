"""Reading clause trees: faults are told with their line, good ones are read once."""

from pathlib import Path

import pytest

from auditapp.adapters.checklist_files import BadFileError, check_folder, load_editions

TREE = """\
key: iso14001-2015
name: "ISO 14001:2015"
status: old
clauses:
  - number: "8"
    title: {en: Operation}
    heading_only: true
  - number: "8.1"
    title: {en: Control}
    parent: "8"
"""

TREE_FAULTS = [
    ('number: "8.1"', "number: 8.1", "8: number: YAML reads 8.1 as a number."),
    ("heading_only: true", "heading_only: yes", "7: 8: heading_only must be true or false."),
    ('parent: "8"', 'parent: "9"', "8: 8.1: the parent must be the number without its last part."),
    ('number: "8"', 'number: "8.1"', "8: Clause 8.1 stands here twice."),
    ('number: "8"', 'number: "eight"', "5: “eight” is no clause number"),
    ("status: old\n", "", "1: The edition: “status” is missing."),
    ("status: old", "status: old\nyear: '2015'", "4: The edition: “year” is not known here."),
    ('parent: "8"', 'parent: "8"\n    was_2015: ["7.9"]', "1: 8.1: was_2015 names 7.9"),
    ("key: iso14001-2015", "key: iso14001-2004", "1: key is “iso14001-2004”; name the file"),
    ("clauses:", "clauses: &c", "4: Anchors and aliases"),
]


@pytest.fixture
def write_tree(tmp_path: Path):
    (tmp_path / "standards").mkdir()
    return (tmp_path / "standards/iso14001-2015.yaml").write_text


@pytest.mark.parametrize(("good", "bad", "sentence"), TREE_FAULTS, ids=[bad[:30] for _, bad, _ in TREE_FAULTS])
def test_a_fault_in_a_clause_tree_is_told(write_tree, tmp_path: Path, good: str, bad: str, sentence: str) -> None:
    assert good in TREE
    write_tree(TREE.replace(good, bad, 1))
    problems = [f"{problem.line}: {problem.sentence}" for problem in check_folder(tmp_path)]
    assert any(one.startswith(sentence) for one in problems), problems


def test_a_good_clause_tree_is_read(write_tree, tmp_path: Path) -> None:
    write_tree(TREE)
    assert [clause.number for clause in load_editions(tmp_path)["iso14001-2015"].auditable] == ["8.1"]


def test_a_bad_clause_tree_is_not_loaded(write_tree, tmp_path: Path) -> None:
    write_tree(TREE.replace("status: old\n", ""))
    with pytest.raises(BadFileError, match="status"):
        load_editions(tmp_path)


def test_clause_trees_are_read_once(write_tree, tmp_path: Path) -> None:
    write_tree(TREE)
    assert load_editions(tmp_path) is load_editions(tmp_path)
