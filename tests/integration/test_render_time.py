"""Speed, direction, stills and order, proven by the numbers on the frames of the film."""

import subprocess
import sys
from itertools import chain

import cv2
import numpy as np
import pytest

from engine.timeline import Asset, segments
from engine.timeline_edit import cut_span
from engine.timeline_time import with_freeze, with_order, with_reverse, with_speed, with_still
from engine.worker_clips import placed
from engine.worker_draft import read_timeline
from engine.worker_plan import make_plan
from tests.integration.counted_clips import (
    HEIGHT,
    WIDTH,
    counted_clip,
    draft_of,
    number_in,
    numbered,
    numbers,
    rendered,
    video,
)
from tests.integration.render_tools import REPOSITORY, run_worker, write_clip

A, B = video("a"), video("b", 30, 25)
PICTURE = Asset("p", "p.png", "image", 0, 640, 352)


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clips")
    picture = folder / "p.png"
    assert cv2.imwrite(str(picture), numbered(233, 640, 352))
    return {
        "a": counted_clip(folder / "a.mp4"),
        "b": counted_clip(folder / "b.mp4", 30, 25, first=100),
        "p": picture,
    }


def test_faster_slower_and_as_it_is_in_one_film(tmp_path, paths):
    draft = with_speed(draft_of(A), 2, 0, 1000)
    draft = with_speed(draft, 0.5, 1000, 1500)
    film = rendered(tmp_path, draft, paths)
    slow = [45 + index // 2 for index in range(30)]
    assert numbers(film) == [*range(0, 30, 2), *range(30, 45), *slow]


def test_three_times_and_a_quarter(tmp_path, paths):
    assert numbers(rendered(tmp_path, with_speed(draft_of(A), 3), paths)) == list(range(0, 60, 3))
    quarter = numbers(rendered(tmp_path, with_speed(draft_of(A), 0.25), paths))
    assert quarter == [index // 4 for index in range(240)]


def test_backwards_alone_and_at_twice_the_speed(tmp_path, paths):
    whole = with_reverse(draft_of(A))
    assert numbers(rendered(tmp_path, whole, paths)) == list(reversed(range(60)))
    fast = numbers(rendered(tmp_path, with_speed(whole, 2), paths))
    assert fast == list(reversed(range(0, 60, 2)))


def test_a_frame_stands_still_and_the_clip_goes_on(tmp_path, paths):
    film = rendered(tmp_path, with_freeze(draft_of(A), 500, 700), paths)
    assert numbers(film) == [*range(15), *[15] * 21, *range(15, 60)]


def test_clips_of_two_rates_in_another_order_with_a_picture_and_a_cut(tmp_path, paths):
    draft = with_still(draft_of(A, B), PICTURE, 400)
    first, second, third = (clip["id"] for clip in segments(draft, "main"))
    draft = with_order(draft, [second, third, first])
    draft = cut_span(draft, 2000, 3000)
    film = rendered(tmp_path, draft, paths)
    # The first clip's rate is the film's: 25. The other's frames are shown at their moments.
    assert film.stream["rate"] == 25
    seen = numbers(film)
    assert seen[:30] == list(range(100, 130))
    assert seen[30:40] == [233] * 10
    moments_ms = [0, 40, 80, 120, 160, 200, 240, 280, 320, 360, *range(1400, 2000, 40)]
    assert seen[40:] == [int(moment_ms * 30 / 1000 + 0.5) for moment_ms in moments_ms]


def test_fifty_changes_of_speed_in_a_row(tmp_path, paths):
    draft = draft_of(A)
    for number in range(50):
        draft = with_speed(draft, 1.25 if number % 2 == 0 else 0.8)
    seen = numbers(rendered(tmp_path, draft, paths))
    assert len(seen) == pytest.approx(60, abs=1)
    assert seen[:59] == list(range(59))


def test_clips_of_other_sizes_lie_amid_black(tmp_path, paths):
    tall = write_clip(tmp_path / "t.mp4", lambda i: numbered(i, 96, 176), 10, size=(96, 176))
    draft = draft_of(A, video("t", 10, 30, (96, 176)))
    film = rendered(tmp_path, draft, {**paths, "t": tall})
    left = (WIDTH - 96) // 2
    for index, frame in enumerate(film.frames[60:]):
        assert number_in(frame, np.s_[:, left : left + 96]) == index
        assert frame[:, : left - 4].max() < 24


def test_a_preview_shows_the_moment_of_the_film(tmp_path, paths):
    draft = with_freeze(with_speed(with_reverse(draft_of(A)), 2), 500, 1000)
    film = numbers(rendered(tmp_path, draft, paths))
    for at_ms in (100, 800, 1700):
        job = {
            "job": "preview",
            "draft": draft,
            "assets": {name: str(path) for name, path in paths.items()},
            "at_ms": at_ms,
            "output_path": str(tmp_path / "look.jpg"),
        }
        assert run_worker(job).result == {"width": WIDTH, "height": HEIGHT}
        look = cv2.imread(str(tmp_path / "look.jpg"))
        assert abs(number_in(look) - film[at_ms * 30 // 1000]) <= 2


def test_a_frame_is_the_same_wherever_a_stretch_begins(paths):
    draft = with_freeze(with_speed(draft_of(A, B), 0.5, 0, 800), 1000, 300)
    draft = with_still(with_reverse(draft, 1500, 2800), PICTURE, 300)
    timeline = read_timeline(draft, {name: str(path) for name, path in paths.items()})
    plan = make_plan(timeline)

    def shown(first, frames):
        pictures = []
        for picture in placed(timeline, plan, first, frames):
            assert picture.index == first + len(pictures)
            pictures += [picture.picture.y.tobytes()] * picture.count
        return pictures

    whole = shown(0, plan.frames)
    assert len(whole) == plan.frames
    for size in (7, 40):
        parts = [
            shown(first, min(size, plan.frames - first)) for first in range(0, plan.frames, size)
        ]
        assert list(chain.from_iterable(parts)) == whole


BACKWARDS = """
import resource, sys
from pathlib import Path
from engine.worker_clips import placed
from engine.worker_draft import read_timeline
from engine.worker_plan import make_plan

length_ms = int(sys.argv[2])
clip = {"id": "s1", "st": 0, "d": length_ms, "m": {"asset": "a", "in": 0, "reverse": True}}
track = {"tt": 0, "m": {"role": "main"}, "sg": [clip]}
draft = {"v": 1, "d": length_ms, "cw": 320, "ch": 176, "t": [track]}
timeline = read_timeline(draft, {"a": sys.argv[1]})
plan = make_plan(timeline)
shown = sum(picture.count for picture in placed(timeline, plan, 0, plan.frames))
print(shown, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_ten_minutes_backwards_take_no_more_memory_than_one(tmp_path):
    pictures = [numbered(index) for index in range(256)]
    long = write_clip(
        tmp_path / "long.mp4",
        lambda index: pictures[index % 256],
        18_000,
        options={"g": "250", "preset": "ultrafast"},
    )
    found = {}
    for length_ms in (60_000, 600_000):
        command = [sys.executable, "-c", BACKWARDS, str(long), str(length_ms)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, check=True)
        frames, found[length_ms] = map(int, done.stdout.split())
        assert frames == length_ms * 30 // 1000
    assert found[600_000] < 1.15 * found[60_000]
