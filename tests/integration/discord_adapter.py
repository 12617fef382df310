"""The Discord adapter, running in front of the fake Discord: for its tests.

Owns starting it, and what it hears. Must not know what a test asks.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import SecretStr

from bots.platforms import discord
from bots.settings import Settings
from core.model import Inbound, Incoming, Outgoing
from core.ports import Heard
from tests.servers.discord import DiscordServer
from tests.servers.discord_testing import pointed

T = TypeVar("T")
FACTOR = 0.05
CLOUD = "https://nemo.example"


@dataclass
class Running:
    """An adapter that hears; ``heard`` is all that came, in its order."""

    server: DiscordServer
    adapter: discord.Discord
    heard: list[Inbound] = field(default_factory=list)
    failures_left: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _read: int = 0

    async def receive(self, inbound: Inbound) -> None:
        """Called by the adapter."""
        if self.failures_left:
            self.failures_left -= 1
            raise OSError("the disk is full")
        self.heard.append(inbound)
        self._news.set()

    async def next(self) -> Incoming:
        """The next message."""
        found = await self.until(lambda: self.heard[self._read : self._read + 1])
        self._read += 1
        assert isinstance(found[0], Incoming), found[0]
        return found[0]

    async def until(self, value: Callable[[], T], limit_s: float = 8.0) -> T:
        """What ``value`` gives as soon as that is true: asked whenever something is heard."""
        async with asyncio.timeout(limit_s):
            while not (found := value()):
                self._news.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._news.wait(), 0.02)
            return found

    async def say(self, about: Incoming, text: str, part: str = "answer", **more: Any) -> str:
        """Let the core say something about a message; the platform's id of it."""
        told = Outgoing(f"{about.id}/{part}", about.chat, text, about=about.id, **more)
        return (await self.adapter.send(told)).platform_id


def settings(server: DiscordServer, **more: Any) -> Settings:
    """What an operator would set, with short waits."""
    given = {"nemo_api_url": CLOUD, "timetable_factor": FACTOR} | more
    return Settings(_env_file=None, discord_bot_token=SecretStr(server.token), **given)


@contextlib.asynccontextmanager
async def running(
    server: DiscordServer, heard: Heard | None = None, *, is_offered: bool = True, **more: Any
) -> AsyncIterator[Running]:
    """The adapter, connected; stopped as the program stops it.

    ``is_offered``: its commands are there.
    """
    with pointed(server):
        async with discord.connected(settings(server, **more)) as adapter:
            found = Running(server, adapter)
            if heard is not None:
                adapter.catch_up_from(heard)
            feeding = asyncio.create_task(adapter.run(found.receive))
            try:
                await asyncio.to_thread(server.wait_connected)
                await found.until(lambda: server.commands.names or not is_offered)
                yield found
            finally:
                feeding.cancel()
                await asyncio.wait({feeding})
            if not feeding.cancelled():
                feeding.result()
