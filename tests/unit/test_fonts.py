"""Titles are drawn on any machine: in every script of our languages and of their neighbours."""

import time

import numpy as np
import pytest

from engine.media.planes import new_planes
from engine.picture.fonts import OWN_FOLDER, font_for
from engine.picture.lettering import is_right_to_left, lettering
from engine.picture.titles import can_draw, draw_caption, draw_lower_third, draw_title

CANVAS = (640, 360)
TITLES = [
    "Monday news",
    "周一新闻",
    "你好，世界！",
    "Привет",
    "Ελλάδα",
    "こんにちは",
    "Señor — ¿qué?",
    "안녕하세요",
    "مرحبا بالعالم",
    "שלום עולם",
    "नमस्ते दुनिया",
    "สวัสดีชาวโลก",
    "வணக்கம்",
    "Xin chào thế giới",
]


@pytest.mark.parametrize("text", TITLES)
def test_a_title_does_not_depend_on_the_machine(text: str) -> None:
    font = font_for(text, 48)
    assert font is not None
    assert str(font.path).startswith(str(OWN_FOLDER))
    assert can_draw(text)


def test_a_line_of_several_scripts_is_set_in_several_fonts() -> None:
    line = lettering("Monday 안녕 and नमस्ते", 40)
    assert line is not None
    assert "".join(text for text, _ in line.pieces) == "Monday 안녕 and नमस्ते"
    assert len({str(font.path) for _, font in line.pieces}) >= 2
    assert line.length_px > 200


def test_a_line_begins_on_the_side_of_its_first_letter() -> None:
    assert is_right_to_left("2026 مرحبا Monday")
    assert not is_right_to_left("Monday مرحبا")
    assert not is_right_to_left("123 !")


def test_what_no_font_draws_is_not_drawn() -> None:
    assert not can_draw("\U000f1234")
    assert draw_title("\U000f1234", "top", *CANVAS) is None
    assert draw_title("\u202e \u200b", "top", *CANVAS) is None
    assert draw_caption("\n\n", *CANVAS) is None


def drawn(overlay) -> tuple[np.ndarray, np.ndarray]:
    """(luma of the canvas with the overlay on grey, where something is drawn)"""
    planes = new_planes(*CANVAS, (120, 128, 128))
    overlay.draw(planes)
    return planes.y, planes.y != 120


@pytest.mark.parametrize("position", ["top", "middle", "bottom"])
@pytest.mark.parametrize("side", ["left", "middle", "right"])
def test_a_title_stands_where_it_is_asked_for(position: str, side: str) -> None:
    _, is_drawn = drawn(draw_title("News", position, *CANVAS, side=side))
    rows, columns = np.flatnonzero(is_drawn.any(axis=1)), np.flatnonzero(is_drawn.any(axis=0))
    down, across = rows.mean() / CANVAS[1], columns.mean() / CANVAS[0]
    assert (0 if down < 0.4 else 2 if down > 0.6 else 1) == ["top", "middle", "bottom"].index(
        position
    )
    assert (0 if across < 0.4 else 2 if across > 0.6 else 1) == ["left", "middle", "right"].index(
        side
    )
    assert rows.min() > 0
    assert columns.max() < CANVAS[0] - 1


def test_sizes_and_colours_are_seen() -> None:
    heights = [
        np.flatnonzero(drawn(draw_title("News", "top", *CANVAS, size=size))[1].any(axis=1)).size
        for size in ("small", "normal", "large")
    ]
    assert heights[0] < 0.85 * heights[1]
    assert heights[1] < 0.8 * heights[2]
    planes = new_planes(*CANVAS, (120, 128, 128))
    draw_title("News", "top", *CANVAS, color="#ff0000").draw(planes)
    assert planes.v.max() > 190


def test_a_lower_third_has_two_lines_and_a_bar() -> None:
    both = draw_lower_third("Grace Hopper\nRear Admiral", "bottom", *CANVAS)
    one = draw_lower_third("Grace Hopper", "bottom", *CANVAS)
    _, is_drawn = drawn(both)
    rows, columns = np.flatnonzero(is_drawn.any(axis=1)), np.flatnonzero(is_drawn.any(axis=0))
    assert rows.size > 1.3 * np.flatnonzero(drawn(one)[1].any(axis=1)).size
    assert columns.min() < 0.1 * CANVAS[0]
    planes = new_planes(*CANVAS, (120, 128, 128))
    both.draw(planes)
    assert planes.u[rows.mean().astype(int) // 2, columns.min() // 2 + 1] > 150, "the bar is blue"


def test_a_caption_of_more_lines_than_there_are_says_so_and_stays_as_large() -> None:
    four, five = (
        draw_caption("\n".join(["one", "two", "three", "fourth", "five"][:count]), *CANVAS)
        for count in (4, 5)
    )
    assert four is not None
    assert five is not None
    assert five.adds[0].shape[0] == four.adds[0].shape[0]
    assert five.adds[0].shape[1] > four.adds[0].shape[1], "the fourth line has an ellipsis"


def test_a_word_without_end_is_broken_soon() -> None:
    draw_title("W", "top", *CANVAS)
    started_s = time.process_time()
    title = draw_title("W" * 500, "top", *CANVAS)
    took_s = time.process_time() - started_s
    assert title is not None
    assert title.left + title.adds[0].shape[1] <= CANVAS[0]
    assert took_s < 0.4


def test_a_title_makes_room_for_captions() -> None:
    low = drawn(draw_title("News", "bottom", *CANVAS))[1]
    lifted = drawn(draw_title("News", "bottom", *CANVAS, is_lifted=True))[1]
    caption = drawn(draw_caption("What is being said", *CANVAS))[1]
    assert (low & caption).any()
    assert not (lifted & caption).any()


def test_half_seen_is_half_drawn() -> None:
    overlay = draw_title("News", "middle", *CANVAS)
    whole, half = (new_planes(*CANVAS, (120, 128, 128)) for _ in range(2))
    overlay.draw(whole)
    overlay.draw(half, 0.5)
    change = whole.y.astype(int) - 120
    assert np.abs((half.y.astype(int) - 120) - change / 2).max() <= 1
