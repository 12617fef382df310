"""Killed in the middle of a step, stopped kindly in each phase, and the world around it breaking.

The proofs are those of the crash matrix: one charge, one upload, one MP4, one answer.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import COST, until
from tests.journeys.ledger import Ledger
from tests.journeys.test_crash_matrix import TRIM, assert_done_once
from tests.servers.bot_process import REPOSITORY, BotProcess, Shot
from tests.servers.chat import ChatServer
from tests.servers.engine_process import EngineProcess

LONG = pytest.mark.soak
STOPPING = "Stopping: steps in hand"
"""What the bot logs when it is told to stop."""
RESTARTED = "I had to restart"

Prepare = Callable[[Ledger, ChatServer], None]


def slow_message(ledger: Ledger, _: ChatServer) -> None:
    ledger.arm("message", "cut_during", delay_s=1.5)


def slow_output(ledger: Ledger, _: ChatServer) -> None:
    ledger.arm("output", "slow", bytes_per_s=4000)


def slow_clip(_: Ledger, chat: ChatServer) -> None:
    chat.arm("file", "slow", bytes_per_s=8000)


@pytest.mark.parametrize(
    ("step", "delay_s", "prepare"),
    [
        pytest.param("upload", 0.3, slow_clip, marks=LONG),
        ("edit", 0.6, slow_message),
        pytest.param("fetch the video", 0.3, slow_output, marks=LONG),
    ],
)
def test_killed_in_the_middle_it_is_done_once(
    chat_server: ChatServer,
    bot: BotProcess,
    ledger: Ledger,
    small_clip: Path,
    step: str,
    delay_s: float,
    prepare: Prepare,
) -> None:
    anna = chat_server.chat("anna")
    prepare(ledger, chat_server)
    anna.say(TRIM, [small_clip])
    bot.start(Shot(f"begins {step}", delay_s=delay_s), is_ready_awaited=False)
    assert bot.wait(40) == -signal.SIGKILL, bot.log()
    bot.start()
    anna.wait(lambda _: anna.videos(), 60)
    assert bot.terminate()[0] == 0, bot.log()
    assert_done_once(anna, ledger)


@pytest.mark.parametrize(
    "step",
    [
        pytest.param("upload", marks=LONG),
        "edit",
        pytest.param("wait for the render", marks=LONG),
        pytest.param("deliver the video", marks=LONG),
    ],
)
def test_stopped_kindly_it_is_gone_within_ten_seconds_and_goes_on(
    chat_server: ChatServer,
    bot: BotProcess,
    ledger: Ledger,
    small_clip: Path,
    step: str,
) -> None:
    anna = chat_server.chat("anna")
    anna.say(TRIM, [small_clip])
    bot.start(Shot(f"begins {step}", number=signal.SIGTERM), is_ready_awaited=False)
    until(lambda: STOPPING in bot.log() or not bot.is_running, 60, bot.log)
    assert bot.wait(10) == 0, bot.log()
    bot.start()
    anna.wait(lambda _: anna.videos(), 40)
    assert bot.terminate()[0] == 0, bot.log()
    assert_done_once(anna, ledger)


@pytest.mark.soak
def test_a_drain_does_not_wait_for_an_edit_that_takes_long(
    chat_server: ChatServer, bot: BotProcess, ledger: Ledger, small_clip: Path
) -> None:
    anna = chat_server.chat("anna")
    ledger.arm("message", "heartbeats", seconds=8, is_done=True)
    bot.start()
    anna.say(TRIM, [small_clip])
    until(lambda: ledger.calls("message") == 1, 30)
    code, took_s = bot.terminate()
    assert code == 0 and took_s < 10, (code, took_s, bot.log())
    bot.start()
    anna.wait(lambda _: anna.videos() or "say it again" in anna.transcript(), 60)
    assert ledger.calls("message") == 1, "never sent again"


@pytest.mark.soak
@pytest.mark.parametrize(
    ("away_s", "is_told"),
    [(60.0, True), pytest.param(5.0, False, marks=LONG)],
    ids=["a minute", "five seconds"],
)
def test_a_restart_is_told_only_to_whoever_waited_long(
    chat_server: ChatServer,
    bot: BotProcess,
    ledger: Ledger,
    small_clip: Path,
    away_s: float,
    is_told: bool,
) -> None:
    anna = chat_server.chat("anna")
    anna.say(TRIM, [small_clip])
    bot.start(Shot("ends upload"), is_ready_awaited=False)
    assert bot.wait(40) == -signal.SIGKILL, bot.log()
    bot.start(clock_offset_s=away_s)
    anna.wait(lambda _: anna.videos(), 40)
    assert (RESTARTED in anna.transcript()) is is_told
    assert_done_once(anna, ledger)


@pytest.mark.soak
@pytest.mark.parametrize(
    "shift_s", [-86_400.0, pytest.param(86_400.0, marks=LONG)], ids=["a day back", "a day on"]
)
def test_a_clock_that_was_moved_changes_nothing(
    chat_server: ChatServer, bot: BotProcess, ledger: Ledger, small_clip: Path, shift_s: float
) -> None:
    anna = chat_server.chat("anna")
    anna.say(TRIM, [small_clip])
    bot.start(Shot("ends edit"), is_ready_awaited=False)
    assert bot.wait(40) == -signal.SIGKILL, bot.log()
    bot.start(clock_offset_s=shift_s)
    anna.wait(lambda _: anna.videos(), 40)
    assert_done_once(anna, ledger)


@pytest.mark.parametrize(
    "endpoint",
    [pytest.param("upload", marks=LONG), pytest.param("message", marks=LONG), "render_status"],
)
@pytest.mark.soak
def test_the_engine_killed_and_started_again(
    chat_server: ChatServer,
    bot: BotProcess,
    engine: EngineProcess,
    ledger: Ledger,
    small_clip: Path,
    endpoint: str,
) -> None:
    anna = chat_server.chat("anna")
    if endpoint == "message":
        ledger.arm("message", "cut_after")
    bot.start()
    anna.say(TRIM, [small_clip])
    until(lambda: ledger.calls(endpoint) >= 1, 40)
    engine.kill()
    again = EngineProcess(
        engine.data_dir,
        *("--credits", "cloud", "--edit-cost", str(COST)),
        *("--port", engine.url.rsplit(":", 1)[1]),
    )
    again.start()
    try:
        anna.wait(lambda _: anna.videos() or "say it again" in anna.transcript(), 90)
        known = Ledger(again.url)
        assert len(known.charges()) <= 1, "charged at most once"
        assert len([one for one in anna.history if one.videos]) <= 1
    finally:
        again.stop(signal.SIGKILL)


HOLD = """
import sys, time
from storage.sqlite import sqlite_module
held = sqlite_module().connect(sys.argv[1], isolation_level=None)
held.execute("PRAGMA busy_timeout=10000")
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(5)
held.execute("ROLLBACK")
"""


@pytest.mark.soak
def test_a_database_that_is_locked_for_five_seconds_only_delays(
    chat_server: ChatServer, bot: BotProcess, ledger: Ledger, small_clip: Path
) -> None:
    anna = chat_server.chat("anna")
    bot.start()
    database = str(bot.data_dir / "backdrop.sqlite3")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, database], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline().strip() == "held"
    anna.say(TRIM, [small_clip])
    anna.wait(lambda _: anna.videos(), 60)
    assert holder.wait(10) == 0
    holder.stdout.close()
    assert bot.terminate()[0] == 0, bot.log()
    assert_done_once(anna, ledger)


@pytest.mark.soak
def test_an_update_that_comes_twice_is_worked_on_once(
    chat_server: ChatServer, bot: BotProcess, ledger: Ledger, small_clip: Path
) -> None:
    anna = chat_server.chat("anna")
    bot.start()
    anna.say(TRIM, [small_clip])
    chat_server.repeat_last_update()
    anna.wait(lambda _: anna.videos(), 40)
    chat_server.repeat_last_update()
    anna.say("status")
    anna.hear("Timeline")
    assert bot.terminate()[0] == 0, bot.log()
    assert_done_once(anna, ledger)
