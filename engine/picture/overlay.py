"""Something drawn on a picture: words or a logo, partly see-through.

Owns the blend and the way from an RGBA picture to it. Must not know what is drawn or when.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from engine.media.colour import rgb_to_yuv

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from engine.media.planes import Bytes, Floats, Planes

BLACK_LUMA, ZERO_CHROMA = 16, 128
TINY = 1e-6


@dataclass(frozen=True, eq=False)
class Overlay:
    """A drawing: where it lies (even pixels), how opaque it is, and its share of the result.

    `covers` and `adds` hold luma of (height, width) and chroma of half of it: the picture becomes
    picture * (1 - covers) + adds.
    """

    left: int
    top: int
    covers: tuple[Floats, Floats]
    adds: tuple[Floats, Floats, Floats]

    def draw(self, target: Planes, opacity: float = 1.0) -> None:
        """Draw it on a picture of the canvas' size; `opacity` 0..1 of the whole."""
        for index, plane in enumerate(target):
            cover, add = self.covers[min(index, 1)], self.adds[index]
            part = self._part(plane, 1 if index == 0 else 2)
            drawn = part * (1 - opacity * cover)
            drawn += opacity * add
            part[:] = np.rint(drawn, out=drawn)

    def draw_seen(self, target: Planes, alpha: Bytes, opacity: float = 1.0) -> None:
        """Draw it on a picture of which `alpha`, 0..255 and as large, says how much is seen.

        Colours stay straight, not multiplied by the alpha: what fades over nothing keeps its own.
        """
        seen = self._part(alpha, 1)
        shares = np.asarray(seen, np.float32) / np.float32(255)
        height, width = shares.shape
        coarse = cv2.resize(shares, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        for index, plane in enumerate(target):
            cover, share = self.covers[min(index, 1)], (shares, coarse)[min(index, 1)]
            part = self._part(plane, 1 if index == 0 else 2)
            below = share * (1 - opacity * cover)
            total = below + opacity * cover
            mixed = part * below + opacity * self.adds[index]
            drawn = np.where(total > 0, mixed / np.maximum(total, TINY), part)
            part[:] = np.clip(np.rint(drawn), 0, 255)
        seen[:] = np.rint(255 * (1 - (1 - shares) * (1 - opacity * self.covers[0])))

    def _part(self, plane: Bytes, shrink: int) -> Bytes:
        height, width = self.covers[0 if shrink == 1 else 1].shape
        top, left = self.top // shrink, self.left // shrink
        return plane[top : top + height, left : left + width]


def overlay_of(rgba: NDArray[np.uint8], left: int, top: int) -> Overlay:
    """The overlay of an RGBA picture of even size, (height, width, 4), at an even place."""
    height, width = rgba.shape[:2]
    cover = np.ascontiguousarray(rgba[..., 3], np.float32) / np.float32(255)
    yuv = rgb_to_yuv(rgba[..., :3].astype(np.float32) / np.float32(255)) * cover[..., None]
    half = (width // 2, height // 2)
    coarse = cv2.resize(cover, half, interpolation=cv2.INTER_AREA)
    chroma = cv2.resize(
        np.ascontiguousarray(yuv[..., 1:], np.float32), half, interpolation=cv2.INTER_AREA
    )
    return Overlay(
        left,
        top,
        (cover, np.asarray(coarse, np.float32)),
        (
            np.ascontiguousarray(yuv[..., 0]),
            np.ascontiguousarray(chroma[..., 0]),
            np.ascontiguousarray(chroma[..., 1]),
        ),
    )


def fade_to_black(target: Planes, share: float) -> None:
    """Bring a picture towards black, in place; `share` 1 is black, 0 leaves it as it is."""
    keep = 1 - share
    for plane, zero in zip(target, (BLACK_LUMA, ZERO_CHROMA, ZERO_CHROMA), strict=True):
        cv2.addWeighted(plane, keep, plane, 0, zero * share, dst=plane)


def fade_away(alpha: Bytes, share: float) -> None:
    """Let a picture before nothing go, in place; `share` 1 is gone, 0 leaves it as it is."""
    cv2.convertScaleAbs(alpha, alpha=1 - share, dst=alpha)
