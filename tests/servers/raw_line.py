"""A connection on which exactly these bytes are sent, one piece at a time.

Owns the line. Must not know what is asked.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator


class RawLine:
    """A client without manners."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def send(self, text: str) -> None:
        """As it is."""
        self._writer.write(text.encode())
        await self._writer.drain()

    async def begin(self, method: str, path: str, size_bytes: int, **headers: str) -> None:
        """The head of a request, whose answer has begun when this returns: its body is awaited."""
        given = {"Host": "localhost"} | {name.replace("_", "-"): it for name, it in headers.items()}
        given |= {"Content-Length": str(size_bytes), "Expect": "100-continue"}
        lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        await self.send(f"{method} {path} HTTP/1.1\r\n{lines}\r\n")
        assert (await self.line()).startswith("HTTP/1.1 100")
        assert await self.line() == ""

    async def upgrade(self, path: str, **headers: str) -> None:
        """Ask for a WebSocket there."""
        given = {"Host": "localhost"} | {name.replace("_", "-"): it for name, it in headers.items()}
        given |= {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13"}
        given["Sec-WebSocket-Key"] = "dGhlIHNhbXBsZSBub25jZQ=="
        lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        await self.send(f"GET {path} HTTP/1.1\r\n{lines}\r\n")

    async def line(self) -> str:
        """The next line of what comes back; empty also at the end."""
        return (await self._reader.readline()).decode().strip()

    async def rest(self) -> bytes:
        """All that comes until the other side hangs up."""
        try:
            return await self._reader.read()
        except ConnectionError:
            return b""


@contextlib.asynccontextmanager
async def raw_line(port: int, from_address: str = "127.0.0.1") -> AsyncIterator[RawLine]:
    """A new connection to that port of this machine."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(from_address, 0))
    try:
        yield RawLine(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()
