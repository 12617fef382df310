"""Done once and charged once, whatever breaks: proven by the engine's ledger, not by ours.

The command runs against an engine of its own process, in its cloud's policy of charging and its
faulty mode; each fault is armed once and the MP4 must come all the same.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import COST, Stranger, until
from tests.journeys.ledger import Ledger, seconds
from tests.servers.engine_process import EngineProcess

TRIM = "keep the first second"


def assert_once(stranger: Stranger, ledger: Ledger, uploads: int = 1) -> None:
    assert seconds(stranger.folder / "out.mp4") == pytest.approx(1.0, abs=1 / 25)
    assert ledger.charges() == [COST], "charged once"
    assert ledger.calls("upload") == uploads, "uploaded once"


@pytest.mark.parametrize(
    ("endpoint", "fault", "more"),
    [
        pytest.param("upload", "lost_answer", {}, marks=pytest.mark.soak),
        pytest.param("message", "lost_answer", {}, marks=pytest.mark.soak),
        pytest.param("message", "silent", {}, marks=pytest.mark.soak),
        ("message", "cut_during", {"delay_s": 1.5}),
        pytest.param("message", "cut_after", {}, marks=pytest.mark.soak),
        pytest.param("message", "temporary_issue", {}, marks=pytest.mark.soak),
        pytest.param("message", "adk", {}, marks=pytest.mark.soak),
        pytest.param("state", "http_error", {"times": 2}, marks=pytest.mark.soak),
        pytest.param("state", "rate_limit", {}, marks=pytest.mark.soak),
        pytest.param("render_submit", "lost_answer", {}, marks=pytest.mark.soak),
        pytest.param("render_submit", "fail_render", {}, marks=pytest.mark.soak),
        pytest.param("render_submit", "output_missing", {}, marks=pytest.mark.soak),
        pytest.param("render_submit", "output_elsewhere", {}, marks=pytest.mark.soak),
        pytest.param("render_submit", "output_redirect", {}, marks=pytest.mark.soak),
        pytest.param("render_submit", "output_cut", {}, marks=pytest.mark.soak),
        pytest.param("render_status", "http_error", {"times": 2}, marks=pytest.mark.soak),
        pytest.param("render_status", "drop", {}, marks=pytest.mark.soak),
        pytest.param("session", "expired_token", {}, marks=pytest.mark.soak),
    ],
)
@pytest.mark.soak
def test_a_fault_costs_nobody_twice(
    stranger: Stranger,
    engine: EngineProcess,
    ledger: Ledger,
    small_clip: Path,
    endpoint: str,
    fault: str,
    more: dict[str, Any],
) -> None:
    ledger.arm(endpoint, fault, **more)
    ended = stranger.run("edit", str(small_clip), TRIM, "-o", "out.mp4", "--nemo", engine.url)
    assert ended.code == 0, ended.err
    assert_once(stranger, ledger)
    if fault.startswith("output_"):
        for call in ledger.read()["elsewhere"]:
            names = {name.lower() for name in call["headers"]}
            assert not names & {"authorization", "x-skill-source", "x-skill-version"}, names


@pytest.mark.parametrize("is_done", [True, pytest.param(False, marks=pytest.mark.soak)])
@pytest.mark.soak
def test_killed_in_the_middle_of_an_edit(
    stranger: Stranger, engine: EngineProcess, ledger: Ledger, small_clip: Path, is_done: bool
) -> None:
    stranger.environment["BACKDROP_TIMETABLE_FACTOR"] = "0.5"
    if is_done:
        ledger.arm("message", "cut_during", delay_s=2)
    else:
        ledger.arm("message", "cut_before")
    process = stranger.start("edit", str(small_clip), TRIM, "-o", "out.mp4", "--nemo", engine.url)
    until(lambda: ledger.calls("message") == 1, 30)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    ended = stranger.run("edit", str(small_clip), TRIM, "-o", "next.mp4", "--nemo", engine.url)
    assert (stranger.folder / "next.mp4").exists(), ended.err
    assert len(ledger.read()["messages"]) == 2, "the first was not sent again"
    if is_done:
        assert ended.code == 0, ended.err
        assert seconds(stranger.folder / "out.mp4") == pytest.approx(1.0, abs=1 / 25)
        assert ledger.charges() == [COST, COST], "one charge for each of the two"
    else:
        assert not (stranger.folder / "out.mp4").exists()
        assert "say it again" in ended.err.lower(), ended.err
        assert ledger.charges() == [COST]


@pytest.mark.soak
def test_the_engine_killed_in_the_middle_of_a_render(
    stranger: Stranger, engine: EngineProcess, ledger: Ledger, clip: Path
) -> None:
    port = engine.url.rsplit(":", 1)[1]
    process = stranger.start(
        "edit", str(clip), "put me in an office", "-o", "out.mp4", "--nemo", engine.url
    )
    until(lambda: ledger.calls("render_status") >= 2, 40)
    engine.kill()
    again = EngineProcess(
        engine.data_dir, "--credits", "cloud", "--edit-cost", str(COST), "--port", port
    )
    again.start()
    try:
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert seconds(stranger.folder / "out.mp4") == pytest.approx(2.0, abs=1 / 30)
        assert Ledger(again.url).charges() == [COST]
    finally:
        again.stop(signal.SIGKILL)
