"""What a person is put before: a picture, a colour, a moving clip, or the own room out of focus.

Owns the kinds and how each becomes planes of the canvas. Must not know how the person is cut out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from engine.media import stills
from engine.media.colour import rgb_to_yuv
from engine.media.planes import BLACK, Bytes, Floats, Planes, new_planes
from engine.picture.look import Tone
from engine.picture.placement import Placement, part_of
from engine.picture.shrink import Small
from engine.picture.surroundings import surroundings

BLUR_LEAST_PX, BLUR_MOST_PX = 10.0, 60.0
"""Standard deviation of the blur at strength 0 and 1, in pixels of a canvas 1080 high or wide."""

REFERENCE_PX = 1080

CHECKERS = (150, 190)
"""Luma of the pattern that stands for nothing."""


class Background(Protocol):
    """Lays itself on a canvas for each picture."""

    def lay(self, target: Planes, index: int, small: Small, mask: Floats | None) -> None:
        """Fill `target`, the whole canvas, for frame `index` of the result; `small` and `mask`
        (None: nobody) are the clip's."""


class Still:
    """A background that is the same in every picture."""

    def __init__(self, planes: Planes) -> None:
        self.planes = planes

    def toned(self, tone: Tone | None) -> Still:
        """The same in another tone."""
        return self if tone is None else Still(tone.applied(self.planes))

    def lay(self, target: Planes, index: int, small: Small, mask: Floats | None) -> None:
        target.copy_from(self.planes)


class Blur:
    """The clip's own surroundings out of focus, without a trace of the person in them."""

    def __init__(self, strength: float, placement: Placement, canvas_px: tuple[int, int]) -> None:
        sigma_px = BLUR_LEAST_PX + (BLUR_MOST_PX - BLUR_LEAST_PX) * min(1.0, max(0.0, strength))
        self._sigma_cells = sigma_px * min(canvas_px) / REFERENCE_PX / 8
        self._placement = placement

    def lay(self, target: Planes, index: int, small: Small, mask: Floats | None) -> None:
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
    y, u, v = rgb_to_yuv(rgb_of(color))
    return Still(new_planes(*canvas_px, (round(float(y)), round(float(u)), round(float(v)))))


def still_gradient(color: str, canvas_px: tuple[int, int]) -> Still:
    """A calm gradient round a colour, "#rrggbb". Raises ValueError for anything else."""
    from engine.scenes.gradient import gradient

    rgb_of(color)
    return Still(stills.from_rgb(gradient(color, *canvas_px)))


def still_picture(path: Path, canvas_px: tuple[int, int]) -> Still:
    """The middle of a picture, covering the canvas. Raises JobFailed."""
    return Still(stills.covering(path, *canvas_px))


def checkered(canvas_px: tuple[int, int]) -> Still:
    """What editors show where nothing is."""
    planes = new_planes(*canvas_px, BLACK)
    step = max(8, min(canvas_px) // 40 // 2 * 2)
    rows, columns = (np.arange(side) // step for side in planes.y.shape)
    planes.y[:] = np.where((rows[:, None] + columns) % 2, *CHECKERS)
    return Still(planes)


def rgb_of(color: str) -> Floats:
    """R, G, B 0..1 of "#rrggbb". Raises ValueError for anything else."""
    if len(color) != 7 or color[0] != "#":
        raise ValueError(f"not a colour: {color!r}")
    return np.array([int(color[at : at + 2], 16) for at in (1, 3, 5)], np.float32) / np.float32(255)
