"""A draft read for rendering: all that can stand in it, and that nothing else gets through."""

from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.media.failures import JobFailed
from engine.worker_draft import Clip, Look, Timeline, read_timeline
from engine.worker_layers import Backdrop, Caption, Logo, Music, Title

ASSETS = {"a": "/files/a", "p": "/files/p", "s": "/files/s"}


def draft():
    """Everything at once."""
    clip = {
        "asset": "a",
        "in": 500,
        "speed": 1.5,
        "reverse": True,
        "turn": 90,
        "mirror": True,
        "framing": "fill",
        "side": "left",
        "size": 80,
        "volume": 150,
        "loudness_lufs": -16,
        "brightness": 10,
        "contrast": -20,
        "warmth": 30,
        "saturation": -100,
        "fade_in_ms": 300,
        "fade_out_ms": 400,
    }
    title = {"text": "A\nB", "style": "lower_third", "size": "large", "color": "#FFcc00"}
    music = {"asset": "s", "in": 0, "out": 9000, "volume": 35, "fade_in_ms": 10, "ducking": True}

    def track(kind, role, segment):
        return {
            "tt": kind,
            "m": {"role": role},
            "sg": [{"id": "s1", "st": 0, "d": 1000, **segment}],
        }

    return {
        "v": 1,
        "d": 1000,
        "cw": 1080,
        "ch": 1920,
        "t": [
            track(0, "main", {"m": clip}),
            track(0, "background", {"m": {"kind": "gradient", "color": "#000080", "light": False}}),
            track(0, "logo", {"m": {"asset": "p", "corner": "top left", "size": 12}}),
            track(7, "title", {"m": title | {"fade_ms": 200}}),
            track(7, "captions", {"m": {"text": "well"}}),
            track(1, "music", {"m": music}),
        ],
    }


def test_everything_at_once():
    assert read_timeline(draft(), ASSETS) == Timeline(
        1080,
        1920,
        (
            Clip(
                Path("/files/a"),
                500,
                0,
                1000,
                Look(10, -20, 30, -100),
                300,
                400,
                speed=1.5,
                is_reversed=True,
                turn_deg=90,
                is_mirrored=True,
                is_filled=True,
                side="left",
                size_percent=80,
                volume_percent=150,
                loudness_lufs=-16,
            ),
        ),
        Backdrop("gradient", "#000080", is_lit=False),
        (Title("A\nB", "bottom", 0, 1000, "lower_third", "left", "large", "#ffcc00", 200),),
        (Logo(Path("/files/p"), "top left", 12, 0, 1000),),
        (Caption("well", 0, 1000),),
        (Music(Path("/files/s"), 0, 0, 1000, 35, 10, is_ducked=True),),
    )


def test_a_draft_of_old_says_nothing_new():
    old = draft()
    old["t"] = old["t"][:1]
    old["t"][0]["sg"][0]["m"] = {"asset": "a", "in": 0, "name": "a.mp4"}
    timeline = read_timeline(old, ASSETS)
    assert timeline.clips == (Clip(Path("/files/a"), 0, 0, 1000),)
    assert timeline.clips[0].span_ms == 1000
    assert timeline.backdrop is None


WRONG = [
    ("main", "speed", 0.1),
    ("main", "speed", 9),
    ("main", "speed", float("nan")),
    ("main", "speed", True),
    ("main", "in", 10**400),
    ("main", "reverse", 1),
    ("main", "turn", 45),
    ("main", "turn", "90"),
    ("main", "framing", "stretch"),
    ("main", "side", "above"),
    ("main", "size", 20),
    ("main", "volume", 201),
    ("main", "loudness_lufs", 3),
    ("main", "brightness", 101),
    ("main", "fade_in_ms", -1),
    ("background", "kind", "hologram"),
    ("background", "light", "off"),
    ("logo", "corner", "centre"),
    ("logo", "size", 61),
    ("title", "color", "red"),
    ("title", "text", 7),
    ("title", "text", "a" * 5000),
    ("captions", "text", None),
    ("music", "volume", float("inf")),
    ("music", "ducking", "yes"),
]


@pytest.mark.parametrize(("role", "key", "value"), WRONG, ids=str)
def test_what_cannot_be_is_refused(role, key, value):
    wrong = draft()
    (entry,) = (entry for entry in wrong["t"] if entry["m"]["role"] == role)
    entry["sg"][0]["m"][key] = value
    with pytest.raises(JobFailed) as failure:
        read_timeline(wrong, ASSETS)
    assert failure.value.code == "unsupported"


@pytest.mark.parametrize("role", ["main", "logo", "music"])
def test_a_file_that_is_gone_is_said(role):
    wrong = draft()
    (entry,) = (entry for entry in wrong["t"] if entry["m"]["role"] == role)
    entry["sg"][0]["m"]["asset"] = "z"
    with pytest.raises(JobFailed) as failure:
        read_timeline(wrong, ASSETS)
    assert failure.value.code == "damaged"


def test_more_than_anybody_needs_is_refused():
    for role, most in (("title", 200), ("captions", 2000), ("music", 2000)):
        many = draft()
        (entry,) = (entry for entry in many["t"] if entry["m"]["role"] == role)
        entry["sg"] *= most + 1
        with pytest.raises(JobFailed):
            read_timeline(many, ASSETS)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


def places(value, path=()):
    """The way to every value in a JSON value."""
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*path, key))
    elif isinstance(value, list):
        for at in range(len(value)):
            yield from places(value[at], (*path, at))


@settings(max_examples=80, deadline=None)
@given(st.sampled_from([path for path in places(draft()) if path]), JSON)
def test_a_draft_by_anybody_is_read_or_refused_in_words(path, value):
    wrong = deepcopy(draft())
    there = wrong
    for key in path[:-1]:
        there = there[key]
    there[path[-1]] = value
    try:
        assert isinstance(read_timeline(wrong, ASSETS), Timeline)
    except JobFailed as failure:
        assert failure.message.endswith(".")
