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

    def draw_alpha(self, alpha: Bytes, opacity: float = 1.0) -> None:
        """Make what it covers opaque in a plane of alpha, 0..255, of the canvas' size."""
        part = self._part(alpha, 1)
        shown = 255 - (255 - part) * (1 - opacity * self.covers[0])
        part[:] = np.rint(shown, out=shown)

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
