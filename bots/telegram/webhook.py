"""Updates by webhook: Telegram calls us, and hears "received" only when they are committed.

Owns the route, the check of the secret and the registration. Must not know what an update is, nor
who listens. The secret is made anew at each start; Telegram repeats what it got no good answer to.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import secrets
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

import telegram
from aiohttp import web
from telegram.error import TelegramError

from bots.telegram import faults
from bots.telegram.intake import Intake
from bots.telegram.translation import ALLOWED_UPDATES

log = logging.getLogger(__name__)

_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
_PAUSE_S: Final = 5.0
_LONGEST_PAUSE_S: Final = 60.0
_LOOK_S: Final = 180.0
"""Between two looks at what Telegram says of the webhook."""


class Webhook:
    """The one route. ``url`` is its public address."""

    def __init__(self, bot: telegram.Bot, url: str, factor: float) -> None:
        self._bot = bot
        self._url = url
        self._factor = factor
        self._secret = secrets.token_urlsafe(32)
        self._intake: Intake | None = None
        self._in_hand: set[asyncio.Task[None]] = set()

    def routes(self) -> list[web.RouteDef]:
        """What the process that listens is to serve."""
        return [web.post(urlsplit(self._url).path or "/", self._serve)]

    async def run(self, intake: Intake) -> None:
        """Feed the intake until cancelled. The registration stays: Telegram keeps what comes."""
        self._intake = intake
        pause_s = _PAUSE_S
        try:
            while not await self._register():
                await asyncio.sleep(pause_s * self._factor)
                pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
            await self._watch()
        finally:
            self._intake = None
            in_hand = set(self._in_hand)
            for taking in in_hand:
                taking.cancel()
            if in_hand:
                await asyncio.wait(in_hand)

    async def _register(self) -> bool:
        try:
            await self._bot.set_webhook(
                self._url, allowed_updates=ALLOWED_UPDATES, secret_token=self._secret
            )
        except TelegramError as error:
            log.warning(
                "Telegram does not take the webhook (%s). Check TELEGRAM_WEBHOOK_URL; it is tried "
                "again.",
                faults.cause_of(error),
            )
            return False
        return True

    async def _watch(self) -> None:
        """Look now and then whether Telegram still calls here, and tell the operator, once each."""
        since = datetime.now(UTC).replace(microsecond=0)
        told = ""
        while True:
            await asyncio.sleep(_LOOK_S * self._factor)
            try:
                info = await self._bot.get_webhook_info()
            except TelegramError as error:
                log.info("Telegram can't say how the webhook does (%s).", faults.cause_of(error))
                continue
            trouble = self._trouble(info, since)
            if trouble and trouble != told:
                log.warning("%s", trouble)
            told = trouble
            if not info.url:
                await self._register()

    def _trouble(self, info: telegram.WebhookInfo, since: datetime) -> str:
        if not info.url:
            return (
                "Another program took the webhook away; it is set again. Two programs with one "
                "token lose messages: stop the other one."
            )
        if _place(info.url) != _place(self._url):
            return (
                "Another program with this bot's token has set a webhook elsewhere, so nothing "
                "comes here. Stop the other one, or make a new token with @BotFather; then start "
                "again."
            )
        if info.last_error_message and info.last_error_date and info.last_error_date >= since:
            return (
                f"Telegram could not deliver to the webhook ({info.last_error_message}). It tries "
                "again; check what stands before BACKDROP_BIND."
            )
        return ""

    async def _serve(self, request: web.Request) -> web.Response:
        given = request.headers.get(_HEADER, "")
        # A header may hold bytes that are no text.
        if not hmac.compare_digest(given.encode(errors="surrogateescape"), self._secret.encode()):
            return web.Response(status=403)
        if self._intake is None:
            return web.Response(status=503)
        # Of at most 1 MiB, the server's own limit.
        taking = asyncio.create_task(self._intake.take([_parsed(await request.read())]))
        self._in_hand.add(taking)
        taking.add_done_callback(self._in_hand.discard)
        try:
            await asyncio.wait({taking})
        finally:
            taking.cancel()
        if taking.cancelled():
            # Not safe on disk, and nobody takes it any more: it comes again to the next start.
            return web.Response(status=503)
        taking.result()
        return web.Response()


def _place(url: str) -> tuple[str | None, int, str, str]:
    """What of an address is the same however it is written."""
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return parts.hostname, port, parts.path or "/", parts.query


def _parsed(body: bytes) -> object:
    """The update, or None, which the intake skips: Telegram would repeat it for a day."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
