"""Where a film is cut into stretches: everywhere and nowhere twice, and by the film alone."""

from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from engine.worker_plan import Plan
from engine.worker_stretch import PREROLL_S, STRETCH_S, UNCUT_S, stretches_of

RATES = [Fraction(30), Fraction(24000, 1001), Fraction(60), Fraction(10)]


def plan(rate, *frames):
    return Plan(rate, tuple(SimpleNamespace(frames=count) for count in frames))


@given(some.sampled_from(RATES), some.lists(some.integers(1, 4000), min_size=1, max_size=12))
def test_every_frame_is_in_one_stretch(rate, clips):
    stretches = stretches_of(plan(rate, *clips))
    assert [stretch.number for stretch in stretches] == list(range(len(stretches)))
    position = 0
    for stretch in stretches:
        assert stretch.first_frame == position
        assert stretch.frames > 0
        position += stretch.frames
    assert position == sum(clips)


@given(some.sampled_from(RATES), some.lists(some.integers(1, 4000), min_size=1, max_size=12))
def test_a_stretch_is_short_and_its_preroll_within_its_clip(rate, clips):
    joints = [sum(clips[:number]) for number in range(len(clips))]
    for stretch in stretches_of(plan(rate, *clips)):
        assert stretch.frames / rate < STRETCH_S * 1.5 + 1
        begin = max(joint for joint in joints if joint <= stretch.first_frame)
        assert stretch.preroll == min(round(PREROLL_S * rate), stretch.first_frame - begin)


@pytest.mark.parametrize(("seconds", "count"), [(3, 1), (5, 2), (10, 2), (20, 2), (30, 4), (60, 6)])
def test_films_are_cut_in_even_numbers(seconds, count):
    stretches = stretches_of(plan(Fraction(30), seconds * 30))
    assert len(stretches) == count
    assert max(one.frames for one in stretches) - min(one.frames for one in stretches) <= 1
    assert (seconds < UNCUT_S) == (count == 1)


def test_a_cut_moves_to_the_joint_of_two_clips():
    first, second = stretches_of(plan(Fraction(30), 330, 270))
    assert (first.frames, second.first_frame, second.preroll) == (330, 330, 0)
    first, second = stretches_of(plan(Fraction(30), 60, 540))
    assert (first.frames, second.preroll) == (300, 30)
