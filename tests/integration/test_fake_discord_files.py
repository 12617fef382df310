"""Files at the fake Discord, in both directions, through the real client library."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest

from tests.integration.discord_client import Client, check
from tests.servers.discord import DiscordServer
from tests.servers.discord_limits import MIB
from tests.servers.discord_testing import point, running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DiscordServer]:
    with DiscordServer(tmp_path / "discord") as server:
        yield server
        check(server)


@pytest.fixture
async def client(server: DiscordServer) -> AsyncIterator[Client]:
    async with running(Client(), server) as client:
        yield client


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def sparse(path: Path, size_bytes: int) -> Path:
    """A file that takes no room on the disk."""
    with path.open("wb") as out:
        out.truncate(size_bytes)
    return path


async def test_links_grow_old(
    server: DiscordServer, client: Client, session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    clip = tmp_path / "clip.mp4"
    clip.write_bytes(bytes(range(200)))
    said = server.dm("anna").say("look", [clip])
    [heard] = await client.hear()
    [attachment] = heard.attachments
    assert (attachment.size, attachment.content_type) == (200, "video/mp4")

    async def status(link: str, **headers: str) -> tuple[int, bytes]:
        async with session.get(link, headers=headers) as answer:
            return answer.status, await answer.read()

    assert await status(attachment.url) == (200, clip.read_bytes())
    assert await status(attachment.url, Range="bytes=10-19") == (206, clip.read_bytes()[10:20])
    assert [one.asked_bytes for one in server.ledger.downloads] == [200, 10]
    for wrong in (
        attachment.url.partition("?")[0],
        attachment.url.replace("ex=", "ex=f"),
        attachment.url.replace("clip", "clap"),
        attachment.url.replace("hm=", "hm=0"),
    ):
        assert (await status(wrong))[0] == 404
    server.advance(24 * 3600 + 1)
    assert (await status(attachment.url))[0] == 404
    again = await heard.channel.fetch_message(said)
    assert (await status(again.attachments[0].url))[0] == 200
    told = {"attachment_urls": [attachment.url, f"{server.url}/attachments/1/2/no.mp4"]}
    async with session.post(
        f"{server.url}/api/v10/attachments/refresh-urls",
        json=told,
        headers={"Authorization": f"Bot {server.token}"},
    ) as answer:
        first, second = (await answer.json())["refreshed_urls"]
    assert (await status(first["refreshed"]))[0] == 200 and second["refreshed"] is None


async def test_what_is_claimed_and_what_goes_wrong(
    server: DiscordServer, client: Client, session: aiohttp.ClientSession, tmp_path: Path
) -> None:
    clip = sparse(tmp_path / "clip.mp4", MIB)
    anna = server.dm("anna")
    anna.say("", [clip], claims={"size": 7, "content_type": None}, names=["原 片.mp4"])
    [heard] = await client.hear()
    [attachment] = heard.attachments
    assert (attachment.size, attachment.content_type) == (7, None)
    assert (attachment.filename, attachment.title) == ("_.mp4", "原 片")
    # Once more for the second, as aiohttp asks again of itself when a line breaks at once.
    for kind, times in (("cut", 1), ("drop", 2)):
        server.arm("file", kind, times=times)
        with pytest.raises(aiohttp.ClientError):
            async with session.get(attachment.url) as answer:
                await answer.read()
    for kind, status in (("gone", 404), ("http_error", 502), ("rate_limit", 429)):
        server.arm("file", kind)
        async with session.get(attachment.url) as answer:
            assert answer.status == status
    server.arm("file", "slow", bytes_per_s=100 * MIB)
    async with session.get(attachment.url) as answer:
        assert len(await answer.read()) == MIB


async def test_how_large_a_file_may_be(
    server: DiscordServer, client: Client, tmp_path: Path
) -> None:
    plain, boosted = server.guild("plain"), server.guild("boosted", boosts=7)
    fits = sparse(tmp_path / "fits.mp4", 10 * MIB)
    too_large = sparse(tmp_path / "large.mp4", 10 * MIB + 1)
    for chat in (plain.channel("general"), server.dm("anna")):
        channel: Any = await client.fetch_channel(chat.id)
        sent = await channel.send(file=discord.File(fits))
        with pytest.raises(discord.HTTPException) as caught:
            await channel.send("words", file=discord.File(too_large))
        assert (caught.value.status, caught.value.code) == (413, 40005)
        with pytest.raises(discord.HTTPException):
            await sent.edit(attachments=[discord.File(too_large)])
        assert [len(one.versions) for one in chat.messages] == [1] and chat.texts == [""]
    there: Any = await client.fetch_channel(boosted.channel("general").id)
    await there.send(file=discord.File(too_large))
    assert len(boosted.channel("general").videos()) == 1


_SENDER = """
import asyncio, json, resource, sys
import discord
from tests.servers.discord_testing import point
url, token, channel, path = sys.argv[1:]
point(url)

