"""Answers by an interaction's own token: the first, those after it, their edits.

Owns these requests. Must not know when an interaction is answered by the bot's own message instead.
An interaction that takes no more answers is marked as ended, and the caller goes another way. The
first answer, and a file that is put into an answer of words, may be sent again: they replace
themselves. Other answers can't be told from their repeats; they are words.
"""

from __future__ import annotations

import logging
from dataclasses import replace

import discord

from bots.discord import faults, shapes
from bots.discord.interactions import Live
from core.errors import DeliveryError, DeliveryRefused
from core.model import Outgoing

log = logging.getLogger(__name__)


class Answers:
    """Speaks by interactions; ``fill``, ``follow`` and ``withdraw`` by those whose lock is held.

    All methods raise ``DeliveryError``.
    """

    async def fill(self, live: Live, outgoing: Outgoing) -> str | None:
        """Put it in the place of the first answer; its id. None where that can't be done.

        Repeated, it is the same message.
        """
        try:
            with faults.cut_off(live.interaction.client), shapes.files(outgoing.media) as files:
                message = await live.interaction.edit_original_response(
                    content=shapes.words(outgoing.text) or None,
                    attachments=files,
                    view=shapes.view(outgoing.buttons),
                )
        except faults.FAILURES as error:
            if faults.is_gone(error):
                # Somebody took it away; what comes now stands by itself.
                live.is_waiting, live.is_kept, live.original_id = False, True, None
                return None
            if _ended(live, error):
                return None
            raise faults.delivery_error(error, has_files=bool(outgoing.media)) from None
        live.is_waiting = False
        live.is_kept = live.is_kept or outgoing.progress is None
        live.original_id = str(message.id)
        live.message_ids.add(live.original_id)
        return live.original_id

    async def follow(self, live: Live, outgoing: Outgoing, *, is_ephemeral: bool) -> str | None:
        """Say it after the first answer; its id. None where that can't be done."""
        if not live.has_followups:
            return None
        if not outgoing.media:
            return await self._followed(live, outgoing, is_ephemeral=is_ephemeral)
        place_id = live.places.get(outgoing.id)
        if place_id is None:
            words = replace(outgoing, media=(), buttons=())
            place_id = await self._followed(live, words, is_ephemeral=is_ephemeral)
            if place_id is None:
                return None
            live.places[outgoing.id] = place_id
        try:
            await self._put(live, place_id, outgoing)
        except DeliveryError as error:
            if error.is_outcome_known:
                # Its words promise a file that isn't there.
                del live.places[outgoing.id]
                await self._cleared(live, place_id)
            raise
        return place_id

    async def edit(self, live: Live, platform_id: str, outgoing: Outgoing) -> bool:
        """Change one of its answers; False where that can't be done."""
        async with live.lock:
            if outgoing.progress is not None and live.is_kept and platform_id == live.original_id:
                raise DeliveryRefused("what was progress has become the answer")
            try:
                with faults.cut_off(live.interaction.client):
                    await live.interaction.followup.edit_message(
                        int(platform_id),
                        content=shapes.words(outgoing.text),
                        view=shapes.view(outgoing.buttons),
                    )
            except faults.FAILURES as error:
                if faults.is_gone(error):
                    live.message_ids.discard(platform_id)
                    return False
                if _ended(live, error):
                    return False
                raise faults.delivery_error(error) from None
        return True

    async def delete(self, live: Live, platform_id: str) -> bool:
        """Take one of its answers away; False where that can't be done by the interaction."""
        try:
            with faults.cut_off(live.interaction.client):
                await live.interaction.followup.delete_message(int(platform_id))
        except faults.FAILURES as error:
            if _ended(live, error):
                return False
            raise faults.delivery_error(error) from None
        live.message_ids.discard(platform_id)
        return True

    async def withdraw(self, live: Live) -> None:
        """Take away the sign that the bot thinks; a failure is logged, and it ends by itself."""
        live.is_waiting, live.is_kept = False, True
        try:
            with faults.cut_off(live.interaction.client):
                await live.interaction.delete_original_response()
        except (*faults.FAILURES, DeliveryError) as error:
            log.info("A sign of work could not be taken away: %s", faults.cause_of(error))

    async def _followed(self, live: Live, outgoing: Outgoing, *, is_ephemeral: bool) -> str | None:
        if live.doubts[outgoing.id] > 1:
            raise DeliveryRefused("it was said twice, and may stand there twice")
        view = shapes.view(outgoing.buttons)
        try:
            with faults.cut_off(live.interaction.client):
                message = await live.interaction.followup.send(
                    shapes.words(outgoing.text),
                    view=view if view is not None else discord.utils.MISSING,
                    ephemeral=is_ephemeral,
                    suppress_embeds=True,
                    wait=True,
                )
        except faults.FAILURES as error:
            if faults.is_spent(error):
                live.has_followups = False
                return None
            if _ended(live, error):
                return None
            failure = faults.delivery_error(error)
            live.doubts[outgoing.id] += not failure.is_outcome_known
            raise failure from None
        live.message_ids.add(str(message.id))
        return str(message.id)

    async def _put(self, live: Live, platform_id: str, outgoing: Outgoing) -> None:
        """Put the files of a message where its words stand."""
        try:
            with faults.cut_off(live.interaction.client), shapes.files(outgoing.media) as files:
                await live.interaction.followup.edit_message(
                    int(platform_id),
                    content=shapes.words(outgoing.text) or None,
                    attachments=files,
                    view=shapes.view(outgoing.buttons),
                )
        except faults.FAILURES as error:
            raise faults.delivery_error(error, has_files=True) from None

    async def _cleared(self, live: Live, platform_id: str) -> None:
        try:
            await self.delete(live, platform_id)
        except DeliveryError as error:
            log.info("Words without their file could not be taken away: %s", error)


def _ended(live: Live, error: faults.Failure) -> bool:
    """Whether the interaction is over; that is remembered."""
    if faults.is_over(error):
        live.end()
        return True
    return False
