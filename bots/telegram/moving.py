"""Moving a bot between Telegram's cloud and a Bot API server of one's own.

Owns the order in which that is safe: Telegram serves a bot from one place only, and a bot that
leaves the cloud can't come back for ten minutes. So the new place is asked first whether it is
there. A server logs a bot in with the first request that bears its token: the new place hears the
token only when the old one has let go, and the old one hears nothing but "log out". Source: the
Bot API, "logOut". Must not know the rest of the bot.
"""

from __future__ import annotations

from typing import Final

from telegram.error import BadRequest, NetworkError, TelegramError

from bots.telegram import faults
from bots.telegram.client import make_bot

_NO_TOKEN: Final = "0:none"  # noqa: S105 - see below
"""Formed like a token, and certainly none: ids of bots don't begin with a zero."""
_LOGGED_OUT: Final = "logged out"


class MoveFailed(Exception):
    """The bot stays where it was, or has left and is not taken yet; ``str()`` says which of the
    two, why, and what to do.
    """


async def move(token: str, leaving_url: str, entering_url: str) -> str:
    """Log the bot out at one place and in at the other; returns its name there.

    A move that broke off in the middle can be ended by another. Raises ``MoveFailed``.
    """
    await _require_reachable(entering_url)
    await _leave(token, leaving_url)
    bot = make_bot(token, entering_url)
    try:
        async with bot:
            return bot.username
    except TelegramError as error:
        # Asked before, the cloud would take the bot back while the other place still has it.
        if _LOGGED_OUT in str(error).lower():
            raise MoveFailed(
                f"The bot has left, but {entering_url} does not take it yet: a bot that went away "
                "from there is taken back after ten minutes. Give the same command again then."
            ) from None
        raise MoveFailed(
            f"The bot has left, but {entering_url} does not take it ({faults.cause_of(error)}). "
            "Check the token, and a Bot API server's api_id and api_hash; then give the same "
            "command again. Back to the cloud the bot can go after ten minutes."
        ) from None


async def _leave(token: str, url: str) -> None:
    bot = make_bot(token, url)
    try:
        async with bot.request:
            await bot.log_out()
    except TelegramError as error:
        # A move that broke off in the middle may have done this part.
        if _LOGGED_OUT not in str(error).lower():
            raise MoveFailed(
                f"The place that the bot is at does not let it go ({faults.cause_of(error)}). "
                "Check the token, and try again in a few minutes."
            ) from None


async def _require_reachable(url: str) -> None:
    """Any answer of a server's will do: it refuses a token that is none."""
    bot = make_bot(_NO_TOKEN, url)
    try:
        async with bot.request:
            await bot.get_me()
    except BadRequest:
        pass
    except NetworkError as error:
        raise MoveFailed(
            f"Nothing answers at {url} ({faults.cause_of(error)}), so the bot stays where it is. "
            "Start the Bot API server, and check TELEGRAM_API_URL."
        ) from None
    except TelegramError:
        pass
