"""Turns, another canvas, the person's place: proven by corners, and by where the person is.

The clips show a portrait whose outline is known before a green wall, so that a person is what is
not green; cut out, before magenta, what is not magenta.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import pytest

from engine.networks import picture_path
from engine.timeline import segments
from engine.timeline_edit import with_background
from engine.timeline_frame import with_canvas, with_mirror, with_person, with_turn
from engine.timeline_time import with_freeze
from tests.integration.counted_clips import draft_of, rendered, video
from tests.integration.render_tools import run_worker, write_clip
from tests.truth import polygon_alpha

GREEN = (70, 150, 60)
MAGENTA = (255, 0, 255)
CORNERS = {"red": (40, 40, 200), "blue": (200, 60, 40), "white": (235, 235, 235), "grey": (90,) * 3}
"""Upper left, upper right, lower right, lower left of a clip, in BGR."""


@dataclass(frozen=True)
class Portrait:
    """A person, premultiplied, and their alpha."""

    color: np.ndarray
    alpha: np.ndarray


def portrait(height):
    """The person at that height, cut to their own width."""
    picture = cv2.imread(str(picture_path("grace_hopper"))).astype(np.float32)
    alpha = polygon_alpha("grace_hopper", picture.shape[1], picture.shape[0])
    scale = height / picture.shape[0]
    size = (round(picture.shape[1] * scale), height)
    return Portrait(
        cv2.resize(picture * alpha[..., None], size, interpolation=cv2.INTER_AREA),
        cv2.resize(alpha, size, interpolation=cv2.INTER_AREA),
    )


def scene(size, people, wall=GREEN):
    """A picture of that size with people standing on its lower edge; `people`: (portrait, middle
    in pixels from the left)."""
    width, height = size
    picture = np.full((height, width, 3), wall, np.float32)
    for person, middle in people:
        rows, columns = person.alpha.shape
        left = round(middle - columns / 2)
        first, last = max(0, left), min(width, left + columns)
        part = np.s_[:, first - left : last - left]
        there = picture[height - rows :, first:last]
        there *= 1 - person.alpha[part][..., None]
        there += person.color[part]
    return picture.astype(np.uint8)


def person_in(frame, wall=GREEN):
    """Where the person is: left, right and middle of what isn't wall, as shares of the width."""
    is_person = np.abs(frame.astype(int) - wall).max(axis=2) > 60
    is_person = cv2.erode(is_person.astype(np.uint8), np.ones((5, 5))) > 0
    along = np.flatnonzero(is_person.any(axis=0))
    share = is_person.sum(axis=0)
    middle = (share * (np.arange(len(share)) + 0.5)).sum() / max(1, share.sum())
    return along[0] / len(share), along[-1] / len(share), middle / len(share)


def heads_room(frame, wall=GREEN):
    """The share of the frame above the person."""
    is_person = np.abs(frame.astype(int) - wall).max(axis=2) > 60
    is_person = cv2.erode(is_person.astype(np.uint8), np.ones((5, 5))) > 0
    return np.flatnonzero(is_person.any(axis=1))[0] / len(is_person)


def clip_of(path, size, middles, height=260, rate=30):
    """A clip with one picture for each of the person's middles."""
    who = portrait(height)
    options = {"crf": "18", "preset": "ultrafast"}
    return write_clip(
        path,
        lambda index: scene(size, [(who, middles[index])]),
        len(middles),
        size=size,
        rate=rate,
        options=options,
    )


def corners_clip(path):
    picture = np.zeros((176, 320, 3), np.uint8)
    picture[:88, :160], picture[:88, 160:] = CORNERS["red"], CORNERS["blue"]
    picture[88:, 160:], picture[88:, :160] = CORNERS["white"], CORNERS["grey"]
    return write_clip(path, lambda index: picture, 3)


def corners_of(frame):
    found = []
    for row, column in ((4, 4), (4, -4), (-4, -4), (-4, 4)):
        pixel = frame[row, column].astype(int)
        name = min(CORNERS, key=lambda name: np.abs(pixel - CORNERS[name]).max())
        assert np.abs(pixel - CORNERS[name]).max() < 20, (pixel, name)
        found.append(name)
    return found


def test_turns_and_mirrors(tmp_path):
    paths = {"a": corners_clip(tmp_path / "a.mp4")}
    red, blue, white, grey = CORNERS
    small = draft_of(video("a", 3))

    def seen(draft):
        if draft["cw"] < draft["ch"]:
            draft = {**draft, "cw": 176, "ch": 320}
        return corners_of(rendered(tmp_path, draft, paths).frames[1])

    assert seen(with_turn(small, 90)) == [grey, red, blue, white]
    assert seen(with_mirror(small)) == [blue, red, grey, white]
    assert seen(with_mirror(with_turn(small, -90))) == [white, blue, red, grey]


def frame_in_clip(middles, film):
    """Where the film's frame is in a clip of 320x176, in pixels of it."""
    return np.array(middles) - (film - 0.5) * 176 * 176 / 320


def test_an_upright_canvas_keeps_the_person_who_sits_aside(tmp_path):
    """A fixed frame: nothing but the person moves."""
    sway = [240 + 6 * np.sin(index / 2) for index in range(30)]
    paths = {"a": clip_of(tmp_path / "a.mp4", (320, 176), sway, height=88)}
    draft = with_canvas(draft_of(video("a", 30)), 176, 320)
    film = rendered(tmp_path, draft, paths)
    middles = np.array([person_in(frame)[2] for frame in film.frames])
    assert abs(middles.mean() - 0.5) < 0.06
    assert np.ptp(middles) > 0.08
    assert np.ptp(frame_in_clip(sway, middles)) < 2


