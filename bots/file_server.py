"""Results that no chat takes, served by us: one signed, expiring link for each.

Owns the links, the files behind them and their end. Must not know chats, how a video is made, or
who listens. There are links only where the operator has set ``PUBLIC_URL``; whatever stands before
it (TLS, a domain) is the operator's. A link is its own permission: it names a file by an
unguessable id, says until when, and is signed, so that nobody can make one up or prolong it.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import logging
import re
import secrets
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from aiohttp import web

from bots.serving.kept import take_in
from bots.serving.key_file import signing_key
from bots.serving.language import language_of
from bots.serving.sweeping import swept
from bots.settings import Settings
from core.clock import SystemClock
from core.errors import NoRoom
from core.media import safe_name
from core.phrases import Phrasebook
from core.ports import Clock

log = logging.getLogger(__name__)

LIFETIME_S: Final = 7 * 24 * 3600
"""What the phrase "good for a week" promises."""
QUOTA_BYTES: Final = 20 * 1024**3
"""Room for all files together; the oldest make way."""
_TOKEN: Final = re.compile(r"([0-9a-f]{32})-([0-9]{1,12})-([0-9a-f]{64})")
_FILE: Final = re.compile(r"[0-9a-f]{32}-([0-9]{1,12})\.mp4")
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    # A browser shows a bare video in a page of its own making, which it styles inline.
    "Content-Security-Policy": "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; "
    "frame-ancestors 'none'",
}


class Links:
    """``core.ports.Publishes``: files in a folder, each known by a signed link."""

    def __init__(
        self,
        folder: Path,
        public_url: str,
        clock: Clock,
        *,
        lifetime_s: float = LIFETIME_S,
        quota_bytes: int = QUOTA_BYTES,
    ) -> None:
        """Makes the folder, and in it, once, the key that signs (mode 600)."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._public_url = public_url.rstrip("/")
        self._clock = clock
        self._lifetime_s = lifetime_s
        self._quota_bytes = quota_bytes
        self._key = signing_key(folder / "key")
        self._sweeping = threading.Lock()

    @property
    def prefix(self) -> str:
        """The path of the public address: empty, or like ``/videos``."""
        return urlsplit(self._public_url).path

    async def publish(self, path: Path, name: str) -> str:
        """Take the file in under a new link. The file at ``path`` stays.

        Raises ``NoRoom`` where the disk is full.
        """
        file_id = secrets.token_hex(16)
        expires_at = int(self._clock.now().timestamp() + self._lifetime_s)
        try:
            target = self._path(file_id, expires_at)
            await asyncio.to_thread(take_in, path, target.with_suffix(".part"), target)
        except OSError as error:
            raise NoRoom(error.strerror) from error
        await asyncio.to_thread(self.sweep)
        token = f"{file_id}-{expires_at}-{self._signature(file_id, expires_at)}"
        return f"{self._public_url}/v/{token}/{quote(safe_name(name, '.mp4'))}"

    def find(self, token: str) -> Path | None:
        """The file of a link; None for one that is forged, expired or swept away."""
        read = _TOKEN.fullmatch(token)
        if read is None:
            return None
        file_id, expires_at = read[1], int(read[2])
        if not hmac.compare_digest(self._signature(file_id, expires_at), read[3]):
            return None
        if expires_at < self._clock.now().timestamp():
            return None
        path = self._path(file_id, expires_at)
        return path if path.is_file() else None

    def sweep(self) -> None:
        """Delete what has expired, and the oldest of what is beyond the quota. Blocks.

        The newest file stays, however large: somebody has just been given its link.
        """
        with self._sweeping:
            now_s = self._clock.now().timestamp()
            taken_bytes = 0
            for age, (expires_at, path) in enumerate(sorted(self._files(), reverse=True)):
                taken_bytes += path.stat().st_size
                if expires_at < now_s or (age > 0 and taken_bytes > self._quota_bytes):
                    path.unlink()

    def tidy(self) -> None:
        """Delete what a crash left half taken in. Only for a start, before anything is published.

        Blocks.
        """
        for part in self._folder.glob("*.part"):
            part.unlink()

    def _files(self) -> list[tuple[int, Path]]:
        """What is held, each with its end."""
        found = ((_FILE.fullmatch(path.name), path) for path in self._folder.iterdir())
        return [(int(name[1]), path) for name, path in found if name]

    def _path(self, file_id: str, expires_at: int) -> Path:
        return self._folder / f"{file_id}-{expires_at}.mp4"

    def _signature(self, file_id: str, expires_at: int) -> str:
        return hmac.new(self._key, f"{file_id}-{expires_at}".encode(), hashlib.sha256).hexdigest()


def routes(links: Links) -> list[web.RouteDef]:
    """What serves them, for the application that listens.

    Also under the path of the public address, since a proxy before us may pass it on or take it
    away.
    """
    phrasebook = Phrasebook()

    async def serve(request: web.Request) -> web.StreamResponse:
        path = links.find(request.match_info["token"])
        if path is None:
            # The same for a forged and an expired one: nothing is to be learnt from it.
            text = phrasebook.say("link-over", language_of(request, phrasebook))
            return web.Response(status=404, text=f"{text}\n", headers=_HEADERS)
        name = safe_name(request.match_info["name"], ".mp4")
        disposition = f"inline; filename=\"video.mp4\"; filename*=UTF-8''{quote(name)}"
        headers = {**_HEADERS, "Content-Type": "video/mp4", "Content-Disposition": disposition}
        return web.FileResponse(path, headers=headers)

    return [
        web.get(f"{prefix}/v/{{token}}/{{name}}", serve) for prefix in sorted({"", links.prefix})
    ]


@contextlib.asynccontextmanager
async def opened(settings: Settings, data_dir: Path) -> AsyncIterator[Links | None]:
    """The links while the block runs; None where there is no public address to serve under."""
    if settings.public_url is None:
        yield None
        return
    links = Links(data_dir / "links", settings.public_url, SystemClock())
    links.tidy()
    async with swept(lambda: asyncio.to_thread(links.sweep), "Expired videos"):
        yield links
