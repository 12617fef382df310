"""Makes a still wide enough for a video frame: its own background goes on beyond its edges.

Owns that picture (the plate), as Y, U and V planes from which frames are warped. Knows the still
and the zone to fill; knows nothing of movement, encoders or where stills come from.

Beyond the edges stands the mirrored background, ever less sharp with the distance, as behind a
lens. The person is taken out before mirroring, or a second shoulder would stand beside the first.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np

from engine.media.colour import rgb_to_yuv
from engine.media.planes import Bytes, Floats, Planes
from engine.sample_motion import Matrix, shift
from engine.sample_outlines import Outline, Points

_BLUR_STEPS: Final = ((0.0, 0.0), (10.0, 2.0), (40.0, 6.0), (120.0, 14.0))
"""Distance from the still's edge and blur (sigma) there, in pixels of a still 600 pixels high."""


@dataclass(frozen=True)
class Plate:
    """The widened still, and the 3x3 map from the still's continuous coordinates to its luma."""

    planes: Planes
    from_still: Matrix


def make_plate(
    still: Bytes,
    outline: Outline,
    zone: tuple[float, float, float, float],
    scale: float,
) -> Plate:
    """The plate that shows `zone` (left, top, right, bottom, in the still's pixels).

    `still`: uint8 RGB [height, width, 3]. `scale`: plate pixels per pixel of the still.
    """
    height, width = still.shape[:2]
    left, top = (max(0, int(np.ceil(2 - edge))) for edge in zone[:2])
    right = max(0, int(np.ceil(zone[2] + 2 - width)))
    bottom = max(0, int(np.ceil(zone[3] + 2 - height)))
    margins = (top, bottom, left, right)

    extended = _soft_surroundings(_without(still, outline.subject), margins)
    extended[top : top + height, left : left + width] = still
    if outline.cut_off:
        _finish_cut_off(extended, still, outline.cut_off, margins)

    yuv = rgb_to_yuv(extended / np.float32(255))
    size = (round(extended.shape[1] * scale / 2) * 2, round(extended.shape[0] * scale / 2) * 2)
    half = (size[0] // 2, size[1] // 2)
    exact = size[0] / extended.shape[1], size[1] / extended.shape[0]
    planes = Planes(
        _resized(yuv[..., 0], size), _resized(yuv[..., 1], half), _resized(yuv[..., 2], half)
    )
    return Plate(planes, np.diag([*exact, 1.0]) @ shift(left, top))


def _mask(points: Points, width: int, height: int, offset: tuple[int, int] = (0, 0)) -> Floats:
    """1 inside the polygon, 0 outside, smooth over a pixel."""
    fine = 4
    corners = (np.array(points) + offset) * fine - 0.5
    big = np.zeros((height * fine, width * fine), np.uint8)
    cv2.fillPoly(big, [np.round(corners).astype(np.int32)], 255)
    small = cv2.resize(big, (width, height), interpolation=cv2.INTER_AREA)
    return np.divide(small, 255, dtype=np.float32)


def _without(still: Bytes, subject: Points) -> Floats:
    """The still with the subject replaced by the background around it."""
    height, width = still.shape[:2]
    background = 1 - _mask(subject, width, height)
    return _fill(still.astype(np.float32), (background > 0.99).astype(np.float32))


def _fill(picture: Floats, known: Floats) -> Floats:
    """Fills what is not known from coarser and coarser means of what is (a pull-push pyramid)."""
    height, width = known.shape
    if known.min() > 0 or min(height, width) <= 2:
        return picture
    half = ((width + 1) // 2, (height + 1) // 2)
    weight = cv2.resize(known, half, interpolation=cv2.INTER_AREA)
    colour = cv2.resize(picture * known[..., None], half, interpolation=cv2.INTER_AREA)
    colour = colour / np.maximum(weight, 1e-6)[..., None]
    coarse = _fill(colour.astype(np.float32), (weight > 0).astype(np.float32))
    guess = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.where(known[..., None] > 0, picture, guess)


def _soft_surroundings(background: Floats, margins: tuple[int, int, int, int]) -> Floats:
    """The background mirrored over each edge and blurred by its distance from it."""
    height, width = background.shape[:2]
    top, bottom, left, right = margins
    mirrored = cv2.copyMakeBorder(background, top, bottom, left, right, cv2.BORDER_REFLECT)
    outside = np.ones(mirrored.shape[:2], np.uint8)
    outside[top : top + height, left : left + width] = 0
    unit = height / 600
    distance = cv2.distanceTransform(outside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE) / unit

    soft = mirrored.astype(np.float32)
    for (near, _), (far, sigma) in pairwise(_BLUR_STEPS):
        blurred = cv2.GaussianBlur(mirrored, (0, 0), sigma * unit)
        share = np.clip((distance - near) / (far - near), 0, 1)[..., None]
        soft += (blurred - soft) * share.astype(np.float32)
    return soft


def _finish_cut_off(
    extended: Floats, still: Bytes, cut_off: Points, margins: tuple[int, int, int, int]
) -> None:
    """Goes on with what the picture cuts off, in its own mirrored texture; in place."""
    height, width = extended.shape[:2]
    top, bottom, left, right = margins
    mirrored = cv2.copyMakeBorder(still, top, bottom, left, right, cv2.BORDER_REFLECT)
    share = _mask(cut_off, width, height, (left, top))
    share[top : top + still.shape[0], left : left + still.shape[1]] = 0
    extended += (mirrored - extended) * share[..., None]


def _resized(plane: Floats, size: tuple[int, int]) -> Bytes:
    is_smaller = size[0] < plane.shape[1]
    method = cv2.INTER_AREA if is_smaller else cv2.INTER_CUBIC
    resized = cv2.resize(plane, size, interpolation=method)
    return np.clip(np.rint(resized), 0, 255).astype(np.uint8)
