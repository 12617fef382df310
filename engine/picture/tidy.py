"""A network's mask put in order: certain where it was nearly certain, whole, without islands.

Owns three corrections, all on the grid of cells. Must not know networks, time or full-size
pictures.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.planes import Floats

STRETCH_FROM, STRETCH_TO = 0.15, 0.5
"""The networks doubt hair and dark sleeves: what they give as .65 is person."""

ISLAND_SHARE = 0.05
"""Spots smaller than this share of the largest are no part of a person."""

HOLE_DOUBT = 0.04
"""A hole with more than this of the mask left in it, on the average, is one that the network
doubted (a badge, a dark lapel) and is filled; an emptier one is real, as between arm and body."""

HOLE_SHARE = 0.12
"""Holes larger than this share of the person stay, whatever the network thought."""

SOLID = 0.98
THIN_FROM = 0.15
"""A spot below `SOLID` inside the person, of which every cell has at least this much of the raw
mask, is made solid: what is held before the body must not be half transparent."""


def tidy(raw: Floats) -> Floats:
    """The mask that is used, 0..1, out of what the networks gave, both of (rows, columns)."""
    stretched = (raw - np.float32(STRETCH_FROM)) * np.float32(1 / (STRETCH_TO - STRETCH_FROM))
    mask: Floats = np.clip(stretched, 0, 1)
    _drop_islands(mask)
    _fill_holes(mask, raw)
    return mask


def _drop_islands(mask: Floats) -> None:
    """Empty the spots that are small and lie apart, in place."""
    spots = cv2.dilate((mask > 0.3).astype(np.uint8), np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(spots)
    if count <= 2:
        return
    areas = stats[:, cv2.CC_STAT_AREA]
    areas[0] = 0
    is_island = areas < ISLAND_SHARE * areas.max()
    is_island[0] = False
    if is_island.any():
        mask[is_island[labels]] = 0


def _fill_holes(mask: Floats, raw: Floats) -> None:
    """Fill what is surrounded by the person, in place: holes first, then thin spots."""
    person = np.count_nonzero(mask >= 0.5)
    is_filled = _enclosed(mask < 0.5, raw, HOLE_DOUBT, HOLE_SHARE * person)
    mask[is_filled] = 1
    mask[_enclosed(mask < SOLID, (raw > THIN_FROM).astype(np.float32), 0.999, mask.size)] = 1


def _enclosed(
    is_open: NDArray[np.bool_], weight: Floats, least_mean: float, most_cells: float
) -> NDArray[np.bool_]:
    """The open cells that the person surrounds, of spots with enough weight on the average.

    The frame's lower edge counts as person: a torso is cut off there, and a hole in it is open
    below.
    """
    framed = cv2.copyMakeBorder(is_open.view(np.uint8), 1, 0, 1, 1, cv2.BORDER_CONSTANT, value=(1,))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(framed, connectivity=4)
    is_wanted = np.zeros(count, np.bool_)
    if count > 2:
        inner = labels[1:, 1:-1]
        sums = np.bincount(inner.ravel(), weights=weight.ravel(), minlength=count)
        areas = stats[:, cv2.CC_STAT_AREA]
        is_wanted = (sums >= least_mean * areas) & (areas < most_cells)
        is_wanted[0] = is_wanted[labels[0, 0]] = False
    return np.asarray(is_wanted[labels[1:, 1:-1]])
