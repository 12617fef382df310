"""How the camera moves: the shift and turn that carry each picture onto the first of its shot.

Owns the points in the room that are followed from picture to picture, on a quarter of the size.
The person and what else moves on its own is left out, by the mask and by a vote of the points. Must
not know what the motion is used for.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.planes import Bytes
from engine.picture.shrink import CELL_PX, Small

Matrix = NDArray[np.float64]
"""(2, 3): from pixels of the full-size picture to those of the shot's first, centres at halves."""

POINTS = 90
FEWEST_POINTS = 16
"""With fewer in agreement the camera's motion isn't known."""

REFILL_POINTS = 50
QUALITY, APART_PX = 0.02, 9
AGREE_PX = 0.6
"""Points further from the common motion than this, on a quarter of the size, move on their own."""

STILL_PX = 0.35
"""A shot whose points moved less than this, at full size, is from a camera that stands still."""

STILL_EVERY = 3
STILL_TIMES = 5
"""A camera that was found standing still so often is looked at in every third picture only."""

_QUARTER = 4


class CameraMotion:
    """Follows one shot, in order."""

    def __init__(self) -> None:
        self._matrix = np.eye(2, 3)
        self._unseen = self._still_times = 0
        self._former: Bytes | None = None
        self._origin = np.empty((0, 2), np.float32)
        self._points = np.empty((0, 2), np.float32)

    def follow(self, small: Small, is_room: NDArray[np.bool_]) -> Matrix | None:
        """Carry on with the shot's next picture; `is_room` (rows, columns) is where no person is.

        None where too few points agree; the next picture then is the first of a new shot.
        """
        grey = small.quarter[0]
        matrix = np.eye(2, 3)
        if self._former is not None and self._may_wait():
            return _at_full_size(self._matrix)
        if self._former is not None:
            found = self._tracked(grey)
            if found is None:
                self._former = None
                return None
            matrix = found
            size = (grey.shape[1] * _QUARTER, grey.shape[0] * _QUARTER)
            has_stood = is_still(_at_full_size(matrix), *size)
            self._still_times = self._still_times + 1 if has_stood else 0
            self._drop_hidden(is_room)
        if len(self._points) < REFILL_POINTS:
            self._refill(grey, is_room, matrix)
        self._former, self._matrix = grey, matrix
        return _at_full_size(matrix)

    def _may_wait(self) -> bool:
        """Whether the camera stood still, so that not every picture need be looked at."""
        self._unseen += 1
        if self._unseen < STILL_EVERY and self._still_times >= STILL_TIMES:
            return True
        self._unseen = 0
        return False

    def _tracked(self, grey: Bytes) -> Matrix | None:
        if len(self._points) < FEWEST_POINTS or self._former is None:
            return None
        moved, is_found, _ = cv2.calcOpticalFlowPyrLK(
            self._former,
            grey,
            self._points,
            np.empty_like(self._points),
            winSize=(13, 13),
            maxLevel=2,
        )
        is_kept = is_found[:, 0] > 0
        self._points = np.asarray(moved, np.float32)[is_kept]
        self._origin = self._origin[is_kept]
        if len(self._points) < FEWEST_POINTS:
            return None
        matrix, is_common = cv2.estimateAffinePartial2D(
            self._points, self._origin, method=cv2.RANSAC, ransacReprojThreshold=AGREE_PX
        )
        if matrix is None or np.count_nonzero(is_common) < FEWEST_POINTS:
            return None
        is_kept = is_common[:, 0] > 0
        self._points, self._origin = self._points[is_kept], self._origin[is_kept]
        return np.asarray(matrix, np.float64)

    def _drop_hidden(self, is_room: NDArray[np.bool_]) -> None:
        at = (self._points * (_QUARTER / CELL_PX)).astype(np.intp)
        rows, columns = is_room.shape
        x, y = np.clip(at[:, 0], 0, columns - 1), np.clip(at[:, 1], 0, rows - 1)
        is_kept = is_room[y, x]
        self._points, self._origin = self._points[is_kept], self._origin[is_kept]

    def _refill(self, grey: Bytes, is_room: NDArray[np.bool_], matrix: Matrix) -> None:
        mask = cv2.resize(
            is_room.astype(np.uint8), grey.shape[::-1], interpolation=cv2.INTER_NEAREST
        )
        for x, y in self._points.astype(int).tolist():
            cv2.circle(mask, (x, y), APART_PX, 0, -1)
        wanted = POINTS - len(self._points)
        found = cv2.goodFeaturesToTrack(grey, wanted, QUALITY, APART_PX, mask=mask)
        points = np.asarray([] if found is None else found, np.float32).reshape(-1, 2)
        origin = points @ matrix[:, :2].T + matrix[:, 2]
        self._points = np.concatenate([self._points, points]).astype(np.float32)
        self._origin = np.concatenate([self._origin, origin]).astype(np.float32)


def is_still(matrix: Matrix, width_px: int, height_px: int) -> bool:
    """Whether no corner of the picture has moved."""
    corners = np.array([(0, 0), (width_px, 0), (0, height_px), (width_px, height_px)], np.float64)
    moved = corners @ matrix[:, :2].T + matrix[:, 2] - corners
    return bool(np.abs(moved).max() < STILL_PX)


def scaled_to(matrix: Matrix, shrink: int) -> Matrix:
    """The same motion between pictures of 1/shrink of the size, centres at whole numbers."""
    result = matrix.copy()
    # x_full = shrink * (x + 0.5): the half pixel moves along.
    half = np.array([0.5, 0.5])
    result[:, 2] = matrix[:, 2] / shrink + matrix[:, :2] @ half - half
    return result


def _at_full_size(matrix: Matrix) -> Matrix:
    result = matrix.copy()
    half = np.array([0.5, 0.5])
    result[:, 2] = _QUARTER * (matrix[:, 2] + half - matrix[:, :2] @ half)
    return result
