"""The look of a picture: brightness, contrast, warmth and saturation as three tables.

Owns what the numbers of a draft mean. A table per plane costs a millisecond a picture of 1080p,
whatever is asked of it. Must not know persons, scenes or time.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.planes import Bytes, Planes, unfilled_planes

LUMA_BLACK, LUMA_RANGE = 16.0, 219.0
CHROMA_ZERO = 128.0
"""Limited range (BT.709-6, 3.4)."""

STOPS_AT_MOST = 1.2
"""Brightness 100 raises the middle greys by a gamma of 2 ** -1.2; black and white stay."""

WARM_U, WARM_V = -18.0, 14.0
"""Steps of chroma at warmth 100: from daylight to the light of a bulb, as far as faces bear it."""


@dataclass(frozen=True)
class Look:
    """What a draft asks for, each -100..100 and 0 where nothing is asked."""

    brightness: int = 0
    contrast: int = 0
    warmth: int = 0
    saturation: int = 0


AS_IT_IS = Look()


@dataclass(frozen=True, eq=False)
class Tone:
    """A table of 256 for each plane."""

    y: Bytes
    u: Bytes
    v: Bytes

    def applied(self, picture: Planes) -> Planes:
        """The picture in this tone, in memory of its own."""
        toned = unfilled_planes(picture.width_px, picture.height_px)
        for plane, table, target in zip(picture, (self.y, self.u, self.v), toned, strict=True):
            cv2.LUT(plane, table, dst=target)
        return toned


def tone_of(look: Look) -> Tone | None:
    """The tables for a look; None where it asks for nothing."""
    if look == AS_IT_IS:
        return None
    gamma = 2.0 ** (-STOPS_AT_MOST * look.brightness / 100)
    return tone(
        gamma=gamma,
        contrast=look.contrast / 100,
        u_shift=WARM_U * look.warmth / 100,
        v_shift=WARM_V * look.warmth / 100,
        chroma_gain=1 + look.saturation / 100,
    )


def tone(
    *,
    gamma: float = 1.0,
    contrast: float = 0.0,
    u_shift: float = 0.0,
    v_shift: float = 0.0,
    chroma_gain: float = 1.0,
) -> Tone:
    """Tables for a gamma, a contrast of -1..1 and moves of chroma in steps of 8 bits."""
    levels = np.arange(256, dtype=np.float64)
    grey = np.clip((levels - LUMA_BLACK) / LUMA_RANGE, 0, 1) ** gamma
    if contrast >= 0:
        grey += contrast * (grey * grey * (3 - 2 * grey) - grey)
    else:
        grey = 0.5 + (grey - 0.5) * (1 + 0.5 * contrast)
    chroma = (levels - CHROMA_ZERO) * chroma_gain + CHROMA_ZERO
    return Tone(
        _bytes(LUMA_BLACK + LUMA_RANGE * grey, 16, 235),
        _bytes(chroma + u_shift, 16, 240),
        _bytes(chroma + v_shift, 16, 240),
    )


def _bytes(values: NDArray[np.float64], least: int, most: int) -> Bytes:
    table: Bytes = np.clip(np.rint(values), least, most).astype(np.uint8)
    return table
