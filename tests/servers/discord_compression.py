"""What the fake Discord's gateway sends, as bytes on the socket: for tests.

Owns transport compression, one stream a connection. Must not know what is said.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import zlib
from collections.abc import Callable
from typing import Any, Protocol

from aiohttp import web


class Packing(Protocol):
    """One connection's stream."""

    async def send(self, socket: web.WebSocketResponse, told: dict[str, Any]) -> None:
        """Send one message."""
        ...


class Plain:
    """Text frames."""

    async def send(self, socket: web.WebSocketResponse, told: dict[str, Any]) -> None:
        """Send one message."""
        await socket.send_str(json.dumps(told))


class ZlibStream:
    """``compress=zlib-stream``: a message ends with a sync flush, and may come in two frames."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj()

    async def send(self, socket: web.WebSocketResponse, told: dict[str, Any]) -> None:
        """Send one message; a large one in two frames, as clients must put them together."""
        data = self._stream.compress(json.dumps(told).encode())
        data += self._stream.flush(zlib.Z_SYNC_FLUSH)
        if len(data) > 512:
            await socket.send_bytes(data[:256])
            data = data[256:]
        await socket.send_bytes(data)


class ZstdStream:
    """``compress=zstd-stream``: every message is flushed as a block of one endless frame.

    The library asks for it of itself where it finds one of the two modules.
    """

    def __init__(self) -> None:
        self._pack = _zstd()

    async def send(self, socket: web.WebSocketResponse, told: dict[str, Any]) -> None:
        """Send one message."""
        await socket.send_bytes(self._pack(json.dumps(told).encode()))


def _zstd() -> Callable[[bytes], bytes]:
    if importlib.util.find_spec("zstandard") is not None:
        package = importlib.import_module("zstandard")
        stream = package.ZstdCompressor().compressobj()
        block = package.COMPRESSOBJ_FLUSH_BLOCK
        return lambda data: bytes(stream.compress(data) + stream.flush(block))
    # In the standard library from 3.14 on.
    compressor = importlib.import_module("compression.zstd").ZstdCompressor()
    return lambda data: bytes(compressor.compress(data, compressor.FLUSH_BLOCK))


def packing(asked: str) -> Packing:
    """The stream that the address asked for."""
    match asked:
        case "":
            return Plain()
        case "zlib-stream":
            return ZlibStream()
        case "zstd-stream":
            return ZstdStream()
    raise ValueError(f"no compression {asked!r}")
