"""Updates by long polling: asked for, taken in, and only then counted as received.

Owns the loop and its patience. Must not know what an update is. The library's own updater
acknowledges before anybody has stored anything, so that a crash loses messages; here the offset
moves on only behind what is committed.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Final

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bots.telegram import faults
from bots.telegram.client import Client
from bots.telegram.intake import Intake
from bots.telegram.translation import ALLOWED_UPDATES

log = logging.getLogger(__name__)

_WAIT_S: Final = 50
_PAUSE_S: Final = 1.0
_LONGEST_PAUSE_S: Final = 30.0
_CALM_S: Final = 60.0
"""Trouble is over after so long without an error. Two programs that poll cut each other off every
few seconds, and in between each of them gets its answers.
"""
_CONFLICT: Final = (
    "Another program polls with this bot's token, so both lose messages. Stop the other one, or "
    "make a new token with @BotFather; it is tried again until then."
)
_REJECTED: Final = (
    "Telegram no longer accepts the token. Put the present one of @BotFather into "
    "TELEGRAM_BOT_TOKEN and start again."
)


async def poll(bot: Client, intake: Intake, factor: float) -> None:
    """Feed the intake until cancelled."""
    # A webhook of an earlier start would keep all updates from us; what it held stays to be read.
    offset: int | None = None
    has_webhook = True
    calm_s = _CALM_S * factor
    pause_s, told, failed_at_s = _PAUSE_S, "", 0.0
    while True:
        try:
            if has_webhook:
                await bot.delete_webhook(drop_pending_updates=False)
                has_webhook = False
            wait_s = max(1, min(_WAIT_S, round(calm_s))) if told else _WAIT_S
            updates = await bot.raw_updates(offset, wait_s, ALLOWED_UPDATES)
        except TelegramError as error:
            has_webhook = has_webhook or "webhook" in str(error).lower()
            told = _tell(error, told)
            await asyncio.sleep(_asked_s(error) or pause_s * factor)
            pause_s, failed_at_s = min(2 * pause_s, _LONGEST_PAUSE_S), time.monotonic()
            continue
        if told and time.monotonic() - failed_at_s >= calm_s:
            log.warning("Telegram gives updates again.")
            pause_s, told = _PAUSE_S, ""
        await intake.take(updates)
        if updates:
            offset = updates[-1]["update_id"] + 1


def _tell(error: TelegramError, told: str) -> str:
    """Tell the operator once what the trouble is, until it is another; returns what was told."""
    if isinstance(error, Conflict) and "webhook" not in str(error).lower():
        text = _CONFLICT
    elif isinstance(error, InvalidToken):
        text = _REJECTED
    else:
        text = (
            f"Telegram gives no updates at the moment ({faults.cause_of(error)}). "
            "Nothing is lost: it keeps them for a day, and is asked again."
        )
    if text != told:
        log.warning("%s", text)
    return text


def _asked_s(error: TelegramError) -> float | None:
    return faults.retry_after_s(error) if isinstance(error, RetryAfter) else None
