"""The measured processes: the real app on Telegram, and the client library alone beside it.

`python -m tests.bench.telegram_load WHAT` runs one with the environment's settings, against the
Bot API server that they name:

- ``bot``: the app until its input ends, as in ``load_bot``.
- ``echo [--is-concurrent]``: the library's own application with one handler that echoes, until
  SIGTERM.
- ``download PATH`` and ``upload PATH CHAT``: the library's own ``download_to_drive`` of the clip
  that waits for the bot, and its sending of a ``Path``; prints the extra peak.

Owns what runs and what is measured of it. Must not know how much is allowed.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import telegram
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bots import log
from bots.platforms.telegram import connected
from bots.settings import load
from tests.bench.load_bot import bot, tell
from tests.bench.load_meters import cost_of

_PATIENCE_S = 600.0

# --- the library alone ----------------------------------------------------------------------


async def _echo(update: telegram.Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    message = update.effective_message
    assert message is not None
    assert message.text is not None
    await message.reply_text(message.text)


def echo(*, is_concurrent: bool) -> None:
    """The least that a bot made with the library does, with all of its defaults."""
    settings = load()
    assert settings.telegram_bot_token is not None
    application = (
        Application.builder()
        .token(settings.telegram_bot_token.get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .concurrent_updates(is_concurrent)
        .build()
    )
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    application.run_polling()


async def measured(work: Callable[[telegram.Bot], Awaitable[Callable[[], Awaitable[Any]]]]) -> None:
    """What a transfer takes beyond what the library's client has in memory before it.

    ``work`` prepares it, and gives the transfer itself.
    """
    settings = load()
    assert settings.telegram_bot_token is not None
    url = settings.telegram_api_url
    async with telegram.Bot(
        settings.telegram_bot_token.get_secret_value(),
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        local_mode=settings.telegram_local_mode,
    ) as client:
        transfer = await work(client)
        tell(await cost_of(transfer))


async def download(path: Path) -> None:
    async def prepare(client: telegram.Bot) -> Callable[[], Awaitable[Any]]:
        *_, last = await client.get_updates(timeout=10)
        await client.get_updates(offset=last.update_id + 1, timeout=0)
        assert last.message is not None
        assert last.message.video is not None
        file = await last.message.video.get_file(read_timeout=_PATIENCE_S)
        return lambda: file.download_to_drive(path, read_timeout=_PATIENCE_S)

    await measured(prepare)


async def upload(path: Path, chat: int) -> None:
    async def prepare(client: telegram.Bot) -> Callable[[], Awaitable[Any]]:
        return lambda: client.send_video(
            chat, path, read_timeout=_PATIENCE_S, write_timeout=_PATIENCE_S
        )

    await measured(prepare)


def main() -> None:
    log.set_up("ERROR")
    parser = argparse.ArgumentParser(prog="tests.bench.telegram_load")
    whats = parser.add_subparsers(dest="what", required=True)
    whats.add_parser("bot")
    whats.add_parser("echo").add_argument("--is-concurrent", action="store_true")
    whats.add_parser("download").add_argument("path", type=Path)
    uploading = whats.add_parser("upload")
    uploading.add_argument("path", type=Path)
    uploading.add_argument("chat", type=int)
    given = parser.parse_args()
    match given.what:
        case "bot":
            asyncio.run(bot(connected))
        case "echo":
            echo(is_concurrent=given.is_concurrent)
        case "download":
            asyncio.run(download(given.path))
        case "upload":
            asyncio.run(upload(given.path, given.chat))


if __name__ == "__main__":
    main()
