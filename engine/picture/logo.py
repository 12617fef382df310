"""A logo: a picture of theirs in a corner, see-through where it is.

Owns its size and its place, clear of the edges. Must not know time.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import numpy as np

from engine.media.stills import read_rgba
from engine.picture.overlay import Overlay, overlay_of

Corner = Literal["top left", "top right", "bottom left", "bottom right"]
CORNERS: tuple[Corner, ...] = ("top left", "top right", "bottom left", "bottom right")

MARGIN_SHARE = 0.04
"""Of the canvas' shorter side, free between the logo and the edges."""


def draw_logo(path: Path, corner: Corner, size_percent: int, canvas_px: tuple[int, int]) -> Overlay:
    """The logo for a canvas; its longer side is that share of the canvas' shorter side.

    Raises JobFailed for a picture that can't be read.
    """
    shorter = min(canvas_px)
    longest = max(8, round(shorter * size_percent / 100))
    rgba = np.asarray(read_rgba(path, longest))
    margin = round(MARGIN_SHARE * shorter)
    height, width = rgba.shape[:2]
    left = margin if corner.endswith("left") else canvas_px[0] - margin - width
    top = margin if corner.startswith("top") else canvas_px[1] - margin - height
    return overlay_of(rgba, max(0, left // 2 * 2), max(0, top // 2 * 2))
