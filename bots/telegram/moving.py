"""Moving a bot between Telegram's cloud and a Bot API server of one's own.

Owns the order in which that is safe: Telegram serves a bot from one place only, and a bot that
leaves the cloud can't come back for ten minutes. So the new place is asked first whether it is
there. Source: the Bot API, "logOut". Must not know the rest of the bot.
"""

from __future__ import annotations

import telegram
from telegram.error import InvalidToken, NetworkError, TelegramError

from bots.telegram import faults


class MoveFailed(Exception):
    """The bot stays where it was; ``str()`` says why and what to do."""


async def move(leaving: telegram.Bot, entering: telegram.Bot, entering_url: str) -> str:
    """Log the bot out at one place and in at the other; returns its name there.

    Raises ``MoveFailed``.
    """
    await _require_reachable(entering, entering_url)
    try:
        async with leaving:
            await leaving.log_out()
    except TelegramError as error:
        # A move that broke off in the middle may have done this part.
        if "logged out" not in str(error).lower():
            raise MoveFailed(
                f"The place that the bot is at does not let it go ({faults.cause_of(error)}). "
                "Check the token, and try again in a few minutes."
            ) from None
    try:
        async with entering:
            return entering.username
    except TelegramError as error:
        raise MoveFailed(
            f"The bot has left, but {entering_url} does not take it ({faults.cause_of(error)}). "
            "Check that server's api_id and api_hash and start the bot there; back to the cloud it "
            "can go after ten minutes."
        ) from None


async def _require_reachable(bot: telegram.Bot, url: str) -> None:
    """Any answer will do: a server that doesn't have the bot yet refuses the token."""
    try:
        await bot.get_me()
    except InvalidToken:
        pass
    except NetworkError as error:
        if error.__cause__ is not None:
            raise MoveFailed(
                f"Nothing answers at {url}, so the bot stays where it is. Start the Bot API "
                "server, and check TELEGRAM_API_URL."
            ) from None
    except TelegramError:
        pass
