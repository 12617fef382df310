"""One kind of picture out of all that cameras write: 8 bits, YUV 4:2:0, BT.709, limited range.

Owns what an untagged clip is taken for and the conversion. FFmpeg's swscale brings other layouts
and depths to 8 bits 4:2:0; matrix and range are changed here, since swscale does it by way of RGB,
three times slower and with a dither that an edge filter takes for a texture. High dynamic range is
brought to 8 bits without tone mapping: its matrix is honoured, its curve is not. Must not know
sizes or canvases.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.failures import unsupported
from engine.media.planes import Floats, Planes, planes_of

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

# AVColorSpace (ITU-T H.273, matrix coefficients)
BT709 = 1
FCC = 4
BT470BG = 5
SMPTE170M = 6
SMPTE240M = 7
BT2020_NCL = 9
BT2020_CL = 10

KR_KB = {
    BT709: (0.2126, 0.0722),
    FCC: (0.30, 0.11),
    BT470BG: (0.299, 0.114),
    SMPTE170M: (0.299, 0.114),
    SMPTE240M: (0.212, 0.087),
    BT2020_NCL: (0.2627, 0.0593),
    BT2020_CL: (0.2627, 0.0593),
}
"""Shares of red and blue in luma (ITU-T H.273, table 4)."""

FULL_RANGE = 2

HD_HEIGHT_PX = 720
"""An untagged clip whose short side is below this is taken for BT.601, else for BT.709: what
players do, and what cameras of each time meant."""

READY = ("yuv420p", "yuvj420p")


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
        matrix = matrix_of(frame)
        if pixel_format not in READY:
            if frame.format.is_rgb:
                is_full, matrix = False, BT709
            frame = self._in_420(frame)
        picture = planes_of(frame)
        if matrix == BT709 and not is_full:
            return picture
        return _converted(picture, *_conversion(matrix, is_full))

    def _in_420(self, frame: VideoFrame) -> VideoFrame:
        try:
            return self._reformatter.reformat(
                frame,
                format="yuv420p",
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
    to_rgb = np.linalg.inv(scale[:, None] * _from_rgb(matrix))
    from_rgb = np.array([[219.0], [224.0], [224.0]]) * _from_rgb(BT709)
    change = from_rgb @ to_rgb
    change[np.abs(change) < 1e-9] = 0
    return change, np.array([16.0, 128.0, 128.0]) - change @ zero


def _from_rgb(matrix: int) -> NDArray[np.float64]:
    """R'G'B' 0..1 to Y' 0..1 and CbCr -0.5..0.5 (ITU-T H.273, 8.3)."""
    kr, kb = KR_KB[matrix]
    luma = np.array([kr, 1 - kr - kb, kb])
    blue = (np.array([0, 0, 1]) - luma) / (2 * (1 - kb))
    red = (np.array([1, 0, 0]) - luma) / (2 * (1 - kr))
    return np.stack([luma, blue, red])


def matrix_of(frame: VideoFrame) -> int:
    """The frame's matrix as an AVColorSpace, guessed from its size where it isn't told."""
    matrix = int(frame.colorspace)
    if matrix in KR_KB:
        return matrix
    return BT709 if min(frame.width, frame.height) >= HD_HEIGHT_PX else SMPTE170M


_TO_YUV = (np.array([[219.0], [224.0], [224.0]]) * _from_rgb(BT709)).astype(np.float32)
_ZERO = np.array([16, 128, 128], np.float32)


def rgb_to_yuv(rgb: Floats) -> Floats:
    """R'G'B' 0..1 in the last axis to Y'CbCr 0..255, BT.709 limited (BT.709-6, 3.2 to 3.5)."""
    yuv: Floats = rgb @ _TO_YUV.T + _ZERO
    return yuv


def yuv_to_rgb_matrix() -> tuple[Floats, Floats]:
    """(3x3 matrix, 3 offsets) that take Y'CbCr 0..255 limited to R'G'B' 0..1."""
    matrix = np.linalg.inv(_TO_YUV.astype(np.float64))
    return matrix.astype(np.float32), (-matrix @ _ZERO).astype(np.float32)
