"""What Telegram itself shows of the bot: its commands and its description, in every language.

Owns which commands stand in the menu. Must not know what they do; the words are phrases. Telegram
limits how often these may be changed, so each is looked at first and set only where it differs.
"""

from __future__ import annotations

import logging
from typing import Final

import telegram
from telegram.error import TelegramError

from bots.telegram import faults
from core.phrases import Phrasebook

log = logging.getLogger(__name__)

COMMANDS: Final = (
    "help",
    "export",
    "status",
    "credits",
    "new",
    "projects",
    "cancel",
    "language",
    "settings",
    "login",
    "forget",
)
"""In the order of the menu; /start is what Telegram's own button sends."""


async def describe(bot: telegram.Bot, phrasebook: Phrasebook) -> None:
    """Bring the menu and the descriptions up to date; a refusal is logged, and no harm."""
    try:
        await _describe(bot, phrasebook, "", phrasebook.negotiate(None))
        for language in phrasebook.languages:
            # Telegram knows languages by their two letters.
            await _describe(bot, phrasebook, language.partition("-")[0], language)
    except TelegramError as error:
        log.warning(
            "The bot's menu and description could not be set (%s); it works without.",
            faults.cause_of(error),
        )


async def _describe(bot: telegram.Bot, phrasebook: Phrasebook, code: str, language: str) -> None:
    commands = tuple(
        telegram.BotCommand(name, phrasebook.say(f"command-{name}", language)) for name in COMMANDS
    )
    if await bot.get_my_commands(language_code=code or None) != commands:
        await bot.set_my_commands(commands, language_code=code or None)
    long = phrasebook.say("bot-description", language)
    if (await bot.get_my_description(code or None)).description != long:
        await bot.set_my_description(long, code or None)
    short = phrasebook.say("bot-short-description", language)
    if (await bot.get_my_short_description(code or None)).short_description != short:
        await bot.set_my_short_description(short, code or None)
