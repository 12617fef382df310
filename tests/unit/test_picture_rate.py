"""Times of frames made a rate: what is kept, what is halved, what is taken for what."""

from fractions import Fraction

import pytest

from engine.media.rate import constant_rate, frame_number

MS = Fraction(1, 1000)
FINE = Fraction(1, 90000)


def ticks(rate, count=90, base=MS):
    return [round(index / Fraction(rate) / base) for index in range(count)]


@pytest.mark.parametrize(
    "rate",
    [Fraction(24000, 1001), 24, 25, Fraction(30000, 1001), 30, 50, Fraction(60000, 1001), 60, 18],
)
@pytest.mark.parametrize("base", [MS, FINE])
def test_a_constant_rate_is_recognized_through_the_rounding_of_the_clock(rate, base):
    assert constant_rate(ticks(rate, 600, base), base) == rate


def test_a_rate_that_nobody_uses_is_kept():
    assert constant_rate(ticks(Fraction(11), base=FINE), FINE) == 11
    assert float(constant_rate(ticks(Fraction(43, 2), 600, FINE), FINE)) == pytest.approx(21.5)


@pytest.mark.parametrize(
    ("rate", "halved"), [(120, 60), (240, 60), (100, 50), (90, 45), (75, 37.5)]
)
def test_a_high_rate_is_halved_until_it_is_shown_everywhere(rate, halved):
    assert constant_rate(ticks(rate, base=FINE), FINE) == Fraction(halved)


@pytest.mark.parametrize(("rate", "shown"), [(1, 10), (3, 12), (5, 10), (7, 14), (10, 10)])
def test_of_a_low_rate_each_frame_is_shown_several_times(rate, shown):
    assert constant_rate(ticks(rate, 20, FINE), FINE) == shown


def test_dropped_frames_do_not_change_the_rate():
    with_gaps = [tick for index, tick in enumerate(ticks(30, 300)) if index % 20 != 7]
    assert constant_rate(with_gaps, MS) == 30


def test_a_rate_that_wanders_becomes_the_usual_one_nearest_its_median():
    wandering = [0]
    for index in range(200):
        wandering.append(wandering[-1] + 34 + index * 37 % 11 - 3)
    assert constant_rate(wandering, MS) in (24, 25, 30, Fraction(24000, 1001))


def test_two_intervals_of_which_none_is_the_rule():
    assert constant_rate([0, 33, 533], MS) == 30
    assert constant_rate([0, 500, 533], MS) == 30


def test_order_and_repeats_do_not_matter_and_one_frame_has_a_rate():
    assert constant_rate([66, 0, 33, 33, 100], MS) == 30
    assert constant_rate([5], MS) == 30
    assert constant_rate([], MS) == 30


def test_frames_of_joined_clips_never_drift():
    rate = Fraction(30000, 1001)
    cuts_ms = [0, 333, 1000, 1717, 60_000, 600_000]
    numbers = [frame_number(cut, rate) for cut in cuts_ms]
    assert numbers == sorted(numbers)
    for cut, number in zip(cuts_ms, numbers, strict=True):
        assert abs(number / rate - Fraction(cut, 1000)) <= 1 / rate / 2
