"""What is laid over and behind: looks, fades, logos, a moving background, light, an alpha.

Everything is measured on frames of what the worker wrote, or on planes where no file is in between.
"""

from fractions import Fraction
from itertools import pairwise

import cv2
import numpy as np
import pytest
from PIL import Image

from engine.media.planes import new_planes
from engine.networks import picture_path
from engine.picture.light import Light, match
from engine.picture.moving import Moving
from engine.sample import Clip, make_clip
from engine.worker_compose import Composer, Masked, Placed
from engine.worker_draft import read_timeline
from engine.worker_plan import make_plan
from engine.worker_render import render
from tests.integration.render_tools import decode, draft, write_clip

SIZE = (320, 176)
GREY = (90, 128, 128)
SECOND = 30


def plain(folder, color=GREY, frames=SECOND):
    return write_clip(folder / "plain.mp4", lambda _: color, frames, size=SIZE)


def rendered(folder, clip, change, canvas=SIZE):
    """The decoded result of a draft of one clip, as `change` left it."""
    timeline = draft([("a", 0, 1000)], canvas)
    assets = change(timeline) or {}
    read = read_timeline(timeline, {"a": str(clip), **assets})
    render(read, folder / "out.mp4", lambda fraction: None)
    return decode(folder / "out.mp4")


def on_clip(**fields):
    def change(timeline):
        timeline["t"][0]["sg"][0]["m"].update(fields)

    return change


def middle(frame):
    return frame[60:120, 100:220].reshape(-1, 3).astype(float).mean(axis=0)


@pytest.mark.parametrize(
    ("fields", "is_so"),
    [
        ({"brightness": 40}, lambda was, now: now.mean() > was.mean() + 8),
        ({"brightness": -40}, lambda was, now: now.mean() < was.mean() - 8),
        ({"contrast": 60}, lambda was, now: now.mean() < was.mean() - 4),
        ({"warmth": 60}, lambda was, now: now[2] > was[2] + 6 and now[0] < was[0] - 6),
        ({"warmth": -60}, lambda was, now: now[2] < was[2] - 6 and now[0] > was[0] + 6),
    ],
    ids=["brighter", "darker", "contrast", "warmer", "cooler"],
)
def test_a_look_is_seen(tmp_path, fields, is_so):
    clip = plain(tmp_path)
    was = middle(decode(clip).frames[10])
    now = middle(rendered(tmp_path, clip, on_clip(**fields)).frames[10])
    assert is_so(was, now), (was, now)
    if "warmth" not in fields:
        assert np.ptp(now) < 4, "a grey stays grey"


def test_saturation_takes_colour_away_and_adds_it(tmp_path):
    clip = plain(tmp_path, (100, 110, 160))
    was = np.ptp(middle(decode(clip).frames[10]))
    assert np.ptp(middle(rendered(tmp_path, clip, on_clip(saturation=-100)).frames[10])) < 4
    assert np.ptp(middle(rendered(tmp_path, clip, on_clip(saturation=50)).frames[10])) > was * 1.2


def test_it_fades_in_from_black_and_out_to_black(tmp_path):
    clip = plain(tmp_path, (180, 128, 128))
    seen = rendered(tmp_path, clip, on_clip(fade_in_ms=400, fade_out_ms=300))
    levels = [float(middle(frame).mean()) for frame in seen.frames]
    full = max(levels)
    assert levels[0] < 4
    assert levels[-1] < 4
    assert levels[6] == pytest.approx(full / 2, abs=8)
    assert all(level > full - 3 for level in levels[12:20])
    assert all(now >= before - 1 for before, now in pairwise(levels[:12]))


@pytest.mark.parametrize("corner", ["top left", "bottom right"])
def test_a_logo_stands_in_its_corner_and_is_seen_through_where_it_is_clear(tmp_path, corner):
    clip = plain(tmp_path)
    picture = np.zeros((80, 120, 4), np.uint8)
    picture[:, :60] = (255, 0, 0, 255)
    Image.fromarray(picture).save(tmp_path / "logo.png")

    def change(timeline):
        segment = {"id": "l", "st": 0, "d": 1000, "m": {"asset": "l", "corner": corner, "size": 30}}
        timeline["t"].append({"tt": 0, "m": {"role": "logo"}, "sg": [segment]})
        return {"l": str(tmp_path / "logo.png")}

    frame = rendered(tmp_path, clip, change).frames[10].astype(int)
    is_red = (frame[..., 2] - frame[..., 1]) > 60
    rows, columns = np.flatnonzero(is_red.any(axis=1)), np.flatnonzero(is_red.any(axis=0))
    width = 0.3 * min(SIZE)
    assert np.ptp(columns) == pytest.approx(width / 2, abs=4)
    assert np.ptp(rows) == pytest.approx(width * 80 / 120, abs=4)
    is_top, is_left = corner.startswith("top"), corner.endswith("left")
    assert bool(rows.mean() < SIZE[1] / 2) is is_top
    assert bool(columns.mean() < SIZE[0] / 2) is is_left
    edge = rows.min() if is_top else SIZE[1] - 1 - rows.max()
    assert 4 <= edge <= 12


def moving_level(planes):
    return float(planes.y.mean())


@pytest.fixture
def steps(tmp_path):
    """A clip of 20 frames, each a brighter grey than the one before, with bars at the sides."""

    def picture(index):
        frame = np.full((176, 320, 3), 40 + 8 * index, np.uint8)
        frame[:, :60] = frame[:, -60:] = (255, 0, 0)
        return frame

    return write_clip(tmp_path / "steps.mp4", picture, 20, size=(320, 176))


