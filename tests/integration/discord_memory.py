"""What the store knows of chats on the fake Discord, and what was heard there: for tests.

Owns the store's part in catching up. Must not know what a test asks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import discord

from bots.discord.places import Place
from core.model import ChatRef, Incoming, update_of
from tests.contract.adapter_hearing import words_of
from tests.integration.discord_adapter import Running
from tests.servers.discord import DiscordServer
from tests.servers.discord_person import Chat
from tests.servers.discord_values import Request


class Memory:
    """The store's part: the newest number of each chat, as far as it is known."""

    def __init__(self, server: DiscordServer) -> None:
        self._server = server
        self.known: dict[ChatRef, int] = {}
        self.bot: Running | None = None
        self.mark: datetime | None = None
        self.missed: dict[ChatRef, int] = {}
        self.asked: list[datetime] = []
        self.failures_left = 0
        self.can_answer = asyncio.Event()
        self.can_answer.set()

    def knows(self, *chats: Chat) -> Memory:
        """What was said there until now is known."""
        for chat in chats:
            self.known[ref(self._server, chat)] = self._server.clock.snowflake()
        return self

    async def newest(self, account: str, since: datetime) -> Mapping[ChatRef, int]:
        """What the adapter asks."""
        assert account == str(self._server.ledger.bot.id)
        self.asked.append(since)
        if self.failures_left:
            self.failures_left -= 1
            raise OSError("the database is locked")
        await self.can_answer.wait()
        found = dict(self.known)
        for one in self.bot.heard if self.bot is not None else ():
            if isinstance(one, Incoming):
                found[one.chat] = max(found.get(one.chat, 0), update_of(one.id))
        return found | self.missed

    async def watermark(self, account: str) -> datetime | None:
        """How far it was heard."""
        return self.mark

    async def set_watermark(self, account: str, at: datetime) -> None:
        """What the adapter says of it."""
        assert account == str(self._server.ledger.bot.id)
        self.mark = at
        self.missed.clear()

    async def put_off(self, chat: ChatRef, number: int) -> None:
        """What the adapter says of a chat."""
        self.missed[chat] = number


def ref(server: DiscordServer, chat: Chat) -> ChatRef:
    room = chat.room
    guild_id = room.guild.id if room.guild is not None else None
    thread_id = room.id if room.parent is not None else None
    there = Place((room.parent or room).id, thread_id, guild_id)
    return there.chat(str(server.ledger.bot.id))


def kept(bot: Running) -> list[Incoming]:
    """What was heard as the core keeps it: what comes both ways is known by its id."""
    found = {one.id: one for one in bot.heard if isinstance(one, Incoming)}
    return list(found.values())


def texts(bot: Running) -> list[str]:
    return [words_of(one) for one in kept(bot)]


async def come(bot: Running, *expected: str) -> None:
    """Just these were heard, in this order."""
    await bot.until(lambda: len(kept(bot)) >= len(expected))
    assert texts(bot) == list(expected)


def asked(server: DiscordServer, chat: Chat | None = None) -> list[Request]:
    """How often a history was asked for."""
    found = [one for one in server.requests if one.endpoint == "history"]
    return [one for one in found if chat is None or one.channel == chat.id]


def number_before(ago: timedelta) -> int:
    """The number of a message that is so old."""
    return discord.utils.time_snowflake(datetime.now(UTC) - ago)
