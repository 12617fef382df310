"""What the library raises, as the core's errors.

Owns the reading of Discord's refusals. Must not know what was sent. Whether an outcome is known is
told truly: only what certainly never left, and what Discord answered, is known.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any, Final

import aiohttp
import discord

from core.errors import (
    ChatGone,
    DeliveryDelayed,
    DeliveryError,
    DeliveryForbidden,
    DeliveryMuted,
    DeliveryRefused,
    DeliveryTooLarge,
    DeliveryUnknown,
    PlatformDown,
)

Failure = discord.DiscordException | aiohttp.ClientError | TimeoutError | OSError
FAILURES: Final = (discord.DiscordException, aiohttp.ClientError, TimeoutError, OSError)
"""All that a request of the library raises: what lies under it comes through as it is."""

_GONE: Final = frozenset(
    {
        10003,  # Unknown Channel
        10004,  # Unknown Guild
        10013,  # Unknown User
        50007,  # Cannot send messages to this user
        50278,  # No mutual guilds with this user
    }
)
_MUTED: Final = frozenset(
    {
        50001,  # Missing Access
        50013,  # Missing Permissions
        50083,  # Thread is archived
        160005,  # Thread is locked
    }
)
"""Codes of what an admin could change. Source: the documentation, "Opcodes and status codes"."""
_TOO_LARGE: Final = 40005
_UNKNOWN_MESSAGE: Final = 10008
_OVER: Final = frozenset(
    {
        10062,  # Unknown interaction
        10015,  # Unknown Webhook
        50027,  # Invalid Webhook Token
    }
)
_SPENT: Final = 40094
"""Maximum number of follow-up messages: five where the bot is no member."""
_ACKNOWLEDGED: Final = 40060
_BLOCKED_S: Final = 60.0
"""How long to leave Discord alone that has blocked the address and names no time."""


def delivery_error(error: Failure, *, has_files: bool = False) -> DeliveryError:
    """The core's error for what went wrong with a request that sends, edits or deletes.

    ``has_files``: it carried files, so that a missing permission is most likely the one for them;
    if it isn't, the words that follow will tell.
    """
    if isinstance(error, discord.RateLimited):
        return DeliveryDelayed("rate limit", retry_after_s=error.retry_after)
    if isinstance(error, discord.HTTPException):
        return _refusal(error, has_files=has_files)
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError):
        return PlatformDown(cause_of(error))
    return DeliveryUnknown(cause_of(error))


def _refusal(error: discord.HTTPException, *, has_files: bool) -> DeliveryError:
    if error.status == 413 or error.code == _TOO_LARGE:
        return DeliveryTooLarge(cause_of(error))
    if error.status == 429:
        # The library waits by itself, but not where a proxy of Discord's has blocked the address.
        return DeliveryDelayed(cause_of(error), retry_after_s=_asked_s(error))
    if error.status == 401 and error.code not in _OVER:
        # The bot's own token; an operator sets another, and nothing was done meanwhile.
        return PlatformDown(cause_of(error))
    if error.status >= 500:
        return DeliveryUnknown(cause_of(error))
    if error.code in _GONE:
        return ChatGone(cause_of(error))
    if error.code in _MUTED:
        return DeliveryForbidden(cause_of(error)) if has_files else DeliveryMuted(cause_of(error))
    return DeliveryRefused(cause_of(error))


def cause_of(error: BaseException) -> str:
    """What happened, for a log line: never an address, which may hold an interaction's token."""
    if isinstance(error, discord.RateLimited):
        return f"asked to wait {error.retry_after:.0f} s"
    if isinstance(error, discord.HTTPException):
        # Its text may be a proxy's whole page.
        return f"HTTP {error.status}, code {error.code}"
    return type(error).__name__


@contextlib.contextmanager
def cut_off(client: Any) -> Iterator[None]:
    """A request in hand while the log-in ends fails in ways that the library doesn't foresee.

    Raises ``DeliveryUnknown`` then.
    """
    logins = client.logins
    try:
        yield
    except (RuntimeError, AttributeError) as error:
        if client.is_open and client.logins == logins:
            raise
        raise DeliveryUnknown(f"the log-in ended meanwhile, {type(error).__name__}") from None


def is_gone(error: Failure) -> bool:
    """Whether the message that was to be edited stands no more."""
    return isinstance(error, discord.HTTPException) and error.code == _UNKNOWN_MESSAGE


def is_over(error: Failure) -> bool:
    """Whether the interaction takes no more answers."""
    return isinstance(error, discord.HTTPException) and error.code in _OVER


def is_spent(error: Failure) -> bool:
    """Whether the interaction takes no further message; those that stand can still be changed."""
    return isinstance(error, discord.HTTPException) and error.code == _SPENT


def is_acknowledged(error: Failure) -> bool:
    """Whether an interaction had its acknowledgement before."""
    return isinstance(error, discord.HTTPException) and error.code == _ACKNOWLEDGED


def _asked_s(error: discord.HTTPException) -> float:
    try:
        return float(error.response.headers.get("Retry-After", _BLOCKED_S))
    except ValueError:
        return _BLOCKED_S
