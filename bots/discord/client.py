"""The library's client: what it listens to, and what it keeps in memory.

Owns its options and its log. Must not know what an event means. It caches servers and channels,
and neither messages nor members: a bot in many servers would hold them all for nothing.
"""

from __future__ import annotations

import asyncio
import logging
import time
import urllib.request
from typing import Any, Final, Protocol

import discord

from bots.settings import Settings, SettingsInvalid

log = logging.getLogger(__name__)

_LONGEST_WAIT_S: Final = 30.0
"""A rate limit that lasts longer is told to the outbox, which waits better; the library's least."""
_IDENTIFY_PAUSE_S: Final = 5.0
"""Between two new sessions of a bot. Source: the documentation, "Session start limit"."""
_NOISE: Final = ("discord.client", "discord.shard")
"""They log each lost connection as an error, with a traceback; it is told by ``connection``."""


class Listener(Protocol):
    """Whoever is told of events. A bot that isn't sharded has shard 0 alone."""

    async def connected(self, shard_id: int) -> None:
        """A new session began: what came before it may have been missed."""

    async def resumed(self, shard_id: int) -> None:
        """The same session goes on, and nothing was missed."""

    async def disconnected(self, shard_id: int) -> None:
        """The connection is lost; the library makes another."""

    async def message(self, message: discord.Message) -> None:
        """Somebody said something."""

    async def edited(self, message: discord.Message) -> None:
        """Somebody changed what they had said."""

    async def interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Somebody tapped or sent a form; commands come by the command tree."""

    async def left(self, guild: discord.Guild) -> None:
        """The bot was removed from a server, or the server is gone."""

    async def closed(self, guild_id: int, channel_id: int, thread_id: int | None) -> None:
        """A channel or thread was deleted."""


class _Events:
    """The library's events, for a listener; before there is one they are nobody's."""

    listener: Listener | None = None
    factor = 1.0
    is_open = False
    """Whether it is logged in, so that requests can be made."""
    logins = 0
    completions = 0
    """How often all connections have come to be there together."""
    launched: frozenset[int] = frozenset()
    """The shards that have begun a session with this log-in."""
    _free_at_s = 0.0

    @property
    def is_whole(self) -> bool:
        """Whether all connections are there."""
        raise NotImplementedError

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        # The library makes one at a time, and we may be making another.
        pause_s, now_s = _IDENTIFY_PAUSE_S * self.factor, time.monotonic()
        begins_s = max(now_s if initial else now_s + pause_s, self._free_at_s)
        self._free_at_s = begins_s + pause_s
        await asyncio.sleep(begins_s - now_s)
        self.launched |= {shard_id or 0}

    async def close(self) -> None:
        """Say so before anything is taken apart: no request can be made from now on."""
        self.is_open = False
        await super().close()  # type: ignore[misc]  # the library's, which comes after this class

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        log.exception("%s failed in a way that nobody foresaw; please report it.", event_method)

    async def _connected(self, shard_id: int) -> None:
        self.completions += self.is_whole
        if self.listener is not None:
            await self.listener.connected(shard_id)

    async def _resumed(self, shard_id: int) -> None:
        self.completions += self.is_whole
        if self.listener is not None:
            await self.listener.resumed(shard_id)

    async def disconnected(self, shard_id: int) -> None:
        """Tell the listener that there is no connection."""
        if self.listener is not None:
            await self.listener.disconnected(shard_id)

    async def on_message(self, message: discord.Message) -> None:
        if self.listener is not None:
            await self.listener.message(message)

    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        if self.listener is not None:
            await self.listener.edited(event.message)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        if self.listener is not None:
            await self.listener.interaction(interaction)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        if self.listener is not None:
            await self.listener.left(guild)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        if self.listener is not None:
            await self.listener.closed(channel.guild.id, channel.id, None)

    async def on_raw_thread_delete(self, event: discord.RawThreadDeleteEvent) -> None:
        if self.listener is not None:
            await self.listener.closed(event.guild_id, event.parent_id, event.thread_id)


class Client(_Events, discord.Client):
    """One connection: enough for 2,500 servers."""

    async def on_connect(self) -> None:
        await self._connected(0)

    async def on_resumed(self) -> None:
        await self._resumed(0)

    async def on_disconnect(self) -> None:
        await self.disconnected(0)

    @property
    def is_away(self) -> bool:
        """Whether there is no connection at the moment."""
        return self.ws is None or not self.ws.open

    @property
    def is_whole(self) -> bool:
        """Whether the connection is there."""
        return not self.is_away


class ShardedClient(_Events, discord.AutoShardedClient):
    """As many connections as Discord advises, or as are set."""

    async def on_shard_connect(self, shard_id: int) -> None:
        await self._connected(shard_id)

    async def on_shard_resumed(self, shard_id: int) -> None:
        await self._resumed(shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        await self.disconnected(shard_id)

    @property
    def is_away(self) -> bool:
        """Whether none of the connections is there. While they are still launched it is not so.

        The library launches patiently; and it keeps those of an earlier log-in until then.
        """
        return self.is_launched and len(self.shards_away) == len(self.launched)

    @property
    def is_whole(self) -> bool:
        """Whether all connections are there."""
        return self.is_launched and not self.shards_away

    @property
    def shards_away(self) -> list[int]:
        """Those of this log-in that are not there."""
        shards = self.shards
        return [one for one in sorted(self.launched) if one in shards and shards[one].is_closed()]

    @property
    def is_launched(self) -> bool:
        """Whether each has begun a session; until then the library hears of no other's loss."""
        count = self.shard_count
        return count is not None and len(self.launched & self.shards.keys()) >= count


