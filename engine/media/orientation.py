"""Which way is up: the display matrix of a phone's clip, and planes turned by it.

Owns the eight ways in which a picture can lie. FFmpeg decodes a rotated clip as the sensor saw it
and hands the matrix along. Must not know containers or canvases.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import cv2
import numpy as np

from engine.media.planes import Bytes, Planes

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

MATRIX_ENTRIES = 9


@dataclass(frozen=True)
class Orientation:
    """How to bring a decoded picture upright: exchange the axes first, then mirror them."""

    is_transposed: bool = False
    is_flipped_x: bool = False
    is_flipped_y: bool = False

    @property
    def is_upright(self) -> bool:
        return not (self.is_transposed or self.is_flipped_x or self.is_flipped_y)

    @property
    def clockwise_deg(self) -> int:
        """The turn to upright: 0, 90, 180 or 270; a mirrored picture counts as its turn alone."""
        if self.is_transposed:
            return 90 if self.is_flipped_x else 270
        return 180 if self.is_flipped_y else 0

    def upright_size(self, width_px: int, height_px: int) -> tuple[int, int]:
        """Width and height of the upright picture."""
        return (height_px, width_px) if self.is_transposed else (width_px, height_px)

    def shown_size(self, width_px: int, height_px: int, aspect: Fraction | None) -> tuple[int, int]:
        """The same in square pixels, for stored pixels of that aspect (None or 0: square)."""
        if aspect and aspect != 1:
            width_px = max(2, round(width_px * aspect))
        return self.upright_size(width_px, height_px)

    def apply(self, planes: Planes) -> Planes:
        """The upright picture: the same one when it lies right, else a copy."""
        if self.is_upright:
            return planes
        return Planes(*(self._turn(plane) for plane in (planes.y, planes.u, planes.v)))

    def _turn(self, plane: Bytes) -> Bytes:
        turned = cv2.transpose(plane) if self.is_transposed else plane
        if self.is_flipped_x and self.is_flipped_y:
            turned = cv2.flip(turned, -1)
        elif self.is_flipped_x:
            turned = cv2.flip(turned, 1)
        elif self.is_flipped_y:
            turned = cv2.flip(turned, 0)
        return np.asarray(turned, np.uint8)


def turn_of(clockwise_deg: int, *, is_mirrored: bool) -> Orientation:
    """The way in which a picture is turned by quarters (0, 90, 180, 270), and mirrored then."""
    quarters = clockwise_deg // 90 % 4
    return Orientation(
        is_transposed=quarters in (1, 3),
        is_flipped_x=(quarters in (1, 2)) != is_mirrored,
        is_flipped_y=quarters in (2, 3),
    )


def orientation_of(frame: VideoFrame) -> Orientation:
    """How the frame lies, by its display matrix; a frame without one lies right.

    The matrix is nine int32 in fixed point, row by row (a b u, c d v, x y w), and sends a point
    (p, q) to (a*p + c*q, b*p + d*q), y downwards (ISO/IEC 14496-12, 6.2.2). Turns by other angles
    than quarters are taken to the nearest.
    """
    data = cast("bytes | None", frame.side_data.get("DISPLAYMATRIX"))
    if data is None:
        return Orientation()
    matrix = np.frombuffer(data, np.int32)
    if matrix.size < MATRIX_ENTRIES:
        return Orientation()
    a, b, c, d = (int(matrix[index]) for index in (0, 1, 3, 4))
    if abs(b) + abs(c) > abs(a) + abs(d):
        return Orientation(is_transposed=True, is_flipped_x=c < 0, is_flipped_y=b < 0)
    return Orientation(is_flipped_x=a < 0, is_flipped_y=d < 0)
