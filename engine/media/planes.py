"""A picture as three planes of 8 bits: luma, and the two chroma planes at half size (YUV 4:2:0).

Owns the views of a frame's memory as arrays, and new pictures. Everything in the engine that
handles full-size pictures handles these planes: no picture is ever RGB at full size. The values
are BT.709 in limited range (16..235, 16..240). Must not know what is in the picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]

BLACK = (16, 128, 128)


@dataclass(frozen=True)
class Planes:
    """Luma of (height, width) and chroma of half of it, as uint8 arrays with contiguous rows."""

    y: Bytes
    u: Bytes
    v: Bytes

    @property
    def width_px(self) -> int:
        return int(self.y.shape[1])

    @property
    def height_px(self) -> int:
        return int(self.y.shape[0])

    def __iter__(self) -> Iterator[Bytes]:
        return iter((self.y, self.u, self.v))

    def fill(self, color: tuple[int, int, int]) -> None:
        """Make it one colour, (Y, U, V)."""
        for plane, value in zip(self, color, strict=True):
            plane[:] = value

    def copy_from(self, other: Planes) -> None:
        """Take the other picture's values; both have the same size."""
        self.y[:] = other.y
        self.u[:] = other.u
        self.v[:] = other.v


def planes_of(frame: VideoFrame) -> Planes:
    """The memory of a yuv420p frame as arrays, without a copy; they keep the frame alive."""
    views = []
    for plane in frame.planes[:3]:
        rows = np.frombuffer(cast("bytes", plane), np.uint8).reshape(plane.height, plane.line_size)
        views.append(rows[:, : plane.width])
    return Planes(*views)


def deep_planes_of(
    frame: VideoFrame,
) -> tuple[NDArray[np.uint16], NDArray[np.uint16], NDArray[np.uint16]]:
    """The memory of a yuv420p10le frame as arrays of 10 bits, without a copy."""
    y, u, v = (
        np.frombuffer(cast("bytes", plane), np.dtype("<u2")).reshape(
            plane.height, plane.line_size // 2
        )[:, : plane.width]
        for plane in frame.planes[:3]
    )
    return y, u, v


def alpha_of(frame: VideoFrame) -> Bytes:
    """The memory of a yuva420p frame's alpha, 0..255 of (height, width), without a copy."""
    plane = frame.planes[3]
    rows = np.frombuffer(cast("bytes", plane), np.uint8).reshape(plane.height, plane.line_size)
    return rows[:, : plane.width]


def new_frame(width_px: int, height_px: int, pixel_format: str = "yuv420p") -> VideoFrame:
    """A frame of even size whose content is undefined, yuv420p or yuva420p, tagged as BT.709
    limited."""
    from av.video.frame import VideoFrame as Frame

    frame = Frame(width_px, height_px, pixel_format)
    frame.colorspace = 1
    frame.color_range = 1
    frame.color_primaries = 1
    frame.color_trc = 1
    return frame


def new_planes(width_px: int, height_px: int, color: tuple[int, int, int] = BLACK) -> Planes:
    """A picture of even size in one colour, given as (Y, U, V)."""
    planes = unfilled_planes(width_px, height_px)
    planes.fill(color)
    return planes


def unfilled_planes(width_px: int, height_px: int) -> Planes:
    """A picture of even size whose content is undefined.

    Rows are padded to 64 bytes like a frame's, so that whole words can be gathered from them.
    """
    views = []
    for shrink in (1, 2, 2):
        width, height = width_px // shrink, height_px // shrink
        rows = np.empty((height, -(-width // 64) * 64), np.uint8)
        views.append(rows[:, :width])
    return Planes(*views)
