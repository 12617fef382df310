"""True mattes: outlines of people in public-domain pictures, drawn by hand and eye.

Each JSON file holds the outline in pixels of the picture that `engine.networks.picture_path` names.
None was cut out by a network, so that the engine's networks can be judged by them.
"""

import json
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

_FINE: Final = 4
"""Subpixels a side per pixel."""
_FRACTION_BITS: Final = 6


def outline(name: str) -> dict[str, Any]:
    """What the file of a picture says: its size, a note on what was decided, the polygons."""
    text = (Path(__file__).parent / f"{name}.json").read_text("utf-8")
    return dict(json.loads(text))


def polygon_alpha(
    name: str, width: int, height: int, matrix: NDArray[np.float64] | None = None
) -> NDArray[np.float32]:
    """The true alpha, 1 = person, float32 [height, width], smooth over a pixel at the edge.

    `matrix`: 2x3, from pixels of the picture to pixels of the result (centres at whole numbers), as
    `engine.sample.affine_at` gives it; without it the result is in the picture's own pixels.
    """
    return _rasterised(outline(name)["polygons"], width, height, matrix)


def held_alpha(
    name: str, width: int, height: int, matrix: NDArray[np.float64] | None = None
) -> NDArray[np.float32]:
    """The part of it that the person holds, over which networks may differ; 0 if nothing."""
    return _rasterised(outline(name).get("held", []), width, height, matrix)


def _rasterised(
    polygons: list[Any], width: int, height: int, matrix: NDArray[np.float64] | None
) -> NDArray[np.float32]:
    canvas = np.zeros((height * _FINE, width * _FINE), np.uint8)
    for polygon in polygons:
        points = np.array(polygon, np.float64)
        if matrix is not None:
            points = points @ matrix[:, :2].T + matrix[:, 2]
        fine = (points + 0.5) * _FINE - 0.5
        fixed = np.round(fine * (1 << _FRACTION_BITS)).astype(np.int32)
        cv2.fillPoly(canvas, [fixed], 255, shift=_FRACTION_BITS)
    alpha = cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA)
    return np.divide(alpha, 255, dtype=np.float32)
