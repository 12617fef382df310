"""The scene that is drawn: a calm gradient in any colour.

Owns its light and its dithering. Must not know video or planes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LIGHTER, DARKER = 0.12, 0.2
"""Share of the way to white in the light corner and to black in the dark one."""

LIGHT_AT = (0.3, 0.12)
"""Middle of the light, as shares of width and height: above, a little to the left."""

_SEED = 13


def gradient(color: str, width_px: int, height_px: int) -> NDArray[np.uint8]:
    """A gradient round "#rrggbb" as RGB of (height_px, width_px, 3); the same every time.

    Lighter above on the left, darker below on the right. Dithered, so that eight bits don't show
    as bands. Raises ValueError for anything but "#" and six hexadecimal digits.
    """
    base = _rgb_of(color)
    across = np.linspace(0, 1, width_px, dtype=np.float32) - np.float32(LIGHT_AT[0])
    down = np.linspace(0, 1, height_px, dtype=np.float32) - np.float32(LIGHT_AT[1])
    distance = np.sqrt(np.square(across * np.float32(0.8)) + np.square(down)[:, None])
    share = np.clip(distance / np.float32(0.95), 0, 1)
    share = share * share * (3 - 2 * share)
    # Triangular noise of one step either way hides every edge between two steps.
    chance = np.random.default_rng(_SEED)
    noise = chance.random((height_px, width_px), np.float32)
    noise -= chance.random((height_px, width_px), np.float32)
    light, dark = base + (255 - base) * np.float32(LIGHTER), base * np.float32(1 - DARKER)
    picture = np.empty((height_px, width_px, 3), np.uint8)
    for channel in range(3):
        level = light[channel] + (dark[channel] - light[channel]) * share + noise
        np.rint(np.clip(level, 0, 255), out=level)
        picture[..., channel] = level
    return picture


def _rgb_of(color: str) -> NDArray[np.float32]:
    digits = color[1:]
    if len(color) != 7 or color[0] != "#" or not set(digits) <= set("0123456789abcdefABCDEF"):
        raise ValueError(f"not a colour: {color!r}")
    return np.frombuffer(bytes.fromhex(digits), np.uint8).astype(np.float32)
