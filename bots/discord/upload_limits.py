"""How large a file each chat takes: a server's limit grows with its boosts.

Owns what was last known of each server. Must not know what is sent. A server's limit comes only
once the connection stands, and in an outage of Discord's it is away; files made smaller for less
than a server takes would have lost their quality for nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from bots.discord import limits
from bots.discord.client import AnyClient
from bots.discord.interactions import Interactions
from bots.discord.places import Place, place
from core.errors import ChatGone
from core.model import ChatRef

_KNOWN_WITHIN_S: Final = 60.0
"""Before a video is fitted; then the least is taken, which every chat takes."""
_LOOK_S: Final = 0.2


class UploadLimits:
    """The limits of all chats, in bytes."""

    def __init__(self, client: AnyClient, interactions: Interactions, factor: float) -> None:
        self._client = client
        self._interactions = interactions
        self._factor = factor
        self._by_guild: dict[int, int] = {}

    def of(self, chat: ChatRef) -> int:
        """As far as it is known; else what every chat takes."""
        there = _place(chat)
        if there is None:
            return limits.UPLOAD_BYTES
        if there.guild_id is not None:
            return self._of_guild(there.guild_id) or limits.UPLOAD_BYTES
        if there.user_id is not None:
            given = self._interactions.upload_bytes(there.user_id, there.channel_id)
            return given or limits.UPLOAD_BYTES
        return limits.UPLOAD_BYTES

    async def known(self, chat: ChatRef) -> None:
        """Wait until it is known, for a limited time."""
        there = _place(chat)
        if there is None or there.guild_id is None:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_KNOWN_WITHIN_S * self._factor):
                # No event of the library tells that a server has become known.
                while not self._is_known(there.guild_id):  # noqa: ASYNC110
                    await asyncio.sleep(_LOOK_S * self._factor)

    def _of_guild(self, guild_id: int) -> int | None:
        guild = self._client.get_guild(guild_id)
        # One that is only announced, or in an outage, has the least of all limits by default.
        if guild is not None and not guild.unavailable:
            self._by_guild[guild_id] = guild.filesize_limit
        return self._by_guild.get(guild_id)

    def _is_known(self, guild_id: int) -> bool:
        if self._of_guild(guild_id) is not None:
            return True
        # All its servers are named at the beginning: it is no member of any other.
        return self._client.is_ready() and self._client.get_guild(guild_id) is None


def _place(chat: ChatRef) -> Place | None:
    try:
        return place(chat)
    except ChatGone:
        return None
