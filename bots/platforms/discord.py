"""Discord as a chat platform: in servers, threads, DMs, and wherever a person brings the bot along.

Owns the adapter's parts and their order of starting and stopping; each part is a module of
``bots.discord``. Must not know flows, storage or the backend.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from typing import Final

import aiohttp
import discord

from bots.discord import limits
from bots.discord.client import AnyClient, make_client
from bots.discord.commands import Commands
from bots.discord.connection import keep_connected, logged_in, try_log_in
from bots.discord.files import Files
from bots.discord.hearing import Hearing
from bots.discord.history import History
from bots.discord.interactions import Interactions
from bots.discord.places import NAME, place
from bots.discord.reading import Reading
from bots.discord.sending import Sending
from bots.discord.translation import Translation
from bots.discord.upload_limits import UploadLimits
from bots.discord.using import Using
from bots.lanes import Lanes
from bots.pacing import Pace
from bots.progress import ProgressEdits
from bots.settings import Settings
from core.errors import ChatGone
from core.model import Attachment, Capabilities, ChatRef, Outgoing, Receipt
from core.phrases import Phrasebook
from core.ports import Heard, OpenedBytes, Receive

log = logging.getLogger(__name__)

_CONNECT_LIMIT_S: Final = 15.0
_SILENCE_LIMIT_S: Final = 30.0
"""Longest silence while a file is read."""


class Discord:
    """The adapter; ``connected`` makes one."""

    name = NAME
    same_within_s = limits.NONCE_HOLDS_S

    def __init__(self, settings: Settings, client: AnyClient, http: aiohttp.ClientSession) -> None:
        self._client = client
        self._settings = settings
        self._factor = settings.timetable_factor
        self._interactions = Interactions()
        pace = Pace(limits.OVERALL, lambda _: limits.CHANNEL, self._factor)
        self._sending = Sending(client, self._interactions, pace)
        self._progress = ProgressEdits(
            self._sending.show, pace, lambda _: limits.PROGRESS_PERIOD_S, self._factor
        )
        self._upload_limits = UploadLimits(client, self._interactions, self._factor)
        self._files = Files(client, http)
        self._heard: Heard | None = None
        self._phrasebook = Phrasebook()
        self._hearing: Hearing | None = None
        self._commands = Commands(client, self._phrasebook, self._use, self._point)

    def capabilities(self, chat: ChatRef) -> Capabilities:
        """What differs is how large a file may be, and who reads along."""
        return Capabilities(
            max_text=limits.MAX_TEXT,
            max_caption=limits.MAX_TEXT,
            max_upload_bytes=self._upload_limits.of(chat),
            max_download_bytes=limits.DOWNLOAD_BYTES,
            can_edit=True,
            has_buttons=True,
            is_private=self._is_direct(chat),
            is_original_kept=True,
        )

    async def settle(self, chat: ChatRef) -> None:
        """Wait until a server's limit of files is known, for a limited time."""
        await self._upload_limits.known(chat)

    async def probe(self) -> str:
        """The bot's name, if Discord could be asked for it."""
        user = self._client.user
        return f"{'a bot' if user is None else user.name} on Discord"

    def catch_up_from(self, heard: Heard) -> None:
        """Whom to ask for the chats whose history is fetched after a pause."""
        self._heard = heard

    async def run(self, receive: Receive) -> None:
        """Feed in what happens until cancelled."""
        if not self._client.is_open:
            await logged_in(self._client, self._settings)
            log.warning("Discord is reached now: Backdrop is %s.", await self.probe())
        account = str(self._client.application_id)
        assert self._client.user is not None  # noqa: S101 - logged in
        translation = Translation(
            self._client.user.id, account, self._settings.discord_open_channels
        )
        reading = Reading(translation, self._phrasebook)
        lanes = Lanes(receive, self._factor)
        history = History(self._client, account, reading, lanes, self._heard, self._factor)
        using = Using(
            self._client,
            translation,
            self._interactions,
            self._phrasebook,
            history.store,
            receive,
            has_accounts=self._settings.backend().api_url is not None,
        )
        hearing = Hearing(translation, reading, history, using)
        self._hearing = hearing
        self._client.listener = hearing
        describing = asyncio.create_task(self._describe())
        try:
            await keep_connected(self._client, self._settings)
        finally:
            self._client.listener = None
            await hearing.close()
            self._hearing = None
            await history.close()
            describing.cancel()
            await asyncio.wait({describing})

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Send or edit one message. Raises the delivery errors of ``core.errors``."""
        target_id = place(outgoing.chat).target_id
        if outgoing.progress is not None:
            return await self._progress.show(target_id, outgoing)
        if outgoing.standing is not None and not outgoing.media:
            # Words of progress that still wait must not take the place of these.
            standing = await self._progress.forget(target_id, outgoing.standing)
            edited = replace(outgoing, standing=standing)
            return Receipt(outgoing.id, await self._sending.edit(edited))
        return Receipt(outgoing.id, await self._sending.send(outgoing))

    async def delete(self, chat: ChatRef, platform_id: str) -> None:
        """Take a message away. Raises ``DeliveryError`` where that is not allowed."""
        standing = await self._progress.forget(place(chat).target_id, platform_id)
        await self._sending.delete(chat, standing)

    async def whisper(self, chat: ChatRef, person_id: str, text: str) -> None:
        """Say something to a person in private. Raises ``DeliveryError``."""
        await self._sending.whisper(person_id, text)

    def open(self, attachment: Attachment) -> AbstractAsyncContextManager[OpenedBytes]:
        """Stream a person's file, or give its address away. Raises ``MediaError``s."""
        return self._files.open(attachment)

    async def close(self) -> None:
        """Show no more progress."""
        await self._progress.close()

    async def _describe(self) -> None:
        try:
            await self._commands.bring_up_to_date()
        except Exception:
            log.exception("The commands failed in a way that nobody foresaw; the bot runs on.")

    async def _use(
        self,
        interaction: discord.Interaction,
        name: str,
        words: str,
        files: tuple[discord.Attachment, ...],
    ) -> None:
        if self._hearing is not None:
            await self._hearing.use(interaction, name, words, files)

    async def _point(self, interaction: discord.Interaction, message: discord.Message) -> None:
        if self._hearing is not None:
            await self._hearing.point(interaction, message)

    def _is_direct(self, chat: ChatRef) -> bool:
        try:
            return place(chat).is_direct
        except ChatGone:
            return False


@contextlib.asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[Discord]:
    """The adapter for the settings' token, which is tried once: if Discord can't be reached at the
    moment, that is waited for when the adapter runs.

    Raises ``SettingsInvalid`` for a token that Discord does not know.
    """
    client = make_client(settings)
    timeout = aiohttp.ClientTimeout(
        total=None, connect=_CONNECT_LIMIT_S, sock_read=_SILENCE_LIMIT_S
    )
    # By the environment's proxy where there is one.
    async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as http:
        try:
            await try_log_in(client, settings)
            platform = Discord(settings, client, http)
            try:
                yield platform
            finally:
                await platform.close()
        finally:
            await client.close()
