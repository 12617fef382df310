"""Which messages are for the bot, and which can't be read: one rule for what is heard now and what
was missed.

Owns that rule, and what a person is told of it. Must not know where messages come from, or go.
"""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from typing import Final

import discord

from bots.discord import hints
from bots.discord.places import Place
from bots.discord.translation import Translation
from core.model import Incoming, Text
from core.phrases import Phrasebook
from core.router import Action, route

log = logging.getLogger(__name__)

_HINT_EVERY_S: Final = 60.0
"""To one person in one channel, who may go on answering without the bot's name."""
_MOST_HINTED: Final = 10_000


class Reading:
    """Reads messages for one bot."""

    def __init__(self, translation: Translation, phrasebook: Phrasebook) -> None:
        self._translation = translation
        self._phrasebook = phrasebook
        self._hinted: OrderedDict[tuple[int, int], tuple[float, int]] = OrderedDict()
        """By channel and person: when, in seconds of the monotonic clock, and for which message."""

    async def read(
        self,
        message: discord.Message,
        place: Place,
        *,
        is_edited: bool = False,
        may_hint: bool = True,
    ) -> Incoming | None:
        """What the message means for the core; None for what is none of our business.

        Where it is meant for the bot but hidden from it, its person is told what helps, unless
        ``may_hint`` says that this was done when it was written.
        """
        translation = self._translation
        if message.author.bot:
            return None
        try:
            incoming = translation.message(message, place, is_edited=is_edited)
            is_hidden = translation.is_hidden(message)
            answers_hidden = translation.answers_hidden(message)
        except Exception:
            log.exception("A message can't be understood; please report it.")
            return None
        if is_hidden and not is_edited:
            if may_hint:
                await self._hint(message, "answer-hidden")
            return None
        if incoming is not None and answers_hidden and _wants_edit(incoming):
            if may_hint:
                await self._hint(message, "clip-hidden")
            return None
        return incoming

    async def _hint(self, message: discord.Message, key: str) -> None:
        whom, now_s = (message.channel.id, message.author.id), time.monotonic()
        hinted_s, newest = self._hinted.get(whom, (-_HINT_EVERY_S, 0))
        # Of what was heard before a connection was lost the history tells again.
        if now_s - hinted_s < _HINT_EVERY_S or message.id <= newest:
            return
        self._hinted[whom] = now_s, message.id
        self._hinted.move_to_end(whom)
        if len(self._hinted) > _MOST_HINTED:
            self._hinted.popitem(last=False)
        await hints.give(message, self._phrasebook, key)


def _wants_edit(incoming: Incoming) -> bool:
    """Whether it may be meant for what it answers: words for a clip, and none along with them."""
    body = incoming.body
    if incoming.attachments or not isinstance(body, Text):
        return False
    return not body.text or route(body.text).action is Action.EDIT
