"""What somebody types, and the names that answer it."""

import pytest

from auditapp.domain.jump import BEGINS, WITHIN, WORD, best, rank, typed


@pytest.mark.parametrize(
    ("words", "name", "fit"),
    [
        ("boil", "Boiler house", BEGINS), ("house", "Boiler house", WORD), ("ho boi", "Boiler house", WORD),
        ("ile", "Boiler house", WITHIN), ("il", "Boiler house", None), ("BÖH", "Jürgen Böhm", WORD),
        ("bohm", "Jürgen Böhm", WORD), ("strasse", "Straße", BEGINS), ("雯", "陈晓雯 Chen Xiaowen", WITHIN),
        ("6.1", "6.1.4 Risks", BEGINS), ("drum", "Boiler house", None), ("house drum", "Boiler house", None),
    ],
)  # fmt: skip
def test_a_name_answers_by_its_beginning_a_word_or_a_part(words: str, name: str, fit: int | None) -> None:
    assert rank(typed(words), name) == fit


def test_the_best_come_first_and_equals_stay_in_their_order() -> None:
    names = ["Waste yard", "Yard", "Yard 2", "Vineyard"]
    assert [name for _, name in best("yard", zip(names, names, strict=True), 3)] == ["Yard", "Yard 2", "Waste yard"]


def test_what_is_typed_without_end_is_cut() -> None:
    assert len(typed("a" * 10_000)) == 120
