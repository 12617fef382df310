"""Every fault of the engine at every endpoint of a quick edit: what the person then reads.

The table names a sentence where there is no video; everywhere else the video comes all the same.
Charged at most once, sent at most once, never silent, always clean.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.frames import RED, plain_clip
from tests.journeys.ledger import seconds
from tests.journeys.worlds import COST, World, asked, engine_world, said
from tests.servers.chat_ledger import Message
from tests.servers.chat_person import Chat

WISH = "keep the first second"
CHARGING = ("--credits", "cloud", "--edit-cost", str(COST))

ENDPOINTS = (
    "session",
    "upload",
    "state",
    "message",
    "credits",
    "render_submit",
    "render_status",
    "output",
    "claim",
)
ANYWHERE = (
    "http_error",
    "rate_limit",
    "refuse",
    "drop",
    "lost_answer",
    "slow",
    "garbage",
    "redirect",
)
WITH_SESSION = ("upload", "state", "message", "render_submit", "render_status", "claim")
MESSAGE = (
    "silent",
    "flat",
    "adk",
    "odd_bytes",
    "heartbeats",
    "cut_before",
    "cut_during",
    "cut_after",
    "temporary_issue",
    "interface_talk",
    "error_event",
)
RENDER = ("fail_render", "output_missing", "output_elsewhere", "output_redirect", "output_cut")

INSTEAD = {
    ("session", "refuse"): "error-refused",
    ("session", "garbage"): "error-backend-answer",
    ("session", "redirect"): "error-backend-answer",
    ("upload", "refuse"): "error-refused",
    ("upload", "redirect"): "error-backend-answer",
    ("state", "refuse"): "error-refused",
    ("state", "garbage"): "error-backend-answer",
    ("state", "redirect"): "error-refused",
    ("message", "http_error"): "edit-lost",
    ("message", "refuse"): "error-refused",
    ("message", "drop"): "edit-lost",
    ("message", "redirect"): "error-backend-answer",
    ("message", "cut_before"): "edit-lost",
    ("message", "error_event"): "edit-lost",
    ("render_submit", "redirect"): "error-backend-answer",
    ("render_submit", "lost_session"): "error-session-lost",
    ("render_status", "refuse"): "error-refused",
    ("render_status", "garbage"): "error-backend-answer",
    ("render_status", "redirect"): "error-render",
    ("render_status", "lost_session"): "error-session-lost",
}
"""What is read where no video comes."""

BESIDE = {
    ("upload", "lost_session"): "session-rebuilt",
    ("state", "lost_session"): "session-rebuilt",
    ("message", "lost_session"): "session-rebuilt",
    ("render_submit", "lost_session"): "session-rebuilt",
    ("message", "cut_during"): "looking-up",
    ("message", "cut_after"): "looking-up",
    ("message", "lost_answer"): "looking-up",
}
"""What is read besides."""

OPTIONS: dict[str, dict[str, Any]] = {
    "refuse": {"code": 4999, "message": 'no {"id": 1001} nmv_usr_secret'},
    "slow": {"delay_s": 0.3, "bytes_per_s": 100_000},
    "heartbeats": {"is_done": True},
}

CASES = [
    *((endpoint, fault) for endpoint in ENDPOINTS for fault in ANYWHERE),
    *((endpoint, "lost_session") for endpoint in WITH_SESSION),
    *(("message", fault) for fault in MESSAGE),
    *(("render_submit", fault) for fault in RENDER),
]
FEW = [
    ("session", "http_error"),
    ("message", "lost_answer"),
    ("message", "lost_session"),
    ("message", "cut_during"),
    ("render_submit", "lost_answer"),
    ("output", "http_error"),
]
"""Some of each kind: the others are made by ``make soak``."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    with engine_world(folder, *CHARGING, factor=0.1, operators={"credits": 100_000}) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


def the_end(chat: Chat) -> Message:
    """The message that ends a quick edit: its video, or why there is none."""
    ends = ("/video-", "/failed", "/refused-")

    def ended(messages: list[Message]) -> Message | None:
        return next((one for one in messages if any(end in one.nonce for end in ends)), None)

    found = chat.wait(ended, 40)
    assert found is not None
    return found


def is_read(chat: Chat, words: str) -> bool:
    return any(words in version.text for one in chat.history for version in one.versions)


def assert_as_in_the_table(world: World, red: Path, endpoint: str, fault: str) -> None:
    anna, before = world.chat(), world.ledger.read()
    # The first look at a render is for one that an earlier start may have asked for.
    after_calls = {"after": 1} if endpoint == "render_status" else {}
    world.ledger.arm(endpoint, fault, **after_calls, **OPTIONS.get(fault, {}))
    anna.say(WISH, [red])
    end = the_end(anna)
    assert world.engine is not None
    asked(world.engine, "DELETE", "/_test/faults")
    after = world.ledger.read()
    charged = len(after["entries"]) - len(before["entries"])
    assert len(after["messages"]) - len(before["messages"]) <= 1, "sent at most once"
    instead = INSTEAD.get((endpoint, fault))
    if instead is None:
        assert end.videos, anna.transcript()
        assert seconds(end.videos[0]) == pytest.approx(1.0, abs=1 / 25), "edited"
        assert said("video-ready") in end.text
        assert charged == 1
    else:
        assert said(instead) in end.text, anna.transcript()
        assert not anna.videos()
        assert charged == endpoint.startswith("render_"), "what was not done costs nothing"
    beside = BESIDE.get((endpoint, fault))
    assert beside is None or is_read(anna, said(beside)), anna.transcript()


@pytest.mark.parametrize(("endpoint", "fault"), FEW)
def test_a_fault_costs_nobody_twice_and_nobody_is_left_in_silence(
    world: World, red: Path, endpoint: str, fault: str
) -> None:
    assert_as_in_the_table(world, red, endpoint, fault)


@pytest.mark.soak
@pytest.mark.parametrize(("endpoint", "fault"), [case for case in CASES if case not in FEW])
def test_no_fault_costs_anybody_twice_or_leaves_anybody_in_silence(
    world: World, red: Path, endpoint: str, fault: str
) -> None:
    assert_as_in_the_table(world, red, endpoint, fault)
