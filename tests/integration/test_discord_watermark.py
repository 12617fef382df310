"""Up to when the bot listened on Discord: from there on is looked for what was missed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import discord
import pytest

from core.model import Command, Text
from tests.contract.adapter_hearing import stays
from tests.integration.discord_adapter import running
from tests.integration.discord_client import check
from tests.integration.discord_memory import Memory, asked, come, kept, number_before, ref
from tests.servers.discord import DiscordServer
from tests.servers.discord_values import Message, Version

HIDDEN = "I can't read that"
OFTEN = 0.002
"""The timetable's factor with which it is noted 17 times a second."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DiscordServer]:
    with DiscordServer(tmp_path / "discord") as server:
        yield server
        check(server)


@pytest.fixture
def memory(server: DiscordServer) -> Memory:
    return Memory(server)


def present(server: DiscordServer) -> datetime:
    """By the clock that gives messages their numbers."""
    return discord.utils.snowflake_time(server.clock.snowflake())


async def test_a_busy_channel_is_read_from_where_the_bot_last_listened(
    server: DiscordServer, memory: Memory
) -> None:
    general = server.guild("crew").channel("general")
    memory.known[ref(server, general)] = number_before(timedelta(days=3))
    first = number_before(timedelta(days=2))
    for one in range(2_100):
        version = Version(time.monotonic(), "chatter")
        server.ledger.put(Message(first + one, general.id, general.person, (version,)))
    memory.mark = datetime.now(UTC) - timedelta(hours=1)
    general.say("missed", mentions_bot=True)
    async with running(server, memory) as bot:
        await come(bot, "missed")
    assert len(asked(server)) == 1


async def test_what_came_just_before_is_looked_at_again(
    server: DiscordServer, memory: Memory
) -> None:
    """A connection may be dead for a while before anybody knows."""
    anna = server.dm("anna")
    memory.known[ref(server, anna)] = number_before(timedelta(days=1))
    anna.say("in hand at a crash")
    memory.mark = datetime.now(UTC) + timedelta(minutes=5)
    async with running(server, memory) as bot:
        await come(bot, "in hand at a crash")


async def test_who_was_told_once_that_words_are_hidden_is_not_told_at_each_start(
    server: DiscordServer, memory: Memory
) -> None:
    general = server.guild("crew").channel("general").seen_by("anna")
    async with running(server) as bot:
        general.say("status", mentions_bot=True)
        shown = general.message(int(await bot.say(await bot.next(), "Ready.")))
    memory.knows(general)
    general.say("told when it was said", reply_to=shown, pings=False)
    server.advance(1)
    memory.mark = present(server)
    server.advance(1)
    ben = general.seen_by("ben")
    said = ben.say("said while it was away", reply_to=shown, pings=False)
    general.say("go on", mentions_bot=True)
    async with running(server, memory) as again:
        await come(again, "go on")
    told = [one for one in general.messages if HIDDEN in one.shown]
    assert [one.reference["message_id"] for one in told if one.reference] == [str(said)]


async def test_it_rises_while_the_bot_listens_and_stands_while_it_does_not(
    server: DiscordServer, memory: Memory, caplog: pytest.LogCaptureFixture
) -> None:
    server.dm("anna")
    async with running(server, memory, timetable_factor=OFTEN) as bot:
        await bot.until(lambda: memory.mark)
        await asyncio.to_thread(server.go_away)
        await bot.until(lambda: "connection to Discord is lost" in caplog.text)
        lost_at = datetime.now(UTC)
        await stays(lambda: memory.mark is not None and memory.mark <= lost_at, "it stands")
        await asyncio.to_thread(server.come_back)
        await bot.until(lambda: memory.mark is not None and memory.mark > lost_at)


async def test_it_rises_when_each_shard_listens(server: DiscordServer, memory: Memory) -> None:
    async with running(server, memory, discord_shards=2, timetable_factor=OFTEN) as bot:
        await bot.until(lambda: memory.mark)
        assert server.sessions.identified == 2


async def test_it_stands_until_what_was_missed_is_stored(
    server: DiscordServer, memory: Memory
) -> None:
    anna = server.dm("anna")
    memory.knows(anna)
    anna.say("missed")
    server.arm("history", "slow", delay_s=0.5)
    async with running(server, memory, timetable_factor=OFTEN) as bot:
        await bot.until(lambda: bot.heard or memory.mark)
        assert bot.heard
        await bot.until(lambda: memory.mark)


async def test_a_stop_notes_it(server: DiscordServer, memory: Memory) -> None:
    async with running(server, memory, timetable_factor=1) as bot:
        server.dm("anna").say("hello")
        await come(bot, "hello")
        assert memory.mark is None
        begun = datetime.now(UTC)
    assert memory.mark is not None and memory.mark >= begun


async def test_a_history_that_is_put_off_is_asked_for_at_the_next_start(
    server: DiscordServer, memory: Memory, caplog: pytest.LogCaptureFixture
) -> None:
    anna = server.dm("anna")
    memory.knows(anna)
    anna.say("missed")
    server.arm("history", "http_error", status=503, times=1000)
    async with running(server, memory, timetable_factor=OFTEN) as bot:
        memory.bot = bot
        await bot.until(lambda: "fetched later" in caplog.text)
        anna.say("new")
        await come(bot, "new")
    assert memory.mark is None
    server.faults.clear()
    async with running(server, memory, timetable_factor=OFTEN) as again:
        await come(again, "missed", "new")
        await again.until(lambda: memory.mark)
    assert not memory.missed


async def test_who_waits_goes_first(server: DiscordServer, memory: Memory) -> None:
    rooms = [server.dm(f"person {count}") for count in range(30)]
    memory.knows(*rooms)
    for room in rooms:
        room.say(f"missed by {room.name}")
    for room in rooms[:4]:
        server.arm("history", "slow", delay_s=20, chat=room)
    async with running(server, memory) as bot:
        rooms[-1].say("new")
        await come(bot, "missed by person 29", "new")
        assert len(asked(server)) == 1, "nobody else had a turn"


async def test_commands_do_not_wait_long_for_what_was_missed_and_keep_their_order(
    server: DiscordServer, memory: Memory
) -> None:
    anna = server.dm("anna")
    memory.knows(anna)
    anna.say("missed")
    server.arm("history", "slow", delay_s=1)
    async with running(server, memory) as bot:
        bot.failures_left = 1
        for name in ("status", "projects"):
            await asyncio.to_thread(anna.answered, anna.slash(name))
        anna.say("new")
        await bot.until(lambda: len(bot.heard) == 2)
        assert [one.body for one in kept(bot)] == [Command("status"), Command("projects")]
        await bot.until(lambda: len(kept(bot)) == 4)
        assert [one.body for one in kept(bot)][2:] == [Text("missed"), Text("new")]
