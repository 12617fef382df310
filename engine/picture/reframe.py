"""Where a person stands through a clip, and the middle of a frame that keeps them in it.

Owns the choice of that middle: one for the whole clip wherever one holds the person all the time,
as for everybody who sits and talks; for a person who walks a path that rests while it can and moves
softly where it must. It is found in a few masks of the whole clip, so that it depends on the clip
alone and never on which part is rendered. With two people it holds both where they fit, else the
one of whom more is seen. Middles are shares of the picture, 0..1 from its left and top; times are
seconds of the file. Must not know files or networks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import cv2
import numpy as np

from engine.media.planes import Floats

PERSON_FROM = 0.4
"""Mask above which a cell belongs to somebody."""

LEAST_SHARE = 0.004
"""Less of the picture than this is nobody."""

POSITIONS = 97
"""Middles that are tried, evenly over the way that a frame can go."""

HELD_SHARE = 0.85
"""A frame that shows this much of what the best one would show keeps the person."""

HELD_OFTEN = 0.95
"""A frame that keeps the person in this share of the looks needs no following."""

MOVE_COST = 4.0
"""Of going across the whole way, in looks at a frame without the person: less is restless."""

SOFT_S = 0.6
"""Standard deviation of the smoothing over a path's turns."""

HEADROOM, LEAST_HEADROOM = 0.12, 0.05
"""Of the frame's height, above the head: the less the less of the person fits, since a large face
needs its chin more than air."""

CLOSE = 2.0
"""A person so many times as tall as the frame is close."""

STEP_S = 0.1
"""Between two points of a path."""


@dataclass(frozen=True)
class Sight:
    """The person's mask at one moment, 0..1, (rows, columns) of the whole upright picture."""

    time_s: float
    mask: Floats


@dataclass(frozen=True)
class FramePath:
    """The middle of a frame over time. One point stands for all times."""

    times_s: tuple[float, ...]
    across: tuple[float, ...]
    down: tuple[float, ...]

    @property
    def is_fixed(self) -> bool:
        return len(self.times_s) == 1

    def at(self, time_s: float) -> tuple[float, float]:
        """The middle at that time, straight between points, that of the nearest end outside."""
        return (
            float(np.interp(time_s, self.times_s, self.across)),
            float(np.interp(time_s, self.times_s, self.down)),
        )


MIDDLE = FramePath((0.0,), (0.5,), (0.5,))


