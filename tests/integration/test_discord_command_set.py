"""The commands that the Discord adapter brings along: in every language, sent once a version."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.integration.discord_adapter import running
from tests.integration.discord_client import check
from tests.servers.discord import DiscordServer

NAMES = [
    "edit",
    "export",
    "status",
    "credits",
    "new",
    "projects",
    "cancel",
    "language",
    "settings",
    "login",
    "forget",
    "help",
    "Edit this clip",
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DiscordServer]:
    with DiscordServer(tmp_path / "discord") as server:
        yield server
        check(server)


async def test_they_are_sent_once_for_each_version(server: DiscordServer) -> None:
    for number in range(3):
        async with running(server) as bot:
            await bot.until(lambda number=number: looks_of(server) > number)
    assert looks_of(server) == 3
    assert [one.endpoint for one in server.requests].count("sync") == 1
    assert server.guild("crew").channel("general").menu() == NAMES


async def test_others_are_replaced(server: DiscordServer) -> None:
    async with running(server):
        pass
    await registered(server, "help", "an older one")
    async with running(server) as bot:
        await bot.until(lambda: [o.endpoint for o in server.requests].count("sync") == 2)


async def test_they_read_in_ones_own_language(server: DiscordServer) -> None:
    async with running(server) as bot:
        room = server.guild("crew").channel("general")
        mei = room.seen_by(server.ledger.user("mei", "zh-CN"))
        assert mei.menu()[:4] == ["剪辑", "导出", "状态", "积分"]
        assert mei.menu()[-1] == "剪辑这段视频"
        mei.slash("剪辑", prompt="模糊背景")
        heard = await bot.next()
        assert heard.sender.language == "zh-CN"
        assert heard.body.argument == "模糊背景"  # type: ignore[union-attr]


async def test_a_refusal_does_no_harm(server: DiscordServer) -> None:
    server.arm("commands", "refuse", status=403, code=50001)
    async with running(server, is_offered=False) as bot:
        server.dm("anna").say("hello")
        assert (await bot.next()).is_direct


async def test_a_command_of_an_earlier_version_is_answered(server: DiscordServer) -> None:
    async with running(server) as bot:
        await registered(server, "colour", "gone by now")
        room = server.guild("crew").channel("general").seen_by("anna")
        used = await asyncio.to_thread(room.answered, room.slash("colour"))
        assert used.answer == 5
        assert (await bot.next()).body.name == "help"  # type: ignore[union-attr]


def looks_of(server: DiscordServer) -> int:
    """How often it was asked which commands stand there."""
    return sum(one.endpoint == "commands" for one in server.requests)


async def registered(server: DiscordServer, name: str, description: str) -> None:
    """A command that another version of the bot has sent."""
    application = server.token.partition(".")[0]
    application = base64.b64decode(application + "==").decode()
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bot {server.token}"}) as http,
        http.post(
            f"{server.url}/api/v10/applications/{application}/commands",
            json={"name": name, "description": description, "type": 1},
        ) as answer,
    ):
        assert answer.status in (200, 201)
