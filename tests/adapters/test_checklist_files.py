"""Reading checklist files: every fault is told, each with its line."""

import time
from pathlib import Path

import pytest

from auditapp.adapters.checklist_files import (
    BadFileError,
    Problem,
    check_file,
    load_all,
    load_checklist,
)

GOOD = """\
key: battery
title: {en: Battery room}
kind: site_walk
audit_types: [site_walk]
objectives:
  en:
    - See whether acid is held back
scope: {en: Battery room}
criteria: [iso14001-2026]
sections:
  - key: door
    title: {en: At the door}
    place: {en: North side}
    questions:
      - id: battery.sign
        text: {en: Is there a sign}
        clauses: ["iso14001-2026:8.1", "iso14001-2015:8.1"]
        guidance: {en: Look up}
        look_for: {en: [sign]}
        captions: {en: [Sign missing]}
        evidence: [seen]
"""


@pytest.fixture
def write(tmp_path: Path):
    def put(content: str | bytes, name: str = "battery.yaml") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return put


def told(path: Path) -> list[str]:
    return [f"{problem.line}: {problem.sentence}" for problem in check_file(path)]


def test_a_good_file_has_no_problems(write) -> None:
    assert check_file(write(GOOD)) == []


def test_a_good_file_is_read_whole(write) -> None:
    (question,) = load_checklist(write(GOOD)).questions
    assert (question.id, str(question.text), question.clauses, list(question.captions)) == (
        "battery.sign",
        "Is there a sign",
        ("iso14001-2026:8.1", "iso14001-2015:8.1"),
        ["Sign missing"],
    )


def test_a_byte_order_mark_does_no_harm(write) -> None:
    assert check_file(write(b"\xef\xbb\xbf" + GOOD.encode())) == []


def test_windows_line_ends_do_no_harm(write) -> None:
    assert check_file(write(GOOD.replace("\n", "\r\n"))) == []


WRONG = [
    ("kind: site_walk", "kind: stroll", "3: kind: “stroll” is not known."),
    ("kind: site_walk\n", "", "1: The checklist: “kind” is missing."),
    ("kind: site_walk", "kind: site_walk\ncolour: red", "4: The checklist: “colour” is not known here."),
    ("kind: site_walk", "kind: site_walk\nkind: review", "4: The checklist: “kind” stands here twice."),
    ("audit_types: [site_walk]", "audit_types: [site_walk, picnic]", "4: audit_types: “picnic” is not known."),
    ("audit_types: [site_walk]", "audit_types: []", "4: audit_types is an empty list."),
    ("audit_types: [site_walk]", "audit_types: site_walk", "4: audit_types must be a list"),
    ("audit_types: [site_walk]", "audit_types: [site_walk, site_walk]", "4: audit_types: “site_walk” stands"),
    ("criteria: [iso14001-2026]", "criteria: [iso9001-2015]", "9: criteria: “iso9001-2015” is not known."),
    ("key: battery\n", "key: Battery Room\n", "1: key: “Battery Room” must be small letters"),
    ("key: battery\n", "key: other\n", "1: key is “other”; name the file other.yaml."),
    ("scope: {en: Battery room}", "scope: Battery room", "8: scope must be a group"),
    ("scope: {en: Battery room}", "scope: {de: Batterieraum}", "8: scope: “en” is missing."),
    ("scope: {en: Battery room}", "scope: {en: Battery room, fr: Salle}", "8: scope: “fr” is not known here."),
    ("scope: {en: Battery room}", "scope: {en: ''}", "8: scope is empty."),
    ("scope: {en: Battery room}", "scope: {en: '  '}", "8: scope is empty."),
    ("scope: {en: Battery room}", "scope: {en: }", "8: scope is empty."),
    ("scope: {en: Battery room}", "scope: {en: [a]}", "8: scope must be text."),
    ("scope: {en: Battery room}", 'scope: {en: "a\\0b"}', "8: scope holds a control character."),
    ("{en: Is there a sign}", "{en: no}", "16: battery.sign: text: YAML reads no as true or false. Put it in quotes"),
    ("{en: Is there a sign}", "{en: 12:30:45}", "16: battery.sign: text: YAML reads 12:30:45 as a number."),
    ("{en: Is there a sign}", "{en: 2026-01-01}", "16: battery.sign: text: YAML reads 2026-01-01 as a date."),
    ("{en: Is there a sign}", "{en: 4.10}", "16: battery.sign: text: YAML reads 4.10 as a number."),
    ("{en: Is there a sign}", "{en: " + "x" * 401 + "}", "16: battery.sign: text has 401 characters; 400 are"),
    ("[Sign missing]", "[" + "x" * 41 + "]", "20: battery.sign: captions has 41 characters; 40 are"),
    ("iso14001-2026:8.1", "iso14001-2026:8.9", "17: battery.sign: clauses: ISO 14001:2026 has no clause 8.9."),
    ("iso14001-2026:8.1", "iso14001-2026:6.1", "17: battery.sign: clauses: ISO 14001:2026 6.1 is only a heading."),
    ("iso14001-2026:8.1", "iso14001-1996:8.1", "17: battery.sign: clauses: the edition “iso14001-1996” is not"),
    ("iso14001-2026:8.1", "8.1 of 2026", "17: battery.sign: clauses: “8.1 of 2026” is not a clause such as"),
    ("iso14001-2015:8.1", "iso14001-2026:8.1", "17: battery.sign: clauses: iso14001-2026:8.1 stands here twice."),
    ("evidence: [seen]", "evidence: [smelt]", "21: battery.sign: evidence: “smelt” is not known."),
    ("id: battery.sign", "id: Battery sign", "15: id: “Battery sign” must be small letters"),
    ("id: battery.sign", "name: battery.sign", "15: A question: “id” is missing."),
    ("look_for: {en: [sign]}", "look_for: {en: [sign], de: [Schild, Tor]}", "19: battery.sign: look_for must say"),
]


