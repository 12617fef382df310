"""Who the bot is, asked of Telegram at the start.

Owns that patience, and what an operator is told meanwhile. Must not know updates. A Telegram that
can't be reached holds up nothing else of this process.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from telegram.error import InvalidToken, TelegramError

from bots.settings import Settings, SettingsInvalid
from bots.telegram import faults
from bots.telegram.client import Client

log = logging.getLogger(__name__)

_TRY_LIMIT_S: Final = 20.0
_PAUSE_S: Final = 2.0
_LONGEST_PAUSE_S: Final = 60.0
_NOT_KNOWN: Final = (
    "TELEGRAM_BOT_TOKEN is not known to Telegram. Take the present one from @BotFather; a bot that "
    "has moved to a Bot API server of its own needs TELEGRAM_API_URL."
)


class Introduction:
    """``is_done``: Telegram has told the bot its name and number."""

    def __init__(self, bot: Client, settings: Settings) -> None:
        self._bot = bot
        self._settings = settings
        self._told = ""
        self.is_done = False

    async def begin(self) -> None:
        """Ask once. Raises ``SettingsInvalid`` for a token that Telegram does not know."""
        if await self._asked() == _NOT_KNOWN:
            raise SettingsInvalid(_NOT_KNOWN)

    async def end(self) -> None:
        """Return when it is done, however long that takes: who is wrong is told, and asked again.

        Other platforms of this process go on meanwhile.
        """
        pause_s = _PAUSE_S
        while not self.is_done:
            await asyncio.sleep(pause_s * self._settings.timetable_factor)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
            if await self._asked() == _NOT_KNOWN and self._told != _NOT_KNOWN:
                log.error("%s It is tried again until then.", _NOT_KNOWN)
                self._told = _NOT_KNOWN

    async def _asked(self) -> str:
        """What stands in the way; "" for nothing."""
        try:
            async with asyncio.timeout(_TRY_LIMIT_S):
                await self._bot.initialize()
        except InvalidToken:
            return _NOT_KNOWN
        except (TelegramError, TimeoutError) as error:
            cause = faults.cause_of(error) if isinstance(error, TelegramError) else "no answer"
            if cause != self._told:
                log.warning(
                    "Telegram can't be reached at %s (%s); it is tried again until then.",
                    self._settings.telegram_api_url,
                    cause,
                )
                self._told = cause
            return cause
        self.is_done = True
        return ""
