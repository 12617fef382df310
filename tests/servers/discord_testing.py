"""The real client library in front of the fake Discord: for tests.

Owns how it is pointed there: by the addresses that it documents, put back afterwards. Must not
know our adapter.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, TypeVar

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

if TYPE_CHECKING:
    # A bot's process, which is pointed to a server elsewhere, needs none of its own.
    from tests.servers.discord import DiscordServer

Client = TypeVar("Client", bound=discord.Client)


def addresses(url: str) -> dict[str, str]:
    """The three addresses of a server at ``url``: API, gateway, CDN."""
    return {
        "api": f"{url}/api/v10",
        "gateway": f"{url.replace('http', 'ws', 1)}/gateway",
        "cdn": url,
    }


def point(url: str) -> None:
    """Point the library of this process at a server, for good."""
    told = addresses(url)
    Route.BASE = told["api"]
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(told["gateway"])
    discord.Asset.BASE = told["cdn"]


@contextlib.contextmanager
def pointed(server: DiscordServer) -> Iterator[None]:
    """Point it there for a while."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, discord.Asset.BASE
    point(server.url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY, discord.Asset.BASE = before


@contextlib.asynccontextmanager
async def running(client: Client, server: DiscordServer) -> AsyncIterator[Client]:
    """The client, logged in and connected, closed at the end; its own failure fails the test."""
    with pointed(server):
        async with client:
            life = asyncio.ensure_future(client.start(server.token))
            ready = asyncio.ensure_future(client.wait_until_ready())
            await asyncio.wait({life, ready}, return_when=asyncio.FIRST_COMPLETED, timeout=15)
            if life.done():
                ready.cancel()
                life.result()
            assert ready.done(), "the client did not get ready"
            yield client
        await life