@pytest.mark.parametrize(("good", "bad", "sentence"), WRONG, ids=[bad[:40] for _, bad, _ in WRONG])
def test_a_fault_is_told_with_its_line(write, good: str, bad: str, sentence: str) -> None:
    assert good in GOOD
    assert any(one.startswith(sentence) for one in told(write(GOOD.replace(good, bad, 1))))


def test_all_faults_are_told_at_once_in_the_order_of_lines(write) -> None:
    content = GOOD.replace("kind: site_walk", "kind: stroll").replace("iso14001-2026:8.1", "iso14001-2026:99")
    content = content.replace("evidence: [seen]", "evidence: [no]").replace("{en: North side}", "North side")
    assert [problem.line for problem in check_file(write(content))] == [3, 13, 17, 21]


def test_an_id_used_twice_in_a_file_is_told_with_both_lines(write) -> None:
    question = GOOD[GOOD.index("      - id:") :]
    assert told(write(GOOD + question)) == ["22: id “battery.sign” was used before, on line 15."]


def test_an_id_used_in_two_files_is_told(write, tmp_path: Path) -> None:
    write(GOOD)
    write(GOOD.replace("key: battery", "key: cellar"), "cellar.yaml")
    with pytest.raises(BadFileError) as caught:
        load_all(tmp_path)
    assert caught.value.problems == [
        Problem(15, "id “battery.sign” is used before, in battery.yaml, line 15.", "cellar.yaml")
    ]


def test_a_problem_prints_as_file_line_and_sentence(write) -> None:
    (problem,) = check_file(write(GOOD.replace("kind: site_walk", "kind: stroll")))
    assert str(problem).startswith("battery.yaml:3: kind: “stroll”")


def test_a_bad_file_is_not_loaded(write) -> None:
    with pytest.raises(BadFileError, match="stroll"):
        load_checklist(write(GOOD.replace("kind: site_walk", "kind: stroll")))


