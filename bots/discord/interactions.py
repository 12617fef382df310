"""Interactions that can still be answered: acknowledged in time, remembered while they last.

Owns the acknowledging, and the memory of what may be answered by an interaction's own token. Must
not know what is said. The memory is this process's alone: after a restart, or 15 minutes, what is
left to say goes by the bot's own message.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

import discord

from bots.discord import faults
from bots.discord.limits import TOKEN_HOLDS_S

log = logging.getLogger(__name__)

Interaction = discord.Interaction[Any]

_MOST: Final = 10_000
_TRIES: Final = 2
_ACKNOWLEDGED_WITHIN_S: Final = 3.0
"""After that Discord takes no acknowledgement."""


@dataclass(slots=True)
class Live:
    """An interaction that was acknowledged.

    ``is_ephemeral``: its first answer is for that person alone. ``is_waiting``: Discord shows that
    the bot thinks, until that first answer comes. ``is_kept``: the first answer is what was asked
    for, and stays. ``message_ids`` are its answers, by Discord's ids.
    """

    interaction: Interaction
    is_ephemeral: bool
    is_waiting: bool
    is_kept: bool = False
    has_followups: bool = True
    original_id: str | None = None
    message_ids: set[str] = field(default_factory=set)
    places: dict[str, str] = field(default_factory=dict)
    """Of answers with files, by their ids: where their words stand."""
    doubts: Counter[str] = field(default_factory=Counter)
    """How often the outcome of an answer was lost, by its id."""
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    ends_at_s: float = 0.0
    is_ended: bool = False
    login: int = 0
    """Which of the client's it came with."""

    @property
    def is_over(self) -> bool:
        """Whether nothing can be said by its token any more."""
        # It speaks by the log-in that it came with, and there may have been another since.
        client = self.interaction.client
        is_cut_off = not client.is_open or client.logins != self.login
        return self.is_ended or is_cut_off or time.monotonic() >= self.ends_at_s

    def end(self) -> None:
        """Discord takes no more answers to it."""
        self.is_ended = True


class Interactions:
    """All that can be answered now, by the id of the core's message and by what was answered."""

    def __init__(self) -> None:
        self._live: OrderedDict[str, Live] = OrderedDict()

    def keep(self, incoming_id: str, live: Live) -> None:
        """Remember it under the id of the message that the core was given for it."""
        age_s = (datetime.now(UTC) - live.interaction.created_at).total_seconds()
        live.login = live.interaction.client.logins
        live.ends_at_s = time.monotonic() + TOKEN_HOLDS_S - max(age_s, 0.0)
        self._live[incoming_id] = live
        while self._live and (len(self._live) > _MOST or next(iter(self._live.values())).is_over):
            self._live.popitem(last=False)

    def about(self, incoming_id: str | None) -> Live | None:
        """What can still be answered by its token, of the message of that id."""
        live = self._live.get(incoming_id or "")
        return None if live is None or live.is_over else live

    def holding(self, platform_id: str) -> Live | None:
        """The one of whose answers that message is; looked for among those that live."""
        for live in reversed(self._live.values()):
            if platform_id in live.message_ids and not live.is_over:
                return live
        return None

    def upload_bytes(self, user_id: int, channel_id: int) -> int | None:
        """How large a file that person's newest interaction there takes."""
        for live in reversed(self._live.values()):
            given = live.interaction
            if given.user.id == user_id and given.channel_id == channel_id and not live.is_over:
                return given.filesize_limit
        return None


async def acknowledge(interaction: Interaction, *, is_ephemeral: bool) -> Live:
    """Tell Discord within its three seconds that we are at it. A failure is logged.

    A tap shows nothing: what comes of it stands below. Anything else shows that the bot thinks.
    A lost answer is asked for once more.
    """
    is_tap = interaction.type is discord.InteractionType.component
    # What stands first after a tap is the message whose button it was.
    live = Live(interaction, is_ephemeral and not is_tap, is_waiting=not is_tap, is_kept=is_tap)
    for _ in range(_TRIES):
        try:
            async with asyncio.timeout(_ACKNOWLEDGED_WITHIN_S):
                if is_tap:
                    await interaction.response.defer()
                else:
                    await interaction.response.defer(thinking=True, ephemeral=is_ephemeral)
            return live
        except faults.FAILURES as error:
            if faults.is_acknowledged(error):
                return live
            # It is worked on all the same, and answered by the bot's own message.
            log.warning("An interaction could not be acknowledged: %s", faults.cause_of(error))
            if isinstance(error, discord.HTTPException):
                live.end()
                return live
    return live
