"""The fake Discord's API says yes and no as the real one does, to the real client library."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest

from tests.integration.discord_client import Client, at, check, refused
from tests.servers.chat_clean import assert_words_clean
from tests.servers.discord import DiscordServer
from tests.servers.discord_faults import ENDPOINTS
from tests.servers.discord_markdown import NAMED, shown
from tests.servers.discord_testing import running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DiscordServer]:
    with DiscordServer(tmp_path / "discord") as server:
        yield server
        check(server)


@pytest.fixture
async def client(server: DiscordServer) -> AsyncIterator[Client]:
    async with running(Client(), server) as client:
        yield client


async def test_a_dm_and_a_mention_arrive(server: DiscordServer, client: Client) -> None:
    anna = server.dm("anna", "zh-CN")
    anna.say("hello")
    crew = server.guild("crew").channel("general")
    crew.say("not for you", by="ben")
    crew.say("for you", mentions_bot=True, by="ben")
    heard = await client.hear(3)
    assert (heard[0].content, heard[0].guild, heard[0].author.name) == ("hello", None, "anna")
    assert heard[1].content == ""
    assert "for you" in heard[2].content and heard[2].author.name == "ben"
    await heard[0].channel.send("hi anna")
    answer = await heard[2].reply("hi crew")
    assert answer.reference is not None and answer.reference.message_id == heard[2].id
    assert anna.texts == ["hi anna"] and crew.texts == ["hi crew"]
    async with heard[0].channel.typing():
        assert len(anna.typing) == 1
    user = await client.fetch_user(anna.person.id)
    assert (await user.create_dm()).id == anna.id


async def test_words_have_their_limits(server: DiscordServer, client: Client) -> None:
    anna = await at(client, server.dm("anna"))
    await anna.send("😀" * 2000)
    error = await refused(anna.send("😀" * 2001), 400, 50035)
    assert "Must be 2000 or fewer in length" in error.text
    await refused(anna.send(" \n "), 400, 50006)
    button: discord.ui.Button[Any] = discord.ui.Button(label="x", custom_id="x" * 100)
    view = discord.ui.View(timeout=None)
    view.add_item(button)
    await anna.send("x", view=view)
    button.custom_id = "x" * 101
    error = await refused(anna.send("x", view=view), 400, 50035)
    assert "components.0.components.0.custom_id" in error.text
    button.custom_id, button.label = "x", "y" * 81
    await refused(anna.send("x", view=view), 400, 50035)
    await refused(anna.send("x", nonce="n" * 26), 400, 50035)
    files = [discord.File(__file__, f"{number}.py") for number in range(10)]
    sent = await anna.send(files=files)
    assert [one.filename for one in sent.attachments] == [f"{number}.py" for number in range(10)]
    assert len(server.dm("anna").messages) == 3


async def test_messages_are_changed_and_deleted(server: DiscordServer, client: Client) -> None:
    anna = server.dm("anna")
    channel = await at(client, anna)
    sent = await channel.send("one", file=discord.File(__file__, "a b.py"))
    assert sent.attachments[0].filename == "a_b.py" and sent.attachments[0].title == "a b"
    await sent.edit(content="two")
    await sent.edit(attachments=[])
    assert [one.text for one in anna.messages[0].versions] == ["one", "two", "two"]
    assert [len(one.files) for one in anna.messages[0].versions] == [1, 1, 0]
    await refused(sent.edit(content=""), 400, 50006)
    said = await channel.fetch_message(anna.say("mine"))
    await refused(said.edit(content="yours"), 403, 50005)
    await refused(said.delete(), 403, 50003)
    await sent.delete()
    assert not anna.stands(sent.id) and len(anna.history) == 1
    for gone in (sent.edit(content="x"), sent.delete(), channel.fetch_message(sent.id)):
        await refused(gone, 404, 10008)
    general = server.guild("crew").channel("general")
    theirs = await (await at(client, general)).fetch_message(general.say("x"))
    await refused(theirs.delete(), 403, 50013)
    anna.delete(said.id)
    await refused(channel.send("x", reference=said), 400, 50035)


async def test_history(server: DiscordServer, client: Client) -> None:
    anna = server.dm("anna")
    channel = await at(client, anna)
    ids = [anna.say(str(number)) for number in range(7)]
    fourth = discord.Object(ids[3])

    async def found(**wanted: Any) -> list[int]:
        return [ids.index(one.id) async for one in channel.history(**wanted)]

    assert await found() == [6, 5, 4, 3, 2, 1, 0]
    assert await found(limit=2) == [6, 5]
    assert await found(after=fourth) == [4, 5, 6]
    assert await found(after=discord.Object(ids[0]), limit=2) == [1, 2]
    assert await found(before=fourth, limit=2) == [2, 1]
    assert sorted(await found(around=fourth, limit=3)) == [2, 3, 4]
    for query in ({"limit": 101}, {"limit": "x"}, {"after": "x"}):
        route = discord.http.Route("GET", "/channels/{channel_id}/messages", channel_id=anna.id)
        await refused(client.http.request(route, params=query), 400, 50035)


async def test_no_access(server: DiscordServer, client: Client) -> None:
    crew = server.guild("crew")
    general = crew.channel("general")
    channel = await at(client, general)
    general.deny("attach_files")
    await refused(channel.send(file=discord.File(__file__)), 403, 50013)
    await channel.send("words alone")
    general.deny("send_messages")
    await refused(channel.send("x"), 403, 50013)
    general.allow("send_messages")
    general.deny("view_channel")
    await refused(channel.send("x"), 403, 50001)
    general.allow("view_channel", "attach_files")
    general.deny("read_message_history")
    assert [one async for one in channel.history()] == []
    general.kick_bot()
    await refused(channel.send("x"), 403, 50001)
    crew.invite_bot()
    general.delete_channel()
    await refused(channel.send("x"), 404, 10003)
    anna = server.dm("anna")
    anna.close_dms()
    await refused((await at(client, anna)).send("x"), 403, 50007)
    await refused(client.fetch_channel(server.dm_between("anna", "ben").id), 403, 50001)
    forum = await at(client, crew.forum("help"))
    params = discord.http.handle_message_parameters("x")
    await refused(client.http.send_message(forum.id, params=params), 400, 50008)
    await refused(client.fetch_user(1), 404, 10013)


async def test_mentions_ping_whom_they_may(server: DiscordServer, client: Client) -> None:
    general = server.guild("crew").channel("general")
    channel = await at(client, general)
    ben = server.ledger.user("ben")
    words = f"@everyone <@{ben.id}>"
    question = await channel.fetch_message(general.say("?", by="ben"))
    await channel.send(words)
    await channel.send(words, allowed_mentions=discord.AllowedMentions.none())
    await question.reply("x", allowed_mentions=discord.AllowedMentions(users=[ben]))
    await question.reply("x", mention_author=False)
    assert [set(one.now.pinged) for one in general.messages] == [{ben.id}, set(), {ben.id}, set()]
    assert general.messages[1].now.allowed_mentions == {"parse": []}
    assert general.messages[1].text == words


async def test_a_nonce_makes_a_send_once(server: DiscordServer, client: Client) -> None:
    anna = server.dm("anna")
    channel = await at(client, anna)
    server.arm("send", "lost_answer", chat=anna)
    with pytest.raises(aiohttp.ClientError):
        await channel.send("once", nonce="abc")
    again = await channel.send("once", nonce="abc")
    assert anna.texts == ["once"] and again.id == anna.messages[0].id
    await (await at(client, server.dm("ben"))).send("to ben", nonce="abc")
    server.advance(6 * 60)
    await channel.send("later", nonce="abc")
    assert anna.texts == ["once", "later"] and server.dm("ben").texts == ["to ben"]


async def test_every_word_is_looked_at(server: DiscordServer, client: Client) -> None:
    anna = server.dm("anna")
    channel = await at(client, anna)
    await channel.send("clean", embed=discord.Embed(title="t", description="d"))
    assert_words_clean(server.said())
    shown = await channel.send("here")
    await shown.edit(content=f"{server.url}/x")
    await shown.edit(content="nothing")
    with pytest.raises(AssertionError, match=r"a loopback address"):
        assert_words_clean(server.said())
    assert server.url in anna.transcript()


async def test_nothing_secret_is_written_down(server: DiscordServer, client: Client) -> None:
    client.tree.command(name="credits", description="x")(_answer)
    await client.tree.sync()
    anna = server.dm("anna")
    used = anna.slash("credits")
    await asyncio.to_thread(anna.reply_to, used)
    await client.used[0].followup.send("more")
    written = repr(server.requests) + repr(server.ledger.interactions)
    assert used.token not in written and server.token not in written
    assert {one.endpoint for one in server.served} | {"file", "upload"} == ENDPOINTS
    path = f"webhooks/1/{used.token}/github"
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{server.url}/api/v10/{path}", json={}) as answer,
    ):
        assert answer.status == 404
    assert server.requests[-1].path == "/webhooks/1/…/github"


async def _answer(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("x")


@pytest.mark.parametrize(
    ("stands", "read"),
    [
        ("**b** *i* _i_ __u__ ~~s~~ ||h|| `c*d*`", "b i i u s h c*d*"),
        (r"\*\*b\*\* \_i\_ \|\|h\|\| \`c\` \\", "**b** _i_ ||h|| `c` \\"),
        ("[a](https://b.example) https://b.example/a_b_c?x=*y*", "a https://b.example/a_b_c?x=*y*"),
        ("# big\n- one\n> said", "big\n• one\nsaid"),
        ("\\# big 2 * 3 * 4 snake_case", "# big 2 * 3 * 4 snake_case"),
        ("<@123> <#4> \\<@123>", f"{NAMED} {NAMED} <@123>"),
    ],
)
def test_words_are_read_without_the_marks_of_their_style(stands: str, read: str) -> None:
    assert shown(stands) == read
