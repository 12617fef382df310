"""Times of frames that vary, made a constant rate.

Owns the choice of the rate of a result, and which of its frames belongs to a time. Pure.
A clip of constant rate keeps it, whatever it is; one of variable rate gets the usual rate that is
nearest its median interval. Must not know containers.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from statistics import median

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
MIN_RATE = Fraction(1)

NEAR_SHARE = 0.05
"""Intervals within this share of the median (or 1.5 ticks of the clock) count as regular."""
CONSTANT_SHARE = 0.9
"""A clip whose intervals are regular to this share has a constant rate with a few drops."""
SNAP_SHARE = 0.0045
"""A measured rate this near a usual one is that one (24 and 23.976 lie 0.1 % apart)."""


def constant_rate(ticks: Sequence[int], time_base: Fraction) -> Fraction:
    """Frames/s of a result for frames at those times (in `time_base`), in any order.

    At most 60: 120 and 240 become 60, so that the steps between the frames stay even.
    """
    ordered = sorted(set(ticks))
    intervals = [after - before for before, after in pairwise(ordered)]
    if not intervals:
        return DEFAULT_RATE
    middle = median(intervals)
    slack = max(1.5, NEAR_SHARE * middle)
    regular = [interval for interval in intervals if abs(interval - middle) <= slack]
    measured = 1 / (Fraction(sum(regular), len(regular)) * time_base)
    nearest = min(USUAL_RATES, key=lambda usual: abs(usual - measured) / usual)
    is_constant = len(regular) >= CONSTANT_SHARE * len(intervals)
    is_usual = abs(nearest - measured) <= SNAP_SHARE * nearest
    if is_usual or (not is_constant and measured <= MAX_RATE):
        return nearest
    return max(MIN_RATE, _halved(measured).limit_denominator(1001))


def _halved(rate: Fraction) -> Fraction:
    while rate > Fraction(MAX_RATE) * (1 + Fraction(1, 200)):
        rate /= 2
    nearest = min(USUAL_RATES, key=lambda usual: abs(usual - rate))
    return nearest if abs(nearest - rate) <= SNAP_SHARE * nearest else min(rate, Fraction(MAX_RATE))


def frame_number(at_ms: float, rate: Fraction) -> int:
    """The frame of the result that begins nearest to `at_ms` on its timeline."""
    return round(Fraction(at_ms) * rate / 1000)
