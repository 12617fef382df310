"""The measured processes: the real app on Discord, and the client library alone beside it.

`python -m tests.bench.discord_load WHAT` runs one with the environment's settings, against the fake
Discord that it names:

- ``bot``: the app until its input ends, as in ``load_bot``.
- ``echo``: the library's own client that echoes, until SIGTERM.
- ``read CHANNEL MESSAGE``, ``save CHANNEL MESSAGE PATH`` and ``send CHANNEL PATH``: the library's
  own ways with that message's attachment, and its sending of a file; prints the extra peak.

Owns what runs and what is measured of it. Must not know how much is allowed.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import discord

from bots import log
from bots.platforms.discord import connected
from bots.settings import load
from tests.bench.load_bot import bot, tell
from tests.bench.load_meters import cost_of
from tests.servers.bot_process import DISCORD_URL
from tests.servers.discord_testing import point


def _token() -> str:
    token = load().discord_bot_token
    assert token is not None
    return token.get_secret_value()


class Echo(discord.Client):
    """The least that a bot made with the library does."""

    async def on_message(self, message: discord.Message) -> None:
        if not message.author.bot:
            await message.channel.send(message.content)


def echo() -> None:
    intents = discord.Intents(guilds=True, dm_messages=True)
    Echo(intents=intents).run(_token(), log_handler=None)


async def measured(
    work: Callable[[discord.Client], Awaitable[Callable[[], Awaitable[Any]]]],
) -> None:
    """What a transfer takes beyond what the library's client has in memory before it.

    ``work`` prepares it, and gives the transfer itself.
    """
    async with discord.Client(intents=discord.Intents.none()) as client:
        await client.login(_token())
        tell(await cost_of(await work(client)))


async def read(channel: int, message: int, path: Path | None) -> None:
    async def prepare(client: discord.Client) -> Callable[[], Awaitable[Any]]:
        found = await client.get_partial_messageable(channel).fetch_message(message)
        (attachment,) = found.attachments
        return attachment.read if path is None else lambda: attachment.save(path)

    await measured(prepare)


async def send(channel: int, path: Path) -> None:
    async def prepare(client: discord.Client) -> Callable[[], Awaitable[Any]]:
        there = client.get_partial_messageable(channel)
        return lambda: there.send(file=discord.File(path))

    await measured(prepare)


def main() -> None:
    log.set_up("ERROR")
    point(os.environ[DISCORD_URL])
    parser = argparse.ArgumentParser(prog="tests.bench.discord_load")
    whats = parser.add_subparsers(dest="what", required=True)
    whats.add_parser("bot")
    whats.add_parser("echo")
    for name in ("read", "save", "send"):
        one = whats.add_parser(name)
        one.add_argument("channel", type=int)
        if name != "send":
            one.add_argument("message", type=int)
        if name != "read":
            one.add_argument("path", type=Path)
    given = parser.parse_args()
    match given.what:
        case "bot":
            asyncio.run(bot(connected))
        case "echo":
            echo()
        case "read":
            asyncio.run(read(given.channel, given.message, None))
        case "save":
            asyncio.run(read(given.channel, given.message, given.path))
        case "send":
            asyncio.run(send(given.channel, given.path))


if __name__ == "__main__":
    main()
