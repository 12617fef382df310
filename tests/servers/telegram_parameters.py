"""A request's parameters, however they came, with their files streamed to the disk: for tests.

Owns reading queries, JSON, forms and multipart bodies, and what the real server says of a value of
the wrong type. Must not know methods.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import BodyPartReader, web

from tests.servers.telegram_limits import Refused, bad

_CHUNK_BYTES = 256 * 1024
_TEXT_BYTES = 4 * 1024 * 1024


@dataclass(frozen=True)
class Part:
    """A file of a multipart body, lying at ``path``."""

    name: str
    file_name: str
    mime: str
    path: Path
    size_bytes: int


class Parameters:
    """Names are the published ones; an absent value and an empty one are the same."""

    def __init__(self, values: dict[str, Any], parts: dict[str, Part]) -> None:
        self.values = values
        self.parts = parts

    def has(self, name: str) -> bool:
        """Whether something was said."""
        return self.values.get(name) not in (None, "")

    def text(self, name: str, default: str = "") -> str:
        """A string."""
        value = self.values.get(name)
        return default if value is None else value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int | None = None) -> int | None:
        """A whole number, in digits too. Raises ``Refused``."""
        value = self.values.get(name)
        if value in (None, ""):
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad(f"parameter {name} must be an Integer") from None

    def needed(self, name: str, description: str) -> int:
        """A whole number that must be there. Raises ``Refused`` with that description."""
        value = self.integer(name)
        if value is None:
            raise bad(description)
        return value

    def flag(self, name: str) -> bool:
        """A truth, as the real server reads one."""
        value = self.values.get(name)
        return value is True or str(value).strip().lower() in ("true", "yes", "1")

    def value(self, name: str) -> Any:
        """An object or an array, of JSON where it came as text; None if absent.

        Raises ``Refused``.
        """
        value = self.values.get(name)
        if value in (None, ""):
            return None
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError:
            raise bad(f"can't parse {name.replace('_', ' ')} JSON object") from None


async def read(request: web.Request, place: Callable[[str], Path], max_bytes: int) -> Parameters:
    """The parameters of a request; ``place`` makes a path for each file of it, by its name.

    Raises ``Refused`` (413) when the body is longer than ``max_bytes``, after having read it: the
    real server answers through a proxy that swallows the rest, so that clients see the answer.
    """
    values: dict[str, Any] = dict(request.query)
    parts: dict[str, Part] = {}
    if not request.can_read_body:
        return Parameters(values, parts)
    if (request.content_length or 0) > max_bytes:
        async for _ in request.content.iter_chunked(_CHUNK_BYTES):
            pass
        raise Refused(413, "Request Entity Too Large")
    kind = request.content_type
    if kind == "application/json":
        body = json.loads(await request.text() or "{}")
        if not isinstance(body, dict):
            raise bad("can't parse request: expected an Object")
        values |= body
    elif kind == "application/x-www-form-urlencoded":
        values |= dict(await request.post())
    elif kind == "multipart/form-data":
        left_bytes = max_bytes
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            name = part.name or ""
            if part.filename is None:
                values[name] = await part.text()
            elif left_bytes >= 0:
                parts[name] = await _stored(part, name, place, left_bytes)
                left_bytes -= parts[name].size_bytes
        if left_bytes < 0:
            for one in parts.values():
                one.path.unlink()
            raise Refused(413, "Request Entity Too Large")
    return Parameters(values, parts)


async def _stored(
    part: BodyPartReader, name: str, place: Callable[[str], Path], max_bytes: int
) -> Part:
    """The file on the disk; longer than ``max_bytes`` it is read to its end and not kept whole."""
    file_name = part.filename or name
    path, size_bytes = place(file_name), 0
    with path.open("wb") as out:
        while chunk := await part.read_chunk(_CHUNK_BYTES):
            size_bytes += len(chunk)
            if size_bytes <= max_bytes:
                out.write(chunk)
    mime = part.headers.get("Content-Type", "application/octet-stream")
    return Part(name, file_name, mime, path, size_bytes)