async def send():
    async with discord.Client(intents=discord.Intents.none()) as client:
        await client.login(token)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        there = await client.fetch_channel(int(channel))
        sent = await there.send("big", file=discord.File(path))
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps({"grown_kib": after - before, "size_bytes": sent.attachments[0].size}))

asyncio.run(send())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is counted as Linux does")
async def test_a_large_file_goes_up_without_memory(server: DiscordServer, tmp_path: Path) -> None:
    size_bytes = 60 * MIB
    path = sparse(tmp_path / "large.mp4", size_bytes)
    general = server.guild("crew", boosts=14).channel("general")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sender = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        _SENDER,
        server.url,
        server.token,
        str(general.id),
        str(path),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
    )
    out, _ = await asyncio.wait_for(sender.communicate(), 60)
    told = json.loads(out)
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert told["size_bytes"] == general.videos()[0].stat().st_size == size_bytes
    assert told["grown_kib"] < 16 * 1024 and grown_kib < 16 * 1024


async def test_a_process_of_its_own(tmp_path: Path, session: aiohttp.ClientSession) -> None:
    token = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde." + "x" * 38
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.servers.discord", "--folder", str(tmp_path / "folder"), "--token", token),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).resolve().parents[2],
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    url = json.loads(await asyncio.wait_for(process.stdout.readline(), 30))["url"]
    clip = sparse(tmp_path / "clip.mp4", MIB)

    async def post(act: str, **body: Any) -> Any:
        async with session.post(f"{url}/_test/{act}", json=body) as answer:
            assert answer.status == 200, await answer.text()
            return await answer.json()

    async def get(name: str) -> Any:
        async with session.get(f"{url}/_test/{name}") as answer:
            return await answer.json()

    chat = (await post("chat", name="anna"))["chat"]
    before = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    point(url)
    try:
        async with Client() as client:
            life = asyncio.ensure_future(client.start(token))
            await asyncio.wait_for(client.wait_until_ready(), 15)
            assert client.application_id == 123456789012345678
            client.tree.command(name="edit", description="x")(_edit)
            await client.tree.sync()
            await post("say", chat=chat, text="hello", paths=[str(clip)], times=2)
            heard = await client.hear(2)
            await heard[0].channel.send("hi")
            used = await post(
                "slash", chat=chat, name="edit", options={"words": "w"}, paths={"clip": str(clip)}
            )
            interaction = await client.use()
            await client.until(lambda: interaction.response.is_done())
            await client.until(lambda: client.events.count("MESSAGE_CREATE") == 4)
            await post("gateway", order="cut")
            await client.until(lambda: "RESUMED" in client.events)
            [told] = await get("interactions")
            assert told["id"] == used["interaction"] and told["answer"] == 4
            assert [one["text"] for one in await get(f"messages?chat={chat}")] == ["hi", "w"]
            assert [one["status"] for one in await get("requests?endpoint=send")] == [200]
            traffic = await get("traffic")
            assert traffic == {"downloads": [], "identified": 1, "resumed": 1}
        await life
    finally:
        discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = before
        process.terminate()
        assert await asyncio.wait_for(process.wait(), 15) == 0


async def _edit(interaction: discord.Interaction, clip: discord.Attachment, words: str) -> None:
    await interaction.response.send_message(words)
