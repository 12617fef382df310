"""What is around a person, without the person: the picture's colours spread inwards from outside.

Owns the blur that weighs each cell by how little of the person is in it, so that none of the
person's colours reach what lies behind. It is the blurred background, and the guess of what shines
through hair. Must not know full-size pictures.
"""

from __future__ import annotations

import cv2
import numpy as np

from engine.media.planes import Floats

WIDER = 5
"""How many times wider the blur is that fills where the first finds nothing."""

WIDER_WEIGHT = 0.02

GROW_CELLS = 3
"""Window by which the person is grown first: the mask's edge is a cell or so off."""


def surroundings(cells: Floats, mask: Floats, sigma_cells: float) -> Floats:
    """Colours of (rows, columns, 3) around and behind the person.

    `cells` is Y, U, V of (rows, columns, 3), `mask` 0..1 of (rows, columns), `sigma_cells` the
    blur's standard deviation. Where the person fills the frame it is the frame's mean colour.
    """
    grown = cv2.dilate(mask, np.ones((GROW_CELLS, GROW_CELLS), np.uint8))
    weight = np.clip(1 - grown * np.float32(1.25), 0, 1)
    weighed = cv2.merge([*(plane * weight for plane in cv2.split(cells)), weight])
    near = _blur(weighed, sigma_cells)
    # The wide blur is soft enough to be made on a quarter of the cells.
    rows, columns = mask.shape
    few = cv2.resize(weighed, (-(-columns // 4), -(-rows // 4)), interpolation=cv2.INTER_AREA)
    far = cv2.resize(_blur(few, sigma_cells * WIDER / 4), (columns, rows))
    total = near + far * np.float32(WIDER_WEIGHT)
    total += np.append(cells.mean(axis=(0, 1)), 1).astype(np.float32) * np.float32(1e-6)
    return np.ascontiguousarray(total[..., :3] / total[..., 3:])


def _blur(plane: Floats, sigma: float) -> Floats:
    """A Gaussian of that standard deviation, near enough: three boxes of the width that gives it
    (W. M. Wells, "Efficient synthesis of Gaussian filters by cascaded uniform filters", 1986)."""
    width = max(1, 2 * round((np.sqrt(4 * sigma * sigma + 1) - 1) / 2) + 1)
    for _ in range(3):
        blurred = cv2.blur(plane, (width, width), borderType=cv2.BORDER_REPLICATE)
        plane = np.asarray(blurred, np.float32)
    return plane
