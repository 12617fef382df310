"""Each fault of the backend at each of its endpoints, and what the person read in each case.

A quick edit goes through all of them. Whatever breaks: the video comes, or one plain sentence; the
engine's ledger shows one charge at most; every message is clean (the world's own check).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.worlds import COST, World, engine_world, said

TRIM = "keep the first second"
VIDEO = "video-ready"


@dataclass(frozen=True)
class Case:
    """A fault, and the key of the sentence that ends the journey."""

    endpoint: str
    fault: str
    ends: str = VIDEO
    options: dict[str, Any] = field(default_factory=dict)
    charges: int = 1
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        more = "".join(f" {value}" for value in self.options.values())
        return f"{self.endpoint} {self.fault}{more}"


def refused(endpoint: str, code: int, ends: str, status: int = 200, **more: Any) -> Case:
    facts = more.pop("facts", {})
    options = {"code": code, "status": status, **more}
    return Case(endpoint, "refuse", ends, options, charges=0, facts=facts)


TROUBLES = ("http_error", "rate_limit", "drop", "lost_answer")
ODD = 9999
HARMLESS = [
    *(Case(endpoint, fault) for endpoint in ("session", "claim", "upload") for fault in TROUBLES),
    *(Case(endpoint, fault) for endpoint in ("state", "credits") for fault in TROUBLES),
    *(Case(endpoint, fault) for endpoint in ("render_submit", "output") for fault in TROUBLES),
    *(Case("render_status", fault) for fault in TROUBLES),
    *(Case(endpoint, "slow", options={"bytes_per_s": 30_000}) for endpoint in ("upload", "output")),
    *(Case("claim", fault) for fault in ("garbage", "redirect", "slow")),
    *(Case("credits", fault) for fault in ("garbage", "redirect")),
    Case("claim", "refuse", options={"code": ODD}),
    Case("credits", "refuse", options={"code": ODD}),
    Case("upload", "garbage"),
    Case("render_submit", "garbage"),
    *(Case(endpoint, "lost_session") for endpoint in ("state", "upload", "message")),
    *(
        Case("message", fault)
        for fault in (
            *("rate_limit", "lost_answer", "slow", "garbage", "silent", "odd_bytes", "flat", "adk"),
            *("cut_during", "cut_after", "temporary_issue", "interface_talk"),
        )
    ),
    Case("message", "heartbeats", options={"seconds": 1, "is_done": True}),
    *(
        Case("render_submit", fault)
        for fault in (
            *("fail_render", "output_missing", "output_elsewhere", "output_redirect"),
            "output_cut",
        )
    ),
    # Down for longer than the reads are repeated: the clip is kept, and the work goes on by itself.
    Case("state", "http_error", options={"times": 12}),
    Case("upload", "drop", options={"times": 3}),
]
TOLD = [
    *(
        Case(endpoint, fault, "error-backend-answer", charges=charges)
        for endpoint, fault, charges in (
            ("session", "garbage", 0),
            ("session", "redirect", 0),
            ("upload", "redirect", 0),
            ("message", "redirect", 0),
            ("state", "garbage", 0),
            ("state", "redirect", 0),
            ("render_submit", "redirect", 1),
            ("render_status", "garbage", 1),
            ("render_status", "redirect", 1),
        )
    ),
    Case("message", "http_error", "edit-lost", charges=0),
    Case("message", "drop", "edit-lost", charges=0),
    Case("message", "cut_before", "edit-lost", charges=0),
    Case("message", "error_event", "edit-lost", charges=0),
    Case("message", "rate_limit", "error-rate-limited", {"times": 2}, 0, {"wait_s": 1}),
    Case("render_submit", "fail_render", "error-render-failed", {"times": 2}),
    refused("session", ODD, "error-refused"),
    refused("upload", ODD, "error-refused"),
    refused("message", ODD, "error-refused"),
    refused("upload", 4001, "error-clip-unsupported"),
    refused("upload", 4002, "error-clip-too-large", facts={"limit_mb": 500}),
    refused("message", 2001, "error-out-of-credits-shared"),
    refused("session", 2001, "error-out-of-credits-shared"),
    refused(
        "upload",
        403,
        "error-scope-missing",
        403,
        message="The token lacks the scope upload.",
        facts={"scope": "upload"},
    ),
    Case("render_submit", "refuse", "error-export-blocked", {"code": 402, "status": 402}),
]
FEW = {
    "upload drop",
    "message lost_answer",
    "message cut_after",
    "message garbage",
    "message lost_session",
    "state http_error 12",
    "render_submit drop",
    "render_submit output_cut",
    "render_status http_error",
    "output drop",
    "message cut_before",
    "message refuse 2001 200",
    "upload refuse 4001 200",
    "render_submit refuse 402 402",
    "message rate_limit 2",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("matrix")
    costs = ("--credits", "cloud", "--edit-cost", str(COST))
    with engine_world(folder, *costs, factor=0.1) as world:
        yield world


def went_through(world: World, clip: Path, case: Case) -> None:
    ledger = world.ledger
    ledger.disarm()
    before = len(ledger.charges())
    chat = world.chat()
    ledger.arm(case.endpoint, case.fault, **case.options)
    chat.say(TRIM, [clip])
    words = said(case.ends, **case.facts)
    ended = chat.hear(words, 40)
    assert bool(ended.videos) is (case.ends == VIDEO)
    charged = len(ledger.charges()) - before
    assert charged == case.charges, (charged, chat.transcript())
    assert len(chat.videos()) == (case.ends == VIDEO), chat.transcript()


@pytest.mark.parametrize(
    "case", [case for case in HARMLESS + TOLD if case.name in FEW], ids=lambda case: case.name
)
def test_a_fault_ends_in_the_video_or_in_one_sentence(
    world: World, small_clip: Path, case: Case
) -> None:
    went_through(world, small_clip, case)


@pytest.mark.soak
@pytest.mark.parametrize(
    "case", [case for case in HARMLESS + TOLD if case.name not in FEW], ids=lambda case: case.name
)
def test_any_fault_ends_in_the_video_or_in_one_sentence(
    world: World, small_clip: Path, case: Case
) -> None:
    went_through(world, small_clip, case)


@pytest.mark.parametrize("endpoint", ["upload", "message", "render_submit"])
def test_a_token_that_expires_is_renewed_and_the_work_goes_on(
    tmp_path: Path, small_clip: Path, endpoint: str
) -> None:
    with engine_world(tmp_path, "--credits", "cloud", factor=0.1) as world:
        went_through(world, small_clip, Case(endpoint, "expired_token"))


def test_every_case_of_the_few_is_one_of_the_many() -> None:
    assert {case.name for case in HARMLESS + TOLD} >= FEW
