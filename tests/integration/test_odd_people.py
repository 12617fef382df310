"""Two people are both kept; one who goes leaves an empty room, and is there again on return."""

import cv2
import numpy as np
import pytest

from engine.networks import picture_path
from tests.integration.render_here import made
from tests.integration.render_tools import write_clip
from tests.truth import polygon_alpha

SIZE = (640, 360)
GREEN = {"kind": "color", "color": "#00b140"}
GREEN_BGR = (0x40, 0xB1, 0x00)
PICTURES = {"grace_hopper": (512, 600), "astronaut": (512, 512)}


def wall():
    """A grey wall, lit from the left, with a shelf."""
    rows, columns = np.mgrid[0 : SIZE[1], 0 : SIZE[0]].astype(np.float32)
    picture = np.repeat((170 - columns * 0.05 - rows * 0.03)[..., None], 3, axis=2)
    picture[130:138, :] = (70, 90, 120)
    return picture


def place_of(name, middle, height):
    """The matrix that puts the still's foot on the lower edge, its middle at that column."""
    width_px, height_px = PICTURES[name]
    scale = height / height_px
    return np.array(
        [[scale, 0, middle - scale * width_px / 2], [0, scale, SIZE[1] - scale * height_px]],
        np.float32,
    )


def with_person(picture, name, matrix):
    """(the picture with the person before it, the person's alpha)"""
    still = cv2.imread(str(picture_path(name))).astype(np.float32)
    alpha = polygon_alpha(name, *SIZE, matrix)
    moved = cv2.warpAffine(still, matrix, SIZE)
    return picture + alpha[..., None] * (moved - picture), alpha


def greenness(frame, where):
    """The share of those pixels that show the green background."""
    distance = np.abs(frame.astype(int) - GREEN_BGR).max(axis=2)
    return float((distance[where] < 40).mean())


def inside(alpha):
    return cv2.erode((alpha > 0.9).astype(np.uint8), np.ones((19, 19), np.uint8)) > 0


def outside(*alphas):
    seen = np.max(alphas, axis=0) > 0.05
    return cv2.dilate(seen.astype(np.uint8), np.ones((45, 45), np.uint8)) == 0


def test_two_people_are_both_kept(tmp_path):
    picture, left = with_person(wall(), "grace_hopper", place_of("grace_hopper", 170, 305))
    picture, right = with_person(picture, "astronaut", place_of("astronaut", 470, 285))
    shown = np.clip(picture, 0, 255).astype(np.uint8)
    clip = write_clip(tmp_path / "two.mp4", lambda index: shown, 9, size=SIZE)
    _, seen = made(tmp_path, [(clip, 0, 300)], SIZE, background=GREEN)
    for frame in seen.frames[4:]:
        assert greenness(frame, inside(left)) < 0.06
        assert greenness(frame, inside(right)) < 0.06
        assert greenness(frame, outside(left, right)) > 0.97


@pytest.mark.soak
def test_who_leaves_and_comes_back(tmp_path):
    empty = np.clip(wall(), 0, 255).astype(np.uint8)
    picture, alpha = with_person(wall(), "grace_hopper", place_of("grace_hopper", 320, 310))
    there = np.clip(picture, 0, 255).astype(np.uint8)
    clip = write_clip(
        tmp_path / "away.mp4", lambda index: empty if 20 <= index < 60 else there, 90, size=SIZE
    )
    _, seen = made(tmp_path, [(clip, 0, 3000)], SIZE, background=GREEN)
    inner = inside(alpha)
    assert max(greenness(frame, inner) for frame in seen.frames[5:19]) < 0.06
    assert min(greenness(frame, inner) for frame in seen.frames[30:58]) > 0.97
    assert max(greenness(frame, inner) for frame in seen.frames[75:]) < 0.06
