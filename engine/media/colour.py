"""One kind of picture out of all that cameras write: 8 bits, YUV 4:2:0, BT.709, limited range.

Owns what an untagged clip is taken for, and the conversion (FFmpeg's swscale). High dynamic range
is brought to 8 bits without tone mapping: its matrix is honoured, its curve is not. Must not know
sizes or canvases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.media.failures import unsupported

if TYPE_CHECKING:
    from av.video.frame import VideoFrame

# AVColorSpace (ITU-T H.273, matrix coefficients)
BT709 = 1
UNSPECIFIED = 2
FCC = 4
BT470BG = 5
SMPTE170M = 6
SMPTE240M = 7
BT2020_NCL = 9
BT2020_CL = 10

# swscale numbers the same matrices a little differently
SWS_OF = {
    BT709: 1,
    FCC: 4,
    BT470BG: 5,
    SMPTE170M: 5,
    SMPTE240M: 7,
    BT2020_NCL: 9,
    BT2020_CL: 9,
}

LIMITED = 1
FULL = 2

HD_HEIGHT_PX = 720
"""An untagged clip whose short side is below this is taken for BT.601, else for BT.709: what
players do, and what cameras of each time meant."""

KR, KB = 0.2126, 0.0722  # ITU-R BT.709-6, 3.2


class Normalizer:
    """Brings the frames of one clip to yuv420p, BT.709, limited range; keeps swscale's tables."""

    def __init__(self) -> None:
        from av.video.reformatter import Interpolation, VideoReformatter

        self._reformatter = VideoReformatter()
        self._interpolation = Interpolation.BILINEAR | Interpolation.ACCURATE_RND

    def apply(self, frame: VideoFrame) -> VideoFrame:
        """The same frame when it is of that kind already, else a converted copy.

        Raises JobFailed `unsupported` for a pixel format that can't be converted.
        """
        pixel_format = frame.format.name
        is_full = frame.color_range == FULL or pixel_format.startswith("yuvj")
        matrix = matrix_of(frame)
        if pixel_format == "yuv420p" and not is_full and matrix == BT709:
            return frame
        try:
            return self._reformatter.reformat(
                frame,
                format="yuv420p",
                src_colorspace=SWS_OF[matrix],
                dst_colorspace=SWS_OF[BT709],
                src_color_range=FULL if is_full else LIMITED,
                dst_color_range=LIMITED,
                interpolation=self._interpolation,
                threads=1,
            )
        except (ValueError, OSError) as error:
            raise unsupported() from error


def matrix_of(frame: VideoFrame) -> int:
    """The frame's matrix as an AVColorSpace, guessed from its size where it isn't told."""
    matrix = int(frame.colorspace)
    if matrix in SWS_OF:
        return matrix
    return BT709 if min(frame.width, frame.height) >= HD_HEIGHT_PX else SMPTE170M


def rgb_to_yuv(rgb: NDArray[np.float32]) -> NDArray[np.float32]:
    """R'G'B' 0..1 in the last axis to Y'CbCr 0..255, BT.709 limited (BT.709-6, 3.2 to 3.5)."""
    red, green, blue = rgb[..., 0], rgb[..., 1], rgb[..., 2]
    luma = KR * red + (1 - KR - KB) * green + KB * blue
    return np.stack(
        (
            16 + 219 * luma,
            128 + 224 * (blue - luma) / (2 * (1 - KB)),
            128 + 224 * (red - luma) / (2 * (1 - KR)),
        ),
        axis=-1,
    ).astype(np.float32)


def yuv_to_rgb_matrix() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(3x3 matrix, 3 offsets) that take Y'CbCr 0..255 limited to R'G'B' 0..1."""
    scale_y, scale_c = 1 / 219, 1 / 224
    red_v = 2 * (1 - KR) * scale_c
    blue_u = 2 * (1 - KB) * scale_c
    green = 1 - KR - KB
    matrix = np.array(
        [
            [scale_y, 0.0, red_v],
            [scale_y, -blue_u * KB / green, -red_v * KR / green],
            [scale_y, blue_u, 0.0],
        ]
    )
    return matrix.astype(np.float32), (-matrix @ np.array([16.0, 128.0, 128.0])).astype(np.float32)
