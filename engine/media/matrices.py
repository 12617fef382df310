"""How Y'CbCr is made of R'G'B': the matrices of ITU-T H.273.

Owns their numbers and which one a clip is taken for that doesn't tell. Pure. Must not know frames.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

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

HD_HEIGHT_PX = 720
"""An untagged clip whose short side is below this is taken for BT.601, else for BT.709: what
players do, and what cameras of each time meant."""


def from_rgb_matrix(matrix: int) -> NDArray[np.float64]:
    """R'G'B' 0..1 to Y' 0..1 and CbCr -0.5..0.5 (ITU-T H.273, 8.3)."""
    kr, kb = KR_KB[matrix]
    luma = np.array([kr, 1 - kr - kb, kb])
    blue = (np.array([0, 0, 1]) - luma) / (2 * (1 - kb))
    red = (np.array([1, 0, 0]) - luma) / (2 * (1 - kr))
    return np.stack([luma, blue, red])


def matrix_for(told: int, width_px: int, height_px: int) -> int:
    """The matrix as an AVColorSpace, guessed from the size where it isn't told."""
    if told in KR_KB:
        return told
    return BT709 if min(width_px, height_px) >= HD_HEIGHT_PX else SMPTE170M
