"""The process is really killed, at every boundary of every step of a quick edit and in its middle.

After each start-again: one charge and one upload by the engine's ledger, one MP4 and one answer by
the chat platform's.
"""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.journeys.conftest import COST
from tests.journeys.ledger import Ledger, seconds
from tests.servers.bot_process import BotProcess, Shot
from tests.servers.chat import ChatServer
from tests.servers.chat_person import Chat

TRIM = "keep the first second"
STEPS = (
    "plan",
    "open the project",
    "files known",
    "upload",
    "arm the edit",
    "edit",
    "note the render",
    "look at the timeline",
    "wait in line",
    "submit the render",
    "wait for the render",
    "fetch the video",
    "fit the video",
    "deliver the video",
    "close",
)
BOUNDARIES = [f"{verb} {step}" for step in STEPS for verb in ("begins", "ends", "recorded")]
FEW = ["recorded open the project", "ends deliver the video"]
"""With "ends upload" and "ends edit", which ``test_crash_middle`` kills at in every run, one
boundary for each thing that must not be done twice."""


def assert_done_once(chat: Chat, ledger: Ledger) -> None:
    """One video, one answer, one charge, one upload; and the video is what was asked for."""
    videos = [message for message in chat.history if message.videos]
    assert len(videos) == 1, chat.transcript()
    assert seconds(videos[0].videos[0]) == pytest.approx(1.0, abs=1 / 25)
    assert "Video ready" in videos[0].text
    failed = [text for text in chat.texts if "wrong" in text or "lost touch" in text]
    assert not failed, chat.transcript()
    assert ledger.charges() == [COST], "charged once"
    assert ledger.calls("upload") == 1, "uploaded once"
    assert len(ledger.read()["messages"]) == 1, "sent once"


def killed_and_started_again(bot: BotProcess, chat: Chat, clip: Path, place: str) -> None:
    chat.say(TRIM, [clip])
    bot.start(Shot(place), is_ready_awaited=False)
    assert bot.wait(40) == -signal.SIGKILL, bot.log()
    bot.start()
    chat.wait(lambda _: chat.videos(), 40)
    # The job is over, so that nothing more can come of it.
    assert bot.terminate()[0] == 0, bot.log()


@pytest.mark.parametrize("place", FEW)
@pytest.mark.soak
def test_killed_at_a_boundary_it_is_done_once(
    chat_server: ChatServer, bot: BotProcess, ledger: Ledger, small_clip: Path, place: str
) -> None:
    anna = chat_server.chat("anna")
    killed_and_started_again(bot, anna, small_clip, place)
    assert_done_once(anna, ledger)


@pytest.mark.soak
@pytest.mark.parametrize("place", [place for place in BOUNDARIES if place not in FEW])
def test_killed_at_any_boundary_it_is_done_once(
    chat_server: ChatServer, bot: BotProcess, ledger: Ledger, small_clip: Path, place: str
) -> None:
    anna = chat_server.chat("anna")
    killed_and_started_again(bot, anna, small_clip, place)
    assert_done_once(anna, ledger)
