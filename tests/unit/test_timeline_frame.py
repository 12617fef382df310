"""Canvas, turns, the person's place and light in the draft; and redo."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from engine.timeline import (
    Asset,
    Project,
    new_project,
    redone,
    segments,
    undone,
    with_asset,
    with_draft,
)
from engine.timeline_edit import with_background, with_only_clip
from engine.timeline_frame import with_canvas, with_mirror, with_person, with_turn
from engine.timeline_look import with_fades, with_light, with_look, without_look

ONE = Asset("one", "one.mp4", "video", 10_000, 1920, 1080, 30.0)
TWO = Asset("two", "two.mov", "video", 6_000, 720, 1280, 29.97)

Draft = dict[str, Any]


def draft_of(*assets: Asset) -> Draft:
    project = new_project()
    for asset in assets:
        project = with_asset(project, asset)
    return project.draft


def facts(draft: Draft) -> list[Draft]:
    return [clip["m"] for clip in segments(draft, "main")]


def test_another_canvas_is_filled() -> None:
    draft = with_canvas(draft_of(ONE, TWO), 1080, 1920)
    assert (draft["cw"], draft["ch"]) == (1080, 1920)
    assert [m["framing"] for m in facts(draft)] == ["fill", "fill"]
    for size in ((0, 1080), (1084, 1080), (1080, 4000), (1081, 1080)):
        with pytest.raises(ValueError):
            with_canvas(draft, *size)


def seen(picture: np.ndarray, m: Draft) -> np.ndarray:
    """The picture as metadata says it is to be shown."""
    turned = np.rot90(picture, -m.get("turn", 0) // 90)
    return turned[:, ::-1] if m.get("mirror") else turned


def test_turns_and_mirrors_act_on_what_is_seen() -> None:
    for steps in product([90, 180, 270, -90, 450, "mirror"], repeat=3):
        draft = draft_of(ONE)
        picture = original = np.arange(6).reshape(2, 3)
        for step in steps:
            if isinstance(step, str):
                draft, picture = with_mirror(draft), picture[:, ::-1]
            else:
                draft, picture = with_turn(draft, step), np.rot90(picture, -step // 90)
        assert np.array_equal(seen(original, facts(draft)[0]), picture), steps
        is_upright = picture.shape[0] > picture.shape[1]
        assert (draft["cw"], draft["ch"]) == ((1080, 1920) if is_upright else (1920, 1080))


def test_a_chosen_canvas_stays_where_a_clip_is_turned() -> None:
    draft = with_turn(with_canvas(draft_of(ONE), 1080, 1080), 90)
    assert (draft["cw"], draft["ch"]) == (1080, 1080)
    with pytest.raises(ValueError):
        with_turn(draft, 45)


def test_the_person_stands_where_they_want() -> None:
    draft = with_person(draft_of(ONE, TWO), side="left", size_percent=70)
    assert [(m["side"], m["size"]) for m in facts(draft)] == [("left", 70)] * 2
    larger = with_person(draft, size_percent=120)
    assert [(m["side"], m["size"]) for m in facts(larger)] == [("left", 120)] * 2
    assert with_person(draft, side="middle", size_percent=100) == draft_of(ONE, TWO)
    for size in (29, 151):
        with pytest.raises(ValueError):
            with_person(draft, size_percent=size)
    with pytest.raises(ValueError):
        with_person(draft, side="above")  # type: ignore[arg-type]


def test_looks_add_up_within_bounds() -> None:
    draft = with_look(with_look(draft_of(ONE), brightness=60, warmth=-20), brightness=60)
    assert facts(draft)[0]["brightness"] == 100
    assert facts(draft)[0]["warmth"] == -20
    assert "warmth" not in facts(with_look(draft, warmth=20))[0]
    assert without_look(draft) == draft_of(ONE)
    with pytest.raises(ValueError):
        with_look(draft, sharpness=3)


def test_fades_have_bounds() -> None:
    draft = with_fades(draft_of(ONE), in_ms=1000)
    assert facts(draft)[0]["fade_in_ms"] == 1000
    assert facts(with_fades(draft, out_ms=500))[0]["fade_out_ms"] == 500
    assert with_fades(draft, in_ms=0) == draft_of(ONE)
    for lengths in ({"in_ms": -1}, {"out_ms": 9500}, {"in_ms": 40_000}):
        with pytest.raises(ValueError):
            with_fades(draft, **lengths)


def test_the_scenes_light_can_be_left_off() -> None:
    draft = with_background(draft_of(ONE), "office", "scene", scene="office")
    dark = with_light(draft, False)
    assert segments(dark, "background")[0]["m"]["light"] is False
    assert with_light(dark, True) == draft
    with pytest.raises(ValueError):
        with_light(draft_of(ONE), False)


def test_a_clip_that_joins_gets_what_all_share_and_nothing_else() -> None:
    draft = with_person(with_look(with_canvas(draft_of(ONE), 1080, 1080), contrast=10), "right")
    draft = with_fades(with_mirror(draft), in_ms=300)
    joined = with_asset(Project(draft), TWO).draft
    shared = {"framing": "fill", "contrast": 10, "side": "right"}
    own = {"name": "two.mov", "asset": "two", "in": 0, "width": 720, "height": 1280}
    assert facts(joined)[1] == own | shared


def test_one_clip_alone_keeps_what_was_chosen() -> None:
    draft = with_look(with_canvas(draft_of(ONE, TWO), 1080, 1080), warmth=5)
    alone = with_only_clip(draft, TWO)
    assert (alone["cw"], alone["ch"]) == (1080, 1080)
    back = with_only_clip(alone, ONE)
    assert [m["asset"] for m in facts(back)] == ["one"]
    assert facts(back)[0]["warmth"] == 5
    assert back["d"] == 10_000


def test_what_was_taken_back_comes_back_until_something_else_is_done() -> None:
    project = with_asset(new_project(), ONE)
    mirrored = with_draft(project, with_mirror(project.draft))
    turned = with_draft(mirrored, with_turn(mirrored.draft, 180))
    back = undone(undone(turned))
    assert back.draft == project.draft
    assert redone(back).draft == mirrored.draft
    assert redone(redone(back)) == turned
    assert redone(turned) == turned
    assert undone(redone(back)) == back
    other = with_draft(back, with_turn(back.draft, 90))
    assert redone(other) == other
    assert Project.from_json(back.to_json()) == back


def test_a_clip_sent_meanwhile_is_in_what_comes_back() -> None:
    project = with_asset(new_project(), ONE)
    back = undone(with_draft(project, with_mirror(project.draft)))
    again = redone(with_asset(back, TWO))
    assert [m["asset"] for m in facts(again.draft)] == ["one", "two"]
    assert facts(again.draft)[0]["mirror"] is True


def test_a_project_from_before_there_was_redo_is_read() -> None:
    old = with_asset(new_project(), ONE).to_json()
    del old["undone"]
    del old["assets"][0]["is_cut_short"]
    project = Project.from_json(old)
    assert project.undone == ()
    assert project.assets == (ONE,)
