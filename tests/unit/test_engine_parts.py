"""Small parts of the engine: chunks of text, names, moments, faults, arguments."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.__main__ import settings
from engine.faults import ANYWHERE, MESSAGE, Faults, UnknownFault
from engine.jobs.editing import telling_moment_ms
from engine.server.event_stream import chunked
from engine.server.receiving import plain_name
from engine.settings import CreditPolicy, StreamShape
from engine.timeline import Asset, empty_draft, new_project, with_asset


@given(st.text())
def test_chunks_join_to_the_text_again(text: str) -> None:
    assert "".join(chunked(text)) == text


def test_chunks_are_a_few_words_each() -> None:
    assert list(chunked("one two three four five six seven")) == [
        "one two three four five six",
        " seven",
    ]
    assert list(chunked("背景换成了办公室的样子")) == ["背景换成了办", "公室的样子"]


@given(st.text())
def test_a_name_is_harmless(name: str) -> None:
    shown = plain_name(name)
    assert 0 < len(shown) <= 120
    assert "/" not in shown
    assert "\\" not in shown
    assert shown not in (".", "..")
    assert shown.isprintable()


def drafts() -> tuple[dict[str, Any], dict[str, Any]]:
    before = with_asset(new_project(), Asset("1", "a.mp4", "video", 10_000, 1920, 1080)).draft
    return before, json.loads(json.dumps(before))


def test_a_background_is_shown_one_second_in() -> None:
    before, after = drafts()
    assert telling_moment_ms(before, after) == 1000


def test_a_new_title_is_shown_in_its_middle() -> None:
    before, after = drafts()
    old = {"id": "s2", "st": 0, "d": 2000, "m": {"text": "old"}}
    new = {"id": "s3", "st": 4000, "d": 3000, "m": {"text": "new"}}
    before["t"].append({"tt": 7, "m": {"role": "title"}, "sg": [old]})
    after["t"].append({"tt": 7, "m": {"role": "title"}, "sg": [old, new]})
    assert telling_moment_ms(before, after) == 5500


def test_an_empty_timeline_has_nothing_to_show() -> None:
    assert telling_moment_ms(empty_draft(), empty_draft()) is None


def test_a_short_clip_is_shown_in_its_middle() -> None:
    before, after = drafts()
    after["d"] = 600
    assert telling_moment_ms(before, after) == 300


def test_faults_are_taken_in_the_order_they_were_armed() -> None:
    faults = Faults()
    faults.arm({"endpoint": "message", "fault": "silent"})
    faults.arm({"endpoint": "message", "fault": "adk", "times": None})
    faults.arm({"endpoint": "message", "fault": "drop"})
    assert [_kind(faults.take("message", MESSAGE)) for _ in range(3)] == ["silent", "adk", "adk"]
    assert _kind(faults.take("message", ANYWHERE)) == "drop"
    assert faults.take("message", ANYWHERE) is None
    assert faults.take("state", ANYWHERE) is None
    faults.clear()
    assert faults.armed() == []


def _kind(fault: Any) -> str:
    return str(fault.kind)


def test_an_unknown_fault_names_those_that_there_are() -> None:
    with pytest.raises(UnknownFault, match="stuck_render"):
        Faults().arm({"endpoint": "render_submit", "fault": "explode"})
    with pytest.raises(UnknownFault, match="render_cancel"):
        Faults().arm({"endpoint": "everywhere", "fault": "drop"})


def test_every_fault_is_in_the_table() -> None:
    import engine.faults

    table = str(engine.faults.__doc__)
    for kind in ANYWHERE | MESSAGE | engine.faults.RENDER:
        assert f" {kind} " in table.replace("\n", " "), kind


def test_arguments_become_settings(tmp_path: Path) -> None:
    chosen, level = settings(
        [
            "--data-dir",
            str(tmp_path),
            "--credits",
            "cloud",
            "--stream-shape",
            "adk",
            "--quota-mb",
            "7",
        ]
    )
    assert chosen.credits is CreditPolicy.CLOUD
    assert chosen.stream_shape is StreamShape.ADK
    assert chosen.quota_bytes == 7 * 1024 * 1024
    assert chosen.host == "127.0.0.1"
    assert not chosen.is_faulty
    assert level == "INFO"
