"""Marks on photos: what is taken, what is refused in words, and where they lie."""

import json
from typing import Any

import pytest

from auditapp.domain.errors import Refusal
from auditapp.domain.markup import MAX_SHAPES, MAX_TEXT, Arrow, Markup, as_json, checked
from auditapp.domain.markup_drawing import arrow_outline, blur_block, drawing

ARROW = {"kind": "arrow", "from": [0.1, 0.2], "to": [0.5, 0.6]}
CIRCLE = {"kind": "circle", "at": [0.1, 0.2], "size": [0.3, 0.4]}
TEXT = {"kind": "text", "at": [0.1, 0.9], "text": "Leak", "size": 0.045}
BLUR = {"kind": "blur", "at": [0.5, 0.5], "size": [0.2, 0.1]}


def document(*shapes: Any, version: Any = 1) -> dict[str, Any]:
    return {"version": version, "shapes": list(shapes)}


def test_every_kind_of_mark_comes_back_as_it_was_written() -> None:
    written = document(ARROW, CIRCLE, TEXT, BLUR)
    assert as_json(checked(json.loads(json.dumps(written)))) == written


def test_a_photo_without_marks_is_a_mark_up_too() -> None:
    assert checked(document()) == Markup()


@pytest.mark.parametrize("nonsense", [None, [], "marks", {"version": 1}, {"version": 1, "shapes": {}}])
def test_what_is_no_mark_up_is_refused_in_words(nonsense: object) -> None:
    with pytest.raises(Refusal, match="draw them again"):
        checked(nonsense)


@pytest.mark.parametrize("version", [2, 0, True, "1", None])
def test_another_version_is_refused(version: object) -> None:
    with pytest.raises(Refusal, match="another version"):
        checked(document(version=version))


@pytest.mark.parametrize(
    "wrong",
    [
        7,
        {},
        {"kind": "star", "at": [0, 0], "size": [1, 1]},
        ARROW | {"to": [0.5]},
        ARROW | {"to": [0.5, 1.2]},
        ARROW | {"to": [0.5, float("nan")]},
        ARROW | {"to": [0.5, True]},
        ARROW | {"to": [0.5, "0.5"]},
        {"kind": "arrow", "from": [0, 0]},
        CIRCLE | {"size": [0.95, 0.1]},
        BLUR | {"at": [-0.1, 0]},
        TEXT | {"text": ""},
        TEXT | {"text": "   "},
        TEXT | {"text": "a\x00b"},
        TEXT | {"text": 5},
        TEXT | {"size": 0.9},
    ],
)
def test_a_mark_that_cannot_be_read_is_named_by_its_number(wrong: object) -> None:
    with pytest.raises(Refusal, match="Mark 2 of this photo"):
        checked(document(ARROW, wrong))


def test_too_many_marks_are_refused_with_the_limit() -> None:
    with pytest.raises(Refusal, match=f"up to {MAX_SHAPES} marks"):
        checked(document(*[ARROW] * (MAX_SHAPES + 1)))


def test_a_text_too_long_is_refused_with_the_limit() -> None:
    with pytest.raises(Refusal, match=f"up to {MAX_TEXT} characters"):
        checked(document(TEXT | {"text": "x" * (MAX_TEXT + 1)}))


def test_any_change_of_a_mark_changes_the_digest() -> None:
    assert checked(document(BLUR)).digest != checked(document(BLUR | {"size": [0.2, 0.10001]})).digest


def test_an_arrow_runs_from_the_left_of_its_tail_by_its_tip_to_the_right() -> None:
    outline = arrow_outline(Arrow((0.1, 0.5), (0.6, 0.5)), 1000, 500)
    assert len(outline) == 7
    assert outline[3] == (600, 250)
    assert outline[0][1] < 250 < outline[6][1]


def test_a_short_arrow_keeps_a_shaft() -> None:
    outline = arrow_outline(Arrow((0.5, 0.5), (0.52, 0.5)), 1000, 500)
    assert outline[1][0] == pytest.approx(500 + 0.4 * 20)


def test_an_arrow_of_no_length_is_a_point() -> None:
    assert set(arrow_outline(Arrow((0.5, 0.5), (0.5, 0.5)), 100, 100)) == {(50, 50)}


def test_a_drawing_leaves_out_what_is_burnt_in() -> None:
    drawn = drawing(checked(document(BLUR, ARROW, TEXT)), 800, 600)
    assert [mark.kind for mark in drawn.marks] == ["arrow", "text"]
    assert drawn.texts == ("Leak",)


def test_marks_weigh_the_same_whichever_way_the_photo_stands() -> None:
    assert drawing(Markup(), 800, 600).line == drawing(Markup(), 600, 800).line


def test_a_blur_s_blocks_grow_with_its_box() -> None:
    small, large = checked(document(BLUR, BLUR | {"at": [0, 0], "size": [0.8, 0.8]})).blurs
    assert blur_block(small, 1600, 1200) == 40
    assert blur_block(large, 1600, 1200) == 240
