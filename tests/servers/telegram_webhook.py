"""The webhook of the fake Telegram: updates posted to the bot: for tests.

Owns setWebhook and its likes, and delivery: in order within a chat, ``max_connections`` at once,
again until it is answered 2xx. Must not know how updates arise.

Other than the real cloud it takes plain http and any port (the real local server does too).
"""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from tests.servers.telegram_limits import bad
from tests.servers.telegram_parameters import Parameters
from tests.servers.telegram_updates import Update, Updates

_CLOUD_PORTS = (443, 80, 88, 8443)
_ANSWER_LIMIT_S = 60.0


@dataclass
class Setting:
    """Where updates go; ``url`` is empty while there is no webhook."""

    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_date: int | None = None
    last_error_message: str = ""


class Webhook:
    """The webhook of one bot. ``first_retry_s`` doubles with each failure, to 32 times."""

    def __init__(
        self, updates: Updates, *, is_url_checked: bool = False, first_retry_s: float = 0.05
    ) -> None:
        self.setting = Setting()
        self._updates = updates
        self._is_url_checked = is_url_checked
        self._first_retry_s = first_retry_s
        self._busy: dict[int, asyncio.Task[None]] = {}
        self.most_at_once = 0

    def set(self, parameters: Parameters) -> Any:
        """setWebhook."""
        url, secret = parameters.text("url"), parameters.text("secret_token")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad("secret token contains unallowed characters")
        if url:
            self._check(url)
        self._updates.allow(parameters.value("allowed_updates"))
        if parameters.flag("drop_pending_updates"):
            self._updates.drop()
        count = parameters.integer("max_connections") or 40
        self.setting = Setting(url, secret, min(max(count, 1), 100))
        self._updates.end_poller("Conflict: terminated by setWebhook request")
        return True

    def _check(self, url: str) -> None:
        parts = urlsplit(url)
        if not parts.hostname or parts.scheme not in ("http", "https"):
            raise bad("bad webhook: invalid webhook URL specified")
        if self._is_url_checked and parts.scheme != "https":
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if self._is_url_checked and (parts.port or 443) not in _CLOUD_PORTS:
            raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")

    def delete(self, parameters: Parameters) -> Any:
        """deleteWebhook."""
        if parameters.flag("drop_pending_updates"):
            self._updates.drop()
        self.setting = Setting()
        return True

    def info(self, _: Parameters) -> Any:
        """getWebhookInfo."""
        setting = self.setting
        shape: dict[str, Any] = {
            "url": setting.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending()),
        }
        if setting.url:
            shape["max_connections"] = setting.max_connections
            shape["ip_address"] = "127.0.0.1"
            shape["allowed_updates"] = sorted(self._updates.allowed)
        if setting.last_error_date is not None:
            shape["last_error_date"] = setting.last_error_date
            shape["last_error_message"] = setting.last_error_message
        return shape

    def deliver(self) -> None:
        """Begin to post what waits and has no earlier one of its chat before it."""
        setting = self.setting
        if not setting.url:
            return
        for update in self._updates.pending():
            if len(self._busy) >= setting.max_connections:
                break
            if update.queue not in self._busy:
                task = asyncio.ensure_future(self._post(update, setting))
                self._busy[update.queue] = task
                task.add_done_callback(partial(self._done, update.queue))
        self.most_at_once = max(self.most_at_once, len(self._busy))

    def _done(self, queue: int, _: asyncio.Task[None]) -> None:
        self._busy.pop(queue, None)
        self._updates.wake()

    async def _post(self, update: Update, setting: Setting) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": setting.secret} if setting.secret else {}
        timeout = aiohttp.ClientTimeout(total=_ANSWER_LIMIT_S)
        failures = 0
        async with aiohttp.ClientSession(timeout=timeout) as session:
            while self.setting is setting:
                self._updates.given(update)
                try:
                    async with session.post(
                        setting.url, json=update.json, headers=headers
                    ) as answer:
                        await answer.read()
                        if answer.ok:
                            self._updates.confirm(update)
                            return
                        what = f"Wrong response from the webhook: {answer.status} {answer.reason}"
                except aiohttp.ClientConnectorError:
                    what = "Connection refused"
                except (aiohttp.ClientError, TimeoutError):
                    what = "Read timeout expired"
                setting.last_error_date = int(time.time())
                setting.last_error_message = what
                await asyncio.sleep(self._first_retry_s * 2 ** min(failures, 5))
                failures += 1
