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
from bots.discord.watching import SPARE_SESSIONS, Watch, ended
from bots.settings import Settings, SettingsInvalid

log = logging.getLogger(__name__)

_PAUSE_S: Final = 2.0
_LONGEST_PAUSE_S: Final = 60.0
_TRY_LIMIT_S: Final = 20.0
_LIMIT_LOOK_S: Final = 300.0
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


async def try_log_in(client: AnyClient, settings: Settings) -> None:
    """Log in, if Discord can be reached; else that is told. The client is the caller's to close.

    Raises ``SettingsInvalid`` for what waiting doesn't mend.
    """
    try:
        async with asyncio.timeout(_TRY_LIMIT_S):
            await _log_in(client, settings)
    except discord.LoginFailure:
        raise SettingsInvalid(_NOT_KNOWN) from None
    except faults.FAILURES as error:
        cause = faults.cause_of(error)
        log.warning("Discord can't be reached (%s); it is tried again until then.", cause)
        return
    if settings.discord_open_channels and not _may_read(client):
        raise SettingsInvalid(_NO_CONTENT)


async def logged_in(client: AnyClient, settings: Settings) -> None:
    """Log in, however long that takes. A token that is not known is told, and tried again.

    Other platforms of this process go on meanwhile.
    """
    pause_s, told = _PAUSE_S, ""
    while not client.is_open:
        await asyncio.sleep(pause_s * settings.timetable_factor)
        pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
        text = await _failure_of(_log_in_again(client, settings))
        if text not in (None, "", told):
            log.error("%s It is tried again until then.", text)
            told = text or ""


async def keep_connected(client: AnyClient, settings: Settings) -> None:
    """Stay connected until cancelled. The library reconnects; what ends it is told, and mended.

    Nobody else's work is ended by it: other platforms of this process go on.
    """
    pause_s, told = _PAUSE_S, ""
    while True:
        completions = client.completions
        watch = Watch(client, settings.timetable_factor)
        text = await _failure_of(_connect(client, watch, settings.timetable_factor))
        if text is None:
            # It only ends by itself where it was closed by us.
            return
        if watch.was_steady:
            # Not at once: what comes and goes would use up the day's session starts.
            pause_s = _PAUSE_S
        if client.completions > completions:
            told = ""
        # Told once, whatever became of it; by itself the library doesn't always say so.
        for shard_id in client.launched or {0}:
            await client.disconnected(shard_id)
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
    except (*faults.FAILURES, discord.gateway.ReconnectWebSocket) as error:
        # The last is the library's own, of a shard whose new connection was closed at once.
        log.info("The connection to Discord failed: %s", faults.cause_of(error))
        return ""
    except Exception:
        log.exception("The connection to Discord failed in a way that nobody foresaw.")
        return ""
    return None


async def _connect(client: AnyClient, watch: Watch, factor: float) -> None:
    """Let the library be connected. Raises what ended that, and ``_Away``."""
    await _allowed(client, factor)
    connecting = asyncio.create_task(client.connect())
    watching = asyncio.create_task(watch.run())
    try:
        await asyncio.wait({connecting, watching}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        await ended(watching)
        await ended(connecting)
    if not watching.cancelled():
        watching.result()
    if connecting.cancelled():
        raise _Away
    connecting.result()


async def _allowed(client: AnyClient, factor: float) -> None:
    """Wait until Discord lets the bot begin as many sessions as it needs.

    A bot that begins more loses its token. Source: the documentation, "Session start limit".
    """
    is_told = False
    while True:
        advised, _, limit = await client.http.get_bot_gateway()
        needed = 1 if isinstance(client, Client) else client.shard_count or advised
        if limit["remaining"] >= min(needed + SPARE_SESSIONS, limit["total"]):
            return
        reset_s = limit["reset_after"] / 1000
        if not is_told:
            log.error(
                "The bot was connected to Discord anew too often today (%d session starts are "
                "left of %d). It is connected again in %.0f min.",
                limit["remaining"],
                limit["total"],
                reset_s / 60,
            )
            is_told = True
        await asyncio.sleep(min(max(reset_s, 1.0), _LIMIT_LOOK_S) * factor)


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
    await client.close()
    client.clear()
    client.launched = frozenset()
    client.http.connector = aiohttp.TCPConnector(limit=0)
    await client.__aenter__()


def _token(settings: Settings) -> str:
    assert settings.discord_bot_token is not None  # noqa: S101 - the caller has looked
    return settings.discord_bot_token.get_secret_value()


def _may_read(client: AnyClient) -> bool:
    """Whether the operator has switched on the intent in the portal."""
    flags = client.application_flags
    return flags.gateway_message_content or flags.gateway_message_content_limited
