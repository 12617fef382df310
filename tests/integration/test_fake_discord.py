"""The fake Discord says yes and no as the real one does, to the real client library."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.integration.discord_client import Client, check
from tests.servers.discord import DiscordServer
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
    crew.say("not for you")
    crew.say("for you", mentions_bot=True)
    heard = await client.hear(3)
    assert heard[0].content == "hello" and heard[0].guild is None
    assert heard[1].content == ""
    assert "for you" in heard[2].content
    await heard[0].channel.send("hi anna")
    await heard[2].reply("hi crew")
    assert anna.texts == ["hi anna"] and crew.texts == ["hi crew"]
