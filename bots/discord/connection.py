"""The bot's log-in and its connection, kept up for as long as it runs.

Owns the patience and what an operator is told. Must not know events.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Final

import aiohttp
import discord

from bots.discord import faults
from bots.discord.client import AnyClient, Client
from bots.settings import Settings, SettingsInvalid

log = logging.getLogger(__name__)

_PAUSE_S: Final = 2.0
_LONGEST_PAUSE_S: Final = 60.0
_LONGEST_AWAY_S: Final = 60.0
"""The library waits longer and longer, at last a quarter of an hour, and no command is heard."""
_LOOK_S: Final = 5.0
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
    """Log in, however long that takes; the application's id. What is left is the caller's to close.

    Raises ``SettingsInvalid`` for what waiting doesn't mend.
    """
    pause_s, told = _PAUSE_S, ""
    while True:
        try:
            await _log_in(client, settings)
            break
        except discord.LoginFailure:
            raise SettingsInvalid(_NOT_KNOWN) from None
        except faults.FAILURES as error:
            if (cause := faults.cause_of(error)) != told:
                log.warning("Discord can't be reached (%s); it is tried again until then.", cause)
                told = cause
        await asyncio.sleep(pause_s * settings.timetable_factor)
        pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
        await _reopen(client)
    if settings.discord_open_channels and not _may_read(client):
        raise SettingsInvalid(_NO_CONTENT)
    return str(client.application_id)


async def keep_connected(client: AnyClient, settings: Settings) -> None:
    """Stay connected until cancelled. The library reconnects; what ends it is told, and mended.

    Nobody else's work is ended by it: other platforms of this process go on.
    """
    pause_s, told = _PAUSE_S, ""
    while True:
        sessions = client.sessions
        text = await _failure_of(_connect(client, settings.timetable_factor))
        if text is None:
            # It only ends by itself where it was closed by us.
            return
        if client.sessions > sessions:
            pause_s, told = _PAUSE_S, ""
        # Told once, whatever became of it; by itself the library doesn't always say so.
        await client.disconnected(0)
        while text is not None:
            if text not in ("", told):
                log.error("%s It is tried again until then.", text)
                told = text
            # Without a pause, as messages of ours need the log-in to leave.
            text = await _failure_of(_log_in_again(client, settings))
            await asyncio.sleep(pause_s * settings.timetable_factor)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)


class _Away(Exception):
    """There is no connection, and the library would wait for too long."""


async def _failure_of(work: Awaitable[None]) -> str | None:
    """Do it; what to tell the operator where it failed, "" for nothing, and None if all is well."""
    try:
        await work
    except _Away:
        return ""
    except discord.PrivilegedIntentsRequired:
        return _NO_CONTENT
    except discord.ConnectionClosed as error:
        return _CLOSED.get(error.code, f"Discord closed the connection with code {error.code}.")
    except discord.LoginFailure:
        return _NOT_KNOWN
    except faults.FAILURES as error:
        log.info("The connection to Discord failed: %s", faults.cause_of(error))
        return ""
    except Exception:
        log.exception("The connection to Discord failed in a way that nobody foresaw.")
        return ""
    return None


async def _connect(client: AnyClient, factor: float) -> None:
    """Let the library be connected. Raises what ended that, and ``_Away``."""
    connecting = asyncio.create_task(client.connect())
    watching = asyncio.create_task(_away_for_long(client, factor))
    try:
        await asyncio.wait({connecting, watching}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        watching.cancel()
        while not connecting.done():
            # Again and again: a shard that is about to connect swallows it.
            connecting.cancel()
            await asyncio.wait({connecting}, timeout=0.05)
    if connecting.cancelled():
        raise _Away
    connecting.result()


async def _away_for_long(client: AnyClient, factor: float) -> None:
    """Returns when the connection has not been there for so long as we wait for the library."""
    away_s = 0.0
    while away_s < _LONGEST_AWAY_S:
        await asyncio.sleep(_LOOK_S * factor)
        away_s = away_s + _LOOK_S if client.is_away else 0.0


async def _log_in_again(client: AnyClient, settings: Settings) -> None:
    """Where the library has given up its log-in too. Each shard would be connected twice else."""
    if client.is_open and not client.is_closed() and isinstance(client, Client):
        return
    await _reopen(client)
    if settings.discord_shards == "auto":
        # Since it was asked for, the bot may have come to more servers.
        client.shard_count = None
    await _log_in(client, settings)


async def _log_in(client: AnyClient, settings: Settings) -> None:
    await client.login(_token(settings))
    client.is_open = True
    client.logins += 1


async def _reopen(client: AnyClient) -> None:
    """Put together again what the library's ``close`` takes apart, and its ``clear`` leaves so."""
    client.is_open = False
    await client.close()
    client.clear()
    client.http.connector = aiohttp.TCPConnector(limit=0)
    await client.__aenter__()


def _token(settings: Settings) -> str:
    assert settings.discord_bot_token is not None  # noqa: S101 - the caller has looked
    return settings.discord_bot_token.get_secret_value()


def _may_read(client: AnyClient) -> bool:
    """Whether the operator has switched on the intent in the portal."""
    flags = client.application_flags
    return flags.gateway_message_content or flags.gateway_message_content_limited
