"""The Discord adapter's log-in and connection: unreachable, refused, lost and back, ended."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import re
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from bots.discord.client import make_client
from bots.discord.connection import try_log_in
from bots.exit_codes import WRONG_USE
from bots.log import RedactingFormatter
from bots.platforms import discord
from bots.run import run
from bots.settings import SettingsInvalid
from core.errors import PlatformDown
from core.model import ChatRef, Outgoing, Text
from tests.contract.adapter_hearing import stays, until
from tests.integration.discord_adapter import Running, running, settings
from tests.integration.discord_client import check
from tests.servers.discord import DiscordServer
from tests.servers.discord_testing import pointed

NOT_KNOWN = "DISCORD_BOT_TOKEN is not known to Discord"
NO_CONTENT = "DISCORD_OPEN_CHANNELS needs the Message Content Intent"
MIB = 1024 * 1024
LOST, BACK = "connection to Discord is lost", "connection to Discord is back"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DiscordServer]:
    with DiscordServer(tmp_path / "discord") as server:
        yield server
        check(server)


Lines = Callable[[str], list[str]]


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Lines:
    """The log's lines that say these words, as they are written."""
    caplog.set_level(logging.DEBUG)
    written = RedactingFormatter("%(levelname)s %(name)s: %(message)s")
    return lambda words: [line for one in caplog.records if words in (line := written.format(one))]


def troubles(lines: Lines) -> list[str]:
    """What an operator is told, without the server's own lines."""
    found = [one for one in lines("") if one.startswith(("WARNING", "ERROR", "CRITICAL"))]
    return [one for one in found if " aiohttp.server:" not in one]


async def until_said(bot: Running, text: str) -> None:
    """That is heard, once and last."""
    await bot.until(lambda: text in texts(bot))
    assert texts(bot).count(text) == 1


def texts(bot: Running) -> list[str]:
    return [one.body.text for one in bot.heard if isinstance(getattr(one, "body", None), Text)]


async def test_an_unreachable_discord_is_waited_for(server: DiscordServer, lines: Lines) -> None:
    server.go_away()
    anna = server.dm("anna")
    async with beginning(server) as bot:
        assert await bot.adapter.probe() == "a bot on Discord"
        await stays(lambda: not lines("reached now"), "further tries fail, and are not told")
        early = Outgoing("1/answer", ChatRef("discord", "1", str(anna.id)), "early")
        with pytest.raises(PlatformDown):
            await bot.adapter.send(early)
        await asyncio.to_thread(server.come_back)
        await asyncio.to_thread(server.wait_connected)
        anna.say("hello")
        heard = await bot.next()
        assert heard.chat.account == str(server.ledger.bot.id)
        await bot.say(heard, "hello too")
        assert anna.texts == ["hello too"]
    [told, reached] = troubles(lines)
    assert "(ClientConnectorError)" in told and f"{server.username} on Discord" in reached


async def test_a_token_that_proves_wrong_later_is_told_once_and_ends_nothing(
    server: DiscordServer, lines: Lines
) -> None:
    server.go_away()
    async with beginning(server) as bot:
        token = server.token
        server.token = server._http.token = server.gateway.token = f"{token[:-1]}?"
        await asyncio.to_thread(server.come_back)
        await bot.until(lambda: _refused(server) > 2)
        assert len(lines(NOT_KNOWN)) == 1
        await asyncio.to_thread(server.know, token)
        await asyncio.to_thread(server.wait_connected)
        server.dm("anna").say("hello")
        await until_said(bot, "hello")


@contextlib.asynccontextmanager
async def beginning(server: DiscordServer) -> AsyncIterator[Running]:
    """The adapter, told to run; whether it is connected is for the test to see."""
    with pointed(server):
        async with discord.connected(settings(server, timetable_factor=0.01)) as adapter:
            bot = Running(server, adapter)
            feeding = asyncio.create_task(adapter.run(bot.receive))
            try:
                yield bot
            finally:
                feeding.cancel()
                await asyncio.wait({feeding})
            if not feeding.cancelled():
                feeding.result()


@pytest.mark.parametrize(("kind", "options"), [("drop", {}), ("http_error", {"status": 503})])
async def test_a_discord_in_trouble_is_waited_for_and_then_heard(
    server: DiscordServer, lines: Lines, kind: str, options: dict[str, int]
) -> None:
    # Twice for one: HTTP libraries ask once more for what may be asked for again.
    server.arm("me", kind, times=4, **options)
    async with running(server) as bot:
        server.dm("anna").say("hello")
        await until_said(bot, "hello")
    assert len(lines("Discord can't be reached")) == len(lines("Discord is reached now")) == 1
    assert len(troubles(lines)) == 2


