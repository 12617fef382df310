"""Telegram as a chat platform: by long polling or webhook, from the cloud or a server of one's own.

Owns the adapter's parts and their order of starting and stopping; each part is a module of
``bots.telegram``. Must not know flows, storage or the backend.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import replace

import aiohttp
from aiohttp import web

from bots.pacing import Pace
from bots.progress import ProgressEdits
from bots.settings import Settings
from bots.telegram import limits, menu, polling
from bots.telegram.client import ANSWER_LIMIT_S, CONNECT_LIMIT_S, Client, make_bot
from bots.telegram.files import Files
from bots.telegram.intake import Intake
from bots.telegram.introduction import Introduction
from bots.telegram.sending import Sending
from bots.telegram.translation import NAME, Translation
from bots.telegram.webhook import Webhook
from core.model import Attachment, Capabilities, ChatRef, Outgoing, Receipt
from core.phrases import Phrasebook
from core.ports import OpenedBytes, Receive

log = logging.getLogger(__name__)


class Telegram:
    """The adapter; ``connected`` makes one."""

    name = NAME

    def __init__(
        self,
        settings: Settings,
        bot: Client,
        http: aiohttp.ClientSession,
        introduction: Introduction,
    ) -> None:
        self._bot = bot
        self._introduction = introduction
        self._factor = settings.timetable_factor
        self._is_local = settings.telegram_local_mode
        self._webhook = (
            Webhook(bot, settings.telegram_webhook_url, self._factor)
            if settings.telegram_webhook_url
            else None
        )
        pace = Pace(limits.OVERALL, limits.rates_of, self._factor)
        self._sending = Sending(bot, pace)
        self._progress = ProgressEdits(self._show, pace, limits.progress_period_s, self._factor)
        self._files = Files(bot, http, is_local=self._is_local)

    def capabilities(self, chat: ChatRef) -> Capabilities:
        """The same in every chat but for who reads along."""
        is_local = self._is_local
        return Capabilities(
            max_text=limits.MAX_TEXT,
            max_caption=limits.MAX_CAPTION,
            max_upload_bytes=limits.LOCAL_UPLOAD_BYTES if is_local else limits.CLOUD_UPLOAD_BYTES,
            max_download_bytes=(
                limits.LOCAL_DOWNLOAD_BYTES if is_local else limits.CLOUD_DOWNLOAD_BYTES
            ),
            can_edit=True,
            has_buttons=True,
            is_private=limits.is_private(int(chat.chat)),
        )

    async def probe(self) -> str:
        """The bot's name, if Telegram could be asked for it, and how it hears."""
        name = f"@{self._bot.username}" if self._introduction.is_done else "a bot"
        how = "by webhook" if self._webhook else "by long polling"
        where = ", through a Bot API server of its own" if self._is_local else ""
        return f"{name} on Telegram ({how}{where})"

    def routes(self) -> list[web.RouteDef]:
        """What this adapter has to be called at; nothing where it asks by itself."""
        return self._webhook.routes() if self._webhook else []

    async def run(self, receive: Receive) -> None:
        """Feed in updates until cancelled."""
        if not self._introduction.is_done:
            await self._introduction.end()
            log.warning("Telegram is reached now: Backdrop is %s.", await self.probe())
        translation = Translation(self._bot.id, self._bot.username)
        intake = Intake(self._bot, translation, receive, self._factor)
        describing = asyncio.create_task(self._describe())
        try:
            if self._webhook is not None:
                await self._webhook.run(intake)
            else:
                await polling.poll(self._bot, intake, self._factor)
        finally:
            describing.cancel()
            await asyncio.wait({describing})
            await intake.close()

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Send or edit one message. Raises the delivery errors of ``core.errors``."""
        if outgoing.progress is not None:
            return await self._progress.show(self._sending.chat_id(outgoing.chat), outgoing)
        if outgoing.standing is not None and not outgoing.media:
            # Words of progress that still wait must not take the place of these.
            chat_id = self._sending.chat_id(outgoing.chat)
            standing = await self._progress.forget(chat_id, outgoing.standing)
            edited = replace(outgoing, standing=standing)
            return Receipt(outgoing.id, await self._sending.edit(edited))
        return Receipt(outgoing.id, await self._sending.send(outgoing))

    async def delete(self, chat: ChatRef, platform_id: str) -> None:
        """Take a message away. Raises ``DeliveryError`` where that is not allowed."""
        standing = await self._progress.forget(self._sending.chat_id(chat), platform_id)
        await self._sending.delete(chat, standing)

    def open(self, attachment: Attachment) -> AbstractAsyncContextManager[OpenedBytes]:
        """Stream a person's file. Raises ``MediaError``s."""
        return self._files.open(attachment)

    async def close(self) -> None:
        """Show no more progress."""
        await self._progress.close()

    async def _describe(self) -> None:
        try:
            await menu.describe(self._bot, Phrasebook())
        except Exception:
            log.exception("The menu failed in a way that nobody foresaw; the bot runs on.")

    async def _show(self, outgoing: Outgoing) -> str:
        if outgoing.standing is None:
            return await self._sending.send_now(outgoing)
        return await self._sending.edit_now(outgoing)


@contextlib.asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[Telegram]:
    """The adapter for the settings' token, which is tried once: if Telegram can't be reached at
    the moment, that is waited for when the adapter runs.

    Raises ``SettingsInvalid`` for a token that Telegram does not know.
    """
    assert settings.telegram_bot_token is not None  # noqa: S101 - the caller has looked
    bot = make_bot(settings.telegram_bot_token.get_secret_value(), settings.telegram_api_url)
    timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_LIMIT_S, sock_read=ANSWER_LIMIT_S)
    introduction = Introduction(bot, settings)
    # By the environment's proxy where there is one, as the library itself.
    async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as http:
        try:
            await introduction.begin()
            platform = Telegram(settings, bot, http, introduction)
            try:
                yield platform
            finally:
                await platform.close()
        finally:
            await bot.shutdown()
