"""Where the sample clip's still stands in each frame: a slow move, a zoom and a sway.

Owns the framing and the movement, as pure functions of the frame's number. Knows nothing of pixels
or encoders.

Inside this module points are continuous: a picture w pixels wide reaches from 0 to w. What it gives
out maps pixel indices, whose centres lie at whole numbers, as OpenCV's warps expect.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

_HEIGHT_SHARE: Final = 0.97
"""Of a landscape frame's height that the still takes up."""
_WIDTH_SHARE: Final = 1.35
"""Of an upright frame's width: the shoulders go beyond it, as in a clip held at arm's length."""
_SUNK_SHARE: Final = 0.03
"""Of the frame's height by which the still's lower edge lies below the frame, so that it never
shows however the still sways."""


@dataclass(frozen=True)
class Framing:
    """The sizes that decide where the still stands."""

    width_px: int
    height_px: int
    fps: float
    still_width_px: int
    still_height_px: int

    @property
    def scale(self) -> float:
        """Frame pixels per pixel of the still, before the zoom."""
        return min(
            _HEIGHT_SHARE * self.height_px / self.still_height_px,
            _WIDTH_SHARE * self.width_px / self.still_width_px,
        )


def transform(framing: Framing, frame_index: int) -> Matrix:
    """3x3, continuous still coordinates -> continuous frame coordinates."""
    at_s = frame_index / framing.fps
    zoom = 1 + 0.025 * (1 - math.cos(math.tau * at_s / 9.0))
    sway = math.radians(0.7 * math.sin(math.tau * at_s / 5.3) + 0.3 * math.sin(at_s * 2.4 + 1))
    move_x = framing.width_px * 0.011 * math.sin(math.tau * at_s / 6.7 + 0.5)
    move_y = framing.height_px * 0.004 * math.sin(math.tau * at_s / 3.9)

    # All turns about the middle of the still's lower edge: a seated person sways about the hips.
    size = framing.scale * zoom
    cosine, sine = size * math.cos(sway), size * math.sin(sway)
    turned = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
    to_pivot = shift(-framing.still_width_px / 2, -framing.still_height_px)
    to_frame = shift(framing.width_px / 2 + move_x, framing.height_px * (1 + _SUNK_SHARE) + move_y)
    whole: Matrix = to_frame @ turned @ to_pivot
    return whole


def visible(framing: Framing, frames: int) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of all that the frames show, in continuous still coordinates."""
    width, height = framing.width_px, framing.height_px
    corners = np.array([[0, width, 0, width], [0, 0, height, height], [1, 1, 1, 1]], np.float64)
    seen = np.hstack(
        [np.linalg.inv(transform(framing, index)) @ corners for index in range(frames)]
    )
    left, top = seen[:2].min(1)
    right, bottom = seen[:2].max(1)
    return float(left), float(top), float(right), float(bottom)


def shift(x: float, y: float) -> Matrix:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], np.float64)


def between_pixels(continuous: Matrix) -> Matrix:
    """The 2x3 form for pixel indices of a 3x3 map between continuous coordinates."""
    return (shift(-0.5, -0.5) @ continuous @ shift(0.5, 0.5))[:2]
