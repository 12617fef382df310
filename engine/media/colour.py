"""One kind of picture out of all that cameras write: 8 bits, YUV 4:2:0, BT.709, limited range.

Owns the way of each frame there. FFmpeg's swscale brings other layouts and depths to 4:2:0; matrix
and range are changed here, since swscale does it by way of RGB, three times slower and with a
dither that an edge filter takes for a texture. High dynamic range and wide gamut go through the
tables of `tone`, out of 10 bits. Must not know sizes or canvases.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.failures import unsupported
from engine.media.matrices import BT709, from_rgb_matrix, matrix_for
from engine.media.planes import Floats, Planes, deep_planes_of, planes_of
from engine.media.tone import is_wide, tables_for, to_standard

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

FULL_RANGE = 2

READY = ("yuv420p", "yuvj420p")
DEEP = "yuv420p10le"


class Normalizer:
    """Brings the frames of one clip to yuv420p, BT.709, limited range; keeps swscale's tables."""

    def __init__(self) -> None:
        from av.video.reformatter import Interpolation, VideoReformatter

        self._reformatter = VideoReformatter()
        self._interpolation = Interpolation.BILINEAR | Interpolation.ACCURATE_RND

    def planes(self, frame: VideoFrame) -> Planes:
        """The frame's own memory when it is of that kind already, else converted planes.

        Raises JobFailed `unsupported` for a pixel format that can't be converted.
        """
        pixel_format = frame.format.name
        is_full = frame.color_range == FULL_RANGE or pixel_format.startswith("yuvj")
        matrix = matrix_for(int(frame.colorspace), frame.width, frame.height)
        transfer, primaries = int(frame.color_trc), int(frame.color_primaries)
        if is_wide(transfer, primaries) and not frame.format.is_rgb:
            deep = frame if pixel_format == DEEP else self._in_420(frame, DEEP)
            tables = tables_for(transfer, primaries, matrix, is_full)
            return to_standard(*deep_planes_of(deep), tables)
        if pixel_format not in READY:
            if frame.format.is_rgb:
                is_full, matrix = False, BT709
            frame = self._in_420(frame, "yuv420p")
        picture = planes_of(frame)
        if matrix == BT709 and not is_full:
            return picture
        return _converted(picture, *_conversion(matrix, is_full))

    def _in_420(self, frame: VideoFrame, pixel_format: str) -> VideoFrame:
        try:
            return self._reformatter.reformat(
                frame,
                format=pixel_format,
                # Out of RGB to BT.709 limited; YUV keeps its matrix and range.
                dst_colorspace=1 if frame.format.is_rgb else None,
                dst_color_range=1 if frame.format.is_rgb else None,
                interpolation=self._interpolation,
                threads=1,
            )
        except (ValueError, OSError) as error:
            raise unsupported() from error


def _converted(picture: Planes, change: NDArray[np.float64], offset: NDArray[np.float64]) -> Planes:
    """The picture with each (Y, U, V) become change @ (Y, U, V) + offset. A grey stays grey, so
    chroma needs no luma: its columns there are 0."""

    def mixed(row: int, depth: int) -> NDArray[Any]:
        by_u, by_v = change[row, 1:]
        return np.asarray(
            cv2.addWeighted(picture.u, by_u, picture.v, by_v, offset[row], dtype=depth)
        )

    from_chroma = cv2.resize(mixed(0, cv2.CV_32F), (picture.width_px, picture.height_px))
    luma = cv2.addWeighted(picture.y, change[0, 0], from_chroma, 1, 0, dtype=cv2.CV_8U)
    return Planes(np.asarray(luma, np.uint8), mixed(1, cv2.CV_8U), mixed(2, cv2.CV_8U))


@lru_cache(maxsize=32)
def _conversion(matrix: int, is_full: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(3x3, 3) from a source's Y'CbCr 0..255 to BT.709 limited."""
    scale = np.array([255, 255, 255] if is_full else [219, 224, 224], np.float64)
    zero = np.array([0 if is_full else 16, 128, 128], np.float64)
    to_rgb = np.linalg.inv(scale[:, None] * from_rgb_matrix(matrix))
    from_rgb = np.array([[219.0], [224.0], [224.0]]) * from_rgb_matrix(BT709)
    change = from_rgb @ to_rgb
    change[np.abs(change) < 1e-9] = 0
    return change, np.array([16.0, 128.0, 128.0]) - change @ zero


_TO_YUV = (np.array([[219.0], [224.0], [224.0]]) * from_rgb_matrix(BT709)).astype(np.float32)
_ZERO = np.array([16, 128, 128], np.float32)


def rgb_to_yuv(rgb: Floats) -> Floats:
    """R'G'B' 0..1 in the last axis to Y'CbCr 0..255, BT.709 limited (BT.709-6, 3.2 to 3.5)."""
    yuv: Floats = rgb @ _TO_YUV.T + _ZERO
    return yuv


def yuv_to_rgb_matrix() -> tuple[Floats, Floats]:
    """(3x3 matrix, 3 offsets) that take Y'CbCr 0..255 limited to R'G'B' 0..1."""
    matrix = np.linalg.inv(_TO_YUV.astype(np.float64))
    return matrix.astype(np.float32), (-matrix @ _ZERO).astype(np.float32)
