"""Times of frames that vary, made a constant rate.

Owns the choice of the rate of a result, and which of its frames belongs to a time. Pure.
A clip of constant rate keeps it between 10 and 60; one of variable rate gets the usual rate that is
nearest its median interval. Must not know containers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import ceil
from statistics import median_low

from engine.media.limits import MAX_RATE

USUAL_RATES = (
    Fraction(10),
    Fraction(12),
    Fraction(15),
    Fraction(20),
    Fraction(24000, 1001),
    Fraction(24),
    Fraction(25),
    Fraction(30000, 1001),
    Fraction(30),
    Fraction(48),
    Fraction(50),
    Fraction(60000, 1001),
    Fraction(60),
)
DEFAULT_RATE = Fraction(30)
MIN_RATE = Fraction(10)
"""Frames a second of a result, at least: titles must fade, and a short piece have a frame."""

NEAR_SHARE = 0.05
"""Intervals within this share of the median (or 1.5 ticks of the clock) count as regular."""
CONSTANT_SHARE = 0.9
"""A clip whose intervals are regular to this share has a constant rate with a few drops."""
SNAP_SHARE = 0.0045
"""A measured rate this near a usual one is that one (24 and 23.976 lie 0.1 % apart)."""


def constant_rate(ticks: Sequence[int], time_base: Fraction) -> Fraction:
    """Frames/s of a result for frames at those times (in `time_base`), in any order.

    At most 60: 120 and 240 become 60, so that the steps between the frames stay even. At least 10:
    slower ones are shown several times each, equally often.
    """
    ordered = sorted(set(ticks))
    intervals = [after - before for before, after in pairwise(ordered)]
    if not intervals:
        return DEFAULT_RATE
    middle = median_low(intervals)
    slack = max(1.5, NEAR_SHARE * middle)
    regular = [interval for interval in intervals if abs(interval - middle) <= slack]
    measured = 1 / (Fraction(sum(regular), len(regular)) * time_base)
    if len(regular) < CONSTANT_SHARE * len(intervals):
        return _nearest(measured, [rate for rate in USUAL_RATES if rate.denominator == 1])
    while measured > MAX_RATE * (1 + SNAP_SHARE):
        measured /= 2
    if measured < MIN_RATE * (1 - SNAP_SHARE):
        measured *= ceil(MIN_RATE / measured)
    usual = _nearest(measured, USUAL_RATES)
    if abs(usual - measured) <= SNAP_SHARE * usual:
        return usual
    return measured.limit_denominator(1001)


def _nearest(rate: Fraction, choices: Sequence[Fraction]) -> Fraction:
    return min(choices, key=lambda choice: abs(choice - rate) / choice)


def frame_number(at_ms: float, rate: Fraction) -> int:
    """The frame of the result that begins nearest to `at_ms` on its timeline."""
    return round(Fraction(at_ms) * rate / 1000)
