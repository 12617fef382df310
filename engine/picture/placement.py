"""Where a clip's picture lies on the canvas, and putting it there.

Owns the geometry. A clip as it is keeps its whole frame: scaled to fit, in the middle, black
around it. A person who is cut out stands on the lower edge of the canvas, since most clips cut the
body off there and a body that ends in mid-air looks wrong; and a clip whose shape nearly is the
canvas' fills it, losing some of its foot, since a sleeve cut off a hand's breadth beside the
canvas' edge looks as wrong. Must not know masks or backgrounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.media.planes import Bytes, Planes, new_planes
from engine.picture.shrink import CELL_PX

FILL_STRETCH = 1.12
"""A cut-out clip fills the canvas where that enlarges it no more than this over fitting it."""


@dataclass(frozen=True)
class Placement:
    """A part of the clip's picture and the part of the canvas that it is scaled to; pixels.

    All numbers are even; those of a cut-out clip on the canvas are multiples of 8.
    """

    clip_width: int
    clip_height: int
    left: int
    top: int
    width: int
    height: int

    def is_same(self, picture: Planes) -> bool:
        """Whether nothing is to be cut or scaled."""
        return (
            (picture.width_px, picture.height_px)
            == (self.width, self.height)
            == (
                self.clip_width,
                self.clip_height,
            )
        )


def place(
    shown_px: tuple[int, int],
    stored_px: tuple[int, int],
    canvas_px: tuple[int, int],
    *,
    is_cut_out: bool,
) -> Placement:
    """Where a clip goes. Sizes are (width, height): as shown with square pixels, as its upright
    planes are stored, and the canvas'."""
    canvas_width, canvas_height = canvas_px
    fit = min(canvas_width / shown_px[0], canvas_height / shown_px[1])
    fill = max(canvas_width / shown_px[0], canvas_height / shown_px[1])
    if is_cut_out and fill <= FILL_STRETCH * fit:
        # Cut evenly at the sides and at the foot only: heads are near the top.
        return Placement(
            _even(stored_px[0] * canvas_width / (fill * shown_px[0]), stored_px[0]),
            _even(stored_px[1] * canvas_height / (fill * shown_px[1]), stored_px[1]),
            0,
            0,
            canvas_width,
            canvas_height,
        )
    step = CELL_PX if is_cut_out else 2
    width = max(step, step * round(shown_px[0] * fit / step))
    height = max(step, step * round(shown_px[1] * fit / step))
    left = (canvas_width - width) // (2 * step) * step
    top = canvas_height - height
    if not is_cut_out:
        top = top // (2 * step) * step
    return Placement(stored_px[0], stored_px[1], left, top, width, height)


def scaled(picture: Planes, placement: Placement) -> Planes:
    """The clip's part at its size on the canvas; the same planes when nothing is to be done."""
    if placement.is_same(picture):
        return picture
    left = (picture.width_px - placement.clip_width) // 4 * 2
    return Planes(
        *(
            _resized(
                plane,
                left // shrink,
                (placement.clip_width // shrink, placement.clip_height // shrink),
                (placement.width // shrink, placement.height // shrink),
            )
            for plane, shrink in zip(picture, (1, 2, 2), strict=True)
        )
    )


def on_canvas(picture: Planes, placement: Placement, canvas_px: tuple[int, int]) -> Planes:
    """A scaled picture amid black; the same planes when it fills the canvas."""
    if (placement.width, placement.height) == canvas_px:
        return picture
    canvas = new_planes(*canvas_px)
    part_of(canvas, placement).copy_from(picture)
    return canvas


def part_of(canvas: Planes, placement: Placement) -> Planes:
    """The canvas' pixels that the clip covers, as a view."""
    return Planes(
        *(
            plane[
                placement.top // shrink : (placement.top + placement.height) // shrink,
                placement.left // shrink : (placement.left + placement.width) // shrink,
            ]
            for plane, shrink in zip(canvas, (1, 2, 2), strict=True)
        )
    )


def part_of_plane(plane: Bytes, placement: Placement) -> Bytes:
    """The same of one plane of the canvas' full size."""
    return plane[
        placement.top : placement.top + placement.height,
        placement.left : placement.left + placement.width,
    ]


def _resized(plane: Bytes, left: int, part: tuple[int, int], size: tuple[int, int]) -> Bytes:
    cut = plane[: max(1, part[1]), left : left + max(1, part[0])]
    is_smaller = size[0] < cut.shape[1] or size[1] < cut.shape[0]
    way = cv2.INTER_AREA if is_smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(cut, size, interpolation=way), np.uint8)


def _even(size: float, most: int) -> int:
    return min(most, max(2, 2 * round(size / 2)))
