"""What is drawn over a picture that is partly or not at all seen: its colours and its alpha."""

import numpy as np
import pytest

from engine.media.planes import BLACK, new_planes
from engine.picture.overlay import fade_away, overlay_of

SIZE = (32, 16)
WHITE_LUMA = 235


def drawn(rgba, seen, opacity, below=(90, 100, 150)):
    """(planes, alpha) of that colour, shown so much, drawn over a picture seen so much."""
    planes = new_planes(*SIZE)
    planes.fill(below if seen else BLACK)
    alpha = np.full(SIZE[::-1], seen, np.uint8)
    picture = np.full((8, 16, 4), rgba, np.uint8)
    overlay_of(picture, 8, 4).draw_seen(planes, alpha, opacity)
    return planes, alpha


def test_what_fades_over_nothing_keeps_its_colour():
    planes, alpha = drawn((255, 255, 255, 255), 0, 0.5)
    inside, chroma = np.s_[4:12, 8:24], np.s_[2:6, 4:12]
    assert (planes.y[inside] == WHITE_LUMA).all()
    assert (planes.u[chroma] == 128).all()
    assert (alpha[inside] == 128).all()
    alpha[inside] = 0
    assert not alpha.any()
    assert planes.y[0, 0] == 16


@pytest.mark.parametrize("rgba", [(200, 30, 60, 255), (10, 250, 90, 120)])
def test_over_what_is_seen_it_is_drawn_as_on_any_picture(rgba):
    planes, alpha = drawn(rgba, 255, 0.7)
    opaque = new_planes(*SIZE)
    opaque.fill((90, 100, 150))
    overlay_of(np.full((8, 16, 4), rgba, np.uint8), 8, 4).draw(opaque, 0.7)
    for plane, expected in zip(planes, opaque, strict=True):
        assert np.abs(plane.astype(int) - expected).max() <= 1
    assert (alpha == 255).all()


def test_over_what_is_half_seen_both_colours_are_mixed_by_their_shares():
    planes, alpha = drawn((255, 255, 255, 128), 128, 1.0)
    half = 128 / 255
    shares = half * (1 - half), half
    assert alpha[8, 16] == round(255 * sum(shares))
    mixed = (90 * shares[0] + WHITE_LUMA * shares[1]) / sum(shares)
    assert planes.y[8, 16] == pytest.approx(mixed, abs=1)


def test_a_fade_takes_it_away_and_leaves_no_black():
    alpha = np.array([[0, 100, 255]], np.uint8)
    fade_away(alpha, 0.25)
    assert alpha.tolist() == [[0, 75, 191]]
    fade_away(alpha, 1)
    assert not alpha.any()
