"""Commands, a modal and buttons of discord.py's own kind: for tests of the fake Discord.

Owns one of each, registered at a client. Must not know our adapter.
"""

from __future__ import annotations

from typing import Any

import aiohttp
import discord
from discord import app_commands

from tests.integration.discord_client import Client


class Words(discord.ui.Modal, title="Edit this clip"):
    """What a message command asks for."""

    words: discord.ui.TextInput[Any] = discord.ui.TextInput(
        label="What shall I do?", max_length=200
    )
    files = discord.ui.Label(
        text="Background",
        component=discord.ui.FileUpload(custom_id="background", required=False),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        upload = self.files.component
        assert isinstance(upload, discord.ui.FileUpload)
        names = [one.filename for one in upload.values]
        await interaction.response.send_message(f"{self.words.value} {names}", ephemeral=True)


class Buttons(discord.ui.View):
    """Buttons that survive a restart: no time-out, ids of their own."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Export", custom_id="export:1")
    async def export(self, interaction: discord.Interaction, _: discord.ui.Button[Any]) -> None:
        await interaction.response.edit_message(content="exported", view=None)

    @discord.ui.button(label="More", custom_id="more:1")
    async def more(self, interaction: discord.Interaction, _: discord.ui.Button[Any]) -> None:
        await interaction.response.defer()
        await interaction.followup.send("more", ephemeral=True)


class Translator(app_commands.Translator):
    """Says one word in one other language."""

    async def translate(
        self, string: app_commands.locale_str, locale: discord.Locale, _: Any
    ) -> str | None:
        is_known = (string.message, locale) == ("edit", discord.Locale.chinese)
        return "编辑" if is_known else None


def with_commands(client: Client) -> Client:
    """The client with its commands, which it syncs when it logs in."""
    tree = client.tree

    @tree.command(name=app_commands.locale_str("edit"), description="Edit a clip")
    @app_commands.allowed_contexts(guilds=True, dms=True, private_channels=True)
    @app_commands.allowed_installs(guilds=True, users=True)
    async def edit(interaction: discord.Interaction, clip: discord.Attachment, prompt: str) -> None:
        await interaction.response.defer()
        async with aiohttp.ClientSession() as session, session.get(clip.url) as answer:
            size_bytes = len(await answer.read())
        view = Buttons()
        await interaction.followup.send(f"{prompt}: {clip.filename} {size_bytes}", view=view)

    @tree.command(name="credits", description="What is left")
    async def credits_(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("3 left", ephemeral=True)

    @tree.context_menu(name="Edit this clip")
    async def edit_this(interaction: discord.Interaction, message: discord.Message) -> None:
        interaction.extras["clip"] = message
        assert message.attachments
        await interaction.response.send_modal(Words())

    async def begin() -> None:
        await tree.set_translator(Translator())
        client.add_view(Buttons())
        await tree.sync()

    client.setup_hook = begin  # type: ignore[method-assign]
    return client
