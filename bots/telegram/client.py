"""The library's client, with limits that suit clips.

Owns its timeouts and connections: the library's own are five seconds. Must not know what is asked.
"""

from __future__ import annotations

import logging
from typing import Final

import telegram
from telegram.request import HTTPXRequest

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


def make_bot(token: str, url: str) -> telegram.Bot:
    """The library's client of the Bot API at that address, not yet connected."""
    logging.getLogger(_NOISE).setLevel(logging.CRITICAL)

    def request(connections: int) -> HTTPXRequest:
        return HTTPXRequest(
            connection_pool_size=connections,
            connect_timeout=CONNECT_LIMIT_S,
            read_timeout=ANSWER_LIMIT_S,
            write_timeout=ANSWER_LIMIT_S,
            media_write_timeout=_UPLOAD_STALL_S,
            pool_timeout=_TURN_LIMIT_S,
        )

    return telegram.Bot(
        token,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=request(_CONNECTIONS),
        get_updates_request=request(1),
    )
