"""Where a person who is cut out stands, and what of a clip fills a canvas, in numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.media.planes import Planes, new_planes
from engine.picture.placement import SIDES, filling, place, scaled, sliding, standing

CANVASES = [(1920, 1080), (1080, 1920), (1080, 1080), (1056, 1320), (64, 64), (1920, 64)]
SIZES = [(1920, 1080), (1080, 1920), (640, 480), (4096, 2304), (64, 48), (607, 1081), (2, 2)]


def even(size):
    return tuple(max(2, side // 2 * 2) for side in size)


@given(
    st.sampled_from(SIZES),
    st.sampled_from(CANVASES),
    st.floats(0, 1),
    st.booleans(),
    st.sampled_from(list(SIDES)),
    st.integers(30, 150),
)
def test_whatever_is_asked_for_lies_on_the_canvas_and_in_the_picture(
    shown, canvas, person, is_filled, side, size
):
    stored = even(shown)
    placed = standing(
        shown,
        stored,
        canvas,
        person=person,
        is_filled=is_filled,
        side=side,
        size_percent=size,
    )
    assert 0 <= placed.left < placed.left + placed.width <= canvas[0]
    assert 0 <= placed.top < placed.top + placed.height == canvas[1]
    assert 0 <= placed.clip_left < placed.clip_left + placed.clip_width <= stored[0]
    assert 0 <= placed.clip_top < placed.clip_top + placed.clip_height <= stored[1]
    assert not any(at % 8 for at in (placed.left, placed.top, placed.width, placed.height))
    assert not any(at % 2 for at in (placed.clip_left, placed.clip_top))


@given(st.sampled_from(SIZES), st.sampled_from(CANVASES), st.floats(0, 1), st.floats(0, 1))
def test_a_filled_canvas_is_full_and_shows_what_there_is(shown, canvas, across, down):
    stored = even(shown)
    placed = filling(shown, stored, canvas, (across, down))
    assert (placed.left, placed.top, placed.width, placed.height) == (0, 0, *canvas)
    assert 0 <= placed.clip_left < placed.clip_left + placed.clip_width <= stored[0]
    assert 0 <= placed.clip_top < placed.clip_top + placed.clip_height <= stored[1]
    assert placed.clip_width == stored[0] or placed.clip_height == stored[1]


@pytest.mark.parametrize("size", [60, 100, 140])
@pytest.mark.parametrize("side", ["left", "right"])
def test_the_middle_of_the_person_lies_at_the_sides_share(side, size):
    placed = standing(
        (1920, 1080),
        (1280, 720),
        (1920, 1080),
        person=0.6,
        is_filled=False,
        side=side,
        size_percent=size,
    )
    across = (0.6 * 1280 - placed.clip_left) / placed.clip_width
    assert placed.left + across * placed.width == pytest.approx(SIDES[side] * 1920, abs=6)
    scale = placed.width / placed.clip_width / (1920 / 1280)
    assert scale == pytest.approx(size / 100, rel=0.01)
    assert placed.height / placed.clip_height == pytest.approx(
        placed.width / placed.clip_width, rel=0.01
    )


def test_what_asks_for_nothing_is_as_it_always_was():
    for shown in SIZES[:4]:
        usual = place(shown, even(shown), (1920, 1080), is_cut_out=True)
        same = standing(
            shown,
            even(shown),
            (1920, 1080),
            person=0.3,
            is_filled=False,
            side="middle",
            size_percent=100,
        )
        for name in ("left", "top", "width", "height"):
            assert getattr(same, name) == pytest.approx(getattr(usual, name), abs=16)


def ramp(width, height):
    """Luma and chroma that grow from left to right, by known steps."""
    picture = new_planes(width, height)
    picture.y[:] = (np.arange(width) * 0.5).astype(np.uint8)
    picture.u[:] = (np.arange(width // 2)).astype(np.uint8)
    return Planes(picture.y, picture.u, picture.v)


@pytest.mark.parametrize("canvas", [(256, 256), (64, 64)], ids=["larger", "smaller"])
def test_sliding_by_a_whole_pixel_is_cutting_there(canvas):
    picture = ramp(400, 128)
    there = filling((400, 128), (400, 128), canvas, (0.4, 0.5))
    still = scaled(picture, there)
    middle = (there.clip_left + there.clip_width / 2) / 400
    slid = sliding(picture, there, (middle, 0.5))
    for one, other in zip(still, slid, strict=True):
        assert np.abs(one.astype(int) - other).max() <= 1


def test_sliding_knows_fractions_of_a_pixel():
    picture = ramp(400, 128)
    there = filling((400, 128), (400, 128), (256, 256), (0.5, 0.5))
    means = [
        float(sliding(picture, there, (0.5 + step / 4 / 400, 0.5)).y.mean()) for step in range(9)
    ]
    steps = np.diff(means)
    assert steps == pytest.approx(np.full(8, 0.125), abs=0.09)
    assert means[-1] - means[0] == pytest.approx(1.0, abs=0.1)
