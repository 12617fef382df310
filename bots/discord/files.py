"""A person's files, read from Discord's servers: the first bytes alone, or all of them.

Owns finding and opening them. Must not know what they are for. An address carries no secret of
ours, so it may be given to the backend; it is signed and expires, and then the message it came
with is asked for again.
"""

from __future__ import annotations

import contextlib
import logging
import re
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final

import aiohttp
import discord

from bots.discord import faults
from bots.discord.attachments import Ref, read_ref
from bots.discord.client import AnyClient
from core.errors import ClipMissing, ClipUnreachable
from core.media import SNIFF_BYTES
from core.model import Attachment
from core.ports import OpenedBytes

log = logging.getLogger(__name__)

_CHUNK_BYTES: Final = 256 * 1024
_LEFT_AT_LEAST: Final = timedelta(hours=1)
"""The backend needs time to fetch it, and may do so later."""
_RANGE: Final = re.compile(r"bytes 0-\d+/(\d+)")


class Files:
    """Files by their refs."""

    def __init__(self, client: AnyClient, http: aiohttp.ClientSession) -> None:
        self._client = client
        self._http = http

    @contextlib.asynccontextmanager
    async def open(self, attachment: Attachment) -> AsyncIterator[OpenedBytes]:
        """The file's bytes, and its address; no more is read than is asked for.

        Raises ``ClipMissing`` and ``ClipUnreachable``.
        """
        given = read_ref(attachment.ref)
        ref = await self._lasting(given)
        first = await self._first(ref.url)
        if first is None and ref.message_id and ref == given:
            # Its end was another than it said itself, or the person's clip was taken away.
            ref = await self._found_again(ref)
            first = await self._first(ref.url)
        if first is None:
            raise ClipMissing("Discord no longer has it under that address")
        head, size_bytes = first
        async with contextlib.aclosing(self._all(ref.url, head, size_bytes)) as chunks:
            yield OpenedBytes(chunks, size_bytes, url=ref.url)

    async def _lasting(self, ref: Ref) -> Ref:
        """The same file under an address that holds for a while, where there is one."""
        expires_at, now = ref.expires_at(), datetime.now(UTC)
        if not ref.message_id or expires_at is None or expires_at >= now + _LEFT_AT_LEAST:
            return ref
        try:
            return await self._found_again(ref)
        except (ClipMissing, ClipUnreachable) as error:
            if expires_at <= now:
                raise
            log.info(
                "An address that ends soon could not be renewed, and is used as it is: %s", error
            )
            return ref

    async def _found_again(self, ref: Ref) -> Ref:
        """The same file under an address that holds. Raises ``ClipMissing``."""
        if not self._client.is_open:
            raise ClipUnreachable("not logged in at the moment")
        channel = self._client.get_partial_messageable(ref.channel_id)
        try:
            message = await channel.fetch_message(ref.message_id)
        except discord.HTTPException as error:
            if error.status in (403, 404):
                raise ClipMissing(faults.cause_of(error)) from None
            raise ClipUnreachable(faults.cause_of(error)) from None
        except faults.FAILURES as error:
            raise ClipUnreachable(faults.cause_of(error)) from None
        found = list(message.attachments)
        for snapshot in message.message_snapshots:
            found += snapshot.attachments
        for file in found:
            if file.id == ref.attachment_id:
                return replace(ref, url=file.url)
        raise ClipMissing("its message no longer shows it")

    async def _first(self, url: str) -> tuple[bytes, int] | None:
        """The first bytes and the size of the whole; None where nothing is found there."""
        async with self._asked(url, f"bytes=0-{SNIFF_BYTES - 1}") as response:
            if response.status in (403, 404, 410):
                return None
            if response.status == 416:
                return b"", 0
            if response.status not in (200, 206):
                raise ClipUnreachable(f"Discord's file server answers {response.status}")
            size_bytes = response.content_length
            if response.status == 206:
                told = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
                size_bytes = int(told[1]) if told else None
            if size_bytes is None:
                raise ClipUnreachable("Discord's file server names no size")
            try:
                head = await response.content.readexactly(min(SNIFF_BYTES, size_bytes))
            except (aiohttp.ClientError, TimeoutError, EOFError) as error:
                raise ClipUnreachable(f"the file broke off, {type(error).__name__}") from None
            return head, size_bytes

    async def _all(self, url: str, head: bytes, size_bytes: int) -> AsyncGenerator[bytes]:
        """The first bytes, and the rest only for whoever goes on reading."""
        if head:
            yield head
        given_bytes = len(head)
        if given_bytes >= size_bytes:
            return
        async with self._asked(url, f"bytes={given_bytes}-") as response:
            # One that knows no ranges gives the whole again.
            to_skip = given_bytes if response.status == 200 else 0
            if response.status not in (200, 206) or not (
                to_skip or _is_range_from(response, given_bytes, size_bytes)
            ):
                raise ClipUnreachable(f"Discord's file server answers {response.status}")
            try:
                async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
                    skipped = min(to_skip, len(chunk))
                    to_skip -= skipped
                    if skipped < len(chunk):
                        given_bytes += len(chunk) - skipped
                        yield chunk[skipped:]
            except (aiohttp.ClientError, TimeoutError) as error:
                raise ClipUnreachable(f"the file broke off, {type(error).__name__}") from None
        if given_bytes != size_bytes:
            raise ClipUnreachable("the file is no longer the same")

    @contextlib.asynccontextmanager
    async def _asked(self, url: str, wanted: str) -> AsyncIterator[aiohttp.ClientResponse]:
        async with contextlib.AsyncExitStack() as stack:
            try:
                response = await stack.enter_async_context(
                    self._http.get(
                        url,
                        allow_redirects=False,
                        headers={"Range": wanted, "Accept-Encoding": "identity"},
                    )
                )
            except (aiohttp.ClientError, TimeoutError, ValueError) as error:
                raise ClipUnreachable(type(error).__name__) from None
            yield response


def _is_range_from(response: aiohttp.ClientResponse, at_bytes: int, size_bytes: int) -> bool:
    """Whether it is the rest of the same file."""
    told = response.headers.get("Content-Range", "")
    return told == f"bytes {at_bytes}-{size_bytes - 1}/{size_bytes}"
