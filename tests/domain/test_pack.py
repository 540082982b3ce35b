"""Names of folders and files in an evidence pack."""

import pytest

from auditapp.domain.pack import MOST_BYTES, file_name


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
