"""Commands, buttons and modals at the fake Discord, used through the real client library."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands

from tests.integration.discord_client import Client, check
from tests.integration.discord_commands import with_commands
from tests.servers.discord import DiscordServer
from tests.servers.discord_testing import running


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DiscordServer]:
    with DiscordServer(tmp_path / "discord") as server:
        yield server
        check(server)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "my clip.mp4"
    path.write_bytes(bytes(range(256)) * 40)
    return path


@pytest.fixture
async def client(server: DiscordServer) -> AsyncIterator[Client]:
    async with running(with_commands(Client()), server) as client:
        yield client


async def test_a_slash_command_with_a_file(
    server: DiscordServer, client: Client, clip: Path
) -> None:
    anna = server.guild("crew").channel("general").seen_by(server.ledger.user("anna", "zh-CN"))
    assert anna.menu() == ["编辑", "credits", "Edit this clip"]
    used = anna.slash("编辑", clip=clip, prompt="a beach")
    heard = await asyncio.to_thread(anna.hear, "a beach: my_clip.mp4 10240")
    assert heard.id == used.original and heard.labels == ["Export", "More"]
    assert used.answer == 5 and 0 < (used.acknowledged_ms or 0) < 3000
    assert anna.seen_by("ben").texts == anna.texts


async def test_ephemeral_is_for_one(server: DiscordServer, client: Client) -> None:
    anna = server.guild("crew").channel("general").seen_by("anna")
    used = anna.slash("credits")
    answer = await asyncio.to_thread(anna.reply_to, used)
    assert (answer.text, answer.is_ephemeral) == ("3 left", True)
    assert anna.texts == ["3 left"] and anna.seen_by("ben").texts == []
    channel = client.get_channel(anna.id)
    assert isinstance(channel, discord.TextChannel)
    assert [one async for one in channel.history()] == []
    with pytest.raises(discord.NotFound):
        await channel.fetch_message(answer.id)


async def test_buttons(server: DiscordServer, client: Client, clip: Path) -> None:
    anna = server.dm("anna")
    anna.slash("edit", clip=clip, prompt="x")
    shown = await asyncio.to_thread(anna.hear, "x: ")
    pressed = anna.press(shown, "More")
    await asyncio.to_thread(anna.hear, "more")
    assert pressed.answer == 6
    anna.press(shown, "Export")
    await asyncio.to_thread(anna.hear, "exported")
    assert [one.text for one in anna.messages] == ["exported", "more"]
    assert anna.messages[0].buttons == ()


async def test_a_message_command_with_a_modal(
    server: DiscordServer, client: Client, clip: Path
) -> None:
    crew = server.guild("crew").channel("general")
    said = crew.say("look", [clip], by="ben")
    used = await asyncio.to_thread(crew.answered, crew.message_command("Edit this clip", said))
    assert used.modal is not None and used.modal["title"] == "Edit this clip"
    with pytest.raises(AssertionError, match=r"must be filled in"):
        crew.submit(used, {})
    sent = crew.submit(used, {"background": clip, "What shall I do?": "a forest"})
    answer = await asyncio.to_thread(crew.reply_to, sent)
    assert answer.text == "a forest ['my_clip.mp4']" and answer.is_ephemeral


async def test_somebody_brings_the_app_along(
    server: DiscordServer, client: Client, clip: Path
) -> None:
    foreign = server.guild("foreign", has_bot=False).channel("talk").seen_by("anna")
    private = server.dm_between("anna", "ben")
    for chat in (foreign, private):
        assert chat.menu() == ["edit"]
        used = chat.slash("edit", clip=clip, prompt="y")
        await asyncio.to_thread(chat.hear, "y: ")
        assert used.is_user_install
        interaction = client.used[-1]
        assert interaction.is_user_integration() and not interaction.is_guild_integration()
        # The first took the place of "thinking", and five may follow.
        for number in range(5):
            await interaction.followup.send(str(number))
        with pytest.raises(discord.HTTPException) as caught:
            await interaction.followup.send("6")
        assert caught.value.code == 40094
        with pytest.raises(discord.HTTPException) as caught:
            await client.http.send_message(
                chat.id, params=discord.http.handle_message_parameters("x")
            )
        assert caught.value.code == 50001


async def test_too_late(server: DiscordServer, client: Client) -> None:
    client.tree.remove_command("credits")
    anna = server.dm("anna")
    anna.slash("credits")
    late = await client.use(1)
    server.advance(3.1)
    with pytest.raises(discord.NotFound) as caught:
        await late.response.send_message("x")
    assert caught.value.code == 10062
    anna.slash("credits")
    interaction = await client.use(2)
    with pytest.raises(discord.NotFound) as caught:
        await interaction.followup.send("before any answer")
    assert caught.value.code == 10015
    await interaction.response.send_message("in time")
    await interaction.edit_original_response(content="changed")
    server.advance(15 * 60)
    for late_send in (
        interaction.edit_original_response(content="y"),
        interaction.followup.send("z"),
    ):
        with pytest.raises(discord.HTTPException) as caught:
            await late_send
        assert (caught.value.status, caught.value.code) == (401, 50027)
    assert [one.text for one in anna.messages[0].versions] == ["in time", "changed"]


async def test_answered_once(server: DiscordServer, client: Client) -> None:
    client.tree.remove_command("credits")
    anna = server.dm("anna")
    anna.slash("credits")
    interaction = await client.use()
    await interaction.response.defer(ephemeral=True, thinking=True)
    assert anna.is_thinking and anna.texts == []
    twin = discord.Interaction(data=_data_of(interaction), state=client._connection)
    with pytest.raises(discord.HTTPException) as caught:
        await twin.response.send_message("again")
    assert caught.value.code == 40060
    await interaction.edit_original_response(content="done")
    assert not anna.is_thinking and anna.messages[0].is_ephemeral
    await interaction.delete_original_response()
    assert anna.texts == [] and len(anna.history) == 1


def _data_of(interaction: discord.Interaction) -> Any:
    return {
        "id": str(interaction.id),
        "type": 2,
        "token": interaction.token,
        "version": 1,
        "application_id": str(interaction.application_id),
        "attachment_size_limit": 1,
    }


async def test_lost_and_late_answers(server: DiscordServer, client: Client) -> None:
    anna = server.dm("anna")
    server.arm("callback", "lost_answer", chat=anna)
    used = anna.slash("credits")
    await asyncio.to_thread(anna.hear, "3 left")
    assert used.answer == 4
    assert [one.status for one in server.ledger.requests("callback")] == [0]
    assert [one.channel for one in server.sent(anna)] == [anna.id]
    server.arm("callback", "drop", chat=anna)
    unanswered = anna.slash("credits")
    await client.until(lambda: len(client.used) == 2)
    assert unanswered.acknowledged_ms is None and not anna.has_failed(unanswered)


async def test_an_option_that_completes_itself(server: DiscordServer, client: Client) -> None:
    async def choices(_: discord.Interaction, begun: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=f"{begun}!", value=begun)]

    @app_commands.autocomplete(project=choices)
    async def projects(interaction: discord.Interaction, project: str) -> None:
        await interaction.response.send_message(project)

    client.tree.command(name="projects", description="x")(projects)
    await client.tree.sync()
    anna = server.dm("anna")
    begun = anna.complete("projects", "project", "be")
    await asyncio.to_thread(anna.answered, begun)
    assert begun.choices == ({"name": "be!", "value": "be"},)


async def test_a_foreign_guild_that_wants_no_applications(
    server: DiscordServer, client: Client, clip: Path
) -> None:
    foreign = server.guild("foreign", has_bot=False).channel("talk").seen_by("anna")
    foreign.deny("use_external_apps")
    foreign.slash("edit", clip=clip, prompt="y")
    heard = await asyncio.to_thread(foreign.hear, "y: ")
    assert heard.is_ephemeral and foreign.seen_by("ben").texts == []
