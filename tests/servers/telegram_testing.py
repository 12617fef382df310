"""The real client library in front of the fake Telegram: for tests.

Owns how it is pointed there, and how a bare test hears updates. Must not know our adapter.
"""

from __future__ import annotations

import time

from telegram import Bot, Update

from tests.servers.telegram import TelegramServer


def bot_of(server: TelegramServer) -> Bot:
    """The library's client; to be entered. ``local_mode`` is the server's."""
    return Bot(
        server.token,
        base_url=f"{server.url}/bot",
        base_file_url=f"{server.url}/file/bot",
        local_mode=server.is_local,
    )


async def hear(
    bot: Bot, *, count: int = 1, after: Update | None = None, limit_s: float = 10.0
) -> list[Update]:
    """The next updates, ``count`` of them at least; ``after`` confirms those before."""
    offset = after.update_id + 1 if after else None
    deadline_s = time.monotonic() + limit_s
    while True:
        found = list(await bot.get_updates(offset, timeout=2))
        if len(found) >= count:
            return found
        assert time.monotonic() < deadline_s, f"{len(found)} updates, {count} wanted: {found}"
