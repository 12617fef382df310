"""What can't be done as it was asked on Discord, said at once, with the way in which it can.

Owns these few words of the platform's own. Must not know the core's work: nothing was begun.
"""

from __future__ import annotations

import logging
from typing import Any

import discord

from bots.discord import faults
from core.phrases import Phrasebook

log = logging.getLogger(__name__)


async def give(message: discord.Message, phrasebook: Phrasebook, key: str) -> None:
    """Answer a message. A failure is logged."""
    locale = message.guild.preferred_locale.value if message.guild is not None else None
    try:
        await message.channel.send(
            phrasebook.say(key, phrasebook.negotiate(locale)),
            reference=message.to_reference(fail_if_not_exists=False),
            mention_author=True,
        )
    except faults.FAILURES as error:
        log.info("A hint could not be given: %s", faults.cause_of(error))


async def whisper(interaction: discord.Interaction[Any], phrasebook: Phrasebook, key: str) -> None:
    """Answer an interaction, for that person alone. A failure is logged."""
    language = phrasebook.negotiate(interaction.locale.value)
    try:
        await interaction.response.send_message(phrasebook.say(key, language), ephemeral=True)
    except faults.FAILURES as error:
        log.info("A hint could not be given: %s", faults.cause_of(error))