def person_middle(sights: Sequence[Sight]) -> float:
    """The middle of the person on the picture's width, at the median of the looks; 0.5 where
    nobody is seen. It is that of head and body: what an arm does hardly moves it."""
    middles = []
    for sight in _with_somebody(sights):
        rows = np.flatnonzero(sight.mask.max(axis=1) > PERSON_FROM)
        upper = sight.mask[rows[0] : rows[0] + max(1, (len(rows) + 1) // 2)]
        weights = np.where(upper > PERSON_FROM, upper, 0).sum(axis=0)
        along = (np.arange(len(weights)) + 0.5) / len(weights)
        middles.append(float((weights * along).sum() / weights.sum()))
    return float(np.median(middles)) if middles else 0.5


def path_for(sights: Sequence[Sight], width_share: float, height_share: float) -> FramePath:
    """The path of a frame that has those shares of the picture's sides, each 0..1."""
    seen = _with_somebody(sights)
    if not seen:
        return MIDDLE
    times_s = np.array([sight.time_s for sight in seen])
    across = _way(times_s, _lost_across(seen, width_share), width_share)
    down = _way(times_s, _lost_down(seen, height_share), height_share)
    if len(across) == 1 and len(down) == 1:
        return FramePath((0.0,), (float(across[0]),), (float(down[0]),))
    grid_s = np.arange(times_s[0], times_s[-1] + STEP_S, STEP_S)
    return FramePath(
        tuple(float(time_s) for time_s in grid_s),
        tuple(float(share) for share in _softly(grid_s, times_s, across)),
        tuple(float(share) for share in _softly(grid_s, times_s, down)),
    )


def _with_somebody(sights: Sequence[Sight]) -> list[Sight]:
    return [
        sight
        for sight in sights
        if np.count_nonzero(sight.mask > PERSON_FROM) >= LEAST_SHARE * sight.mask.size
    ]


def _middles(share: float) -> Floats:
    """All middles that a frame of that share of a side can have."""
    half = min(1.0, share) / 2
    return np.linspace(half, 1 - half, POSITIONS, dtype=np.float32)


def _lost_across(seen: Sequence[Sight], share: float) -> Floats:
    """(looks, positions): how much less of the person each middle shows than the best, 0..1; a
    little more the further the person is from the frame's middle."""
    middles = _middles(share)
    lost = []
    for sight in seen:
        weights = np.where(sight.mask > PERSON_FROM, sight.mask, 0).sum(axis=0)
        ends = np.concatenate([[0.0], np.cumsum(weights)]) / weights.sum()
        edges = np.linspace(0, 1, len(ends))
        held = np.interp(middles + share / 2, edges, ends) - np.interp(
            middles - share / 2, edges, ends
        )
        best = held.max()
        near_best = middles[held >= best - 0.02]
        centre = (near_best[0] + near_best[-1]) / 2
        lost.append(1 - held / best + 0.3 * np.abs(middles - centre))
    return np.array(lost, np.float32)


def _lost_down(seen: Sequence[Sight], share: float) -> Floats:
    """(looks, positions): how far each middle is from the one that suits the head; where all of
    the person fits, from the one that has them in its middle."""
    middles = _middles(share)
    lost = []
    for sight in seen:
        rows = np.flatnonzero(sight.mask.max(axis=1) > PERSON_FROM)
        top, bottom = rows[0] / len(sight.mask), (rows[-1] + 1) / len(sight.mask)
        if bottom - top <= share * (1 - 2 * HEADROOM):
            wanted = (top + bottom) / 2
        else:
            tallness = (bottom - top) / share
            headroom = np.interp(tallness, [1, CLOSE], [HEADROOM, LEAST_HEADROOM])
            wanted = top + share * (0.5 - headroom)
        lost.append(np.minimum(1.0, 2 * np.abs(middles - wanted) / share))
    return np.array(lost, np.float32)


def _way(times_s: Floats, lost: Floats, share: float) -> Floats:
    """The middle at each look, or a single one that will do for all."""
    middles = _middles(share)
    if share >= 1 - 1e-3:
        return middles[POSITIONS // 2 :][:1]
    fixed = int(lost.sum(axis=0).argmin())
    is_held = lost[:, fixed] - lost.min(axis=1) <= 1 - HELD_SHARE
    if is_held.mean() >= HELD_OFTEN:
        return middles[fixed : fixed + 1]
    return middles[_rested(lost, _cheapest(lost))]


def _cheapest(lost: Floats) -> list[int]:
    """The positions of the way that loses least and moves least, by dynamic programming. The cost
    of moving is that of the distance alone, so a way rests and then goes, and doesn't tremble."""
    steps = np.arange(POSITIONS)
    moving = MOVE_COST * np.abs(steps[:, None] - steps[None, :]) / POSITIONS
    total = lost[0].copy()
    came_from = []
    for row in lost[1:]:
        through = total[None, :] + moving
        best = through.argmin(axis=1)
        came_from.append(best)
        total = through[steps, best] + row
    way = [int(total.argmin())]
    for best in reversed(came_from):
        way.append(int(best[way[-1]]))
    return way[::-1]


def _rested(lost: Floats, way: list[int]) -> list[int]:
    """The way with each rest at the place that is best for it: the cost of moving makes a way stop
    short of it."""
    rested: list[int] = []
    for _, rest in groupby(enumerate(way), key=lambda step: step[1]):
        looks = [look for look, _ in rest]
        rested += [int(lost[looks].sum(axis=0).argmin())] * len(looks)
    return rested


def _softly(grid_s: Floats, times_s: Floats, way: Floats) -> Floats:
    if len(way) == 1:
        return np.full(len(grid_s), way[0], np.float32)
    even = np.interp(grid_s, times_s, way).astype(np.float32)
    return np.asarray(
        cv2.GaussianBlur(
            even[None], (0, 0), sigmaX=SOFT_S / STEP_S, borderType=cv2.BORDER_REPLICATE
        )[0],
        np.float32,
    )
