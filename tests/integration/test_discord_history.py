"""What was said on Discord while nobody listened: fetched in order, and before what is new."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bots.discord.places import Place
from bots.platforms import discord as platform
from core.model import ChatRef, Command, Text, update_of
from tests.contract.adapter_hearing import Hearing, stays, until, words_of
from tests.integration.discord_adapter import running, settings
from tests.integration.discord_client import check
from tests.integration.discord_memory import Memory, asked, come, kept, number_before, ref, texts
from tests.servers.discord import DiscordServer
from tests.servers.discord_testing import pointed
from tests.servers.discord_values import Message, Version


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DiscordServer]:
    with DiscordServer(tmp_path / "discord") as server:
        yield server
        check(server)


@pytest.fixture
def memory(server: DiscordServer) -> Memory:
    return Memory(server)


async def test_what_was_missed_comes_in_order_and_before_what_is_new(
    server: DiscordServer, memory: Memory, tmp_path: Path
) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"clip")
    anna = server.dm("anna")
    anna.say("known")
    memory.knows(anna)
    anna.say("first", [clip])
    anna.say("second")
    server.arm("history", "slow", delay_s=0.2)
    async with running(server, memory) as bot:
        anna.say("new")
        await come(bot, "first", "second", "new")
        first = await bot.next()
        assert first.chat == ref(server, anna) and first.is_direct
        async with bot.adapter.open(first.attachments[0]) as opened:
            assert opened.size_bytes == 4
    [since] = memory.asked
    assert timedelta(days=29) < datetime.now(UTC) - since < timedelta(days=31)
    assert len(asked(server)) == 1


async def test_everywhere_and_only_what_is_for_the_bot(tmp_path: Path) -> None:
    allowed = frozenset({"message_content"})
    with DiscordServer(tmp_path / "discord", intents_allowed=allowed) as server:
        crew = server.guild("crew")
        general, opened = crew.channel("general"), crew.channel("open")
        thread, post = general.thread("cats"), crew.forum("help").post("a clip", "mine")
        anna = server.dm("anna")
        memory = Memory(server).knows(general, opened, thread, post, anna)
        for number, room in enumerate((general, thread, post)):
            room.say(f"not for you, {number}")
            room.say(f"for you, {number}", mentions_bot=True)
        opened.say("for you, 3")
        anna.say("for you, 4")
        async with running(server, memory, discord_open_channels={opened.id}) as bot:
            await bot.until(lambda: len(bot.heard) >= 5)
            assert sorted(texts(bot)) == [f"for you, {number}" for number in range(5)]
            chats = [one.chat for one in bot.heard]
            assert set(chats) == set(memory.known)
        assert {one.channel for one in asked(server)} == {
            one.id for one in (general, opened, thread, post, anna)
        }
        check(server)


async def test_a_bare_name_and_an_answer_of_ours(server: DiscordServer, memory: Memory) -> None:
    general = server.guild("crew").channel("general").seen_by("anna")
    async with running(server) as bot:
        general.say("hello", mentions_bot=True)
        shown = await bot.say(await bot.next(), "Yes?")
    memory.knows(general)
    general.say("go on", reply_to=int(shown))
    general.say("", mentions_bot=True)
    async with running(server, memory) as again:
        first, second = await again.next(), await again.next()
        assert (first.body, first.reply_to) == (Text("go on"), shown)
        assert second.body == Command("help")


async def test_what_other_programs_said_is_left(server: DiscordServer, memory: Memory) -> None:
    anna = server.dm("anna")
    async with running(server) as bot:
        anna.say("hello")
        heard = await bot.next()
        memory.knows(anna)
        await bot.say(heard, "Our own words.")
    anna.say("missed")
    async with running(server, memory) as again:
        await come(again, "missed")


async def test_a_lost_session_is_caught_up_with(server: DiscordServer, memory: Memory) -> None:
    anna, general = server.dm("anna"), server.guild("crew").channel("general")
    async with running(server, memory) as bot:
        memory.bot = bot
        anna.say("one")
        general.say("two", mentions_bot=True)
        await come(bot, "one", "two")
        server.sessions.forget()
        anna.say("three")
        general.say("four", mentions_bot=True)
        await asyncio.to_thread(server.cut)
        await bot.until(lambda: len(bot.heard) >= 4)
        assert sorted(texts(bot)[2:]) == ["four", "three"]
        await bot.until(lambda: server.sessions.identified == 2)
        anna.say("five")
        await bot.until(lambda: texts(bot)[4:] == ["five"])


async def test_a_session_that_goes_on_needs_no_history(
    server: DiscordServer, memory: Memory
) -> None:
    anna = server.dm("anna")
    async with running(server, memory) as bot:
        memory.bot = bot
        anna.say("one")
        await come(bot, "one")
        await asyncio.to_thread(server.cut)
        anna.say("two")
        await come(bot, "one", "two")
        await asyncio.to_thread(server.reconnect)
        anna.say("three")
        await come(bot, "one", "two", "three")
    assert server.sessions.identified == 1 and server.sessions.resumed >= 2
    assert len(memory.asked) == 1 and not asked(server)


async def test_a_channel_without_news_is_not_asked(server: DiscordServer, memory: Memory) -> None:
    crew = server.guild("crew")
    quiet, busy = crew.channel("quiet"), crew.channel("busy")
    quiet.say("known", mentions_bot=True)
    memory.knows(quiet, busy)
    busy.say("missed", mentions_bot=True)
    async with running(server, memory) as bot:
        await come(bot, "missed")
        quiet.say("new", mentions_bot=True)
        await come(bot, "missed", "new")
    assert asked(server, busy) and not asked(server, quiet)


async def test_a_channel_that_is_closed_to_the_bot_is_left(
    server: DiscordServer, memory: Memory, caplog: pytest.LogCaptureFixture
) -> None:
    crew = server.guild("crew")
    rooms = [crew.channel("closed"), crew.channel("gone"), crew.channel("open")]
    rooms.append(server.guild("elsewhere").channel("general"))
    memory.knows(*rooms)
    for room in rooms:
        room.say("missed", mentions_bot=True)
    rooms[0].deny("view_channel")
    rooms[1].delete_channel()
    rooms[3].kick_bot()
    async with running(server, memory) as bot:
        await bot.until(lambda: len(asked(server)) == 4)
        await come(bot, "missed")
        assert bot.heard[0].chat == ref(server, rooms[2])
        rooms[0].allow("view_channel")
        rooms[0].say("new", mentions_bot=True)
        await come(bot, "missed", "new")
    assert len(asked(server)) == 4, "each was asked once"
    assert not [one for one in caplog.records if one.levelno >= logging.WARNING]


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("http_error", {"status": 503, "times": 3}),
        ("drop", {"times": 4}),
        ("lost_answer", {"times": 4}),
        ("rate_limit", {"retry_after_s": 0.05}),
        ("rate_limit", {"retry_after_s": 100}),
        ("banned", {}),
    ],
)
async def test_a_history_that_fails_is_asked_for_again(
    server: DiscordServer, memory: Memory, kind: str, options: dict[str, int]
) -> None:
    anna = server.dm("anna")
    memory.knows(anna)
    anna.say("missed")
    server.arm("history", kind, **options)
    async with running(server, memory) as bot:
        anna.say("new")
        await come(bot, "missed", "new")


async def test_a_history_that_is_not_given_for_long_holds_up_nothing_and_comes_later(
    server: DiscordServer, memory: Memory, caplog: pytest.LogCaptureFixture
) -> None:
    anna = server.dm("anna")
    memory.knows(anna)
    anna.say("missed")
    server.arm("history", "http_error", status=503, times=8)
    async with running(server, memory, timetable_factor=0.001) as bot:
        anna.say("new")
        await come(bot, "new", "missed")
    [told] = [one for one in caplog.records if one.levelno >= logging.ERROR]
    assert "fetched later" in told.getMessage()


async def test_what_is_older_than_a_week_is_left(server: DiscordServer, memory: Memory) -> None:
    anna = server.dm("anna")
    memory.known[ref(server, anna)] = number_before(timedelta(days=20))
    for days, text in ((8, "too late"), (6, "in time")):
        server.ledger.put(
            Message(
                number_before(timedelta(days=days)),
                anna.id,
                anna.person,
                (Version(time.monotonic(), text),),
            )
        )
    async with running(server, memory) as bot:
        await come(bot, "in time")
        assert (datetime.now(UTC) - (await bot.next()).at).days == 6


async def test_more_than_fit_in_one_answer(server: DiscordServer, memory: Memory) -> None:
    anna = server.dm("anna")
    memory.knows(anna)
    for number in range(200):
        anna.say(str(number))
    async with running(server, memory) as bot:
        await bot.until(lambda: len(bot.heard) >= 200)
        anna.say("new")
        await come(bot, *(str(number) for number in range(200)), "new")
    assert len(asked(server)) == 3


async def test_a_channel_with_more_than_anybody_reads_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # Its requests are those of the others, and would take seconds to check.
    with DiscordServer(tmp_path / "discord") as server:
        general = server.guild("crew").channel("general")
        memory = Memory(server).knows(general)
        for number in range(2001):
            words = (
                f"<@{server.ledger.bot.id}> {number}" if number in (0, 1999, 2000) else "chatter"
            )
            pinged = frozenset({server.ledger.bot.id} if words != "chatter" else ())
            version = Version(time.monotonic(), words, pinged=pinged)
            message_id = server.clock.snowflake()
            server.ledger.put(Message(message_id, general.id, general.person, (version,)))
        async with running(server, memory) as bot:
            await bot.until(lambda: "more than 2000 messages" in caplog.text)
            general.say("new", mentions_bot=True)
            await come(bot, "0", "1999", "new")
        assert len(asked(server)) == 20


async def test_what_was_changed_meanwhile_comes_with_its_newest_words(
    server: DiscordServer, memory: Memory
) -> None:
    anna = server.dm("anna")
    memory.knows(anna)
    said = anna.say("a beech")
    anna.edit(said, "a beach")
    taken = anna.say("never mind")
    anna.delete(taken)
    async with running(server, memory) as bot:
        heard = await bot.next()
        assert heard.body == Text("a beach") and not heard.is_edited
        assert heard.platform_id == str(said) and update_of(heard.id) == said
        anna.say("new")
        await come(bot, "a beach", "new")


async def test_a_chat_that_can_not_be_stored_holds_up_no_other(
    server: DiscordServer, memory: Memory
) -> None:
    stuck = [server.dm(f"stuck {number}") for number in range(10)]
    anna, ear = server.dm("anna"), Hearing()
    memory.knows(*stuck, anna)
    for one in (*stuck, anna):
        one.say(f"to {one.name}")
    for one in stuck:
        ear.shut(ref(server, one))
    with pointed(server):
        async with platform.connected(settings(server)) as adapter:
            adapter.catch_up_from(memory)
            feeding = asyncio.create_task(adapter.run(ear.receive))
            try:
                await ear.messages(1)
                stuck[0].say("later")
                anna.say("new")
                await ear.messages(2)
                assert [words_of(one) for one in ear.heard] == ["to anna", "new"]
                ear.let_in()
                await ear.messages(13)
                told = [words_of(one) for one in ear.heard]
                assert told.index("to stuck 0") < told.index("later")
            finally:
                feeding.cancel()
                await asyncio.wait({feeding})


async def test_a_message_that_can_not_be_stored_at_first_is_stored_once(
    server: DiscordServer, memory: Memory
) -> None:
    anna = server.dm("anna")
    memory.knows(anna)
    anna.say("missed")
    anna.say("and this")
    async with running(server) as idle:
        assert not idle.heard
    async with running(server, memory) as bot:
        bot.failures_left = 3
        await come(bot, "missed", "and this")


async def test_an_interaction_is_acknowledged_at_once_and_stored_after_what_was_missed(
    server: DiscordServer, memory: Memory
) -> None:
    anna = server.dm("anna")
    memory.knows(anna)
    anna.say("missed")
    server.arm("history", "slow", delay_s=0.5)
    async with running(server, memory, timetable_factor=1) as bot:
        used = await asyncio.to_thread(anna.answered, anna.slash("status"))
        assert not bot.heard, "the history is still awaited"
        assert used.acknowledged_ms is not None and used.acknowledged_ms < 500
        await bot.until(lambda: len(bot.heard) == 2)
        assert [one.body for one in bot.heard] == [Text("missed"), Command("status")]


async def test_nothing_new_is_stored_before_it_is_known_what_was_missed(
    server: DiscordServer, memory: Memory
) -> None:
    """Else the newest number would be that of the new one, and what was missed were lost."""
    anna = server.dm("anna")
    memory.knows(anna)
    anna.say("missed")
    memory.failures_left = 2
    memory.can_answer.clear()
    async with running(server, memory) as bot:
        await asyncio.to_thread(anna.answered, anna.slash("status"))
        anna.say("new")
        await bot.until(lambda: len(memory.asked) == 3)
        await stays(lambda: not bot.heard, "nothing is stored")
        memory.bot = bot
        memory.can_answer.set()
        await bot.until(lambda: len(kept(bot)) == 3)
        assert kept(bot)[0].body == Text("missed")


async def test_who_stops_while_a_history_is_fetched_leaves_all_to_the_next_start(
    server: DiscordServer, memory: Memory
) -> None:
    anna = server.dm("anna")
    memory.knows(anna)
    anna.say("missed")
    server.arm("history", "slow", delay_s=10)
    before = asyncio.all_tasks()
    async with running(server, memory) as bot:
        anna.say("new")
        begun_s = time.monotonic()
    assert time.monotonic() - begun_s < 8
    assert not bot.heard and asyncio.all_tasks() <= before
    server.faults.clear()
    async with running(server, memory) as again:
        await come(again, "missed", "new")


async def test_each_shard_asks_for_its_own(server: DiscordServer, memory: Memory) -> None:
    rooms = [server.guild(f"guild {number}").channel("general") for number in range(4)]
    rooms.append(server.dm("anna"))
    memory.knows(*rooms)
    for room in rooms:
        room.say(room.name, mentions_bot=True)
    async with running(server, memory, discord_shards=2) as bot:
        await bot.until(lambda: len(bot.heard) >= 5)
        await until(lambda: len(memory.asked) == 2)
        server.dm("anna").say("new")
        await bot.until(lambda: len(bot.heard) >= 6)
    assert sorted(one.channel for one in asked(server)) == sorted(one.id for one in rooms)


async def test_where_the_bot_is_no_member_there_is_nothing_to_ask(
    server: DiscordServer, memory: Memory
) -> None:
    account = str(server.ledger.bot.id)
    elsewhere = server.guild("elsewhere", has_bot=False).channel("general")
    memory.known[Place(elsewhere.id, user_id=elsewhere.person.id).chat(account)] = 1
    memory.known[ChatRef("discord", account, "of another kind")] = 1
    anna = server.dm("anna")
    memory.knows(anna)
    anna.say("missed")
    async with running(server, memory) as bot:
        await come(bot, "missed")
    assert [one.channel for one in asked(server)] == [anna.id]
