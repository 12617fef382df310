"""The old room behind the person, learned over a shot: the clean plate.

Owns the room's colours by cells, in the place where the shot's first picture saw them, how far they
can be trusted, and the gain of an exposure that flickers. Each picture of a shot is shown to it in
order, and it answers with the room as that picture's camera sees it. Learned is only what no
network took for the person. Must not know what is made of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.planes import Floats
from engine.picture.motion import CameraMotion, Matrix, is_still, scaled_to
from engine.picture.shrink import CELL_PX, Small

MARGIN_CELLS = 12
"""The plate is larger than a picture by this on each side: a hand shakes."""

EAGER_PICTURES, EAGER_EVERY, LATER_EVERY = 30, 3, 12
"""At first every second picture is learned, later every sixth."""

MOST_TIMES = 12
"""What was seen more often than this fades: light changes."""

ROOM_BELOW = 0.04
"""Where all looks of the networks gave less than this there is no person."""

AWAY_CELLS = 5
"""Window by which the person is grown before what is left is learned."""

UNKNOWN = 1e3
FIRST_DOUBT = 4.0
"""Steps of 8 bits by which what was seen once may be wrong."""

GAIN_CELLS = 200
"""Known cells from which the gain of the exposure can be told."""


@dataclass(frozen=True)
class Behind:
    """The room as one picture's camera sees it, by cells.

    `room` is Y, U, V in 0..255 of (rows, columns, 3); `doubt` how many steps the room may differ
    from it, (rows, columns), `UNKNOWN` where nothing was seen.
    """

    room: Floats
    doubt: Floats


class Plate:
    """Learns one shot."""

    def __init__(self) -> None:
        self._motion = CameraMotion()
        self._number = 0
        self._mean: Floats | None = None
        self._times = self._apart = np.empty((0, 0), np.float32)

    def show(self, small: Small, likely: Floats | None, is_wanted: bool = True) -> Behind | None:
        """The next picture of the shot; `likely` (rows, columns) is the most that any look at it
        gave, None where nobody is. None while nothing is known, or nothing is wanted."""
        if likely is None:
            is_room = np.ones((small.rows, small.columns), np.bool_)
        else:
            window = np.ones((AWAY_CELLS, AWAY_CELLS), np.uint8)
            is_room = np.asarray(cv2.dilate(likely, window) < ROOM_BELOW)
        every = EAGER_EVERY if self._number < EAGER_PICTURES else LATER_EVERY
        is_learned = self._mean is None or self._number % every == 0
        self._number += 1
        if not (is_learned or is_wanted):
            # The camera is looked for again when something is asked or learned.
            return None
        matrix = self._motion.follow(small, is_room)
        if matrix is None:
            # The points are lost, and with them where anything is.
            self._mean = None
            return None
        to_plate = None
        if not is_still(matrix, small.columns * CELL_PX, small.rows * CELL_PX):
            to_plate = scaled_to(matrix, CELL_PX)
            to_plate[:, 2] += MARGIN_CELLS
        seen = small.cells * np.float32(255)
        behind, gain = None, 1.0
        if self._mean is None:
            size = (small.rows + 2 * MARGIN_CELLS, small.columns + 2 * MARGIN_CELLS)
            self._mean = np.zeros((*size, 3), np.float32)
            self._times = np.zeros(size, np.float32)
            self._apart = np.full(size, UNKNOWN, np.float32)
        else:
            behind, gain = self._behind(self._mean, seen, to_plate, is_room)
        if is_learned:
            self._learn(self._mean, seen, is_room, to_plate, gain)
        return behind

    def _learn(
        self,
        mean: Floats,
        seen: Floats,
        is_room: NDArray[np.bool_],
        to_plate: Matrix | None,
        gain: float,
    ) -> None:
        weight = is_room.astype(np.float32)
        if to_plate is None:
            rows, columns = is_room.shape
            part = _middle(rows, columns)
        else:
            part = (slice(0, mean.shape[0]), slice(0, mean.shape[1]))
            size = (mean.shape[1], mean.shape[0])
            seen = np.asarray(cv2.warpAffine(seen, to_plate, size), np.float32)
            weight = (cv2.warpAffine(weight, to_plate, size) > 0.99).astype(np.float32)
        seen = seen * np.array([1 / gain, 1, 1], np.float32)
        times = self._times[part]
        off = seen - mean[part]
        is_new = (times == 0) & (weight > 0)
        times += weight
        np.minimum(times, MOST_TIMES, out=times)
        share = weight / np.maximum(times, 1)
        mean[part] += off * share[..., None]
        apart = self._apart[part]
        apart[is_new] = FIRST_DOUBT
        far = np.maximum(np.maximum(*np.abs(off).transpose(2, 0, 1)[:2]), np.abs(off[..., 2]))
        far[is_new] = FIRST_DOUBT
        apart += (far - apart) * share

    def _behind(
        self, mean: Floats, seen: Floats, to_plate: Matrix | None, is_room: NDArray[np.bool_]
    ) -> tuple[Behind, float]:
        rows, columns = is_room.shape
        if to_plate is None:
            part = _middle(rows, columns)
            room, doubt = mean[part].copy(), self._apart[part].copy()
        else:
            flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
            size = (columns, rows)
            room = np.asarray(cv2.warpAffine(mean, to_plate, size, flags=flags), np.float32)
            doubt = np.asarray(
                cv2.warpAffine(
                    self._apart,
                    to_plate,
                    size,
                    flags=flags,
                    borderMode=cv2.BORDER_CONSTANT,
                    borderValue=UNKNOWN,
                ),
                np.float32,
            )
        is_known = is_room & (doubt < FIRST_DOUBT * 2)
        gain = 1.0
        if np.count_nonzero(is_known) > GAIN_CELLS:
            gain = float(np.median(seen[..., 0][is_known] / (room[..., 0][is_known] + 1)))
            room[..., 0] *= np.float32(gain)
        return Behind(room, doubt), gain


def _middle(rows: int, columns: int) -> tuple[slice, slice]:
    """Where in the plate the shot's first picture lies."""
    return (
        slice(MARGIN_CELLS, MARGIN_CELLS + rows),
        slice(MARGIN_CELLS, MARGIN_CELLS + columns),
    )
