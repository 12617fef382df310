"""A request to the fake Discord as it came, with its files streamed to the disk: for tests.

Owns reading JSON and multipart bodies (``payload_json`` and ``files[n]``). Must not know routes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import BodyPartReader, web

from tests.servers.discord_limits import MAX_FILES, MIB, Refused, invalid

_CHUNK_BYTES = 256 * 1024
MOST_BYTES = MAX_FILES * 100 * MIB
"""More than any guild takes in one message."""


@dataclass(frozen=True)
class Part:
    """A file of a multipart body, lying at ``path``; ``number`` is that of ``files[n]``."""

    number: int
    file_name: str
    path: Path
    size_bytes: int


@dataclass
class Call:
    """One request. ``values`` are what stood in the path, by the published names."""

    values: Mapping[str, str]
    query: Mapping[str, str]
    body: Any = None
    parts: list[Part] = field(default_factory=list)
    at_s: float = 0.0

    def json(self) -> dict[str, Any]:
        """The body as an object. Raises ``Refused``."""
        if self.body is None:
            return {}
        if not isinstance(self.body, dict):
            raise invalid("_", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return self.body

    def channel(self) -> str:
        """The channel in the path."""
        return self.values["channel_id"]


async def read(request: web.Request, call: Call, place: Callable[[str], Path]) -> None:
    """Fill the call with the request's body. Raises ``Refused``.

    Files are stored whole, however large: whether they are too large is known where they are sent
    to, and the real server's proxy swallows them too before it answers.
    """
    if not request.can_read_body:
        return
    kind = request.content_type
    if kind == "application/json":
        call.body = _decoded(await request.text())
    elif kind == "multipart/form-data":
        left_bytes = MOST_BYTES
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            if part.filename is None and part.name == "payload_json":
                call.body = _decoded(await part.text())
                continue
            found = re.fullmatch(r"files\[(\d+)\]", part.name or "")
            if found is None:
                raise invalid(part.name or "_", "UNKNOWN_PART", "Unknown part")
            call.parts.append(await _stored(part, int(found[1]), place, left_bytes))
            left_bytes -= call.parts[-1].size_bytes
    else:
        async for _ in request.content.iter_chunked(_CHUNK_BYTES):
            pass
        raise Refused(
            400,
            50109,
            "Expected \"Content-Type\" header to be one of {'application/json'}.",
        )


def _decoded(text: str) -> Any:
    try:
        return json.loads(text) if text else None
    except ValueError:
        raise Refused(400, 50109, "The request body contains invalid JSON.") from None


async def _stored(
    part: BodyPartReader, number: int, place: Callable[[str], Path], most_bytes: int
) -> Part:
    file_name = part.filename or f"file{number}"
    path, size_bytes = place(file_name), 0
    with path.open("wb") as out:
        while chunk := await part.read_chunk(_CHUNK_BYTES):
            size_bytes += len(chunk)
            if size_bytes <= most_bytes:
                out.write(chunk)
    return Part(number, file_name, path, size_bytes)
