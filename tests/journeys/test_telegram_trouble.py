"""Telegram slow, busy, deaf or broken: what people get all the same, and how often.

| complaint of users of such bots                                     | its test                  |
|---------------------------------------------------------------------|---------------------------|
| a time-out retried up to nine times (hermes-agent PR 5153)          | …_answer_is_lost…         |
| delivered yet raised (python-telegram-bot#3937)                     | …_answer_is_lost…         |
| a 413 loses the text too, logged as completed (openclaw#99021)      | …_takes_no_video…         |
| success told, attachment missing (openclaw#53641)                   | …_refused_is_told…        |
| one 429 turns a progress message into spam (hermes-agent#25188)     | …_progress_stays_one…     |
| messages lost while reconnecting (openclaw#51116)                   | …_gone_for_a_while…       |
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.journeys.frames import RED, plain_clip
from tests.journeys.telegrams import (
    WISH,
    TelegramWorld,
    nothing_more_comes,
    telegram_world,
    video_of,
)
from tests.journeys.worlds import said
from tests.servers.telegram_person import Chat


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramWorld]:
    with telegram_world(tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


@pytest.fixture
def new_lines(world: TelegramWorld) -> Iterator[NewLines]:
    yield NewLines(world)
    world.server.faults.clear()


class NewLines:
    """What the bot has logged since the test began."""

    def __init__(self, world: TelegramWorld) -> None:
        self._world = world
        self._before = len(world.bot.log())

    def with_words(self, words: str) -> list[str]:
        lines = self._world.bot.log()[self._before :].splitlines()
        return [line for line in lines if words in line]

    def wait(self, words: str, limit_s: float = 30) -> None:
        self._world.server.ledger.wait(lambda: self.with_words(words), limit_s, self._world.bot.log)


def sends(world: TelegramWorld, chat: Chat, method: str) -> list[float]:
    """When the bot tried that method there, in seconds."""
    return [one.at_s for one in world.server.ledger.requests(method) if one.chat == chat.id]


@pytest.mark.soak
def test_a_video_that_has_to_wait_comes_once_and_holds_up_nobody_else(
    world: TelegramWorld, red: Path
) -> None:
    anna, ben = world.person(), world.person("ben")
    world.server.arm("sendVideo", "rate_limit", chat=anna, times=2, retry_after_s=3)
    anna.send_video(red, WISH)
    world.server.ledger.wait(lambda: sends(world, anna, "sendVideo"), 60, anna.transcript)
    ben.say("/status")
    answered = ben.hear(said("status-empty"))
    came = video_of(anna)
    assert answered.at_s < came.at_s
    tries = sends(world, anna, "sendVideo")
    assert len(tries) == 3
    assert all(later - earlier >= 3 for earlier, later in pairwise(tries)), tries


@pytest.mark.soak
def test_a_video_whose_answer_is_lost_is_not_doubled(world: TelegramWorld, red: Path) -> None:
    """A time-out retried up to nine times (hermes-agent PR 5153), delivered yet raised
    (python-telegram-bot#3937): it stands there once, and the person decides."""
    anna = world.person()
    world.server.arm("sendVideo", "lost_answer", chat=anna)
    anna.send_video(red, WISH)
    asked = anna.hear(said("video-unknown"))
    nothing_more_comes(anna)
    assert len(anna.videos()) == 1
    assert len(sends(world, anna, "sendVideo")) == 1
    anna.press(asked, said("button-export"))
    anna.wait(lambda _: len(anna.videos()) == 2)


@pytest.mark.soak
def test_a_video_that_never_left_can_be_had_by_a_tap(world: TelegramWorld, red: Path) -> None:
    anna = world.person()
    world.server.arm("sendVideo", "drop", chat=anna)
    anna.send_video(red, WISH)
    asked = anna.hear(said("video-unknown"))
    assert not anna.videos()
    anna.press(asked, said("button-export"))
    video_of(anna)


@pytest.mark.soak
def test_an_answer_in_words_whose_answer_is_lost_comes_at_most_twice(
    world: TelegramWorld,
) -> None:
    """Words said twice harm nobody; words lost leave somebody waiting."""
    anna = world.person()
    anna.say("/start")
    anna.hear(said("greeting"))
    world.server.arm("sendMessage", "lost_answer", chat=anna)
    anna.say("/status")
    anna.hear(said("status-empty"))
    anna.say("/cancel")
    anna.hear(said("cancel-nothing"))
    assert 1 <= sum(said("status-empty") in text for text in anna.texts) <= 2


@pytest.mark.soak
def test_a_chat_that_takes_no_video_hears_why_and_what_helps(
    world: TelegramWorld, red: Path
) -> None:
    """A 413 loses the text too and is logged as completed (openclaw#99021)."""
    anna = world.person()
    world.server.arm("sendVideo", "too_large", chat=anna, times=None)
    anna.send_video(red, WISH)
    anna.hear(said("error-delivery-too-large"), 60)
    assert said("video-ready") not in "".join(anna.texts)
    world.server.faults.clear()
    anna.say("/export")
    video_of(anna)


@pytest.mark.soak
def test_a_video_that_is_refused_is_told_and_not_called_ready(
    world: TelegramWorld, red: Path
) -> None:
    """Success told, attachment missing (openclaw#53641)."""
    anna = world.person()
    world.server.arm("sendVideo", "refuse", chat=anna, times=None)
    anna.send_video(red, WISH)
    anna.hear(said("error-delivery"))
    assert said("video-ready") not in "".join(anna.texts)
    world.server.faults.clear()
    anna.say("/export")
    video_of(anna)


@pytest.mark.soak
def test_progress_stays_one_message_when_telegram_is_busy(world: TelegramWorld, red: Path) -> None:
    """One 429 turns a progress message into spam (hermes-agent#25188)."""
    anna = world.person()
    anna.say("/start")
    anna.hear(said("greeting"))
    world.server.arm("editMessageText", "rate_limit", chat=anna, times=3, retry_after_s=1)
    anna.send_video(red, WISH)
    video_of(anna)
    nothing_more_comes(anna)
    texts = [version.text for one in anna.history for version in one.versions[:1]]
    shown = [one for one in texts if one == said("connecting") or one.startswith("⏳ ")]
    # The first progress, and what a status of this test's may have found in work.
    assert sum(one == said("connecting") for one in shown) <= 1, texts
    assert len([one for one in anna.history if len(one.versions) > 1]) <= 1, anna.transcript()
    last = [one.text for one in anna.messages]
    assert not [text for text in last if text.startswith("⏳ ") and "in work" not in text], last


@pytest.mark.soak
@pytest.mark.parametrize(("status", "times"), [(502, 3)])
def test_bad_gateways_while_polling_lose_nothing_and_are_one_line(
    world: TelegramWorld, new_lines: NewLines, status: int, times: int
) -> None:
    anna = world.person()
    world.server.arm("getUpdates", "http_error", status=status, times=times)
    anna.say("/status")
    anna.hear(said("status-empty"))
    anna.say("/credits")
    anna.hear("credits")
    new_lines.wait("Telegram gives updates again")
    assert len(new_lines.with_words("gives no updates at the moment")) == 1


def test_gone_for_a_while_telegram_brings_everything_that_was_said(
    world: TelegramWorld, red: Path, new_lines: NewLines
) -> None:
    """Messages lost while reconnecting (openclaw#51116)."""
    anna, ben = world.person(), world.person("ben")
    anna.say("/start")
    anna.hear(said("greeting"))
    world.server.go_away()
    try:
        new_lines.wait("gives no updates at the moment")
        anna.send_video(red, WISH)
        ben.say("/status")
    finally:
        world.server.come_back()
    ben.hear(said("status-empty"))
    video_of(anna)
    assert len(new_lines.with_words("gives no updates at the moment")) <= 2


@pytest.mark.soak
def test_a_second_poller_is_told_to_the_operator_in_one_line(
    world: TelegramWorld, new_lines: NewLines
) -> None:
    anna = world.person()
    world.server.arm("getUpdates", "conflict", times=5)
    anna.say("/status")
    anna.hear(said("status-empty"))
    anna.say("/credits")
    anna.hear("credits")
    new_lines.wait("Telegram gives updates again")
    lines = new_lines.with_words("Another program polls with this bot's token")
    assert len(lines) == 1, lines
    assert "Stop the other one" in lines[0]


def test_blocked_in_the_middle_the_bot_leaves_them_in_peace(
    world: TelegramWorld, red: Path, new_lines: NewLines
) -> None:
    anna = world.person()
    world.ledger.arm("render_submit", "stuck_render")
    anna.send_video(red, WISH)
    anna.hear(said("rendering-percent", percent=42))
    cancels, charges = world.ledger.calls("render_cancel"), len(world.ledger.charges())
    anna.block()
    blocked_at = len(world.server.ledger.requests())
    world.server.ledger.wait(
        lambda: world.ledger.calls("render_cancel") > cancels, 30, world.bot.log
    )
    ben = world.person("ben")
    ben.say("/status")
    ben.hear(said("status-empty"))
    tried = [
        one
        for one in world.server.ledger.requests()[blocked_at:]
        if one.chat == anna.id and one.method != "sendChatAction"
    ]
    assert len(tried) <= 1, tried
    assert len(world.ledger.charges()) == charges
    assert len(new_lines.with_words(" WARNING ")) <= 1
    anna.unblock()
    anna.say("/status")
    anna.hear("Timeline (", after=0)


@pytest.mark.soak
def test_blocked_without_the_news_of_it_the_bot_gives_up_quietly(
    world: TelegramWorld, red: Path, new_lines: NewLines
) -> None:
    anna = world.person()
    world.server.arm("sendVideo", "gone", chat=anna, times=None)
    anna.send_video(red, WISH)
    world.server.ledger.wait(lambda: sends(world, anna, "sendVideo"), 60, anna.transcript)
    nothing_more_comes(anna)
    assert len(sends(world, anna, "sendVideo")) == 1
    assert not anna.videos()