def test_a_moving_background_loops_and_covers_the_canvas(steps):
    canvas = (176, 176)
    moving = Moving(steps, Fraction(30), canvas)
    target = new_planes(*canvas)
    levels = []
    for index in range(45):
        moving.lay(target, index, None, None)
        levels.append(moving_level(target))
    # The blue bars lie outside the square: its middle is grey.
    assert abs(int(target.u[44, 2]) - 128) < 6
    assert levels[19] > levels[0] + 100
    assert levels[20] == pytest.approx(levels[0], abs=1.5)
    assert levels[:5] == pytest.approx(levels[40:45], abs=1.5)


def test_a_moving_background_is_the_same_wherever_a_stretch_begins(steps):
    target = new_planes(320, 176)

    def level(moving, index):
        moving.lay(target, index, None, None)
        return moving_level(target)

    whole = Moving(steps, Fraction(25), SIZE)
    levels = [level(whole, index) for index in range(40)]
    for begin in (3, 17, 29):
        part = Moving(steps, Fraction(25), SIZE)
        assert [level(part, index) for index in range(begin, 40)] == levels[begin:]


@pytest.fixture(scope="module")
def portrait(tmp_path_factory):
    path = tmp_path_factory.mktemp("portrait") / "clip.mp4"
    make_clip(path, Clip(seconds=0.2, picture=picture_path("grace_hopper")))
    return path


def looked_at(portrait, background, size=(960, 544), with_alpha=False):
    """(planes, alpha) of the first frame, finished as a render does it."""
    timeline = read_timeline(draft([("a", 0, 200)], size, background), {"a": str(portrait)})
    plan = make_plan(timeline)
    composer = Composer(timeline, plan.rate)
    from engine.worker_clips import placed

    masked = next(iter(composer.find(placed(timeline, plan, 0, 1))))
    target = new_planes(*size)
    alpha = np.zeros((size[1], size[0]), np.uint8) if with_alpha else None
    composer.fill(target, masked, 0, alpha)
    return target, alpha, masked


def test_a_scene_lights_the_person_a_little_and_off_means_off(portrait):
    scene = {"kind": "scene", "scene": "office"}
    lit, _, masked = looked_at(portrait, scene)
    unlit, _, as_it_was = looked_at(portrait, {**scene, "light": False})
    inner = cv2.erode(masked.mask, np.ones((9, 9)))
    is_person = np.kron(inner, np.ones((8, 8))) > 0.99
    assert 1 < abs(lit.y[is_person].mean() - unlit.y[is_person].mean()) < 25
    assert np.array_equal(as_it_was.placed.picture.y[is_person], unlit.y[is_person])


def test_the_match_goes_a_part_of_the_way_and_has_bounds():
    person, dusk = Light(0.5, -8.0, 11.0), Light(0.2, -10.0, 14.0)
    lit = match(person, dusk)
    assert lit is not None
    y, u, v = lit.applied(
        tuple(np.array([values], np.uint8) for values in ([16, 126, 235], [128], [128]))
    )
    assert y[0, 0] == 16, "black stays black"
    assert 16 + 219 * 0.2 < y[0, 1] < 126
    assert y[0, 2] < 235
    assert 128 < v[0, 0] <= 133
    assert u[0, 0] < 128
    assert match(person, Light(0.5, 0.0, 0.0)) is None
    night = match(person, Light(0.0, 60.0, 60.0))
    assert night is not None
    assert night.gain > 2**-0.3
    assert (night.u, night.v) == (5, 5)
    noon = match(Light(0.2, -8.0, 11.0), Light(0.9, 0.0, 0.0))
    assert noon is not None
    assert 1 < noon.gain < 1.1


def test_a_person_before_nothing_has_an_alpha_and_colours_of_their_own(portrait):
    planes, alpha, masked = looked_at(portrait, {"kind": "transparent"}, with_alpha=True)
    mask = np.kron(masked.mask, np.ones((8, 8)))
    assert alpha[mask > 0.99].mean() > 245
    assert alpha[mask < 0.01].mean() < 6
    is_seen = alpha > 200
    assert np.array_equal(planes.y[is_seen], masked.placed.picture.y[is_seen])
    soft = (alpha > 20) & (alpha < 235)
    assert np.count_nonzero(soft) > 500, "hair and edges are no steps"


def test_a_look_at_nothing_shows_checkers(portrait):
    planes, _, masked = looked_at(portrait, {"kind": "transparent"})
    is_outside = np.kron(masked.mask, np.ones((8, 8))) == 0
    values, counts = np.unique(planes.y[is_outside], return_counts=True)
    assert set(values[counts > 2000]) == {150, 190}


def test_a_gradient_is_of_its_colour_and_no_plain(portrait):
    planes, _, masked = looked_at(portrait, {"kind": "gradient", "color": "#203a72"})
    is_outside = np.kron(masked.mask, np.ones((8, 8))) == 0
    inside = planes.y[is_outside].astype(float)
    assert inside.std() > 3
    assert planes.u[::1, ::1][0, 0] > 135, "navy is blue"


def test_a_picture_without_a_person_shows_the_scene_alone(tmp_path):
    clip = plain(tmp_path)
    timeline = read_timeline(
        draft([("a", 0, 1000)], SIZE, {"kind": "color", "color": "#00b140"}), {"a": str(clip)}
    )
    composer = Composer(timeline, Fraction(30))
    placed = Placed(
        new_planes(*SIZE), make_plan(timeline).clips[0].placement, 0, 1, timeline.clips[0]
    )
    masked = next(iter(composer.find([placed])))
    assert isinstance(masked, Masked)
    assert masked.mask is None
    target = new_planes(*SIZE)
    composer.fill(target, masked, 0)
    assert np.ptp(target.y) == 0
    assert not composer.has_seen_person
