"""Updates on their way to the core, from wherever they came.

Owns their reading, which lane each goes in (a chat's own), and the promise that none counts as
received before it is committed. Must not know how they came.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from typing import Final

import telegram
from telegram.error import TelegramError

from bots.lanes import Lanes
from bots.telegram import faults
from bots.telegram.albums import AddressedAlbums
from bots.telegram.translation import Translation
from core.model import Inbound
from core.ports import Receive

log = logging.getLogger(__name__)

_CLOSING_LIMIT_S: Final = 1.0


class Intake:
    """Takes updates in for one run of the adapter."""

    def __init__(
        self, bot: telegram.Bot, translation: Translation, receive: Receive, factor: float
    ) -> None:
        self._bot = bot
        self._translation = translation
        self._lanes = Lanes(receive, factor)
        self._albums = AddressedAlbums()
        self._answers: set[asyncio.Task[None]] = set()

    async def take(self, raw_updates: Sequence[object]) -> None:
        """Returns when all of them are safe on disk, or are none of our business.

        They are as Telegram wrote them, out of JSON. One that can't be read is logged and skipped:
        it would be no better the next time, and must not hold up everybody.
        """
        chats: dict[int, list[telegram.Update]] = {}
        updates: list[telegram.Update] = []
        for raw in raw_updates:
            try:
                update = telegram.Update.de_json(raw, self._bot)  # type: ignore[arg-type]
                chat = update.effective_chat
            except Exception:
                log.exception("An update can't be read and is skipped; please report it.")
                continue
            updates.append(update)
            chats.setdefault(chat.id if chat else 0, []).append(update)
        async with asyncio.TaskGroup() as group:
            for chat_id, its_updates in chats.items():
                # A webhook delivers one by one, so two of a chat may be in hand at once.
                group.create_task(self._lanes.take(chat_id, self._inbounds(its_updates)))
        for update in updates:
            if update.callback_query is not None:
                task = asyncio.create_task(self._acknowledge(update.callback_query))
                self._answers.add(task)
                task.add_done_callback(self._answers.discard)

    async def close(self) -> None:
        """Give the taps that are being acknowledged a moment; a button may turn on instead."""
        if not self._answers:
            return
        _, late = await asyncio.wait(self._answers, timeout=_CLOSING_LIMIT_S)
        for answer in late:
            answer.cancel()
        if late:
            await asyncio.wait(late)

    def _inbounds(self, updates: list[telegram.Update]) -> Iterator[Inbound]:
        """A generator, so that albums are looked at in the lane's order."""
        yield from self._albums.marked(self._translated(updates))

    def _translated(self, updates: list[telegram.Update]) -> list[Inbound]:
        found: list[Inbound] = []
        for update in updates:
            try:
                inbound = self._translation.inbound(update)
            except Exception:
                # It would be no better the next time, and must not hold up everybody.
                log.exception("Update %d can't be understood; please report it.", update.update_id)
                continue
            if inbound is not None:
                found.append(inbound)
        return found

    async def _acknowledge(self, query: telegram.CallbackQuery) -> None:
        """Let the button stop turning; what the tap leads to comes as a message."""
        try:
            await query.answer()
        except TelegramError as error:
            log.info("A tap could not be acknowledged: %s", faults.cause_of(error))
