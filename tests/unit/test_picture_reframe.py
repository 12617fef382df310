"""Where a frame goes that keeps a person, in numbers, on drawn masks."""

import numpy as np
import pytest

from engine.picture.reframe import MIDDLE, FramePath, Sight, path_for, person_middle

ROWS, COLUMNS = 36, 64


def mask(*people):
    """(left, right, top) of each, in shares; everybody stands on the lower edge."""
    drawn = np.zeros((ROWS, COLUMNS), np.float32)
    for left, right, top in people:
        drawn[round(top * ROWS) :, round(left * COLUMNS) : round(right * COLUMNS)] = 1
    return drawn


def sights(*masks, every_s=0.5):
    return [Sight(number * every_s, drawn) for number, drawn in enumerate(masks)]


def frame_at(path, time_s, share):
    middle = path.at(time_s)[0]
    return middle - share / 2, middle + share / 2


def test_nobody_leaves_the_frame_in_the_middle():
    assert path_for([], 0.3, 1) == MIDDLE
    assert path_for(sights(np.zeros((ROWS, COLUMNS), np.float32)), 0.3, 1) == MIDDLE
    assert person_middle([]) == 0.5


@pytest.mark.parametrize(("left", "right"), [(0.1, 0.3), (0.45, 0.6), (0.7, 0.95)])
def test_who_sits_still_is_in_the_middle_of_a_frame_that_rests(left, right):
    path = path_for(sights(*[mask((left, right, 0.3))] * 20), 0.316, 1)
    assert path.is_fixed
    middle = min(max((left + right) / 2, 0.158), 0.842)
    assert path.at(3)[0] == pytest.approx(middle, abs=0.02)
    assert path.at(0)[1] == 0.5


def test_an_arm_that_shoots_out_moves_nothing():
    still, waving = mask((0.4, 0.6, 0.2)), mask((0.4, 0.6, 0.2), (0.6, 0.9, 0.5))
    path = path_for(sights(*[still, still, waving, still] * 6), 0.316, 1)
    assert path.is_fixed
    begin, end = frame_at(path, 0, 0.316)
    assert begin < 0.42
    assert end > 0.6
    assert person_middle(sights(still, waving, still)) == pytest.approx(0.5, abs=0.02)


def test_a_frame_rests_then_goes_then_rests():
    places = [*[0.1] * 10, *np.linspace(0.1, 0.7, 10), *[0.7] * 10]
    path = path_for(sights(*[mask((left, left + 0.2, 0.2)) for left in places]), 0.316, 1)
    assert not path.is_fixed
    assert path.at(1)[0] == pytest.approx(0.2, abs=0.03)
    assert path.at(14)[0] == pytest.approx(0.8, abs=0.03)
    for number, left in enumerate(places):
        begin, end = frame_at(path, number * 0.5, 0.316)
        assert begin < left + 0.1 < end
    times_s = np.arange(0, 15, 1 / 30)
    steps = np.diff([path.at(time_s)[0] for time_s in times_s])
    assert steps.min() > -1e-4
    assert steps.max() < 0.01
    # Soft: no step is much larger than its neighbours.
    assert np.abs(np.diff(steps)).max() < 0.003


def test_two_people_are_both_kept_where_they_fit():
    path = path_for(sights(*[mask((0.3, 0.42, 0.3), (0.5, 0.6, 0.3))] * 5), 0.34, 1)
    begin, end = frame_at(path, 0, 0.34)
    assert begin < 0.31
    assert end > 0.59


def test_of_two_who_do_not_fit_the_larger_is_kept_and_not_the_gap():
    path = path_for(sights(*[mask((0.05, 0.2, 0.4), (0.7, 0.95, 0.2))] * 5), 0.3, 1)
    begin, end = frame_at(path, 0, 0.3)
    assert begin < 0.71
    assert end > 0.94


def test_a_low_frame_keeps_the_head_with_air_above_it():
    path = path_for(sights(*[mask((0.3, 0.7, 0.4))] * 5), 1, 0.316)
    top = path.at(0)[1] - 0.316 / 2
    assert 0.01 < 0.4 - top < 0.06
    small = path_for(sights(*[mask((0.4, 0.6, 0.85))] * 5), 1, 0.5)
    assert small.at(0)[1] == pytest.approx(0.75)


def test_a_mirrored_person_has_a_mirrored_path():
    walk = [mask((left, left + 0.2, 0.2)) for left in np.linspace(0, 0.8, 20)]
    one = path_for(sights(*walk), 0.3, 1)
    other = path_for(sights(*[drawn[:, ::-1] for drawn in walk]), 0.3, 1)
    for time_s in (0, 4, 9):
        assert one.at(time_s)[0] == pytest.approx(1 - other.at(time_s)[0], abs=0.03)


def test_a_path_holds_beyond_its_ends():
    path = FramePath((1.0, 2.0), (0.2, 0.4), (0.5, 0.5))
    assert path.at(0) == (0.2, 0.5)
    assert path.at(1.5)[0] == pytest.approx(0.3)
    assert path.at(9) == (0.4, 0.5)
