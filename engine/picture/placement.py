"""Where a clip's picture lies on the canvas, and putting it there.

Owns the geometry. A clip as it is keeps its whole frame: scaled to fit, in the middle, black
around it; or it fills the canvas, cut round a middle. A person who is cut out stands on the lower
edge of the canvas, since most clips cut the body off there and a body that ends in mid-air looks
wrong; and a clip whose shape nearly is the canvas' fills it, losing some of its foot, since a
sleeve cut off a hand's breadth beside the canvas' edge looks as wrong. Middles are shares of the
picture, 0..1 from its left and top. Must not know masks or backgrounds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from engine.media.planes import Bytes, Planes, new_planes
from engine.picture.shrink import CELL_PX

FILL_STRETCH = 1.12
"""A cut-out clip fills the canvas where that enlarges it no more than this over fitting it."""

SIDES = {"left": 0.28, "middle": 0.5, "right": 0.72}
"""Where on the canvas' width the middle of a person stands: beside the middle, and whole."""

Side = Literal["left", "middle", "right"]
Middle = tuple[float, float]


@dataclass(frozen=True)
class Placement:
    """A part of the clip's picture and the part of the canvas that it is scaled to; pixels.

    All numbers are even; those of a cut-out clip on the canvas are multiples of 8.
    """

    clip_left: int
    clip_top: int
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
        width = _even(stored_px[0] * canvas_width / (fill * shown_px[0]), stored_px[0])
        height = _even(stored_px[1] * canvas_height / (fill * shown_px[1]), stored_px[1])
        left = (stored_px[0] - width) // 4 * 2
        return Placement(left, 0, width, height, 0, 0, canvas_width, canvas_height)
    step = CELL_PX if is_cut_out else 2
    width = max(step, step * round(shown_px[0] * fit / step))
    height = max(step, step * round(shown_px[1] * fit / step))
    left = (canvas_width - width) // (2 * step) * step
    top = canvas_height - height
    if not is_cut_out:
        top = top // (2 * step) * step
    return Placement(0, 0, stored_px[0], stored_px[1], left, top, width, height)


