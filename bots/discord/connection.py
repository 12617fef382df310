"""The bot's log-in and its connection, kept up for as long as it runs.

Owns the patience and what an operator is told. Must not know events.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final

import discord

from bots.discord import faults
from bots.discord.client import AnyClient
from bots.settings import Settings, SettingsInvalid

log = logging.getLogger(__name__)

_PAUSE_S: Final = 2.0
_LONGEST_PAUSE_S: Final = 60.0
_NOT_KNOWN: Final = (
    "DISCORD_BOT_TOKEN is not known to Discord. Take the present one from the Bot page of your "
    "application in Discord's developer portal (Reset Token)."
)
_NO_CONTENT: Final = (
    "DISCORD_OPEN_CHANNELS needs the Message Content Intent: switch it on at the Bot page of your "
    "application in Discord's developer portal, or unset DISCORD_OPEN_CHANNELS."
)
_CLOSED: Final = {
    4004: _NOT_KNOWN,
    4010: "Discord takes no shard of this number; set DISCORD_SHARDS=auto.",
    4011: "The bot is in too many servers for one connection; set DISCORD_SHARDS=auto.",
    4014: _NO_CONTENT,
}
"""Remedies by the gateway's close codes. Source: the documentation, "Gateway close event codes"."""


async def logged_in(client: AnyClient, settings: Settings) -> str:
    """Log in, however long that takes; the application's id.

    Raises ``SettingsInvalid`` for what waiting doesn't mend.
    """
    assert settings.discord_bot_token is not None  # noqa: S101 - the caller has looked
    pause_s = _PAUSE_S
    while True:
        try:
            await client.login(settings.discord_bot_token.get_secret_value())
        except discord.LoginFailure:
            await client.close()
            raise SettingsInvalid(_NOT_KNOWN) from None
        except faults.FAILURES as error:
            log.warning(
                "Discord can't be reached (%s); it is tried again in %.0f s.",
                faults.cause_of(error),
                pause_s,
            )
        else:
            if settings.discord_open_channels and not _may_read(client):
                await client.close()
                raise SettingsInvalid(_NO_CONTENT)
            return str(client.application_id)
        # The library begins with a new session at each log-in.
        await client.close()
        client.clear()
        await asyncio.sleep(pause_s * settings.timetable_factor)
        pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)


async def keep_connected(client: AnyClient, settings: Settings) -> None:
    """Stay connected until cancelled. The library reconnects; what ends it is told, and mended.

    Nobody else's work is ended by it: other platforms of this process go on.
    """
    assert settings.discord_bot_token is not None  # noqa: S101 - logged in
    pause_s, told = _PAUSE_S, ""
    while True:
        try:
            await client.connect()
            # It only ends by itself where it was closed by us.
            return
        except discord.PrivilegedIntentsRequired:
            text = _NO_CONTENT
        except discord.ConnectionClosed as error:
            text = _CLOSED.get(error.code, f"Discord closed the connection with code {error.code}.")
        except discord.LoginFailure:
            text = _NOT_KNOWN
        except faults.FAILURES as error:
            text = f"The connection to Discord failed: {faults.cause_of(error)}."
        if text != told:
            log.error("%s It is tried again until then.", text)
            told = text
        await asyncio.sleep(pause_s * settings.timetable_factor)
        pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
        await _log_in_again(client, settings)


async def _log_in_again(client: AnyClient, settings: Settings) -> None:
    """The library's client has to be opened anew after it gave up; failing that, the next time."""
    assert settings.discord_bot_token is not None  # noqa: S101 - logged in
    await client.close()
    client.clear()
    try:
        await client.login(settings.discord_bot_token.get_secret_value())
    except faults.FAILURES as error:
        log.info("Discord can't be logged in to: %s", faults.cause_of(error))


def _may_read(client: AnyClient) -> bool:
    """Whether the operator has switched on the intent in the portal."""
    flags = client.application_flags
    return flags.gateway_message_content or flags.gateway_message_content_limited
