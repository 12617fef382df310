"""What is found out about files before a render: once for each, of photos as of clips."""

import pytest

from engine.networks import picture_path
from engine.picture.person import Finder
from engine.worker_draft import read_timeline
from engine.worker_light import light_in
from engine.worker_plan import make_plan
from tests.integration.render_tools import draft, write_clip
from tests.integration.test_render_frame import portrait, scene


def test_a_file_is_looked_into_once_however_often_it_is_cut(tmp_path):
    clip = write_clip(tmp_path / "clip.mp4", lambda _: (90, 128, 128), 30)
    paths = {"a": str(clip), "b": str(picture_path("grace_hopper"))}
    cuts = [("a", 100 * number, 100) for number in range(10)] + [("b", 0, 100)] * 3
    ticks = []
    plan = make_plan(read_timeline(draft(cuts, (320, 176)), paths), lambda: ticks.append(1))
    assert (len(plan.clips), len(ticks)) == (13, 2)
    assert plan.frames == 39


def test_a_photo_as_a_clip_has_a_light_as_a_film_of_it_has(tmp_path):
    photo = picture_path("grace_hopper")
    shown = scene((320, 400), [(portrait(400), 160)])
    film = write_clip(tmp_path / "film.mp4", lambda _: shown, 10, size=(320, 400))
    finder = Finder()
    still = light_in(photo, 0, 0, finder)
    moving = light_in(film, 0, 300, finder)
    assert still is not None
    assert moving is not None
    assert still.luma == pytest.approx(moving.luma, abs=12)
    assert (still.u, still.v) == pytest.approx((moving.u, moving.v), abs=6)
