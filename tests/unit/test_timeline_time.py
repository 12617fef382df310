"""Speed, direction, freezes and order: what the main track shows at each moment, in numbers.

`shown` walks over the timeline and tells the file and its moment that is seen, by the draft's own
rules; each change is checked against what it means and not against the segments it makes.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.timeline import Asset, Project, new_project, segments, with_asset
from engine.timeline_edit import cut_span, keep_span
from engine.timeline_look import with_fades
from engine.timeline_text import with_captions, with_title
from engine.timeline_time import with_freeze, with_order, with_reverse, with_speed, with_still

ONE = Asset("one", "one.mp4", "video", 10_000, 1920, 1080, 30.0)
TWO = Asset("two", "two.mov", "video", 6_000, 720, 1280, 29.97)
PICTURE = Asset("pic", "sea.jpg", "image", 0, 4000, 3000)

Draft = dict[str, Any]


def draft_of(*assets: Asset) -> Draft:
    project: Project = new_project()
    for asset in assets:
        project = with_asset(project, asset)
    return project.draft


def shown(draft: Draft, at_ms: float) -> tuple[str, float]:
    """File and moment in it, in ms."""
    for clip in segments(draft, "main"):
        if clip["st"] <= at_ms < clip["st"] + clip["d"]:
            facts = clip["m"]
            offset_ms = at_ms - clip["st"]
            if facts.get("freeze"):
                return facts["asset"], facts["in"]
            if facts.get("reverse"):
                offset_ms = clip["d"] - offset_ms
            return facts["asset"], facts["in"] + offset_ms * facts.get("speed", 1)
    raise AssertionError(f"nothing is shown at {at_ms}")


def titles(draft: Draft) -> list[tuple[str, int, int]]:
    return [(t["m"]["text"], t["st"], t["d"]) for t in segments(draft, "title")]


def is_closed(draft: Draft) -> bool:
    """Clips follow one another from 0 to the length, each with an id of its own."""
    clips = segments(draft, "main")
    ends = [0]
    for clip in clips:
        assert clip["d"] > 0
        assert clip["st"] == ends[-1]
        ends.append(clip["st"] + clip["d"])
    ids = [segment["id"] for track in draft["t"] for segment in track["sg"]]
    return ends[-1] == draft["d"] and len(set(ids)) == len(ids)


def test_twice_as_fast_is_half_as_long() -> None:
    draft = with_speed(draft_of(ONE), 2)
    assert draft["d"] == 5000
    (clip,) = segments(draft, "main")
    assert clip["m"]["speed"] == 2
    assert clip["id"] == "s1"
    assert shown(draft, 1000) == ("one", 2000)


def test_speeds_multiply_and_come_back_to_none() -> None:
    draft = draft_of(ONE)
    assert with_speed(with_speed(draft, 4), 1 / 4) == draft
    (clip,) = segments(with_speed(with_speed(draft, 3), 1 / 3), "main")
    assert "speed" not in clip["m"]
    assert clip["d"] == pytest.approx(10_000, abs=1)
    assert segments(with_speed(with_speed(draft, 2), 2), "main")[0]["m"]["speed"] == 4


def test_a_part_faster_leaves_the_rest_and_joins_again() -> None:
    draft = with_speed(draft_of(ONE), 2, 4000, 8000)
    assert draft["d"] == 8000
    assert [clip["d"] for clip in segments(draft, "main")] == [4000, 2000, 2000]
    assert shown(draft, 3000) == ("one", 3000)
    assert shown(draft, 5000) == ("one", 6000)
    assert shown(draft, 7000) == ("one", 9000)
    assert with_speed(draft, 0.5, 4000, 6000) == draft_of(ONE)


def test_titles_keep_to_what_they_lay_over() -> None:
    draft = with_title(draft_of(ONE), "a", 2000, 4000, "bottom")
    draft = with_title(draft, "b", 8000, 2000, "bottom")
    assert titles(with_speed(draft, 2)) == [("a", 1000, 2000), ("b", 4000, 1000)]
    assert titles(with_speed(draft, 2, 4000, 8000)) == [("a", 2000, 3000), ("b", 6000, 2000)]
    assert titles(with_freeze(draft, 4000, 1000)) == [("a", 2000, 5000), ("b", 9000, 2000)]
    assert titles(with_freeze(draft, 7000, 1000)) == [("a", 2000, 4000), ("b", 9000, 2000)]
    assert titles(with_reverse(draft)) == titles(draft)


@pytest.mark.parametrize("factor", [0, -1, 0.2, 9])
def test_a_speed_nobody_can_watch_is_refused(factor: float) -> None:
    with pytest.raises(ValueError):
        with_speed(draft_of(ONE), factor)


def test_speeds_that_together_are_too_much_are_refused() -> None:
    draft = with_speed(draft_of(ONE), 4)
    with pytest.raises(ValueError):
        with_speed(draft, 4)


def test_fifty_changes_of_speed_stay_within_the_clip() -> None:
    draft = draft_of(ONE)
    for number in range(50):
        draft = with_speed(draft, 1.03)
        draft = with_speed(draft, 1 / 1.03) if number % 2 else draft
        assert is_closed(draft)
    (clip,) = segments(draft, "main")
    assert clip["m"]["speed"] == pytest.approx(1.03**25, rel=1e-4)
    assert clip["d"] * clip["m"]["speed"] == pytest.approx(10_000, abs=60)


def test_backwards() -> None:
    draft = with_reverse(draft_of(ONE, TWO))
    assert [clip["m"]["asset"] for clip in segments(draft, "main")] == ["two", "one"]
    assert shown(draft, 0) == ("two", 6000)
    assert shown(draft, 7000) == ("one", 9000)
    assert with_reverse(draft) == draft_of(ONE, TWO)


def test_a_part_backwards() -> None:
    draft = with_reverse(draft_of(ONE), 2000, 5000)
    assert draft["d"] == 10_000
    assert shown(draft, 1000) == ("one", 1000)
    assert shown(draft, 2500) == ("one", 4500)
    assert shown(draft, 6000) == ("one", 6000)
    assert with_reverse(draft, 2000, 5000) == draft_of(ONE)


def test_cuts_of_what_is_backwards_and_fast_show_what_was_shown() -> None:
    draft = with_speed(with_reverse(draft_of(ONE)), 2)
    cut = cut_span(draft, 1000, 2000)
    assert shown(cut, 500) == shown(draft, 500)
    assert shown(cut, 1500) == shown(draft, 2500)
    kept = keep_span(draft, 1000, 2000)
    assert kept["d"] == 1000
    assert shown(kept, 0) == shown(draft, 1000)


def test_a_moment_stands_still_and_then_goes_on() -> None:
    draft = with_freeze(draft_of(ONE), 4000, 3000)
    assert draft["d"] == 13_000
    assert [clip["d"] for clip in segments(draft, "main")] == [4000, 3000, 6000]
    assert {shown(draft, at) for at in (4000, 5500, 6999)} == {("one", 4000)}
    assert shown(draft, 8000) == ("one", 5000)
    assert is_closed(draft)


@pytest.mark.parametrize("at_ms", [0, 10_000])
def test_the_ends_can_stand_still(at_ms: int) -> None:
    draft = with_freeze(draft_of(ONE), at_ms, 2000)
    assert draft["d"] == 12_000
    assert is_closed(draft)
    assert len(segments(draft, "main")) == 2
    seen = shown(draft, at_ms)[1]
    assert seen == pytest.approx(at_ms, abs=1)
    assert shown(draft, at_ms + 1999)[1] == seen


def test_a_freeze_within_a_freeze_is_a_longer_one() -> None:
    draft = with_freeze(draft_of(ONE), 4000, 1000)
    assert [clip["d"] for clip in segments(with_freeze(draft, 4500, 500), "main")] == [
        4000,
        1500,
        6000,
    ]


@pytest.mark.parametrize(("at_ms", "length_ms"), [(-1, 100), (10_001, 100), (5, 0), (5, -3)])
def test_a_freeze_outside_or_of_no_length_is_refused(at_ms: int, length_ms: int) -> None:
    with pytest.raises(ValueError):
        with_freeze(draft_of(ONE), at_ms, length_ms)


def test_clips_in_another_order_take_their_titles_along() -> None:
    draft = with_title(draft_of(ONE, TWO), "first", 1000, 2000, "bottom")
    draft = with_title(draft, "second", 12_000, 2000, "bottom")
    draft = with_title(draft, "all along", 0, 16_000, "top")
    changed = with_order(draft, ["s2", "s1"])
    assert [clip["id"] for clip in segments(changed, "main")] == ["s2", "s1"]
    assert is_closed(changed)
    assert titles(changed) == [
        ("all along", 0, 16_000),
        ("second", 2000, 2000),
        ("first", 7000, 2000),
    ]
    assert with_order(changed, ["s1", "s2"]) == draft


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (["s1", "s3", "s2"], [("joint", 9000, 1000), ("third", 10_000, 2000)]),
        (["s3", "s1", "s2"], [("third", 0, 2000), ("joint", 19_000, 3000)]),
        (["s2", "s3", "s1"], [("third", 10_000, 2000), ("joint", 29_000, 1000)]),
    ],
)
def test_a_caption_over_a_joint_does_not_lie_over_what_comes_there_now(
    order: list[str], expected: list[tuple[str, int, int]]
) -> None:
    clips = [Asset(name, f"{name}.mp4", "video", 10_000, 1920, 1080) for name in "abc"]
    draft = with_captions(draft_of(*clips), [(9000, 12_000, "joint"), (20_000, 22_000, "third")])
    laid = segments(with_order(draft, order), "captions")
    assert [(one["m"]["text"], one["st"], one["d"]) for one in laid] == expected


@pytest.mark.parametrize("ids", [[], ["s1"], ["s1", "s1"], ["s1", "s2", "s3"]])
def test_an_order_that_leaves_a_clip_out_is_refused(ids: list[str]) -> None:
    with pytest.raises(ValueError):
        with_order(draft_of(ONE, TWO), ids)


def test_a_picture_stands_still_at_the_end() -> None:
    draft = with_still(draft_of(ONE), PICTURE, 3000)
    assert draft["d"] == 13_000
    assert (draft["cw"], draft["ch"]) == (1920, 1080)
    cut = keep_span(draft, 11_000, 12_000)
    assert segments(cut, "main")[0]["m"]["in"] == 0
    faster = with_speed(draft, 2)
    assert [clip["d"] for clip in segments(faster, "main")] == [5000, 1500]
    assert "speed" not in segments(faster, "main")[1]["m"]


def test_only_a_picture_becomes_a_still() -> None:
    with pytest.raises(ValueError):
        with_still(draft_of(ONE), TWO, 1000)
    with pytest.raises(ValueError):
        with_still(draft_of(ONE), PICTURE, 0)


def test_fades_stay_at_the_ends_whatever_is_there() -> None:
    draft = with_fades(draft_of(ONE, TWO), in_ms=500, out_ms=700)

    def ends(changed: Draft) -> tuple[list[int], list[int]]:
        clips = segments(changed, "main")
        return (
            [clip["m"].get("fade_in_ms", 0) for clip in clips],
            [clip["m"].get("fade_out_ms", 0) for clip in clips],
        )

    for changed in (draft, with_order(draft, ["s2", "s1"]), with_reverse(draft)):
        assert ends(changed) == ([500, 0], [0, 700])
    assert ends(keep_span(draft, 2000, 5000)) == ([500], [700])
    assert ends(with_freeze(draft, 16_000, 1000)) == ([500, 0, 0], [0, 0, 700])
    longer = with_asset(Project(draft), Asset("three", "3.mp4", "video", 1000, 640, 360)).draft
    assert ends(longer) == ([500, 0, 0], [0, 0, 700])
    assert ends(keep_span(draft, 2000, 2600)) == ([250], [350])


OPERATIONS = st.one_of(
    st.tuples(st.just("speed"), st.sampled_from([0.5, 0.75, 1.5, 2, 3])),
    st.tuples(st.just("reverse"), st.none()),
    st.tuples(st.just("freeze"), st.integers(1, 900)),
    st.tuples(st.just("cut"), st.none()),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(OPERATIONS, st.floats(0, 1), st.floats(0, 1)), max_size=8))
def test_whatever_is_done_the_timeline_stays_whole(
    steps: list[tuple[tuple[str, Any], float, float]],
) -> None:
    draft = with_title(with_title(draft_of(ONE, TWO), "a", 500, 5000, "top"), "b", 9000, 900, "top")
    for (name, value), one, other in steps:
        start_ms, end_ms = sorted((round(one * draft["d"]), round(other * draft["d"])))
        before = deepcopy(draft)
        try:
            if name == "speed":
                changed = with_speed(draft, value, start_ms, end_ms)
            elif name == "reverse":
                changed = with_reverse(draft, start_ms, end_ms)
            elif name == "freeze":
                changed = with_freeze(draft, start_ms, value)
            else:
                changed = cut_span(draft, start_ms, end_ms)
        except ValueError:
            changed = draft
        assert draft == before
        draft = changed
        assert is_closed(draft)
        lengths = {"one": 10_000, "two": 6000}
        for clip in segments(draft, "main"):
            last_ms = clip["m"]["in"] + clip["d"] * clip["m"].get("speed", 1)
            if not clip["m"].get("freeze"):
                assert 0 <= clip["m"]["in"] <= last_ms <= lengths[clip["m"]["asset"]] + 60
        for title in segments(draft, "title"):
            assert 0 <= title["st"] < title["st"] + title["d"] <= draft["d"]
