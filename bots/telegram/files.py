"""A person's files, streamed from Telegram's servers or from a Bot API server of one's own.

Owns finding and opening them. Must not know what they are for. The address of a file holds the
bot's token: it is built here, asked here, and goes nowhere else, not even into an error.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final
from urllib.parse import quote

import aiohttp
import telegram
from telegram.error import BadRequest, TelegramError

from bots.reading import pieces
from bots.telegram import faults, limits
from core.errors import ClipMissing, ClipTooLargeToFetch, ClipUnreachable
from core.model import Attachment
from core.ports import OpenedBytes

log = logging.getLogger(__name__)

_CHUNK_BYTES: Final = 256 * 1024
_PREPARING_LIMIT_S: Final = 15 * 60.0
"""A server of one's own fetches the whole file before it says where it lies."""


class Files:
    """Files by their ids. ``is_local``: the server's disk is this machine's, too."""

    def __init__(self, bot: telegram.Bot, http: aiohttp.ClientSession, *, is_local: bool) -> None:
        self._bot = bot
        self._http = http
        self._is_local = is_local
        self._is_unshared_told = False

    @contextlib.asynccontextmanager
    async def open(self, attachment: Attachment) -> AsyncIterator[OpenedBytes]:
        """The file's bytes.

        Raises ``ClipTooLargeToFetch``, ``ClipMissing`` and ``ClipUnreachable``.
        """
        place = await self._place(attachment.ref)
        opened = self._from_disk(place) if Path(place).is_absolute() else self._from_web(place)
        async with opened as found:
            yield found

    async def _place(self, file_id: str) -> str:
        """Telegram's path of the file: on its servers, or on this machine's disk."""
        try:
            found = await self._bot.get_file(file_id, read_timeout=_PREPARING_LIMIT_S)
        except BadRequest as error:
            if "file is too big" in str(error).lower():
                raise ClipTooLargeToFetch(error, limits.CLOUD_DOWNLOAD_BYTES) from None
            raise ClipMissing(error) from None
        except TelegramError as error:
            raise ClipUnreachable(faults.cause_of(error)) from None
        # The library puts its own address before what is not on this machine's disk.
        place = (found.file_path or "").removeprefix(f"{self._bot.base_file_url}/")
        if not place:
            raise ClipUnreachable("Telegram doesn't say where the file lies")
        return place

    @contextlib.asynccontextmanager
    async def _from_web(self, place: str) -> AsyncIterator[OpenedBytes]:
        async with contextlib.AsyncExitStack() as stack:
            try:
                response = await stack.enter_async_context(
                    self._http.get(
                        f"{self._bot.base_file_url}/{quote(place)}",
                        allow_redirects=False,
                        headers={"Accept-Encoding": "identity"},
                    )
                )
            except (aiohttp.ClientError, TimeoutError) as error:
                # Several of them carry the address, and so the token.
                raise ClipUnreachable(type(error).__name__) from None
            if response.status == 404:
                raise ClipMissing("Telegram no longer has it")
            if response.status != 200 or response.content_length is None:
                raise ClipUnreachable(f"Telegram's file server answers {response.status}")
            # What the reader does with it in the meantime may fail in its own way.
            chunks = _plainly(response.content.iter_chunked(_CHUNK_BYTES))
            yield OpenedBytes(chunks, response.content_length)

    @contextlib.asynccontextmanager
    async def _from_disk(self, place: str) -> AsyncIterator[OpenedBytes]:
        if not self._is_local:
            raise ClipUnreachable("a path on a disk, and TELEGRAM_LOCAL_MODE is not set")
        try:
            file = await asyncio.to_thread(Path(place).open, "rb")
        except OSError as error:
            self._tell_unshared(error)
            raise ClipUnreachable(error.strerror) from None
        self._is_unshared_told = False
        with file:
            size_bytes = (await asyncio.to_thread(Path(place).stat)).st_size
            yield OpenedBytes(pieces(file), size_bytes)

    def _tell_unshared(self, error: OSError) -> None:
        """Tell the operator once, until a file can be read again: each clip is tried often."""
        if self._is_unshared_told:
            return
        self._is_unshared_told = True
        log.error(
            "A file of the Bot API server can't be read (%s). Let the bot and that server share "
            "its folder under the same path, readable for the bot.",
            error.strerror,
        )


async def _plainly(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes; a stream that breaks off says so in the core's terms."""
    try:
        async for chunk in chunks:
            yield chunk
    except (aiohttp.ClientError, TimeoutError) as error:
        raise ClipUnreachable(f"the file broke off, {type(error).__name__}") from None
