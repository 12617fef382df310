"""The library's client, with limits that suit clips.

Owns its timeouts and connections (the library's own are five seconds), and updates as they came:
the library reads a batch whole or not at all. Must not know what is asked.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

import httpx
import telegram
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bots.settings import SettingsInvalid

CONNECT_LIMIT_S: Final = 15.0
ANSWER_LIMIT_S: Final = 30.0
"""Longest silence while an answer is awaited or a file is read."""
_UPLOAD_STALL_S: Final = 120.0
"""An upload of which no byte moves for so long is given up."""
_TURN_LIMIT_S: Final = 60.0
"""For a free connection, when all of them are in use."""
_CONNECTIONS: Final = 64
_NOISE: Final = "telegram.request.BaseRequest"
"""Logs each proxy's page whole and with a traceback, of which the error is raised anyway."""


class Client(telegram.Bot):
    """The library's client of the Bot API at ``url``, not yet connected."""

    def __init__(self, token: str, url: str) -> None:
        self._updates_request = _request(1)
        super().__init__(
            token,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=_request(_CONNECTIONS),
            get_updates_request=self._updates_request,
        )

    async def raw_updates(
        self, offset: int | None, timeout_s: int, allowed: Sequence[str]
    ) -> list[dict[str, Any]]:
        """The next updates, unread but for their numbers; waits for them up to ``timeout_s``.

        Raises ``TelegramError``s as every method does.
        """
        asked = {"timeout": timeout_s, "allowed_updates": json.dumps(list(allowed))}
        if offset is not None:
            asked["offset"] = offset
        answer = await self._updates_request.retrieve(
            f"{self.base_url}/getUpdates?{urlencode(asked)}",
            read_timeout=timeout_s + ANSWER_LIMIT_S,
        )
        parsed = self._updates_request.parse_json_payload(answer)
        found = parsed.get("result") if isinstance(parsed, dict) else None
        if not isinstance(found, list) or not all(map(_is_numbered, found)):
            raise TelegramError("an answer that is no list of updates")
        return found


def make_bot(token: str, url: str) -> Client:
    """The client of the Bot API at that address, not yet connected.

    Raises ``SettingsInvalid`` where the environment's proxy is of a kind that it can't use.
    """
    logging.getLogger(_NOISE).setLevel(logging.CRITICAL)
    try:
        return Client(token, url)
    except (RuntimeError, ValueError, httpx.InvalidURL):
        # Their words may hold the proxy's address, and so its password.
        raise SettingsInvalid(
            "The environment names a proxy that can't be used (ALL_PROXY, HTTPS_PROXY or "
            "HTTP_PROXY): it must be an http:// one; SOCKS is not supported."
        ) from None


def _request(connections: int) -> HTTPXRequest:
    return HTTPXRequest(
        connection_pool_size=connections,
        connect_timeout=CONNECT_LIMIT_S,
        read_timeout=ANSWER_LIMIT_S,
        write_timeout=ANSWER_LIMIT_S,
        media_write_timeout=_UPLOAD_STALL_S,
        pool_timeout=_TURN_LIMIT_S,
    )


def _is_numbered(update: object) -> bool:
    return isinstance(update, dict) and isinstance(update.get("update_id"), int)
