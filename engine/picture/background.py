"""What a person is put before: a picture, a colour, or the clip's own room out of focus.

Owns the kinds and how each becomes planes of the canvas. Must not know how the person is cut out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from engine.media import stills
from engine.media.colour import rgb_to_yuv
from engine.media.planes import Bytes, Floats, Planes, new_planes
from engine.picture.placement import Placement, part_of
from engine.picture.shrink import Small
from engine.picture.surroundings import surroundings

BLUR_LEAST_PX, BLUR_MOST_PX = 10.0, 60.0
"""Standard deviation of the blur at strength 0 and 1, in pixels of a canvas 1080 high or wide."""

REFERENCE_PX = 1080


class Background(Protocol):
    """Lays itself on a canvas for each picture."""

    def lay(self, target: Planes, small: Small, mask: Floats | None) -> None:
        """Fill `target`, the whole canvas; `small` and `mask` (None: nobody) are the clip's."""


class Still:
    """A background that is the same in every picture."""

    def __init__(self, planes: Planes) -> None:
        self._planes = planes

    def lay(self, target: Planes, small: Small, mask: Floats | None) -> None:
        target.copy_from(self._planes)


class Blur:
    """The clip's own surroundings out of focus, without a trace of the person in them."""

    def __init__(self, strength: float, placement: Placement, canvas_px: tuple[int, int]) -> None:
        sigma_px = BLUR_LEAST_PX + (BLUR_MOST_PX - BLUR_LEAST_PX) * min(1.0, max(0.0, strength))
        self._sigma_cells = sigma_px * min(canvas_px) / REFERENCE_PX / 8
        self._placement = placement

    def lay(self, target: Planes, small: Small, mask: Floats | None) -> None:
        person = mask if mask is not None else np.zeros((small.rows, small.columns), np.float32)
        spread = surroundings(small.cells, person, self._sigma_cells)
        soft = np.rint(spread * 255).astype(np.uint8)
        planes = (soft[..., 0].copy(), soft[..., 1].copy(), soft[..., 2].copy())
        part = part_of(target, self._placement)
        if part.y.shape != target.y.shape:
            # Beside the clip's picture: the same blur, drawn out over the canvas.
            self._spread(planes, target)
        self._spread(planes, part)

    @staticmethod
    def _spread(planes: tuple[Bytes, Bytes, Bytes], target: Planes) -> None:
        for plane, there in zip(planes, target, strict=True):
            there[:] = cv2.resize(plane, (there.shape[1], there.shape[0]))


def still_color(color: str, canvas_px: tuple[int, int]) -> Still:
    """A plain colour, "#rrggbb". Raises ValueError for anything else."""
    if len(color) != 7 or color[0] != "#":
        raise ValueError(f"not a colour: {color!r}")
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    y, u, v = rgb_to_yuv(np.array([red, green, blue], np.float32) / np.float32(255))
    return Still(new_planes(*canvas_px, (round(float(y)), round(float(u)), round(float(v)))))


def still_picture(path: Path, canvas_px: tuple[int, int]) -> Still:
    """The middle of a picture, covering the canvas. Raises JobFailed."""
    return Still(stills.covering(path, *canvas_px))
