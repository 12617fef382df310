"""A caller of the upload server that says exactly what it is told to, and a rig around both.

Must not know what is expected. The official client, where that is what counts, is tuspy.
"""

from __future__ import annotations

import contextlib
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
from yarl import URL

from bots.serving.kept import Kept
from bots.serving.shelf import Shelf
from bots.serving.tus import Uploads
from core.clock import SystemClock
from tests.servers.upload_server import OWNER, PATH, serving

BODY = {"Content-Type": "application/offset+octet-stream"}


class LaterClock(SystemClock):
    """The machine's time, and so much later."""

    def __init__(self) -> None:
        self.later_s = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.later_s)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def told(self) -> dict[str, Any]:
        """The refusal."""
        assert self.headers["Content-Type"].startswith("application/json")
        told = json.loads(self.body)
        assert isinstance(told, dict)
        assert set(told) == {"error", "code"}
        assert told["error"]
        return told

    @property
    def offset_bytes(self) -> int:
        return int(self.headers["Upload-Offset"])


class Caller:
    """``url`` is where uploads are made."""

    def __init__(self, http: aiohttp.ClientSession, port: int) -> None:
        self._http = http
        self.url = f"http://127.0.0.1:{port}{PATH}"

    async def ask(
        self, method: str, upload: str = "", body: Any = None, **headers: str | None
    ) -> Answer:
        """``upload`` is an id, or any text. A header of None is left out; ``_`` means ``-``."""
        sent = {"Tus-Resumable": "1.0.0"}
        for name, value in headers.items():
            name = name.replace("_", "-")
            sent.pop(name, None)
            if value is not None:
                sent[name] = value
        url = URL(f"{self.url}/{upload}" if upload else self.url, encoded=True)
        async with self._http.request(
            method, url, data=body, headers=sent, skip_auto_headers=("Content-Type",)
        ) as answer:
            return Answer(answer.status, dict(answer.headers), await answer.read())

    async def create(self, size_bytes: int, name: str = "clip.mp4", owner: str = "anna") -> str:
        """The new upload's id."""
        metadata = f"filename {b64encode(name.encode()).decode()}"
        answer = await self.ask(
            "POST", Upload_Length=str(size_bytes), Upload_Metadata=metadata, **{OWNER: owner}
        )
        assert answer.status == 201, answer.body
        return URL(self.url).join(URL(answer.headers["Location"])).name

    async def append(self, upload: str, offset_bytes: int, body: Any, **headers: str) -> Answer:
        """PATCH."""
        given = {**BODY, "Upload-Offset": str(offset_bytes), **headers}
        return await self.ask("PATCH", upload, body, **given)

    async def offset(self, upload: str) -> int:
        """HEAD."""
        answer = await self.ask("HEAD", upload)
        assert answer.status == 200
        return answer.offset_bytes


@dataclass
class Rig:
    """A server on a folder, and who calls it."""

    clock: LaterClock
    shelf: Shelf
    uploads: Uploads
    port: int
    caller: Caller
    folder: Path

    async def kept(self, upload: str, owner: str = "anna") -> Kept | None:
        (kept,) = await self.uploads.settle(owner, [upload])
        return kept

    def held(self) -> set[str]:
        """The ids of which anything is on the disk."""
        return {path.name.partition(".")[0] for path in self.folder.iterdir()}


@contextlib.asynccontextmanager
async def rig_in(folder: Path, **limits: Any) -> AsyncIterator[Rig]:
    """``limits`` are those of ``Uploads``."""
    clock = LaterClock()
    shelf = Shelf(folder / "shelf", clock)
    uploads = Uploads(shelf, **limits)
    async with serving(uploads) as port, aiohttp.ClientSession() as http:
        yield Rig(clock, shelf, uploads, port, Caller(http, port), folder / "shelf")
