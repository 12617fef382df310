"""A small bot of discord.py's own kind in front of the fake Discord: for its tests.

Owns what it hears, and a command tree with one of each. Must not know our adapter.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import discord
import pytest
from discord import app_commands

from tests.servers.discord import DiscordServer
from tests.servers.discord_person import Chat
from tests.servers.discord_schema import published

T = TypeVar("T")


class Client(discord.Client):
    """It keeps what it hears; ``on_interaction`` is answered by the tree or the test."""

    def __init__(self, *, intents: discord.Intents | None = None, **options: Any) -> None:
        super().__init__(
            intents=intents or discord.Intents(guilds=True, messages=True),
            guild_ready_timeout=0.1,
            **options,
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[discord.Message] = []
        self.edited: list[discord.RawMessageUpdateEvent] = []
        self.used: list[discord.Interaction] = []
        self.events: list[str] = []
        self.failures: list[Exception] = []
        self._news = asyncio.Event()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Documented for this: a test needn't wait five seconds before it identifies again."""

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            self.heard.append(message)
            self._news.set()

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        self.edited.append(event)
        self._news.set()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self.used.append(interaction)
        self._news.set()

    async def on_socket_event_type(self, name: str) -> None:
        self.events.append(name)
        self._news.set()

    async def until(self, value: Callable[[], T], limit_s: float = 8.0) -> T:
        """What ``value`` gives as soon as that is true."""
        async with asyncio.timeout(limit_s):
            while not (found := value()):
                self._news.clear()
                await self._news.wait()
            return found

    async def hear(self, count: int = 1) -> list[discord.Message]:
        """The messages heard so far, ``count`` of them at least."""
        return await self.until(lambda: self.heard if len(self.heard) >= count else [])

    async def use(self, count: int = 1) -> discord.Interaction:
        """The interaction of that number."""
        return (await self.until(lambda: self.used if len(self.used) >= count else []))[count - 1]


async def at(client: Client, chat: Chat) -> Any:
    """The chat's channel as the library has it."""
    return client.get_channel(chat.id) or await client.fetch_channel(chat.id)


async def refused(work: Awaitable[Any], status: int, code: int) -> discord.HTTPException:
    """What the library raised, with that status and code."""
    with pytest.raises(discord.HTTPException) as caught:
        await work
    assert (caught.value.status, caught.value.code) == (status, code)
    return caught.value


def check(server: DiscordServer) -> None:
    """Whatever a test did with the real library is as published, and so is what it was answered."""
    if (schema := published()) is not None:
        known = [one for one in server.requests if one.endpoint != "unknown"]
        found = schema.faults(one for one in known if one.status < 400)
        found += schema.answer_faults(known)
        assert not found, "\n".join(found)
