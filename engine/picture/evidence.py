"""What the known room adds to the masks: a limb that the networks doubt, before a room that is
known to look otherwise, is the person's.

Owns the comparison of a picture with its clean plate by cells. Only where some look at the picture
or its neighbours saw a person at all: what moves in the room differs from it too. Must not know how
the room was learned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

import cv2
import numpy as np

from engine.media.planes import Floats
from engine.picture.follow import Followed
from engine.picture.plate import Behind, Plate
from engine.picture.shrink import Small

T = TypeVar("T")

REACH_CELLS = 7
"""Side of the window round the mask in which evidence counts: hair that the networks lost."""

LIKELY_FROM, LIKELY_TO = 0.1, 0.35
"""What any look must have given elsewhere for the evidence to count, and to count fully."""

OTHER_FROM, OTHER_TO = 10.0, 22.0
"""Steps of 8 bits, beyond what the plate doubts, from which a cell isn't the room's, and surely
isn't. A soft shadow of the person stays below."""

TRUST_FROM, TRUST_TO = 12.0, 6.0
"""Doubt of the plate from which it is believed in part, and below which in full."""

DOUBTED_SHARE = 0.02
"""Share of the person's cells that must be in doubt before the room is asked: edges always are."""

MORE = 0.7
"""How far the mask is raised to 1 on full evidence."""

CHROMA_WEIGHT = 2.0


def with_known_room(pictures: Iterable[Followed[T]]) -> Iterator[Followed[T]]:
    """The same pictures in the same order, their masks after the evidence of the room."""
    plate, shot = Plate(), 0
    for followed in pictures:
        if followed.shot != shot:
            plate, shot = Plate(), followed.shot
        mask, likely = followed.mask, followed.likely
        is_wanted = mask is not None and likely is not None and _is_doubted(mask, likely)
        behind = plate.show(followed.small, likely, is_wanted)
        if is_wanted and behind is not None and mask is not None and likely is not None:
            mask = raised(followed.small, mask, likely, behind)
        yield replace(followed, mask=mask)


def _is_doubted(mask: Floats, likely: Floats) -> bool:
    """Whether a look saw so much more of a person than the mask holds that a limb may be lost."""
    more = np.count_nonzero((likely > LIKELY_TO) & (mask < LIKELY_TO))
    return bool(more > DOUBTED_SHARE * np.count_nonzero(mask > 0.5))


def raised(small: Small, mask: Floats, likely: Floats, behind: Behind) -> Floats:
    """The mask after the evidence, 0..1 of (rows, columns)."""
    apart = _distance(small.cells * np.float32(255), behind.room) - behind.doubt
    is_other = _ramp(apart, OTHER_FROM, OTHER_TO)
    trust = _ramp(behind.doubt, TRUST_FROM, TRUST_TO)
    window = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (REACH_CELLS, REACH_CELLS))
    near = np.asarray(cv2.dilate((mask > 0.5).astype(np.float32), window), np.float32)
    reach = np.maximum(near, _ramp(likely, LIKELY_FROM, LIKELY_TO))
    share = is_other * trust * reach * np.float32(MORE)
    return np.asarray(mask + (1 - mask) * share, np.float32)


def _distance(one: Floats, other: Floats) -> Floats:
    """The largest difference of a plane, averaged over 3x3 cells against noise."""
    y, u, v = cv2.split(cv2.absdiff(one, other))
    far = np.maximum(y, np.maximum(u, v) * np.float32(CHROMA_WEIGHT))
    return np.asarray(cv2.blur(far, (3, 3)), np.float32)


def _ramp(values: Floats, at_0: float, at_1: float) -> Floats:
    ramp: Floats = np.clip((values - np.float32(at_0)) * np.float32(1 / (at_1 - at_0)), 0, 1)
    return ramp
