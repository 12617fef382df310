"""Killed, or stopped kindly, in the middle of what takes long; the engine killed meanwhile.

As the crash matrix, with every step stretched by a fault that does the work and keeps the answer
back, so that the signal certainly falls into the middle.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.chats import MakeBot
from tests.journeys.conftest import COST, until
from tests.journeys.ledger import Ledger
from tests.journeys.test_crash_matrix import TRIM, assert_done_once
from tests.servers.bot_process import BotProcess, Shot
from tests.servers.chat import ChatServer
from tests.servers.engine_process import EngineProcess

pytestmark = pytest.mark.soak

Stretch = Callable[[Ledger, ChatServer], None]

DRIP = 10
"""Bytes per second of an answer whose work is done: each takes much longer than a drain."""
LONG_S = 30.0
DRAIN_S = 10.0
"""A process that is asked to stop is gone after this long; the issue says so."""


def slow_session(ledger: Ledger, _: ChatServer) -> None:
    ledger.arm("session", "slow", bytes_per_s=DRIP)


def slow_clip(_: Ledger, chat: ChatServer) -> None:
    chat.arm("file", "slow", delay_s=LONG_S)


def slow_upload(ledger: Ledger, _: ChatServer) -> None:
    ledger.arm("upload", "slow", bytes_per_s=DRIP)


def slow_message(ledger: Ledger, _: ChatServer) -> None:
    # Longer than a drain, shorter than the looks after a restart go on.
    ledger.arm("message", "slow", delay_s=9)


def slow_submit(ledger: Ledger, _: ChatServer) -> None:
    ledger.arm("render_submit", "slow", bytes_per_s=DRIP)


def slow_status(ledger: Ledger, _: ChatServer) -> None:
    # The first is the look whether the render is known, before it is submitted.
    ledger.arm("render_status", "slow", bytes_per_s=DRIP, after=1)


def slow_output(ledger: Ledger, _: ChatServer) -> None:
    ledger.arm("output", "slow", bytes_per_s=DRIP)


def slow_delivery(_: Ledger, chat: ChatServer) -> None:
    chat.arm("upload", "late_answer", delay_s=LONG_S)


STRETCHED = [
    ("open the project", slow_session),
    ("upload", slow_clip),
    ("upload", slow_upload),
    ("edit", slow_message),
    ("submit the render", slow_submit),
    ("wait for the render", slow_status),
    ("fetch the video", slow_output),
    ("deliver the video", slow_delivery),
]
NAMES = [f"{step}, {stretch.__name__}" for step, stretch in STRETCHED]


@pytest.mark.parametrize(("step", "stretch"), STRETCHED, ids=NAMES)
def test_killed_while_an_answer_is_awaited_it_is_done_once(
    chat_server: ChatServer,
    make_bot: MakeBot,
    engine: EngineProcess,
    ledger: Ledger,
    small_clip: Path,
    step: str,
    stretch: Stretch,
) -> None:
    anna = chat_server.chat("anna")
    bot = make_bot(chat_server, engine.url)
    stretch(ledger, chat_server)
    anna.say(TRIM, [small_clip])
    bot.start(Shot(f"begins {step}", delay_s=1.5), is_ready_awaited=False)
    assert bot.wait(40) == -signal.SIGKILL, bot.log()
    assert f"ends {step}" not in bot.steps(), "killed in the middle"
    bot.start()
    anna.wait(lambda _: anna.videos(), 60)
    assert bot.terminate()[0] == 0, bot.log()
    assert_done_once(anna, ledger)


@pytest.mark.parametrize(("step", "stretch"), STRETCHED, ids=NAMES)
def test_stopped_kindly_while_an_answer_is_awaited_it_is_done_once(
    chat_server: ChatServer,
    make_bot: MakeBot,
    engine: EngineProcess,
    ledger: Ledger,
    small_clip: Path,
    step: str,
    stretch: Stretch,
) -> None:
    anna = chat_server.chat("anna")
    # The real waiting times: the ten seconds are a promise about them.
    bot = make_bot(chat_server, engine.url)
    stretch(ledger, chat_server)
    bot.start()
    anna.say(TRIM, [small_clip])
    until(lambda: f"begins {step}" in bot.steps(), 40, bot.log)
    code, took_s = bot.terminate()
    assert code == 0 and took_s < DRAIN_S, (code, took_s, bot.log())
    assert "recorded close" not in bot.steps(), "stopped in the middle"
    bot.start()
    anna.wait(lambda _: anna.videos(), 60)
    until(lambda: "recorded close" in bot.steps(), 40, bot.log)
    assert bot.terminate()[0] == 0, bot.log()
    assert_done_once(anna, ledger)


@pytest.mark.parametrize(
    ("endpoint", "stretch"),
    [
        ("session", slow_session),
        ("upload", slow_upload),
        ("message", slow_message),
        ("render_submit", slow_submit),
        ("render_status", slow_status),
        ("output", slow_output),
    ],
)
def test_the_engine_killed_while_its_answer_is_awaited_it_is_done_once(
    chat_server: ChatServer,
    bot: BotProcess,
    engine: EngineProcess,
    ledger: Ledger,
    small_clip: Path,
    endpoint: str,
    stretch: Stretch,
) -> None:
    anna = chat_server.chat("anna")
    stretch(ledger, chat_server)
    bot.start()
    anna.say(TRIM, [small_clip])
    until(lambda: ledger.calls(endpoint) >= 1, 40, bot.log)
    before = ledger.read()
    engine.kill()
    port = engine.url.rsplit(":", 1)[1]
    again = EngineProcess(
        engine.data_dir, "--credits", "cloud", "--edit-cost", str(COST), "--port", port
    )
    again.start()
    try:
        anna.wait(lambda _: anna.videos() or "say it again" in anna.transcript(), 90)
        until(lambda: "recorded close" in bot.steps(), 40, bot.log)
        assert bot.terminate()[0] == 0, bot.log()
        charges = Ledger(again.url).charges()
        if anna.videos():
            assert len(anna.videos()) == 1 and charges == [COST], anna.transcript()
        else:
            # Only an edit that the engine's death took with it is left to the person.
            assert endpoint == "message" and charges == [], (charges, before, anna.transcript())
    finally:
        again.stop(signal.SIGKILL)
