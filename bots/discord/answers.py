"""Answers by an interaction's own token: the first, those after it, their edits.

Owns these requests. Must not know when an interaction is answered by the bot's own message instead.
An interaction that takes no more answers is marked as ended, and the caller goes another way.
"""

from __future__ import annotations

import logging

import discord

from bots.discord import faults, shapes
from bots.discord.interactions import Live
from core.model import Outgoing

log = logging.getLogger(__name__)


class Answers:
    """Speaks by interactions. All methods raise ``DeliveryError``."""

    async def fill(self, live: Live, outgoing: Outgoing) -> str | None:
        """Put it in the place of the first answer; its id. None where that can't be done.

        Repeated, it is the same message.
        """
        try:
            with shapes.files(outgoing.media) as files:
                message = await live.interaction.edit_original_response(
                    content=shapes.words(outgoing.text) or None,
                    attachments=files,
                    view=shapes.view(outgoing.buttons),
                )
        except faults.FAILURES as error:
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
        try:
            with shapes.files(outgoing.media) as files:
                view = shapes.view(outgoing.buttons)
                message = await live.interaction.followup.send(
                    shapes.words(outgoing.text),
                    files=files,
                    view=view if view is not None else discord.utils.MISSING,
                    ephemeral=is_ephemeral,
                    suppress_embeds=True,
                    wait=True,
                )
        except faults.FAILURES as error:
            if _ended(live, error):
                return None
            raise faults.delivery_error(error, has_files=bool(outgoing.media)) from None
        live.message_ids.add(str(message.id))
        return str(message.id)

    async def edit(self, live: Live, platform_id: str, outgoing: Outgoing) -> bool:
        """Change one of its answers; False where that can't be done."""
        try:
            await live.interaction.followup.edit_message(
                int(platform_id),
                content=shapes.words(outgoing.text),
                view=shapes.view(outgoing.buttons),
            )
        except faults.FAILURES as error:
            if faults.is_gone(error) or _ended(live, error):
                return False
            raise faults.delivery_error(error) from None
        return True

    async def delete(self, live: Live, platform_id: str) -> None:
        """Take one of its answers away."""
        try:
            await live.interaction.followup.delete_message(int(platform_id))
        except faults.FAILURES as error:
            raise faults.delivery_error(error) from None

    async def withdraw(self, live: Live) -> None:
        """Take away the sign that the bot thinks; a failure is logged, and it ends by itself."""
        live.is_waiting = False
        try:
            await live.interaction.delete_original_response()
        except faults.FAILURES as error:
            log.info("A sign of work could not be taken away: %s", faults.cause_of(error))


def _ended(live: Live, error: faults.Failure) -> bool:
    """Whether the interaction is over; that is remembered."""
    if faults.is_over(error):
        live.end()
        return True
    return False