def filling(
    shown_px: tuple[int, int],
    stored_px: tuple[int, int],
    canvas_px: tuple[int, int],
    middle: Middle,
) -> Placement:
    """The part of a clip's picture round that middle, as near as it goes, that fills the canvas."""
    fill = max(canvas_px[0] / shown_px[0], canvas_px[1] / shown_px[1])
    sides = [
        _even(stored * canvas / (fill * shown), stored)
        for stored, canvas, shown in zip(stored_px, canvas_px, shown_px, strict=True)
    ]
    starts = [
        min(max(0, round((share * stored - side / 2) / 2) * 2), (stored - side) // 2 * 2)
        for share, stored, side in zip(middle, stored_px, sides, strict=True)
    ]
    return Placement(starts[0], starts[1], sides[0], sides[1], 0, 0, canvas_px[0], canvas_px[1])


def standing(
    shown_px: tuple[int, int],
    stored_px: tuple[int, int],
    canvas_px: tuple[int, int],
    *,
    person: float,
    is_filled: bool,
    side: Side,
    size_percent: int,
) -> Placement:
    """Where the picture of a person who is cut out goes when their place or size is asked for.

    `person` is the middle of the person on the picture's width, 0..1. On a side that middle lies at
    its share of the canvas' width (`SIDES`); else the person stays where they are, and in the
    middle of a canvas that is filled. What is larger than the canvas loses its foot.
    """
    fit = min(canvas_px[0] / shown_px[0], canvas_px[1] / shown_px[1])
    fill = max(canvas_px[0] / shown_px[0], canvas_px[1] / shown_px[1])
    is_filling = is_filled or fill <= FILL_STRETCH * fit
    usual = fill if is_filling else fit
    scale = usual * size_percent / 100
    width, height = shown_px[0] * scale, shown_px[1] * scale
    usual_left = (canvas_px[0] - shown_px[0] * usual) / 2
    if side != "middle":
        left = SIDES[side] * canvas_px[0] - person * width
    elif is_filled:
        left = canvas_px[0] / 2 - person * width
        if width >= canvas_px[0]:
            left = min(0.0, max(canvas_px[0] - width, left))
    else:
        left = usual_left + person * (shown_px[0] * usual - width)
    top = max(0.0, canvas_px[1] - height)
    seen_left = _step_up(max(0.0, left))
    seen_right = max(seen_left + CELL_PX, _step_down(min(float(canvas_px[0]), left + width)))
    seen_top = min(_step_up(top), canvas_px[1] - CELL_PX)
    # Shown pixels to stored ones, each way.
    across, down = stored_px[0] / width, stored_px[1] / height
    clip_left = _even_down((seen_left - left) * across, stored_px[0] - 2)
    clip_top = _even_down((seen_top - top) * down, stored_px[1] - 2)
    return Placement(
        clip_left,
        clip_top,
        _even((seen_right - seen_left) * across, (stored_px[0] - clip_left) // 2 * 2),
        _even((canvas_px[1] - seen_top) * down, (stored_px[1] - clip_top) // 2 * 2),
        seen_left,
        seen_top,
        seen_right - seen_left,
        canvas_px[1] - seen_top,
    )


def scaled(picture: Planes, placement: Placement) -> Planes:
    """The clip's part at its size on the canvas; the same planes when nothing is to be done."""
    if placement.is_same(picture):
        return picture
    return Planes(
        *(
            _resized(
                plane[
                    placement.clip_top // shrink :,
                    placement.clip_left // shrink :,
                ],
                (placement.clip_width // shrink, placement.clip_height // shrink),
                (placement.width // shrink, placement.height // shrink),
            )
            for plane, shrink in zip(picture, (1, 2, 2), strict=True)
        )
    )


def sliding(picture: Planes, placement: Placement, middle: Middle) -> Planes:
    """What `scaled` gives for a part of that size round another middle, to a fraction of a pixel:
    a frame that follows a person must not jump from pixel to pixel."""
    starts = [
        min(max(0.0, share * side - part / 2), float(side - part))
        for share, side, part in zip(
            middle,
            (picture.width_px, picture.height_px),
            (placement.clip_width, placement.clip_height),
            strict=True,
        )
    ]
    return Planes(
        *(
            _slid(
                plane,
                (starts[0] / shrink, starts[1] / shrink),
                (placement.clip_width / shrink, placement.clip_height / shrink),
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


def _resized(plane: Bytes, part: tuple[int, int], size: tuple[int, int]) -> Bytes:
    cut = plane[: max(1, part[1]), : max(1, part[0])]
    is_smaller = size[0] < cut.shape[1] or size[1] < cut.shape[0]
    way = cv2.INTER_AREA if is_smaller else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(cut, size, interpolation=way), np.uint8)


def _slid(
    plane: Bytes, start: tuple[float, float], part: tuple[float, float], size: tuple[int, int]
) -> Bytes:
    across, down = part[0] / size[0], part[1] / size[1]
    if across > 1 or down > 1:
        # Made smaller as a whole first, with the mean of each area, then moved.
        whole = (round(plane.shape[1] / across), round(plane.shape[0] / down))
        plane = np.asarray(cv2.resize(plane, whole, interpolation=cv2.INTER_AREA), np.uint8)
        start = (start[0] / across, start[1] / down)
        across = down = 1.0
    matrix = np.array(
        [
            [across, 0, start[0] + (across - 1) / 2],
            [0, down, start[1] + (down - 1) / 2],
        ]
    )
    moved = cv2.warpAffine(
        plane,
        matrix,
        size,
        flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(moved, np.uint8)


def _even(size: float, most: int) -> int:
    return min(most, max(2, 2 * round(size / 2)))


def _even_down(start: float, most: int) -> int:
    return min(max(0, int(start / 2 + 1e-6) * 2), most)


def _step_up(pixels: float) -> int:
    return math.ceil(round(pixels / CELL_PX, 6)) * CELL_PX


def _step_down(pixels: float) -> int:
    return math.floor(round(pixels / CELL_PX, 6)) * CELL_PX
