"""A picture made small: what the networks and the filters look at.

Owns the halvings (each with area averaging, so that nothing aliases and sensor noise goes away)
and the crops out of them. Must not know persons.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.media.colour import yuv_to_rgb_matrix
from engine.media.planes import Bytes, Floats, Planes

CELL_PX = 8
"""Pixels of the full picture to a cell of the small one, each way."""

_RGB_OF_YUV = np.hstack([m.reshape(3, -1) for m in yuv_to_rgb_matrix()]) * np.float32(255)


@dataclass(frozen=True)
class Small:
    """Halves of a picture whose sides are multiples of 8 pixels.

    `half` and `quarter` are three planes each of 1/2 and 1/4 of the sides; `cells` is Y, U, V
    0..1 of 1/8, (rows, columns, 3).
    """

    half: tuple[Bytes, Bytes, Bytes]
    quarter: tuple[Bytes, Bytes, Bytes]
    cells: Floats

    @property
    def rows(self) -> int:
        return int(self.cells.shape[0])

    @property
    def columns(self) -> int:
        return int(self.cells.shape[1])


@dataclass(frozen=True)
class CellBox:
    """A part of a picture, in cells: columns left to right, rows top to bottom, ends excluded."""

    left: int
    top: int
    right: int
    bottom: int


def shrink(planes: Planes) -> Small:
    """The halves of a picture. Raises ValueError for sides that are no multiples of 8."""
    if planes.width_px % CELL_PX or planes.height_px % CELL_PX:
        raise ValueError(f"{planes.width_px}x{planes.height_px} is no multiple of {CELL_PX}")
    luma_half = _halved(planes.y)
    half = (luma_half, planes.u, planes.v)
    quarter = (_halved(luma_half), _halved(planes.u), _halved(planes.v))
    cells = cv2.merge([_halved(plane) for plane in quarter])
    return Small(half, quarter, cells.astype(np.float32) * np.float32(1 / 255))


def crop_rgb(small: Small, box: CellBox, width: int, height: int) -> Bytes:
    """The box as RGB of that size, (height, width, 3), out of the half that is just large enough.

    The box is stretched to the size, whatever its aspect.
    """
    planes, scale = small.quarter, CELL_PX // 4
    if (box.right - box.left) * scale < width or (box.bottom - box.top) * scale < height:
        planes, scale = small.half, CELL_PX // 2
    rows = slice(box.top * scale, box.bottom * scale)
    columns = slice(box.left * scale, box.right * scale)
    merged = cv2.merge([cv2.resize(plane[rows, columns], (width, height)) for plane in planes])
    return np.asarray(cv2.transform(merged, _RGB_OF_YUV), np.uint8)


def _halved(plane: Bytes) -> Bytes:
    size = (plane.shape[1] // 2, plane.shape[0] // 2)
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)
