"""Where the person is in one picture: the two networks, whole frame or on a crop.

Owns the sessions, the boxes of cells that are looked at and how a network's answer comes back to
the grid of cells. Must not know time: `follow` looks at one picture after another.
"""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np

from engine.media.planes import Floats
from engine.networks import load
from engine.picture.shrink import CellBox, Small, crop_rgb

Network = Literal["square", "landscape"]
INPUT_PX: dict[Network, tuple[int, int]] = {"square": (256, 256), "landscape": (256, 144)}

PERSON_FROM = 0.4
"""Mask above which a cell belongs to the person's box."""

MIN_PERSON_SHARE = 0.004
"""A person smaller than this share of the frame (90x90 pixels of 1080p) counts as none."""

MARGIN = 0.15
"""The crop goes this share of the person's box beyond it on each side. On eight clips of known
alpha 0.14 to 0.16 was best: less hides the surroundings from the networks, more costs detail."""

WIDE_MARGIN = 0.2
"""The same on a side where the person reached the edge of the crop: an arm that shot out."""

ROOMY = 1.15
"""A crop is kept while it holds the wanted one and is no larger than this: a crop that trembles
makes an edge that trembles."""


class Finder:
    """The two networks, loaded once."""

    def __init__(self) -> None:
        self._sessions = {"square": load("selfie_square"), "landscape": load("selfie_landscape")}

    def look(self, small: Small, box: CellBox, network: Network) -> Floats:
        """One network's mask of the box, 0..1, on the grid of cells; 0 outside the box."""
        rgb = crop_rgb(small, box, *INPUT_PX[network])
        answer = self._sessions[network].run(None, {"picture": rgb[None]})[0][0, 0]
        mask = np.zeros((small.rows, small.columns), np.float32)
        size = (box.right - box.left, box.bottom - box.top)
        mask[box.top : box.bottom, box.left : box.right] = cv2.resize(
            answer, size, interpolation=cv2.INTER_AREA
        )
        return mask

    def forget(self) -> None:
        """Another shot begins, of which these networks know nothing: they look at one picture."""

    def find(self, small: Small) -> Floats:
        """Both networks' agreement on the whole frame: coarse, but without one network's ghosts."""
        whole = CellBox(0, 0, small.columns, small.rows)
        return agreement(self.look(small, whole, "landscape"), self.look(small, whole, "square"))


def agreement(one: Floats, other: Floats) -> Floats:
    """The geometric mean of two masks: what either doubts is doubtful."""
    mean: Floats = np.sqrt(one * other)
    return mean


def box_of(mask: Floats, crop: CellBox | None = None) -> CellBox | None:
    """The box to look at next, out of a mask; None where there is no person.

    `crop` is the box that the mask was looked for in; it is given back when it still fits.
    """
    is_person = mask > PERSON_FROM
    if np.count_nonzero(is_person) < MIN_PERSON_SHARE * mask.size:
        return None
    rows, columns = mask.shape
    over = np.flatnonzero(is_person.any(axis=1))
    along = np.flatnonzero(is_person.any(axis=0))
    extent = CellBox(int(along[0]), int(over[0]), int(along[-1]) + 1, int(over[-1]) + 1)
    width, height = extent.right - extent.left, extent.bottom - extent.top

    def margin(size: int, is_cut: bool) -> int:
        return max(2, round((WIDE_MARGIN if is_cut else MARGIN) * size))

    wanted = CellBox(
        max(0, extent.left - margin(width, crop is not None and extent.left <= crop.left)),
        max(0, extent.top - margin(height, crop is not None and extent.top <= crop.top)),
        min(columns, extent.right + margin(width, crop is not None and extent.right >= crop.right)),
        min(
            rows, extent.bottom + margin(height, crop is not None and extent.bottom >= crop.bottom)
        ),
    )
    return crop if crop is not None and _still_fits(crop, wanted) else wanted


def union(one: CellBox, other: CellBox) -> CellBox:
    """The smallest box that holds both."""
    return CellBox(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )


def _still_fits(crop: CellBox, wanted: CellBox) -> bool:
    return union(crop, wanted) == crop and (
        crop.right - crop.left <= ROOMY * (wanted.right - wanted.left)
        and crop.bottom - crop.top <= ROOMY * (wanted.bottom - wanted.top)
    )
