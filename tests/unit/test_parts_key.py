"""For which film a piece was made: the key in its name tells one film from another, and soon."""

import time
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from engine.media.encoding import ENCODING, TRANSPARENT
from engine.picture.placement import place
from engine.picture.reframe import FramePath
from engine.worker_draft import Clip, Timeline
from engine.worker_parts import Parts
from engine.worker_plan import ClipPlan, FileFacts, Plan

FACTS = FileFacts((640, 360), (640, 360))
PLACEMENT = place((640, 360), (640, 360), (640, 360), is_cut_out=False)


def path_of(count, offset=0.0):
    times = tuple(number / 30 for number in range(count))
    return FramePath(times, tuple(0.5 + offset + time / 1e5 for time in times), times)


def film(paths, length_ms=1000):
    clips = tuple(
        Clip(Path("a"), 0, length_ms * number, length_ms) for number, _ in enumerate(paths)
    )
    plan = Plan(
        Fraction(30),
        tuple(
            ClipPlan(clip, FACTS, 30, PLACEMENT, path, False, False)
            for clip, path in zip(clips, paths, strict=True)
        ),
    )
    return Timeline(640, 360, clips, None, ()), plan


def key(folder, timeline, plan, settings=ENCODING):
    return Parts(folder / "out", timeline, plan, settings).unfinished("x").name.split("-")[0]


def test_two_films_have_two_keys_and_one_film_one(tmp_path):
    one, other = path_of(5), path_of(5, 0.1)
    films = [film([one, one]), film([one, other]), film([other, one]), film([None, one])]
    films += [film([one, None]), film([one, one], 999)]
    keys = [key(tmp_path, *each) for each in films]
    assert len(set(keys)) == len(films)
    assert keys == [key(tmp_path, *each) for each in films]
    timeline, plan = films[0]
    assert key(tmp_path, timeline, plan, TRANSPARENT) != keys[0]
    assert key(tmp_path, timeline, replace(plan, rate=Fraction(25))) != keys[0]


def test_two_hundred_pieces_of_a_long_moving_clip_take_no_time(tmp_path):
    timeline, plan = film([path_of(18_000)] * 200)
    key(tmp_path, *film([None]))
    started_s = time.process_time()
    key(tmp_path, timeline, plan)
    assert time.process_time() - started_s < 0.5
