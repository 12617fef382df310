"""The fake Discord's files, and links to them that are signed and expire: for tests.

Owns the disk, signing, and giving files out, in ranges too. Must not know messages.

``GET /attachments/<channel>/<file>/<name>?ex=&is=&hm=`` gives a file until ``ex`` (hexadecimal
Unix seconds); ``hm`` signs the path and both times. Too old, altered or unsigned is a 404.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import mimetypes
import re
import secrets
import time
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import quote, urlsplit

from aiohttp import web

from tests.servers.chat_faults import Fault, Faults
from tests.servers.chat_files import send_file
from tests.servers.discord_clock import Clock
from tests.servers.discord_ledger import Ledger
from tests.servers.discord_limits import LINK_S
from tests.servers.discord_values import Download, File
from tests.servers.telegram_files import measured

_GONE = "This content is no longer available."


class Cdn:
    """``url`` is the server's address; it is set when that is known."""

    def __init__(self, folder: Path, ledger: Ledger, clock: Clock, faults: Faults) -> None:
        self.link_s: float = LINK_S
        self.url = ""
        self._ledger = ledger
        self._clock = clock
        self._faults = faults
        self._folder = folder
        self._key = secrets.token_bytes(32)
        folder.mkdir(parents=True, exist_ok=True)

    def place(self, name: str) -> Path:
        """A path for a file that comes in."""
        return self._folder / f"{self._clock.snowflake()}{PurePath(name).suffix[:10]}"

    def keep(
        self,
        path: Path,
        name: str,
        folder: str,
        *,
        description: str = "",
        is_ephemeral: bool = False,
        claims: dict[str, Any] | None = None,
    ) -> File:
        """Take a file in that lies at ``path`` already."""
        clean = cleaned(name)
        mime = mimetypes.guess_type(clean)[0] or "application/octet-stream"
        width, height, _ = measured(path) if mime.startswith(("video/", "image/")) else (None,) * 3
        return self._ledger.add_file(
            File(
                id=self._clock.snowflake(),
                name=clean,
                title=name,
                path=path,
                size_bytes=path.stat().st_size,
                mime=mime,
                folder=folder,
                description=description,
                width=width,
                height=height,
                is_ephemeral=is_ephemeral,
                claims=claims or {},
            )
        )

    # --- links ------------------------------------------------------------------------------

    def link(self, file: File) -> str:
        """A link that is good from now on for ``link_s``."""
        path = _path(file)
        issued = int(self._clock.now_s())
        ex, since = f"{issued + int(self.link_s):x}", f"{issued:x}"
        return f"{self.url}{path}?ex={ex}&is={since}&hm={self._sign(path, ex, since)}&"

    def refreshed(self, link: str) -> str | None:
        """The same link, good again; None for one of no file here."""
        path = urlsplit(link).path
        file = self._file(path.split("/")[-2]) if path.count("/") >= 3 else None
        return self.link(file) if file is not None and path == _path(file) else None

    def _sign(self, path: str, ex: str, since: str) -> str:
        return hmac.new(self._key, f"{path}:{ex}:{since}".encode(), hashlib.sha256).hexdigest()

    def _file(self, file_id: str) -> File | None:
        return self._ledger.files.get(int(file_id)) if file_id.isdigit() else None

    # --- giving -----------------------------------------------------------------------------

    async def give(self, request: web.Request) -> web.StreamResponse:
        """Answer a download, and write it down."""
        file = self._file(request.match_info["file"])
        at_s, fault = time.monotonic(), self._faults.take("file", "")
        is_good = file is not None and self._is_good(request, file)
        answer = self._refused(request, fault, is_good=is_good)
        if answer is None:
            assert file is not None, "what is good is there"
            answer = await self._given(request, file, fault)
        asked_bytes = _asked_bytes(request, file.size_bytes) if file and answer.status < 400 else 0
        agent = request.headers.get("User-Agent", "")
        file_id = file.id if file is not None else 0
        self._ledger.note_download(Download(at_s, file_id, asked_bytes, agent, answer.status))
        return answer

    @staticmethod
    def _refused(
        request: web.Request, fault: Fault | None, *, is_good: bool
    ) -> web.StreamResponse | None:
        match fault.kind if fault is not None else "":
            case "http_error":
                assert fault is not None
                return web.Response(status=int(fault.number("status", 502)), text="cdn")
            case "rate_limit":
                return web.Response(status=429, headers={"Retry-After": "1"})
            case "drop" | "lost_answer":
                if request.transport is not None:
                    request.transport.abort()
                return web.Response(status=500)
            case "refuse" | "gone":
                is_good = False
        return None if is_good else web.Response(status=404, text=_GONE)

    @staticmethod
    async def _given(request: web.Request, file: File, fault: Fault | None) -> web.StreamResponse:
        if fault is not None and fault.kind in ("slow", "late_answer"):
            await asyncio.sleep(fault.number("delay_s", 0 if "bytes_per_s" in fault.options else 1))
        if fault is not None and fault.kind in ("slow", "cut"):
            return await send_file(request, file.path, fault)
        return web.FileResponse(file.path, headers={"Content-Type": file.mime})

    def _is_good(self, request: web.Request, file: File) -> bool:
        ex, since = request.query.get("ex", ""), request.query.get("is", "")
        path = request.rel_url.raw_path
        if path != _path(file) or not re.fullmatch(r"[0-9a-f]{1,16}", ex):
            return False
        is_ours = hmac.compare_digest(self._sign(path, ex, since), request.query.get("hm", ""))
        return is_ours and int(ex, 16) > self._clock.now_s()


def _path(file: File) -> str:
    return f"/{file.folder}/{file.id}/{quote(file.name)}"


def _asked_bytes(request: web.Request, size_bytes: int) -> int:
    """How much of the file is asked for."""
    if request.method == "HEAD":
        return 0
    asked = request.http_range
    return len(range(size_bytes)[asked])


def cleaned(name: str) -> str:
    """A file's name as the platform keeps it: blanks become underscores, odd signs go."""
    clean = re.sub(r"[^A-Za-z0-9._-]", "", name.replace(" ", "_")).lstrip(".")
    suffix = PurePath(name).suffix
    return clean if PurePath(clean).stem and clean != suffix.lstrip(".") else f"unknown{suffix}"
