"""Where clips lie on a canvas, what the background is made of, and how titles look."""

import numpy as np
import pytest

from engine.media.planes import new_planes
from engine.picture.background import still_color
from engine.picture.fonts import font_for
from engine.picture.placement import on_canvas, place, scaled
from engine.picture.surroundings import surroundings
from engine.picture.titles import can_draw, draw_title

LANDSCAPE, PORTRAIT, SQUARE = (1920, 1080), (1080, 1920), (1080, 1080)


@pytest.mark.parametrize("shown", [LANDSCAPE, PORTRAIT, (640, 480), (607, 1080), (3840, 2160)])
@pytest.mark.parametrize("canvas", [LANDSCAPE, PORTRAIT, SQUARE])
@pytest.mark.parametrize("is_cut_out", [True, False])
def test_a_placed_clip_lies_on_the_canvas_and_keeps_its_shape(shown, canvas, is_cut_out):
    placed = place(shown, shown, canvas, is_cut_out=is_cut_out)
    assert placed.left >= 0
    assert placed.top >= 0
    assert placed.left + placed.width <= canvas[0]
    assert placed.top + placed.height <= canvas[1]
    assert placed.width == canvas[0] or placed.height == canvas[1]
    kept = placed.clip_width / placed.clip_height
    assert placed.width / placed.height == pytest.approx(kept, rel=0.015)
    step = 8 if is_cut_out else 2
    assert not any(value % step for value in (placed.left, placed.top, placed.width))
    if is_cut_out:
        assert placed.top + placed.height == canvas[1]
    else:
        assert placed.top == pytest.approx((canvas[1] - placed.height) / 2, abs=2)
        assert (placed.clip_width, placed.clip_height) == shown


def test_a_cut_out_clip_of_nearly_the_canvas_shape_fills_it_and_keeps_the_head():
    placed = place((480, 908), (480, 908), PORTRAIT, is_cut_out=True)
    assert (placed.width, placed.height) == PORTRAIT
    picture = new_planes(480, 908)
    picture.y[:20] = 200  # the top stays
    picture.y[-20:] = 100  # the foot goes
    shown = scaled(picture, placed)
    assert (shown.width_px, shown.height_px) == PORTRAIT
    assert shown.y[5, 500] == 200
    assert (shown.y != 100).all()


def test_a_picture_that_fits_is_not_copied():
    picture = new_planes(*LANDSCAPE)
    placed = place(LANDSCAPE, LANDSCAPE, LANDSCAPE, is_cut_out=True)
    assert scaled(picture, placed) is picture
    assert on_canvas(picture, placed, LANDSCAPE) is picture


def test_a_colour_is_that_colour():
    canvas = new_planes(64, 64)
    still_color("#00b140", (64, 64)).lay(canvas, 0, None, None)
    # 16 + 219 * (0.7152 * 0xb1 + 0.0722 * 0x40) / 255 and so on: BT.709, 3.2
    assert (canvas.y[0, 0], canvas.u[0, 0], canvas.v[0, 0]) == (129, 96, 55)
    for wrong in ("green", "#12345", "#zzzzzz", ""):
        with pytest.raises(ValueError):
            still_color(wrong, (64, 64))


def test_what_is_around_a_person_holds_nothing_of_the_person():
    rows, columns = 45, 80
    cells = np.full((rows, columns, 3), 0.3, np.float32)
    mask = np.zeros((rows, columns), np.float32)
    mask[10:, 25:55] = 1
    cells[10:, 25:55] = (0.9, 0.7, 0.1)
    around = surroundings(cells, mask, 3.0)
    assert around == pytest.approx(np.full_like(cells, 0.3), abs=0.002)
    # Even a mask that is a cell too small leaks hardly anything.
    mask[:] = 0
    mask[11:, 26:54] = 1
    assert np.abs(surroundings(cells, mask, 3.0) - 0.3).max() < 0.03


def test_a_person_who_fills_the_frame_leaves_a_mean():
    cells = np.full((45, 80, 3), 0.4, np.float32)
    around = surroundings(cells, np.ones((45, 80), np.float32), 3.0)
    assert around == pytest.approx(cells, abs=0.01)


def test_a_wider_blur_is_smoother():
    cells = np.random.default_rng(1).random((45, 80, 3)).astype(np.float32)
    nobody = np.zeros((45, 80), np.float32)
    spread = [float(surroundings(cells, nobody, sigma).std()) for sigma in (1.0, 3.0, 7.0)]
    assert spread[0] > 1.5 * spread[1] > 2 * spread[2]


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT, SQUARE])
@pytest.mark.parametrize("position", ["top", "middle", "bottom"])
def test_a_title_lies_in_its_place_and_is_readable_on_black_and_on_white(size, position):
    overlay = draw_title("Monday news", position, *size)
    height, width = overlay.adds[0].shape
    assert overlay.left > 0
    assert overlay.left + width < size[0]
    middle = overlay.left + width / 2
    assert middle == pytest.approx(size[0] / 2, abs=4)
    thirds = {"top": (0, 1 / 3), "middle": (1 / 3, 2 / 3), "bottom": (2 / 3, 1)}[position]
    assert thirds[0] * size[1] < overlay.top
    assert overlay.top + height < thirds[1] * size[1]
    for ground in (16, 235):
        canvas = new_planes(*size, (ground, 110, 150))
        overlay.draw(canvas)
        box = canvas.y[overlay.top : overlay.top + height, overlay.left : overlay.left + width]
        assert box.max() > 230
        assert np.median(box) < 130
        assert (canvas.y[: overlay.top] == ground).all()


def test_a_long_title_is_wrapped_and_grows_smaller():
    words = "A title that says far more than anybody would read in three seconds, " * 3
    overlay = draw_title(words, "bottom", *LANDSCAPE)
    height, width = overlay.adds[0].shape
    assert width < 0.9 * 1920
    assert height < 0.4 * 1080
    endless = draw_title("x" * 5000, "top", *PORTRAIT)
    assert endless.adds[0].shape[1] <= 1080
    assert endless.top + endless.adds[0].shape[0] < 1920


def test_a_title_of_nothing_and_of_signs_that_are_no_writing():
    assert draw_title("", "top", *LANDSCAPE) is None
    assert draw_title("\x00\n \u200b", "top", *LANDSCAPE) is None
    assert not can_draw("")
    assert can_draw("Monday\x07 news")
    same = draw_title("Monday\n\tnews\u202e", "top", *LANDSCAPE)
    assert (same.adds[0] == draw_title("Monday news", "top", *LANDSCAPE).adds[0]).all()


def test_what_no_font_can_draw_is_said_and_not_drawn_as_boxes():
    assert can_draw("Monday news")
    for text in ("\U00012000", "News \U000f0000"):  # cuneiform, a private sign
        assert not can_draw(text)
        assert draw_title(text, "top", *LANDSCAPE) is None


@pytest.mark.parametrize("text", ["Übermorgen", "Понедельник", "周一新闻", "ニュース", "뉴스"])
def test_a_script_is_drawn_in_full_or_refused(text):
    font = font_for(text, 40)
    if font is None:
        assert not can_draw(text)
        pytest.skip("this machine has no font for it")
    drawn = [bytes(font.getmask(sign)) for sign in text]
    assert len(set(drawn)) == len(set(text))