async def test_who_gives_up_waiting_leaves_nothing_open(server: DiscordServer) -> None:
    server.go_away()
    before = asyncio.all_tasks()
    async with beginning(server):
        await asyncio.sleep(0.05)
    gc.collect()
    assert asyncio.all_tasks() <= before


async def test_a_wrong_token_is_told_with_its_remedy(server: DiscordServer) -> None:
    given = settings(server)
    server.know(f"{server.token[:-1]}?")
    with pointed(server), pytest.raises(SettingsInvalid, match=NOT_KNOWN) as caught:
        async with discord.connected(given):
            pass
    assert "Reset Token" in str(caught.value)
    assert given.discord_bot_token.get_secret_value() not in repr(caught.value)


async def test_open_channels_without_the_intent_are_told_at_the_start(
    server: DiscordServer,
) -> None:
    with pointed(server), pytest.raises(SettingsInvalid, match=NO_CONTENT):
        async with discord.connected(settings(server, discord_open_channels={12345678901234567})):
            pass


async def test_an_intent_that_is_switched_off_while_running(tmp_path: Path, lines: Lines) -> None:
    allowed = frozenset({"message_content"})
    with DiscordServer(tmp_path / "discord", intents_allowed=allowed) as server:
        general = server.guild("crew").channel("general")
        async with running(server, discord_open_channels={general.id}) as bot:
            server.gateway.intents_allowed = frozenset()
            server.sessions.forget()
            await asyncio.to_thread(server.close_gateway, 4000)
            await bot.until(lambda: lines(NO_CONTENT))
            await bot.until(lambda: server.gateway.closed_with.count(4014) > 2)
            server.gateway.intents_allowed = allowed
            await bot.until(lambda: lines(BACK))
            general.say("still for you")
            await until_said(bot, "still for you")
        check(server)
    assert len(lines(NO_CONTENT)) == 1


@pytest.mark.parametrize("shards", [1, 2])
async def test_a_token_that_is_no_longer_known_is_told_once_and_ends_nothing(
    server: DiscordServer, lines: Lines, shards: int
) -> None:
    async with running(server, discord_shards=shards, timetable_factor=0.005) as bot:
        await bot.until(lambda: server.sessions.identified == shards)
        token = server.token
        await asyncio.to_thread(server.know, f"{token[:-1]}?")
        refused = [one for one in server.requests if one.status == 401]
        await bot.until(lambda: _refused(server) >= len(refused) + 3)
        [told] = lines(NOT_KNOWN)
        assert told.startswith("ERROR bots.discord.connection: ") and "Reset Token" in told
        await asyncio.to_thread(server.know, token)
        await bot.until(lambda: lines(BACK))
        server.dm("anna").say("hello")
        await until_said(bot, "hello")
        # And the next time it is told again.
        await asyncio.to_thread(server.know, f"{token[:-1]}?")
        await bot.until(lambda: len(lines(NOT_KNOWN)) == 2)
        await asyncio.to_thread(server.know, token)
        await bot.until(lambda: len(lines(BACK)) == 2)


def _refused(server: DiscordServer) -> int:
    return sum(one.status == 401 for one in server.requests)


@pytest.mark.parametrize("shards", [1, 2])
async def test_a_server_that_goes_and_comes_is_told_once_each(
    server: DiscordServer, lines: Lines, shards: int
) -> None:
    # The library's own pauses are random, up to two seconds at first: ours end them.
    async with running(server, discord_shards=shards, timetable_factor=0.002) as bot:
        await bot.until(lambda: bot.adapter._client.is_whole)
        anna = server.dm("anna")
        anna.say("before")
        await until_said(bot, "before")
        for number in (1, 2):
            await asyncio.to_thread(server.go_away)
            await bot.until(lambda count=number: len(lines(LOST)) == count)
            await asyncio.to_thread(server.come_back)
            await bot.until(lambda count=number: len(lines(BACK)) == count)
            await bot.until(lambda: bot.adapter._client.is_whole)
            anna.say(f"after {number}")
            await until_said(bot, f"after {number}")
    assert [one.partition(": ")[2][:27] for one in troubles(lines)] == [
        "The connection to Discord is"[:27]
    ] * 4