AnyClient = Client | ShardedClient


def make_client(settings: Settings) -> AnyClient:
    """The client, not yet logged in.

    Raises ``SettingsInvalid`` where the environment's proxy is of a kind that it can't use.
    """
    for name in _NOISE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.getLogger("discord.gateway").addFilter(_is_true)
    # Below that the library writes sessions' ids and whole events, with the tokens of interactions.
    logging.getLogger("discord").setLevel(logging.WARNING)
    options: dict[str, Any] = {
        "intents": _intents(has_content=bool(settings.discord_open_channels)),
        "allowed_mentions": discord.AllowedMentions.none(),
        "max_messages": None,
        "member_cache_flags": discord.MemberCacheFlags.none(),
        "chunk_guilds_at_startup": False,
        # Nothing waits for the library to be "ready": messages are heard from the first on.
        "guild_ready_timeout": 0.0,
        "max_ratelimit_timeout": _LONGEST_WAIT_S,
        "proxy": _proxy(),
    }
    client: AnyClient
    if settings.discord_shards == 1:
        client = Client(**options)
    else:
        count = None if settings.discord_shards == "auto" else settings.discord_shards
        client = ShardedClient(shard_count=count, **options)
    client.factor = settings.timetable_factor
    return client


def _is_true(record: logging.LogRecord) -> bool:
    """Not so is how far the library says that it is behind.

    A thread notes when a heartbeat was sent; on a busy machine its answer comes before that, and is
    measured against the heartbeat before. It tells of a loop that stands still in other words.
    """
    return not str(record.msg).startswith("Can't keep up")


def _intents(*, has_content: bool) -> discord.Intents:
    """What is listened to. Only the content of all messages is a privilege, and rarely needed."""
    return discord.Intents(
        guilds=True, guild_messages=True, dm_messages=True, message_content=has_content
    )


def _proxy() -> str | None:
    """The environment's proxy; the library itself doesn't look for one."""
    if urllib.request.proxy_bypass("discord.com"):
        return None
    proxy = urllib.request.getproxies().get("https")
    if proxy is not None and not proxy.startswith(("http://", "https://")):
        # It isn't named, as it may hold a password.
        raise SettingsInvalid(
            "The environment names a proxy that can't be used for Discord (HTTPS_PROXY): it must "
            "be an http:// one; SOCKS is not supported."
        )
    return proxy
