"""The bot's start on Telegram: who it is, what it says of itself, and what stands in its way."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bots.telegram.menu import COMMANDS
from tests.journeys.telegrams import TelegramWorld, telegram_world
from tests.journeys.worlds import said

DEFAULT = '{"type": "default"}'
LANGUAGES = {"": "en", "en": "en", "zh": "zh-CN"}
"""Ours by Telegram's codes; without one: what everybody else reads."""


@pytest.fixture
def make_world(tmp_path: Path) -> Iterator[Callable[..., TelegramWorld]]:
    """``make_world(**as telegram_world)``: a world whose bot is not started."""
    import contextlib

    with contextlib.ExitStack() as stack:
        yield lambda **more: stack.enter_context(telegram_world(tmp_path, is_started=False, **more))


@pytest.mark.soak
def test_menu_and_descriptions_are_set_in_each_language_and_only_once(
    make_world: Callable[..., TelegramWorld],
) -> None:
    world = make_world()
    world.start()
    server = world.server
    last = ("description", "zh")
    server.ledger.wait(lambda: ("short_description", "zh") in server.profile.texts, 20, str)
    assert last in server.profile.texts
    for code, language in LANGUAGES.items():
        wanted = [
            {"command": name, "description": said(f"command-{name}", language)} for name in COMMANDS
        ]
        assert server.profile.commands[DEFAULT, code] == wanted
    for what, key in (
        ("description", "bot-description"),
        ("short_description", "bot-short-description"),
    ):
        for code in ("", "zh"):
            assert server.profile.texts[what, code] == said(key, LANGUAGES[code])
    world.bot.terminate()
    looks = len(server.ledger.requests("getMyShortDescription"))
    sets = _sets(world)
    world.start()
    server.ledger.wait(
        lambda: len(server.ledger.requests("getMyShortDescription")) == looks + 3, 20, str
    )
    anna = world.person()
    anna.say("/help")
    anna.hear(said("help"))
    assert _sets(world) == sets


def _sets(world: TelegramWorld) -> int:
    return sum(one.method.startswith("setMy") for one in world.server.requests)


def test_a_token_that_nobody_knows_is_one_line_and_exit_code_2(
    make_world: Callable[..., TelegramWorld],
) -> None:
    world = make_world(TELEGRAM_BOT_TOKEN="7000000001:AA" + "x" * 33)
    world.announced.append("TELEGRAM_BOT_TOKEN is not known")
    world.bot.start()
    assert world.bot.wait() == 2
    lines = world.bot.log().splitlines()
    assert len([line for line in lines if "TELEGRAM_BOT_TOKEN is not known" in line]) == 1
    assert len(lines) == 1, lines


def test_a_token_that_is_none_is_one_line_and_exit_code_2(
    make_world: Callable[..., TelegramWorld],
) -> None:
    world = make_world(TELEGRAM_BOT_TOKEN="nonsense")
    world.bot.start()
    assert world.bot.wait() == 2
    assert "must be a bot's token" in world.bot.log()
    assert "nonsense" not in world.bot.log()


@pytest.mark.soak
def test_a_telegram_that_is_not_there_is_waited_for(
    make_world: Callable[..., TelegramWorld],
) -> None:
    world = make_world()
    world.server.go_away()
    world.bot.start()
    world.server.ledger.wait(lambda: "can't be reached" in world.bot.log(), 30, world.bot.log)
    anna = world.person()
    anna.say("/status")
    world.server.come_back()
    anna.hear(said("status-empty"))
    assert "Backdrop is @" in world.bot.log()


@pytest.mark.soak
def test_stopped_while_telegram_is_not_there_it_goes_at_once(
    make_world: Callable[..., TelegramWorld],
) -> None:
    world = make_world()
    world.server.go_away()
    world.bot.start()
    world.server.ledger.wait(lambda: "can't be reached" in world.bot.log(), 30, world.bot.log)
    code, took_s = world.bot.terminate()
    assert code in (0, -signal.SIGTERM)
    assert took_s < 5
    assert "Traceback" not in world.bot.log()


@pytest.mark.soak
def test_the_first_line_says_which_bot_it_is_and_where_clips_go(
    make_world: Callable[..., TelegramWorld],
) -> None:
    world = make_world()
    world.start()
    first = world.bot.log().splitlines()[0]
    assert f"Backdrop is @{world.server.username} on Telegram (by long polling)" in first
    assert f"Clips go to {world.engine.url}" in first
