"""Names of folders and files in an evidence pack, and the order of its gaps."""

import pytest

from auditapp.domain.pack import MOST_BYTES, Gap, by_kind, file_name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ('Drum "A" / bay 3\\4: full?', "Drum A bay 3 4 full"),
        ("../../etc/passwd", "etc passwd"),
        ("Ends with a dot. ", "Ends with a dot"),
        ("Ζ’ Ltd., Außenlager", "Ζ’ Ltd., Außenlager"),
        ("油桶 没有标签", "油桶 没有标签"),
        ("\u202egnp.exe", "gnp.exe"),
        ("???", ""),
    ],
)
def test_a_name_is_one_that_every_system_can_hold(words: str, name: str) -> None:
    assert file_name(words) == name


@pytest.mark.parametrize("words", ["𠮷" * 80, "油桶" * 40, "word " * 60, "x" * 300])
def test_a_name_is_cut_by_letters_and_by_bytes_to_what_file_systems_hold(words: str) -> None:
    name = file_name(words, 70)
    assert 40 <= len(name) <= 70
    assert len(name.encode()) <= MOST_BYTES
    assert words.startswith(name)


def test_what_is_red_stands_before_what_is_amber() -> None:
    kinds = ("not_closed", "no_cause", "never_audited", "closed_without_evidence", "no_cause")
    groups = by_kind(Gap(kind=kind, about="NC-2026-001") for kind in kinds)
    assert [(kind, len(its)) for kind, its in groups.items()] == [
        ("closed_without_evidence", 1), ("no_cause", 2), ("not_closed", 1), ("never_audited", 1),
    ]  # fmt: skip