async def test_a_gateway_that_stays_away_is_not_left_to_the_librarys_pauses(
    server: DiscordServer, lines: Lines
) -> None:
    """They grow to a quarter of an hour, in which no command is heard."""
    tries: list[None] = []

    async def closed_door(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tries.append(None)
        writer.close()

    async with running(server, timetable_factor=0.002) as bot:
        await asyncio.to_thread(server.go_away)
        port = int(server.url.rpartition(":")[2])
        async with await asyncio.start_server(closed_door, "127.0.0.1", port, reuse_address=True):
            # By itself the library would need minutes for so many.
            await bot.until(lambda: len(tries) > 15)
        await asyncio.to_thread(server.come_back)
        await bot.until(lambda: lines(BACK), limit_s=2.0)
        server.dm("anna").say("hello")
        await until_said(bot, "hello")
    assert len(lines(LOST)) == 1 and not lines("Traceback")


async def test_messages_of_ours_find_a_way_when_the_connection_has_been_ended(
    server: DiscordServer, lines: Lines
) -> None:
    async with running(server, timetable_factor=1.0) as bot:
        anna = server.dm("anna")
        anna.say("hello")
        heard = await bot.next()
        await asyncio.to_thread(server.close_gateway, 4010)
        await bot.until(lambda: lines("takes no shard"))
        # The next connection is two seconds off, the log-in is not.
        async with asyncio.timeout(1.0):
            while not anna.texts:
                with contextlib.suppress(PlatformDown):
                    await bot.say(heard, "still here", is_final=True)
                await asyncio.sleep(0.01)
        assert anna.texts == ["still here"]


async def test_it_ends_and_nothing_is_left(
    server: DiscordServer, recwarn: pytest.WarningsRecorder
) -> None:
    server.guild("crew").channel("general")
    before, threads = asyncio.all_tasks(), set(threading.enumerate())
    async with running(server) as bot:
        server.dm("anna").say("hello")
        await bot.next()
    assert asyncio.all_tasks() <= before
    gc.collect()
    await asyncio.sleep(0)
    assert not [one for one in recwarn if "nclosed" in str(one.message)]
    left = {one for one in threading.enumerate() if one.name.startswith("keep-alive")} - threads
    for one in left:
        one.join(2)
        assert not one.is_alive()


async def test_it_ends_while_a_message_can_not_be_stored(server: DiscordServer) -> None:
    before = asyncio.all_tasks()
    async with running(server) as bot:
        bot.failures_left = 1_000_000
        server.dm("anna").say("hello")
        await bot.until(lambda: bot.failures_left < 999_998)
    assert asyncio.all_tasks() <= before
    left = bot.failures_left
    await asyncio.sleep(0.1)
    assert bot.failures_left == left, "nobody asks the core any more"


@pytest.mark.parametrize("shards", [1, 2])
async def test_it_ends_at_once_also_while_it_connects(server: DiscordServer, shards: int) -> None:
    before = asyncio.all_tasks()
    with pointed(server):
        async with discord.connected(settings(server, discord_shards=shards)) as adapter:

            async def receive(_: object) -> None: ...

            for seconds in (0.0, 0.01, 0.05, 0.2):
                feeding = asyncio.create_task(adapter.run(receive))
                await asyncio.sleep(seconds)
                feeding.cancel()
                done, _ = await asyncio.wait({feeding}, timeout=2)
                assert done
    assert asyncio.all_tasks() <= before


@pytest.mark.parametrize(("wanted", "count"), [(2, 2), ("auto", 3)])
async def test_shards(tmp_path: Path, lines: Lines, wanted: int | str, count: int) -> None:
    with DiscordServer(tmp_path / "discord", shards=3) as server:
        rooms = [server.guild(f"guild {number}").channel("general") for number in range(4)]
        async with running(server, discord_shards=wanted) as bot:
            await bot.until(lambda: server.sessions.identified == count)
            shards = {one.shard for one in server.sessions.by_id.values()}
            assert shards == {(number, count) for number in range(count)}
            server.dm("anna").say("in private")
            for number, room in enumerate(rooms):
                room.say(f"in {number}", mentions_bot=True)
            await bot.until(lambda: len(texts(bot)) >= 5)
            assert sorted(texts(bot)) == [*(f"in {one}" for one in range(4)), "in private"]
            # One of them is lost; that it was lost and is back is told once.
            await asyncio.to_thread(server.reconnect)
            await bot.until(lambda: lines(BACK))
            rooms[3].say("again", mentions_bot=True)
            await until_said(bot, "again")
        check(server)
    assert len(lines(LOST)) == len(lines(BACK)) == 1


@pytest.mark.parametrize("is_spent", [False, True], ids=["as ever", "few starts left"])
async def test_one_shard_that_stays_away_is_connected_alone(
    server: DiscordServer, lines: Lines, is_spent: bool
) -> None:
    async with running(server, discord_shards=2, timetable_factor=0.005) as bot:
        await bot.until(lambda: server.sessions.identified == 2)
        client = bot.adapter._client
        await bot.until(lambda: client.is_whole)
        untouched = next(one for one in server.sessions.by_id.values() if one.shard[0] == 0)
        # The library would now wait for some minutes after its first failure.
        client._AutoShardedClient__shards[1]._backoff._exp = 9
        server.gateway.is_full = True
        await asyncio.to_thread(server.cut, 1)
        await bot.until(lambda: server.gateway.turned_away)
        server.gateway.is_full = False
        if is_spent:
            looks = _asked(server, "gateway")
            server.sessions.identified = 980
            await bot.until(lambda: _asked(server, "gateway") > looks)
            assert not lines(BACK)
            server.sessions.identified = 2
        await bot.until(lambda: lines(BACK), limit_s=5.0)
        assert client.is_whole and client.logins == 1
        assert untouched.is_connected and server.sessions.identified == 3
        server.dm("anna").say("hello")
        await until_said(bot, "hello")


def _asked(server: DiscordServer, endpoint: str) -> int:
    return sum(one.endpoint == endpoint for one in server.requests)


async def test_a_bot_that_is_put_out_again_and_again_comes_back_ever_later(
    server: DiscordServer,
) -> None:
    """What came back for a moment would else use up the day's session starts."""
    took_s = []
    async with running(server, timetable_factor=0.01) as bot:
        for number in range(5):
            began_s = time.monotonic()
            await asyncio.to_thread(server.close_gateway, 4010)
            await bot.until(lambda count=number + 2: server.sessions.identified == count)
            await asyncio.to_thread(server.wait_connected)
            took_s.append(time.monotonic() - began_s)
    assert took_s[-1] >= 0.01 * 2 * 2**4


@pytest.mark.parametrize("shards", [1, 2])
async def test_the_last_session_starts_of_a_day_are_not_used(
    server: DiscordServer, lines: Lines, shards: int
) -> None:
    server.sessions.identified = 1000 - 19 - shards
    coming = asyncio.create_task(_says(server, shards))
    await until(lambda: lines("too often today"))
    await stays(lambda: not server.gateway.connections, "it stays away")
    assert len(lines("too often today")) == 1
    server.sessions.identified -= 1
    await asyncio.wait_for(coming, 10)


async def _says(server: DiscordServer, shards: int) -> None:
    async with running(server, discord_shards=shards, timetable_factor=0.0005) as bot:
        server.dm("anna").say("hello")
        await until_said(bot, "hello")


@pytest.mark.parametrize("shards", [1, 2])
async def test_a_client_that_is_being_closed_takes_no_more_requests(
    server: DiscordServer, shards: int
) -> None:
    given = settings(server, discord_shards=shards)
    with pointed(server):
        client = make_client(given)
        await try_log_in(client, given)
        assert client.is_open
        closing = asyncio.create_task(client.close())
        await asyncio.sleep(0)
        assert not closing.done() and not client.is_open
        await closing


async def test_a_servers_limit_of_files_is_waited_for_after_a_start(server: DiscordServer) -> None:
    room = server.guild("boosted", boosts=14).channel("general")
    chat = ChatRef("discord", "1", f"{room.room.guild.id}.{room.id}")
    elsewhere = ChatRef("discord", "1", f"12345678901234567.{room.id}")
    with pointed(server):
        async with discord.connected(settings(server, timetable_factor=0.2)) as adapter:
            assert adapter.capabilities(chat).max_upload_bytes == 10 * MIB, "it can't be known yet"
            waiting = [asyncio.create_task(adapter.settle(one)) for one in (chat, elsewhere)]
            await stays(lambda: not any(one.done() for one in waiting), "not connected")

            async def receive(_: object) -> None: ...

            feeding = asyncio.create_task(adapter.run(receive))
            try:
                # Where the bot is no member there is nothing to wait for either.
                await asyncio.wait_for(asyncio.gather(*waiting), 5)
                assert adapter.capabilities(chat).max_upload_bytes == 100 * MIB
            finally:
                feeding.cancel()
                await asyncio.wait({feeding})
            # What the library keeps of a server is away with its log-in.
            adapter._client.clear()
            assert adapter.capabilities(chat).max_upload_bytes == 100 * MIB
            await adapter.settle(chat)


async def test_a_limit_that_nobody_tells_is_waited_for_no_longer_than_it_helps(
    server: DiscordServer,
) -> None:
    chat = ChatRef("discord", "1", "12345678901234567.12345678901234568")
    with pointed(server):
        async with discord.connected(settings(server, timetable_factor=0.005)) as adapter:
            await asyncio.wait_for(adapter.settle(chat), 5)


async def test_commands_that_fail_unforeseen_are_told_when_it_happens(
    tmp_path: Path, lines: Lines
) -> None:
    with DiscordServer(tmp_path / "discord") as server:
        server.commands._registered[None] = [{"id": "1", "name": ["odd"]}]
        async with running(server) as bot:
            await bot.until(lambda: lines("ERROR bots.platforms.discord: The commands failed"))
            server.dm("anna").say("hello")
            await until_said(bot, "hello")


@contextlib.asynccontextmanager
async def forward_proxy(asked: list[str]) -> AsyncIterator[str]:
    """A plain HTTP proxy: it writes down what it is asked for, and passes everything on."""
    writers: list[asyncio.StreamWriter] = []

    async def passed(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        while piece := await source.read(65536):
            # One connection may carry several.
            asked.extend(one.decode() for one in re.findall(rb"[A-Z]+ http://[^ ]+", piece))
            target.write(piece)
            await target.drain()
        target.close()

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        asked.append(head.partition(b"\r\n")[0].decode())
        host = re.match(rb"[A-Z]+ http://([^/:]+):(\d+)/", head)
        assert host is not None, head
        there, onward = await asyncio.open_connection(host[1].decode(), int(host[2]))
        writers.extend((writer, onward))
        onward.write(head)
        await asyncio.gather(passed(reader, onward), passed(there, writer), return_exceptions=True)

    listening = await asyncio.start_server(served, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        listening.close()
        for writer in writers:
            writer.close()


async def test_everything_goes_by_the_environments_proxy(
    server: DiscordServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    async with forward_proxy(asked) as address:
        for name in ("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"):
            monkeypatch.setenv(name, address)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        clip = tmp_path / "clip.mp4"
        clip.write_bytes(b"clip")
        async with running(server) as bot:
            server.dm("anna").say("hello", [clip])
            heard = await bot.next()
            async with bot.adapter.open(heard.attachments[0]) as opened:
                assert opened.size_bytes == 4
    for path in ("/api/v10/users/@me", "/gateway", "/attachments/"):
        assert any(path in one for one in asked), path


async def test_a_proxy_of_the_wrong_kind_is_one_plain_sentence(
    server: DiscordServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: Lines
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "socks5://me:hunter2@127.0.0.1:9")
    monkeypatch.delenv("https_proxy", raising=False)
    assert await run(settings(server, data_dir=tmp_path / "data")) == WRONG_USE
    [told] = troubles(lines)
    assert "SOCKS is not supported" in told and not lines("hunter2") and not lines("Traceback")


async def test_no_secret_reaches_the_log(
    server: DiscordServer, lines: Lines, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(server) as bot:
        room = server.guild("crew").channel("general").seen_by("anna")
        used = room.slash("credits")
        heard = await bot.next()
        server.arm("edit_original", "rate_limit", retry_after_s=0.05)
        server.arm("followup", "http_error", status=503)
        await bot.say(heard, "10 left", is_personal=True)
        await bot.say(heard, "more", "more", is_personal=True)
        await asyncio.to_thread(server.cut)
        await bot.until(lambda: lines(BACK))
    assert lines("rate limited"), "the library has said something"
    secrets = (server.token, server.token.rpartition(".")[2], used.token)
    assert not [one for one in lines("") if any(secret in one for secret in secrets)]
    own = [one.getMessage() for one in caplog.records if one.name.startswith(("bots", "core"))]
    assert not [one for one in own if any(secret in one for secret in secrets)]
