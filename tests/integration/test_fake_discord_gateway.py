"""The fake Discord's gateway, with the real client library on the other side."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import discord
import pytest

from tests.integration.discord_client import Client, check
from tests.servers.discord import DiscordServer
from tests.servers.discord_gateway import TIMED_OUT
from tests.servers.discord_testing import addresses, pointed, running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DiscordServer]:
    with DiscordServer(tmp_path / "discord") as server:
        yield server
        check(server)


@pytest.fixture
async def client(server: DiscordServer) -> AsyncIterator[Client]:
    async with running(Client(), server) as client:
        yield client


async def test_who_is_there(server: DiscordServer) -> None:
    crew = server.guild("crew", boosts=7)
    general, forum = crew.channel("general"), crew.forum("help")
    cats = general.thread("cats")
    async with running(Client(), server) as client:
        assert client.user is not None and client.user.name == server.username
        [guild] = client.guilds
        assert (guild.name, guild.premium_tier, guild.filesize_limit) == ("crew", 2, 50 << 20)
        assert {one.id for one in guild.channels} == {general.id, forum.id}
        assert [one.id for one in guild.threads] == [cats.id]
        assert server.gateway.connections[0].request.query["compress"].endswith("-stream")
        later = server.guild("later").channel("one")
        await client.until(lambda: client.get_channel(later.id))
        crew.boost(14)
        await client.until(lambda: guild.filesize_limit == 100 << 20)
        general.deny("attach_files")
        channel = client.get_channel(general.id)
        assert isinstance(channel, discord.TextChannel)
        await client.until(lambda: not channel.permissions_for(guild.me).attach_files)
        assert channel.permissions_for(guild.me).send_messages
        crew.kick_bot()
        await client.until(lambda: client.get_guild(crew.id) is None)


async def test_a_wrong_token(server: DiscordServer) -> None:
    with pointed(server):
        async with Client() as client:
            with pytest.raises(discord.LoginFailure):
                await client.login(server.token[:-1] + "?")
            await client.login(server.token)
            client.http.token = "wrong"
            with pytest.raises(discord.ConnectionClosed) as caught:
                await client.connect(reconnect=False)
            assert caught.value.code == 4004


async def test_an_intent_that_is_not_switched_on(server: DiscordServer) -> None:
    intents = discord.Intents(guilds=True, message_content=True)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(Client(intents=intents), server):
            pass


async def test_content_with_the_intent(tmp_path: Path) -> None:
    allowed = frozenset({"message_content"})
    intents = discord.Intents(guilds=True, messages=True, message_content=True)
    with DiscordServer(tmp_path, intents_allowed=allowed) as server:
        general = server.guild("crew").channel("general")
        async with running(Client(intents=intents), server) as client:
            general.say("for everybody")
            [heard] = await client.hear()
            assert heard.content == "for everybody"
            assert [one.content async for one in heard.channel.history()] == ["for everybody"]
            assert client.application is not None
            assert client.application.flags.gateway_message_content


async def test_what_is_shown_without_the_intent(
    server: DiscordServer, client: Client, tmp_path: Path
) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(b"clip")
    general = server.guild("crew").channel("general")
    hidden = general.say("words", [clip])
    shown = general.say("look", [clip], mentions_bot=True)
    [first, second] = await client.hear(2)
    assert (first.id, first.content, first.attachments) == (hidden, "", [])
    assert (second.id, len(second.attachments)) == (shown, 1)
    assert client.user in second.mentions
    again = await first.channel.fetch_message(hidden)
    assert (again.content, again.attachments) == ("", [])
    sent = await second.channel.send("mine")
    general.say("an answer", reply_to=sent.id)
    general.say("a silent answer", reply_to=sent.id, pings=False)
    [*_, third, fourth] = await client.hear(4)
    assert (third.content, fourth.content) == ("an answer", "")
    assert isinstance(third.reference and third.reference.resolved, discord.Message)
    anna = server.dm("anna")
    said = anna.say("private", [clip])
    general.edit(shown, f"<@{server.ledger.bot.id}> changed")
    await client.until(lambda: client.edited)
    assert client.edited[0].message.content.endswith("changed")
    anna.forward(anna.message(said))
    [*_, forwarded] = await client.hear(6)
    assert forwarded.content == "" and forwarded.message_snapshots[0].content == "private"
    assert len(forwarded.message_snapshots[0].attachments) == 1


async def test_threads_and_posts(server: DiscordServer, client: Client) -> None:
    crew = server.guild("crew")
    thread = crew.channel("general").thread("cats")
    thread.say("meow", mentions_bot=True)
    post = crew.forum("help").post("a title", "please", mentions_bot=True)
    [first, second] = await client.hear(2)
    assert isinstance(first.channel, discord.Thread) and first.channel.name == "cats"
    assert isinstance(second.channel, discord.Thread) and second.id == second.channel.id == post.id
    await first.channel.send("in the thread")
    await second.reply("in the post")
    assert thread.texts == ["in the thread"] and post.texts == ["in the post"]
    assert crew.channel("general").texts == []
    general = client.get_channel(crew.channel("general").id)
    forum = client.get_channel(crew.forum("help").id)
    assert isinstance(general, discord.TextChannel) and isinstance(forum, discord.ForumChannel)
    made = await general.create_thread(name="ours", type=discord.ChannelType.public_thread)
    await made.send("x")
    assert crew.channel("general").thread("ours").texts == ["x"]
    created = await forum.create_thread(name="ours too", content="first")
    assert created.message.id == created.thread.id
    with pytest.raises(discord.HTTPException):
        await forum.create_thread(name="nothing stays", content="x" * 2001)
    assert server.ledger.room(name="nothing stays") is None
    thread.archive(is_locked=True)
    with pytest.raises(discord.HTTPException) as caught:
        await first.channel.send("x")
    assert caught.value.code == 50083


async def test_a_cut_line_loses_nothing(server: DiscordServer, client: Client) -> None:
    anna = server.dm("anna")
    anna.say("one")
    await client.hear()
    server.go_away()
    anna.say("two")
    anna.say("three")
    server.come_back()
    await client.hear(3)
    assert [one.content for one in client.heard] == ["one", "two", "three"]
    assert (server.sessions.identified, server.sessions.resumed) == (1, 1)
    for break_off in (server.cut, server.reconnect, lambda: server.close_gateway(4000)):
        before = server.sessions.resumed
        break_off()
        anna.say("more")
        await client.hear(len(client.heard) + 1)
        assert server.sessions.resumed == before + 1
    server.invalidate(is_resumable=True)
    await client.until(lambda: server.sessions.resumed == 5)
    assert server.sessions.identified == 1


async def test_a_lost_session_has_to_ask_for_history(server: DiscordServer, client: Client) -> None:
    anna = server.dm("anna")
    last = anna.say("one")
    [heard] = await client.hear()
    server.lose_sessions()
    missed = anna.say("two")
    await client.until(lambda: client.events.count("READY") == 2)
    anna.say("three")
    await client.hear(2)
    assert [one.content for one in client.heard] == ["one", "three"]
    after = [one async for one in heard.channel.history(after=discord.Object(last))]
    assert len(after) == 2 and after[0].id == missed


async def test_heartbeats(tmp_path: Path) -> None:
    with DiscordServer(tmp_path, heartbeat_ms=200) as server:
        async with running(Client(heartbeat_timeout=1.0), server) as client:
            anna = server.dm("anna")
            [connection] = server.gateway.connections
            await asyncio.to_thread(
                server.ledger.wait, lambda: connection.beats > 3, 8, lambda: "it does not beat"
            )
            server.miss_acks()
            # The library gives up on a line without answers, and resumes on another.
            await asyncio.to_thread(
                server.ledger.wait, lambda: server.sessions.resumed, 8, lambda: "never resumed"
            )
            server.miss_acks(is_missing=False)
            anna.say("still there")
            await client.hear()


async def test_whoever_does_not_beat_is_put_out(tmp_path: Path) -> None:
    with DiscordServer(tmp_path, heartbeat_ms=100) as server:
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(addresses(server.url)["gateway"]) as socket,
        ):
            assert (await socket.receive_json())["op"] == 10
            end = await socket.receive(timeout=5)
            assert (end.type, end.data) == (aiohttp.WSMsgType.CLOSE, TIMED_OUT)


async def test_shards(tmp_path: Path) -> None:
    class Sharded(Client, discord.AutoShardedClient):
        """The same in several connections."""

    with DiscordServer(tmp_path, shards=2) as server:
        chats = []
        for number in range(6):
            chats.append(server.guild(f"guild {number}").channel("general"))
            server.advance(0.01)
        async with running(Sharded(), server) as client:
            assert len(client.shards) == 2 and len(client.guilds) == 6
            for chat in [*chats, server.dm("anna")]:
                chat.say(str(chat.id), mentions_bot=True)
            await client.hear(7)
            assert len({one.channel.id for one in client.heard}) == 7
