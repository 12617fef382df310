"""Fetching a file from an address that a stranger gave: only from the public internet.

The guard stands where the socket is made, on the address that is really connected to; so neither a
literal address, nor a name that resolves to a private one (or to another one at the second look),
nor a redirect gets round it. Must not know what becomes of the bytes.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import unquote

import aiohttp
from yarl import URL

from engine.server import refusals

log = logging.getLogger(__name__)

REDIRECTS = 5
CHUNK_BYTES = 256 * 1024
_CONNECT_S = 15.0
_IDLE_S = 60.0
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_UNREACHABLE = "That address cannot be fetched; send the file itself."


class NotPublic(OSError):
    """The address to connect to is not on the public internet."""


def is_public(address: str) -> bool:
    """Whether an IP address is a public one; tunnels into IPv4 count as what they lead to."""
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return is_public(str(parsed.ipv4_mapped))
        if parsed in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)))
        if parsed.sixtofour is not None or parsed.teredo is not None:
            return False
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def public_socket(info: tuple[Any, ...]) -> socket.socket:
    """A socket for an address of ``getaddrinfo``. Raises ``NotPublic``."""
    family, kind, protocol, _, address = info
    if not is_public(address[0]):
        raise NotPublic("not a public address")
    return socket.socket(family, kind, protocol)


def checked(text: str) -> URL:
    """A URL that may be tried. Raises ``Refusal`` 400."""
    try:
        url = URL(text)
    except ValueError:
        raise refusals.malformed("That is no web address.") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise refusals.malformed("Only http and https addresses can be fetched.")
    if url.user is not None or url.password is not None:
        raise refusals.malformed("An address with a password in it is not fetched.")
    return url


class Fetch:
    """One file being fetched; use ``async with``, then iterate ``chunks``."""

    def __init__(self, text: str, *, allows_private: bool, timeout_s: float) -> None:
        self._url = checked(text)
        connector = aiohttp.TCPConnector(
            socket_factory=None if allows_private else public_socket, force_close=True
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(
                total=timeout_s, sock_connect=_CONNECT_S, sock_read=_IDLE_S
            ),
            headers={"Accept-Encoding": "identity", "User-Agent": "backdrop-engine"},
        )
        self._response: aiohttp.ClientResponse | None = None

    @property
    def name(self) -> str:
        """The last part of the path, as the file's name."""
        return unquote(self._url.name) or "file"

    @property
    def size_bytes(self) -> int | None:
        """What the other side claims."""
        return None if self._response is None else self._response.content_length

    async def __aenter__(self) -> Fetch:
        """Connect and follow redirects. Raises ``Refusal`` 400 when nothing can be fetched."""
        try:
            self._response = await self._follow()
        except BaseException:
            await self._session.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._response is not None:
            self._response.close()
        await self._session.close()

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes. Raises ``Refusal`` 400 when the source breaks off."""
        if self._response is None:
            raise RuntimeError("not entered")
        try:
            async for chunk in self._response.content.iter_chunked(CHUNK_BYTES):
                yield chunk
        except (aiohttp.ClientError, TimeoutError):
            raise refusals.malformed("The address broke off before the file's end.") from None

    async def _follow(self) -> aiohttp.ClientResponse:
        url = self._url
        for _ in range(REDIRECTS + 1):
            try:
                response = await self._session.get(url, allow_redirects=False)
            except (aiohttp.ClientError, TimeoutError, OSError) as error:
                log.info("fetch failed: host=%s cause=%s", url.host, type(error).__name__)
                raise refusals.malformed(_UNREACHABLE) from None
            if response.status == 200:
                return response
            location = response.headers.get("Location", "")
            response.close()
            if response.status not in (301, 302, 303, 307, 308) or not location:
                log.info("fetch refused: host=%s status=%d", url.host, response.status)
                raise refusals.malformed(_UNREACHABLE)
            try:
                url = checked(str(url.join(URL(location))))
            except ValueError:
                raise refusals.malformed(_UNREACHABLE) from None
        raise refusals.malformed(_UNREACHABLE)
