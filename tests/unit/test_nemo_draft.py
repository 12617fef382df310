"""The timeline in words: exact where the contract is, and deaf to nothing."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.nemo.changes import Aspect, ChangeKind, difference, is_same
from core.nemo.draft import canvas_px, duration_ms, is_ready, summary, tracks

CONTRACT = {
    "t": [
        {"tt": 0, "sg": [{"d": 10000, "m": {"name": "city timelapse"}}]},
        {"tt": 1, "sg": [{"d": 10000, "m": {"title": "Lo-fi", "volume": 0.35}}]},
        {"tt": 7, "sg": [{"d": 3000, "m": {"text": "Urban Dreams"}}]},
    ]
}
ENGINE = {
    "v": 1,
    "d": 10000,
    "cw": 1920,
    "ch": 1080,
    "t": [
        {
            "tt": 0,
            "m": {"role": "main"},
            "sg": [
                {
                    "id": "s1",
                    "st": 0,
                    "d": 10000,
                    "m": {"name": "sample.mp4", "asset": "a" * 32, "in": 0, "width": 1920},
                }
            ],
        },
        {
            "tt": 0,
            "m": {"role": "background", "title": "Background"},
            "sg": [
                {
                    "id": "s2",
                    "st": 0,
                    "d": 10000,
                    "m": {"name": "office", "kind": "scene", "scene": "office"},
                }
            ],
        },
        {
            "tt": 7,
            "m": {"role": "title"},
            "sg": [
                {
                    "id": "s3",
                    "st": 0,
                    "d": 3000,
                    "m": {"text": "Monday news", "position": "bottom"},
                }
            ],
        },
    ],
}


def one(segment: object, track: dict[str, object] | None = None) -> str:
    return summary({"t": [{"tt": 0, **(track or {}), "sg": [segment]}]})


def test_the_summary_of_the_contract_to_the_letter() -> None:
    assert summary(CONTRACT) == (
        "Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) "
        '3. Title: "Urban Dreams" (0-3s)'
    )


def test_the_summary_of_the_engines_draft() -> None:
    assert summary(ENGINE) == (
        "Timeline (3 tracks): 1. Video: sample.mp4 (0-10s) 2. Background: office (0-10s) "
        '3. Title: "Monday news" (0-3s)'
    )


@pytest.mark.parametrize(
    ("segment", "told"),
    [
        ({"d": 2500, "m": {"name": "a"}}, "a (0-2.5s)"),
        ({"d": 3333, "m": {"name": "a"}}, "a (0-3.33s)"),
        ({"d": "4000", "m": {"name": "a"}}, "a (0-4s)"),
        ({"st": 1500, "d": 500, "m": {"name": "a"}}, "a (1.5-2s)"),
        ({"d": 100000, "m": {"name": "a"}}, "a (0-100s)"),
        ({"m": {"name": "a"}}, "a"),
        ({"d": -1, "m": {"name": "a"}}, "a"),
        ({"d": True, "m": {"name": "a"}}, "a"),
        ({"d": 1e300, "m": {"name": "a"}}, "a"),
        ({"d": 1000, "m": {"name": "a", "volume": 1}}, "a (0-1s)"),
        ({"d": 1000, "m": {"name": "a", "volume": 0}}, "a (0-1s, 0%)"),
        ({"d": 1000, "m": {"name": " a\n\u202eb "}}, "a b (0-1s)"),
        ({"d": 1000}, "untitled (0-1s)"),
        ({"d": 1000, "m": 7}, "untitled (0-1s)"),
        ({"d": 1000, "m": {"name": {"x": 1}, "text": "t"}}, "t (0-1s)"),
    ],
)
def test_one_segment(segment: object, told: str) -> None:
    assert one(segment) == f"Timeline (1 track): 1. Video: {told}"


@pytest.mark.parametrize("volume", [0.35, 35, 35.0, "0.35"])
def test_a_volume_is_a_fraction_or_a_percentage(volume: object) -> None:
    segment = {"d": 1000, "m": {"name": "song", "volume": volume}}
    assert one(segment, {"tt": 1}) == "Timeline (1 track): 1. BGM: song (0-1s, 35%)"


def test_full_volume_is_told_of_sound() -> None:
    assert one({"d": 1000, "m": {"name": "s", "volume": 1.0}}, {"tt": 1}).endswith("(0-1s, 100%)")


def test_segments_without_a_start_follow_one_another() -> None:
    segments = [{"d": 1000, "m": {"name": n}} for n in "ab"] + [{"st": 5000, "d": 500}]
    assert summary({"t": [{"tt": 0, "sg": segments}]}).endswith(
        "Video: a (0-1s), b (1-2s), untitled (5-5.5s)"
    )


def test_a_tracks_title_is_its_label_or_its_segments_name() -> None:
    named = {"d": 1000, "m": {"name": "office"}}
    assert one(named, {"m": {"title": "Background"}}).endswith("1. Background: office (0-1s)")
    assert one({"d": 1000}, {"m": {"title": "city"}}).endswith("1. Video: city (0-1s)")
    assert one({"d": 1000}, {"tt": 1, "m": {"name": "Lo-fi", "volume": 40}}).endswith(
        "1. BGM: Lo-fi (0-1s, 40%)"
    )


def test_other_tracks_and_empty_ones() -> None:
    assert one({"d": 1, "m": {"name": "x"}}, {"tt": 3}).startswith(
        "Timeline (1 track): 1. Track: x"
    )
    assert summary({"t": [{"tt": 0, "sg": []}]}) == "Timeline (1 track): 1. Video: empty"
    assert summary({"t": []}) == summary({}) == summary(None) == "Timeline (0 tracks)"


def test_ready_means_a_segment_somewhere() -> None:
    assert is_ready(CONTRACT)
    for nothing in (None, {}, {"t": None}, {"t": []}, {"t": [{"sg": []}, 3]}, {"t": {"sg": [1]}}):
        assert not is_ready(nothing)


def test_length_and_canvas() -> None:
    assert duration_ms(ENGINE) == 10000
    assert duration_ms(CONTRACT) == 10000
    assert duration_ms({}) is None
    assert canvas_px(ENGINE) == (1920, 1080)
    assert canvas_px(CONTRACT) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["t", "tt", "sg", "d", "st", "m", "name", "volume", "id", "cw", "ch"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(JSON, JSON)
def test_hostile_drafts_never_fail_and_are_never_changed(before: object, after: object) -> None:
    kept = copy.deepcopy(before), copy.deepcopy(after)
    line = summary(before)
    assert line.startswith("Timeline (")
    assert "\n" not in line
    line.encode()
    is_ready(before)
    changes = difference(before, after)
    assert repr((before, after)) == repr(kept)
    assert difference(before, kept[0]) == ()
    assert all(change.what for change in changes)


def edited(draft: dict[str, object]) -> dict[str, object]:
    return json.loads(json.dumps(draft))  # type: ignore[no-any-return]


def test_no_difference() -> None:
    assert difference(ENGINE, edited(ENGINE)) == ()
    assert is_same(ENGINE, edited(ENGINE))


def test_a_background_replaced_keeps_its_place() -> None:
    after = edited(ENGINE)
    after["t"][1]["sg"][0]["m"] = {"name": "beach", "kind": "scene", "scene": "beach"}
    (change,) = difference(ENGINE, after)
    assert (change.kind, change.what, change.name) == (ChangeKind.CHANGED, "Background", "beach")
    assert change.aspects == (Aspect("name", "office", "beach"),)
    assert change.timing == "0-10s"


def test_a_new_id_for_the_same_thing_is_no_difference() -> None:
    after = edited(ENGINE)
    for n, track in enumerate(after["t"]):
        track["sg"][0]["id"] = f"new{n}"
    assert difference(ENGINE, after) == ()
    assert not is_same(ENGINE, after)


def test_added_removed_and_retimed() -> None:
    after = edited(ENGINE)
    after["d"] = 5000
    after["t"][0]["sg"][0]["d"] = 5000
    after["t"][1]["sg"][0]["d"] = 5000
    after["t"][2] = {
        "tt": 1,
        "sg": [{"id": "s9", "d": 5000, "m": {"name": "Lo-fi", "volume": 35}}],
    }
    found = [(c.kind.value, c.what, c.name, c.timing, c.aspects) for c in difference(ENGINE, after)]
    timing = (Aspect("timing", "0-10s", "0-5s"),)
    assert found == [
        ("changed", "Video", "sample.mp4", "0-5s", timing),
        ("changed", "Background", "office", "0-5s", timing),
        ("added", "BGM", "Lo-fi", "0-5s", ()),
        ("removed", "Title", "Monday news", "0-3s", ()),
        ("changed", "Length", "", "", (Aspect("length", "10s", "5s"),)),
    ]


def test_volume_details_and_canvas() -> None:
    before = edited(CONTRACT)
    after = edited(CONTRACT)
    after["t"][1]["sg"][0]["m"]["volume"] = 0.5
    after["t"][2]["sg"][0]["m"]["position"] = "top"
    after["t"][0]["sg"][0]["m"]["cdn_url"] = "https://cdn.example/x"
    before.update(cw=1920, ch=1080)
    after.update(cw=1080, ch=1920)
    assert [(c.what, c.aspects) for c in difference(before, after)] == [
        ("BGM", (Aspect("volume", "35%", "50%"),)),
        ("Title", (Aspect("position", "", "top"),)),
        ("Canvas", (Aspect("canvas", "1920×1080", "1080×1920"),)),
    ]


def test_the_first_clip_on_an_empty_timeline() -> None:
    (change,) = difference({}, {"t": CONTRACT["t"][:1]})
    assert (change.kind.value, change.what, change.name, change.timing) == (
        "added",
        "Video",
        "city timelapse",
        "0-10s",
    )
    assert change.after == tracks(CONTRACT)[0].items[0]


def test_many_segments_stay_quick() -> None:
    def draft(count: int, prefix: str) -> dict[str, object]:
        segments = [{"d": 10, "m": {"name": f"{prefix}{n % 7}"}} for n in range(count)]
        return {"t": [{"tt": 0, "sg": segments}]}

    assert difference(draft(20_000, "a"), draft(20_000, "b"))
