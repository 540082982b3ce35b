"""Signatures: strokes that are taken, others refused in words, and the line they make."""

from typing import Any

import pytest

from auditapp.domain.errors import Refusal
from auditapp.domain.signature import MAX_POINTS, checked, svg_path

GOOD: dict[str, Any] = {
    "version": 1, "width": 600, "height": 200,
    "strokes": [[[10, 20, 0, 0.5], [20, 30.5, 16, 0.5], [40, 30, 33, 0.5]], [[5, 5, 90, 0]]],
}  # fmt: skip


def test_strokes_become_one_line_with_a_dot() -> None:
    assert svg_path(checked(GOOD)) == "M10 20Q20 30.5 30 30.3L40 30M5 5h0.1"


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        [],
        {},
        GOOD | {"version": 2},
        GOOD | {"width": 0},
        GOOD | {"width": 600.5},
        GOOD | {"height": True},
        GOOD | {"height": 50_000},
        GOOD | {"strokes": []},
        GOOD | {"strokes": [[]]},
        GOOD | {"strokes": "M0 0"},
        GOOD | {"strokes": [5]},
        GOOD | {"strokes": [[[10, 20]]]},
        GOOD | {"strokes": [[[10, 20, 0, float("inf")]]]},
        GOOD | {"strokes": [[["10", 20, 0, 0]]]},
        GOOD | {"strokes": [[[10_000, 20, 0, 0]]]},
        GOOD | {"strokes": [[[10, 20, -1, 0]]]},
        GOOD | {"strokes": [[[1, 1, 1, 0]] * (MAX_POINTS + 1)]},
    ],
)
def test_what_is_no_signature_is_refused_in_words(wrong: object) -> None:
    with pytest.raises(Refusal, match="Sign again"):
        checked(wrong)
