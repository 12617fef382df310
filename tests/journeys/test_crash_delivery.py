"""Killed, or cut off, around the delivery: the video comes once where the platform lets us know."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.chats import MakeBot, MakeServer
from tests.journeys.conftest import COST
from tests.journeys.ledger import Ledger
from tests.journeys.test_crash_matrix import TRIM, assert_done_once
from tests.servers.chat import ChatServer
from tests.servers.chat_person import Chat
from tests.servers.engine_process import EngineProcess

RECALLS = {"can_recall": True}
ENFORCES = {"can_recall": False, "enforces_nonce": True}
NEITHER = {"can_recall": False}


def assert_one_charge_and_an_end(chat: Chat, ledger: Ledger, videos: tuple[int, ...]) -> None:
    assert len([one for one in chat.history if one.videos]) in videos, chat.transcript()
    assert ledger.charges() == [COST], "charged once"
    assert ledger.calls("upload") == 1, "uploaded once"


@pytest.mark.parametrize(
    ("powers", "videos"),
    [
        pytest.param(RECALLS, (1,), id="recalls"),
        pytest.param(ENFORCES, (1,), id="enforces the nonce", marks=pytest.mark.soak),
        pytest.param(NEITHER, (1, 2), id="neither", marks=pytest.mark.soak),
    ],
)
def test_killed_when_the_platform_has_the_video_and_the_bot_does_not_know(
    make_server: MakeServer,
    make_bot: MakeBot,
    engine: EngineProcess,
    ledger: Ledger,
    small_clip: Path,
    powers: dict[str, bool],
    videos: tuple[int, ...],
) -> None:
    server = make_server(**powers)
    anna, bot = server.chat("anna"), make_bot(server, engine.url, factor=0.3)
    server.arm("upload", "late_answer", delay_s=20)
    bot.start()
    anna.say(TRIM, [small_clip])
    anna.wait(lambda _: anna.videos(), 40)
    bot.kill()
    bot.start()
    server.ledger.wait(lambda: "recorded close" in bot.steps(), 40, bot.log)
    assert bot.terminate()[0] == 0, bot.log()
    assert_one_charge_and_an_end(anna, ledger, videos)


@pytest.mark.parametrize(
    ("kind", "powers"),
    [
        pytest.param("lost_answer", RECALLS, id="lost, recalls"),
        pytest.param("drop", NEITHER, id="dropped, neither"),
        pytest.param("drop", RECALLS, id="dropped, recalls", marks=pytest.mark.soak),
        pytest.param("lost_answer", ENFORCES, id="lost, nonce", marks=pytest.mark.soak),
        pytest.param("drop", ENFORCES, id="dropped, nonce", marks=pytest.mark.soak),
        pytest.param("lost_answer", NEITHER, id="lost, neither", marks=pytest.mark.soak),
        pytest.param("rate_limit", NEITHER, id="too fast", marks=pytest.mark.soak),
        pytest.param("http_error", NEITHER, id="not done", marks=pytest.mark.soak),
    ],
)
@pytest.mark.soak
def test_an_answer_that_is_lost_or_late_at_the_delivery_doubles_nothing(
    make_server: MakeServer,
    make_bot: MakeBot,
    engine: EngineProcess,
    ledger: Ledger,
    small_clip: Path,
    kind: str,
    powers: dict[str, bool],
) -> None:
    server = make_server(**powers)
    anna, bot = server.chat("anna"), make_bot(server, engine.url, factor=0.3)
    server.arm("upload", kind)
    bot.start()
    anna.say(TRIM, [small_clip])
    server.ledger.wait(lambda: "recorded close" in bot.steps(), 40, bot.log)
    assert bot.terminate()[0] == 0, bot.log()
    if powers is NEITHER and kind == "drop":
        # It may have arrived, so it is not sent blindly; but it is never left unsaid.
        last = anna.messages[-1]
        assert "Almost there" not in last.text and "%" not in last.text, anna.transcript()
        assert_one_charge_and_an_end(anna, ledger, (0,))
    else:
        assert_done_once(anna, ledger)


@pytest.mark.soak
def test_a_platform_that_is_away_during_the_delivery_gets_the_video_afterwards(
    chat_server: ChatServer,
    make_bot: MakeBot,
    engine: EngineProcess,
    ledger: Ledger,
    small_clip: Path,
) -> None:
    anna, bot = chat_server.chat("anna"), make_bot(chat_server, engine.url, factor=0.3)
    ledger.arm("output", "slow", delay_s=1, bytes_per_s=100_000)
    bot.start()
    anna.say(TRIM, [small_clip])
    chat_server.ledger.wait(lambda: ledger.calls("output") >= 1, 40, bot.log)
    chat_server.go_away()
    chat_server.ledger.wait(lambda: "begins deliver the video" in bot.steps(), 40, bot.log)
    chat_server.come_back()
    anna.wait(lambda _: anna.videos(), 40)
    chat_server.ledger.wait(lambda: "recorded close" in bot.steps(), 40, bot.log)
    assert bot.terminate()[0] == 0, bot.log()
    assert_done_once(anna, ledger)
