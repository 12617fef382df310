"""Opening a person's file at the fake chat platform, as an adapter of a real one would: for tests.

Owns the requests, and that no more than the head of a file is asked for before it is read on where
the platform gives an address for all of it. Must not know chats.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import aiohttp

from core.errors import ClipMissing, ClipUnreachable
from core.media import SNIFF_BYTES
from core.ports import OpenedBytes
from tests.servers.chat_translation import told_plainly

_CHUNK_BYTES = 256 * 1024


@contextlib.asynccontextmanager
async def opened_file(
    http: aiohttp.ClientSession, url: str, *, gives_links: bool
) -> AsyncIterator[OpenedBytes]:
    """The file at that address of the platform. Raises ``ClipMissing``, ``ClipUnreachable``."""
    async with contextlib.AsyncExitStack() as stack:

        async def asked(first_byte: int, last_byte: int | None) -> aiohttp.ClientResponse:
            end = "" if last_byte is None else last_byte
            headers = {"Range": f"bytes={first_byte}-{end}"} if gives_links else {}
            try:
                response = await stack.enter_async_context(http.get(url, headers=headers))
            except (aiohttp.ClientConnectorError, aiohttp.ServerDisconnectedError) as error:
                raise ClipUnreachable(type(error).__name__) from None
            if response.status == 404:
                raise ClipMissing("the platform no longer has it")
            if response.status not in (200, 206) or response.content_length is None:
                raise ClipUnreachable(f"the platform answers {response.status}")
            return response

        head = await asked(0, SNIFF_BYTES - 1)
        assert head.content_length is not None
        size_bytes, link = head.content_length, None
        if gives_links:
            size_bytes = int(head.headers["Content-Range"].rpartition("/")[2])
            link = str(head.links["alternate"]["url"])

        async def chunks() -> AsyncIterator[bytes]:
            async for chunk in head.content.iter_chunked(_CHUNK_BYTES):
                yield chunk
            if head.status == 206 and size_bytes > SNIFF_BYTES:
                rest = await asked(SNIFF_BYTES, None)
                async for chunk in rest.content.iter_chunked(_CHUNK_BYTES):
                    yield chunk

        yield OpenedBytes(told_plainly(chunks()), size_bytes, link)
