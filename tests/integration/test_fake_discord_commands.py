"""Which commands the fake Discord takes, from the real client library."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import discord
import pytest

from tests.integration.discord_client import Client, check
from tests.integration.discord_commands import with_commands
from tests.servers.discord import DiscordServer
from tests.servers.discord_commands import is_command_name
from tests.servers.discord_testing import running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DiscordServer]:
    with DiscordServer(tmp_path / "discord") as server:
        yield server
        check(server)


@pytest.fixture
async def client(server: DiscordServer) -> AsyncIterator[Client]:
    async with running(with_commands(Client()), server) as client:
        yield client


async def test_commands_are_synced_and_refused(server: DiscordServer, client: Client) -> None:
    fetched = await client.tree.fetch_commands()
    assert [one.name for one in fetched] == ["edit", "credits", "Edit this clip"]
    again = await client.tree.sync()
    assert [one.id for one in again] == [one.id for one in fetched]
    assert len(server.ledger.requests("sync")) == 2
    crew = server.guild("crew")
    guild = discord.Object(crew.id)
    client.tree.command(name="here", description="x", guild=guild)(_here)
    await client.tree.sync(guild=guild)
    assert "here" in crew.channel("general").menu() and "here" not in server.dm("anna").menu()
    application = server.ledger.bot.id
    for told, path in (
        ({"name": "Edit", "description": "x"}, "0.name"),
        ({"name": "edit", "description": ""}, "0.description"),
        ({"name": "edit", "description": "x" * 101}, "0.description"),
        ({"name": "edit", "description": "x", "name_localizations": {"zh": "x"}}, "0.name_local"),
        ({"name": "Edit it", "description": "x", "type": 3}, "0.description"),
        ({"name": "edit", "description": "x", "contexts": [3]}, "0.contexts"),
    ):
        with pytest.raises(discord.HTTPException) as caught:
            await client.http.bulk_upsert_global_commands(application, payload=[told])
        assert caught.value.code == 50035 and f"In {path}" in caught.value.text
    twins = [{"name": "edit", "description": "x"}] * 2
    with pytest.raises(discord.HTTPException):
        await client.http.bulk_upsert_global_commands(application, payload=twins)
    assert [one.name for one in await client.tree.fetch_commands()] == server.dm("anna").menu()


async def _here(interaction: discord.Interaction) -> None:
    await interaction.response.send_message("here")


@pytest.mark.parametrize(
    ("name", "is_good"),
    [("edit", True), ("编辑", True), ("क्लिप", True), ("Edit", False), ("a b", False), ("", False)],
)
def test_names_of_commands(name: str, is_good: bool) -> None:
    assert is_command_name(name) is is_good
    assert not is_command_name("x" * 33)