def test_a_folder_loads_in_the_order_of_its_file_names(write, tmp_path: Path) -> None:
    write(GOOD)
    write(GOOD.replace("key: battery", "key: annex").replace("battery.sign", "annex.sign"), "annex.yaml")
    assert [checklist.key for checklist in load_all(tmp_path)] == ["annex", "battery"]


def test_white_space_and_comments_leave_the_hash_alone(write) -> None:
    before = load_checklist(write(GOOD)).content_hash
    folded = "# a comment\n" + GOOD.replace("{en: Is there a sign}", "\n          en: Is there\n            a sign")
    assert load_checklist(write(folded)).content_hash == before


def test_a_new_word_changes_the_hash(write) -> None:
    before = load_checklist(write(GOOD)).content_hash
    assert load_checklist(write(GOOD.replace("Is there a sign", "Is there a clean sign"))).content_hash != before


HOSTILE = {
    "alias bomb": (
        "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*{'a' if n == 0 else f'b{n - 1}'}, *a]\n" for n in range(30)),
        "1: Anchors and aliases",
    ),
    "anchor alone": (GOOD.replace("{en: North side}", "&x {en: North side}"), "13: Anchors and aliases"),
    "brackets": ("a: " + "[" * 20_000, "1: The file nests more than 20 levels deep."),
    "braces on lines": ("{a:\n" * 50_000, "21: The file nests more than 20 levels deep."),
    "dashes": ("- " * 20_000, "1: The file nests more than 20 levels deep."),
    "questions": ("? " * 20_000, "1: The file nests more than 20 levels deep."),
    "indentation": ("".join(f"{' ' * n}a:\n" for n in range(900)), "21: The file nests more than 20 levels deep."),
    "two megabytes": ("key: " + "x" * 2_000_000, "1: The file is longer than 1048576 bytes."),
    "tab": (GOOD.replace("  - key: door", "\t- key: door"), "11: A tab stands where"),
    "python tag": ("key: !!python/object/apply:os.system [ls]\n", "1: Tags"),
    "own tag": ("key: !secret x\n", "1: Tags"),
    "binary tag": ("key: !!binary aGVsbG8=\n", "1: Tags"),
    "two documents": (GOOD + "---\n" + GOOD, "22: The file holds a second document"),
    "nothing": ("", "1: The file is empty."),
    "only a comment": ("# nothing\n", "1: The file is empty."),
    "a word": ("hello\n", "1: The checklist must be a group"),
    "a list": ("- a\n- b\n", "1: The checklist must be a group"),
    "not YAML": ("key: [a\ntitle: b\n", "2: This is not valid YAML"),
    "merge key": (GOOD + "<<: {kind: review}\n", "22: The checklist: a key: YAML reads << as a merge."),
    "a list as key": ("[a, b]: c\n", "1: The checklist: a key must be text."),
    "false as key": (GOOD + "off: x\n", "22: The checklist: a key: YAML reads off as true or false."),
    "latin-1": (GOOD.replace("North", "Nörd").encode("latin-1"), "13: The file is not UTF-8 text."),
    "zero byte": (GOOD.replace("North", "No\0rth"), "13: The file holds a control character."),
    "escape byte": (GOOD.replace("North", "No\x1brth"), "13: The file holds a control character."),
    "surrogate": (GOOD.replace("{en: North side}", '{en: "\\ud800"}'), "13: "),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "1: The file is not UTF-8 text."),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_yaml_is_refused_in_words_and_at_once(write, name: str) -> None:
    content, sentence = HOSTILE[name]
    path = write(content)
    started = time.process_time()
    problems = told(path)
    assert time.process_time() - started < 1
    assert any(one.startswith(sentence) for one in problems), problems


def test_a_file_just_below_the_limits_is_read_in_a_few_seconds(write) -> None:
    question = GOOD[GOOD.index("      - id:") :]
    many = "".join(question.replace("battery.sign", f"battery.sign-{n}") for n in range(3_900))
    content = GOOD[: GOOD.index("      - id:")] + many
    assert 900_000 < len(content) < 1_048_576
    started = time.process_time()
    assert check_file(write(content)) == []
    assert time.process_time() - started < 10
