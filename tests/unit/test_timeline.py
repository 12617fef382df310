"""The draft: what files and changes make of it, in numbers."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from engine.timeline import (
    MAX_HISTORY,
    Asset,
    Project,
    background,
    canvas_px,
    empty_draft,
    new_project,
    segments,
    undone,
    with_asset,
    with_draft,
)
from engine.timeline_edit import (
    cut_span,
    keep_span,
    with_background,
    with_only_clip,
    without_background,
)
from engine.timeline_text import with_changed_title, with_title, without_titles

ONE = Asset("one", "one.mp4", "video", 10_000, 1920, 1080, 30.0)
TWO = Asset("two", "two.mov", "video", 6_000, 720, 1280, 29.97)
PICTURE = Asset("pic", "sea.jpg", "image", 0, 4000, 3000)
SOUND = Asset("song", "song.mp3", "audio", 90_000, 0, 0)


def project_of(*assets: Asset) -> Project:
    project = new_project()
    for asset in assets:
        project = with_asset(project, asset)
    return project


def main(draft: dict[str, Any]) -> list[tuple[str, str, int, int, int]]:
    return [
        (clip["id"], clip["m"]["asset"], clip["m"]["in"], clip["st"], clip["d"])
        for clip in segments(draft, "main")
    ]


def titles(draft: dict[str, Any]) -> list[tuple[str, int, int]]:
    return [(t["m"]["text"], t["st"], t["d"]) for t in segments(draft, "title")]


def test_a_draft_has_the_agreed_shape() -> None:
    draft = project_of(ONE).draft
    draft = with_background(draft, "office", "scene", scene="office")
    draft = with_title(draft, "Monday news", 0, 3000, "bottom")
    assert draft == {
        "v": 1,
        "d": 10_000,
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
                        "d": 10_000,
                        "m": {
                            "name": "one.mp4",
                            "asset": "one",
                            "in": 0,
                            "width": 1920,
                            "height": 1080,
                        },
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
                        "d": 10_000,
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
    assert json.loads(json.dumps(draft)) == draft


def test_tracks_keep_their_order_whatever_came_first() -> None:
    draft = with_title(project_of(ONE).draft, "Hi", 0, 1000, "top")
    draft = with_background(draft, "blur", "blur", strength=0.6)
    assert [track["m"]["role"] for track in draft["t"]] == ["main", "background", "title"]


def test_videos_join_the_main_track_and_the_first_decides_the_canvas() -> None:
    draft = project_of(TWO, PICTURE, ONE, SOUND).draft
    assert main(draft) == [("s1", "two", 0, 0, 6000), ("s2", "one", 0, 6000, 10_000)]
    assert (draft["cw"], draft["ch"], draft["d"]) == (1080, 1920, 16_000)
    assert len(project_of(TWO, PICTURE, ONE, SOUND).assets) == 4


@pytest.mark.parametrize(
    ("size_px", "canvas"),
    [
        ((3840, 2160), (1920, 1080)),
        ((640, 480), (1920, 1080)),
        ((1080, 1920), (1080, 1920)),
        ((500, 500), (1080, 1080)),
        ((1080, 1078), (1080, 1080)),
    ],
)
def test_canvas(size_px: tuple[int, int], canvas: tuple[int, int]) -> None:
    assert canvas_px(*size_px) == canvas


def test_pictures_and_sounds_only_wait() -> None:
    assert project_of(PICTURE, SOUND).draft == empty_draft()


def moving_picture(asset_id: str) -> Asset:
    return Asset(asset_id, "dance.gif", "video", 900, 480, 480, is_picture=True)


def test_a_moving_picture_is_a_clip_only_where_there_is_no_other() -> None:
    clip = Asset("c", "talk.mp4", "video", 5000, 1920, 1080)
    alone = project_of(moving_picture("g"))
    assert [segment[1] for segment in main(alone.draft)] == ["g"]
    assert alone.draft["cw"] == alone.draft["ch"]
    for together in (with_asset(alone, clip), with_asset(project_of(clip), moving_picture("g"))):
        assert [segment[1] for segment in main(together.draft)] == ["c"]
        assert (together.draft["cw"], together.draft["ch"]) == (1920, 1080)
        assert together.asset("g") is not None
    both = project_of(moving_picture("g"), moving_picture("h"))
    assert [segment[1] for segment in main(both.draft)] == ["g", "h"]


def test_a_moving_picture_stays_once_something_was_made_of_it() -> None:
    clip = Asset("c", "talk.mp4", "video", 5000, 1920, 1080)
    alone = project_of(moving_picture("g"))
    edited = with_draft(alone, with_title(alone.draft, "Hi", 0, 500, "bottom"))
    assert [segment[1] for segment in main(with_asset(edited, clip).draft)] == ["g", "c"]


@pytest.mark.parametrize(
    "asset",
    [
        Asset("x", "x.mp4", "video", 0, 1920, 1080),
        Asset("x", "x.mp4", "video", 1000, 0, 1080),
        Asset("one", "again.mp4", "video", 1000, 10, 10),
    ],
)
def test_a_video_without_length_or_size_and_a_second_of_an_id_are_refused(asset: Asset) -> None:
    with pytest.raises(ValueError, match=r"needs|already"):
        with_asset(project_of(ONE), asset)


def test_a_project_comes_back_from_json() -> None:
    project = with_draft(
        project_of(ONE, PICTURE), with_title(project_of(ONE).draft, "é", 0, 9, "top")
    )
    assert Project.from_json(json.loads(json.dumps(project.to_json()))) == project
    with pytest.raises(KeyError):
        Project.from_json({"draft": {}})


def test_keeping_across_two_clips() -> None:
    draft = keep_span(project_of(ONE, TWO).draft, 8000, 12_000)
    assert main(draft) == [("s1", "one", 8000, 0, 2000), ("s2", "two", 0, 2000, 2000)]
    assert draft["d"] == 4000


def test_cutting_out_the_middle_splits_a_clip_and_both_parts_have_an_id() -> None:
    draft = cut_span(project_of(ONE).draft, 3000, 5000)
    assert main(draft) == [("s1", "one", 0, 0, 3000), ("s2", "one", 5000, 3000, 5000)]
    again = cut_span(draft, 1000, 2000)
    assert main(again) == [
        ("s1", "one", 0, 0, 1000),
        ("s3", "one", 2000, 1000, 1000),
        ("s2", "one", 5000, 2000, 5000),
    ]


def test_background_and_titles_follow_a_cut() -> None:
    draft = with_background(project_of(ONE).draft, "blur", "blur", strength=0.6)
    for text, start_ms in (("gone", 3100), ("early", 0), ("across", 2000), ("late", 8000)):
        draft = with_title(draft, text, start_ms, 1500, "top")
    draft = cut_span(draft, 3000, 5000)
    assert titles(draft) == [("early", 0, 1500), ("across", 2000, 1000), ("late", 6000, 1500)]
    assert segments(draft, "background")[0]["d"] == draft["d"] == 8000


@pytest.mark.parametrize("span", [(-1, 5), (5, 5), (6, 5), (0, 10_001), (10_000, 10_001)])
def test_spans_outside_are_refused(span: tuple[int, int]) -> None:
    draft = project_of(ONE).draft
    with pytest.raises(ValueError, match="not inside"):
        keep_span(draft, *span)
    with pytest.raises(ValueError, match="not inside"):
        cut_span(draft, *span)


def test_cutting_everything_and_empty_titles_are_refused() -> None:
    draft = project_of(ONE).draft
    with pytest.raises(ValueError, match="remain"):
        cut_span(draft, 0, 10_000)
    with pytest.raises(ValueError, match="words"):
        with_title(draft, "", 0, 1000, "top")


def test_another_background_keeps_the_segment_and_none_takes_the_track_away() -> None:
    draft = with_background(project_of(ONE).draft, "office", "scene", scene="office")
    other = with_background(draft, "blue", "color", color="#0000ff")
    assert [s["id"] for s in segments(other, "background")] == ["s2"]
    assert background(other) == {"name": "blue", "kind": "color", "color": "#0000ff"}
    assert without_background(other) == project_of(ONE).draft


def test_titles_are_changed_and_removed_by_id() -> None:
    draft = with_title(project_of(ONE).draft, "A", 0, 1000, "top")
    draft = with_title(draft, "B", 500, 1000, "bottom")
    changed = with_changed_title(draft, "s3", text="C", position="middle")
    assert titles(changed) == [("A", 0, 1000), ("C", 500, 1000)]
    assert titles(without_titles(changed, frozenset({"s2"}))) == [("C", 500, 1000)]
    assert without_titles(changed, frozenset({"s2", "s3"})) == project_of(ONE).draft


def test_one_clip_alone_as_it_was_trimmed_or_whole_when_it_had_gone() -> None:
    draft = keep_span(project_of(ONE, TWO).draft, 8000, 16_000)
    draft = with_background(draft, "blur", "blur", strength=0.6)
    alone = with_only_clip(draft, TWO)
    assert main(alone) == [("s2", "two", 0, 0, 6000)]
    assert (alone["cw"], alone["ch"], alone["d"]) == (1080, 1920, 6000)
    back = with_only_clip(alone, ONE)
    assert [clip[1:] for clip in main(back)] == [("one", 0, 0, 10_000)]
    assert (back["cw"], back["ch"]) == (1920, 1080)
    assert segments(back, "background")[0]["d"] == 10_000


def test_undo_goes_back_and_never_takes_a_clip_away() -> None:
    project = project_of(ONE)
    project = with_draft(project, with_background(project.draft, "blur", "blur", strength=0.6))
    project = with_asset(project, TWO)
    back = undone(project)
    assert back.draft == project_of(ONE, TWO).draft
    assert undone(back) == back
    assert background(back.draft) is None


def test_history_is_bounded_and_equal_drafts_leave_no_trace() -> None:
    project = project_of(ONE)
    assert with_draft(project, deepcopy(project.draft)) is project
    for number in range(MAX_HISTORY + 5):
        title = with_title(project_of(ONE).draft, f"n{number}", 0, 1000, "top")
        project = with_draft(project, title)
    assert len(project.history) == MAX_HISTORY


def test_drafts_are_values() -> None:
    project = project_of(ONE, TWO)
    draft = with_title(project.draft, "A", 0, 12_000, "top")
    before = deepcopy(draft)
    keep_span(draft, 100, 11_000)
    cut_span(draft, 100, 11_000)
    with_background(draft, "blur", "blur", strength=1.0)
    without_background(draft)
    with_changed_title(draft, "s3", text="B")
    without_titles(draft, frozenset({"s3"}))
    with_only_clip(draft, TWO)
    with_asset(Project(draft, (draft,), project.assets), PICTURE)
    assert draft == before