def test_the_frame_follows_who_walks_softly(tmp_path):
    way = np.concatenate([np.full(15, 65.0), np.linspace(65, 255, 38), np.full(15, 255.0)])
    paths = {"a": clip_of(tmp_path / "a.mp4", (320, 176), way, height=100, rate=15)}
    draft = with_canvas(draft_of(video("a", 68, rate=15)), 176, 320)
    film = rendered(tmp_path, draft, paths)
    middles = np.array([person_in(frame)[2] for frame in film.frames])
    assert np.abs(middles - 0.5).max() < 0.3
    assert abs(middles[:8].mean() - 0.5) < 0.12
    assert abs(middles[-8:].mean() - 0.5) < 0.12
    # It goes one way, and without a jump.
    steps = np.diff(frame_in_clip(way, middles))
    assert steps.max() < 12
    assert steps.min() > -3


def test_a_wide_canvas_keeps_the_head_of_an_upright_clip(tmp_path):
    paths = {"a": clip_of(tmp_path / "a.mp4", (360, 640), [180] * 3, height=400)}
    draft = with_canvas(draft_of(video("a", 3, size=(360, 640))), 640, 360)
    film = rendered(tmp_path, draft, paths)
    assert 0.04 < heads_room(film.frames[1]) < 0.22


def test_two_people_who_fit_are_both_kept(tmp_path):
    who = portrait(150)
    size = (640, 360)
    path = write_clip(
        tmp_path / "a.mp4", lambda index: scene(size, [(who, 330), (who, 480)]), 3, size=size
    )
    draft = with_canvas(draft_of(video("a", 3, size=size)), 360, 360)
    left, right, _ = person_in(rendered(tmp_path, draft, {"a": path}).frames[1])
    assert left > 0.02
    assert right < 0.98


@pytest.fixture(scope="module")
def standing(tmp_path_factory):
    """A clip of somebody right of the middle, and its draft before magenta."""
    path = tmp_path_factory.mktemp("standing") / "a.mp4"
    clip_of(path, (640, 360), [400] * 4)
    draft = {**draft_of(video("a", 4, size=(640, 360))), "cw": 640, "ch": 360}
    return {"a": path}, with_background(draft, "magenta", "color", color="#ff00ff")


def test_the_person_stands_on_a_side_in_the_size_that_was_asked_for(tmp_path, standing):
    paths, draft = standing

    def seen(changed):
        return rendered(tmp_path, changed, paths).frames[2]

    plain = seen(draft)
    usual_left, usual_right, usual_middle = person_in(plain, MAGENTA)
    assert usual_middle == pytest.approx(400 / 640, abs=0.02)

    for side, share in (("left", 0.28), ("right", 0.72)):
        frame = seen(with_person(draft, side))
        left, right, middle = person_in(frame, MAGENTA)
        assert middle == pytest.approx(share, abs=0.03)
        assert right - left == pytest.approx(usual_right - usual_left, abs=0.03)

    frame = seen(with_person(draft, "left", 60))
    left, right, middle = person_in(frame, MAGENTA)
    assert middle == pytest.approx(0.28, abs=0.03)
    assert right - left == pytest.approx(0.6 * (usual_right - usual_left), abs=0.03)
    # Still standing on the lower edge.
    assert heads_room(frame, MAGENTA) == pytest.approx(1 - 0.6 * 260 / 360, abs=0.05)
    assert np.abs(frame[-6, int(0.28 * 640)].astype(int) - MAGENTA).max() > 60


def test_a_larger_person_stays_where_they_are_and_loses_no_head(tmp_path, standing):
    paths, draft = standing
    frame = rendered(tmp_path, with_person(draft, size_percent=130), paths).frames[2]
    assert person_in(frame, MAGENTA)[2] == pytest.approx(400 / 640, abs=0.03)
    assert heads_room(frame, MAGENTA) == pytest.approx(1.3 * 100 / 360, abs=0.05)


def test_a_person_who_is_cut_out_fills_an_upright_canvas(tmp_path, standing):
    paths, draft = standing
    frame = rendered(tmp_path, with_canvas(draft, 360, 640), paths).frames[2]
    assert person_in(frame, MAGENTA)[2] == pytest.approx(0.5, abs=0.05)
    assert heads_room(frame, MAGENTA) == pytest.approx(100 / 360, abs=0.05)


def test_a_preview_is_framed_as_the_film(tmp_path):
    paths = {"a": clip_of(tmp_path / "a.mp4", (320, 176), [240] * 30, height=120)}
    draft = with_canvas(draft_of(video("a", 30)), 176, 320)
    draft = with_freeze(with_mirror(draft), 500, 500)
    film = rendered(tmp_path, draft, paths)
    job = {
        "job": "preview",
        "draft": draft,
        "assets": {"a": str(paths["a"])},
        "at_ms": 700,
        "output_path": str(tmp_path / "look.jpg"),
    }
    assert run_worker(job).result == {"width": 176, "height": 320}
    look = cv2.imread(str(tmp_path / "look.jpg"))
    assert len(segments(draft, "main")) == 3
    assert np.abs(look.astype(int) - film.frames[21]).mean() < 4
