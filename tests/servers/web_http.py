"""A browser at the chat page, as HTTP: its cookie, its requests, its uploads, its socket.

Owns how the page speaks: the headers that browsers send along, a message's key and its trying again
(the page's outbox), tus, and coming back to the socket. Runs in one loop. Must not know tests.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from tests.servers.web_sight import Sight
from tests.servers.web_values import Refused

CONFIG = re.compile(r'<script type="application/json" id="config">(.*?)</script>', re.DOTALL)
SILENCE_S = 40.0
"""A page that hears nothing for so long connects anew."""
SIGNED_OUT = 4401
_PAUSES_S = (0.05, 0.1, 0.2, 0.4)
_CHUNK_BYTES = 256 * 1024
_AWAY = (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError, TimeoutError, OSError)


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class WebHttp:
    """One browser. ``root`` is the page's address, which ends with a slash."""

    def __init__(self, root: str, language: str, headers: dict[str, str] | None = None) -> None:
        assert root.endswith("/"), root
        self.root = root
        parts = urlsplit(root)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self._session = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            headers={"Accept-Language": language} | (headers or {}),
            timeout=aiohttp.ClientTimeout(total=None, connect=10, sock_read=60),
        )
        self._pauses_s = _PAUSES_S
        self.offsets: list[int] = []
        """Where uploads went on after a lost connection, as the server said."""
        self._queues: dict[str, asyncio.Lock] = {}
        self._lines: dict[int, aiohttp.ClientWebSocketResponse] = {}

    async def close(self) -> None:
        """Close all connections."""
        await self._session.close()

    @property
    def cookies(self) -> list[str]:
        """What the browser shows to be known by."""
        return [one.value for one in self._session.cookie_jar]

    @property
    def cookie_header(self) -> str:
        """The same as one header, for who writes a request by hand."""
        return "; ".join(f"{one.key}={one.value}" for one in self._session.cookie_jar)

    # --- single requests --------------------------------------------------------------------

    async def ask(self, method: str, path: str, **options: Any) -> Answer:
        """One request as a page's script makes it; ``headers`` come before the browser's own."""
        own = {"Origin": self.origin, "Sec-Fetch-Site": "same-origin"}
        headers = {**own, **options.pop("headers", {})}
        options = {"allow_redirects": False} | options
        async with self._session.request(
            method, self.root + path, headers=headers, **options
        ) as answer:
            return Answer(answer.status, dict(answer.headers), await answer.read())

    async def navigate(self, path: str = "", **options: Any) -> Answer:
        """One request as somebody makes it who goes to an address."""
        headers = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate"}
        options = {"headers": headers, "allow_redirects": True} | options
        async with self._session.get(self.root + path, **options) as answer:
            return Answer(answer.status, dict(answer.headers), await answer.read())

    async def open(self) -> dict[str, Any]:
        """Open the page; what it is told about itself."""
        answer = await self.navigate()
        assert answer.status == 200, answer
        found = CONFIG.search(answer.body.decode())
        assert found is not None, answer.body.decode()[:2000]
        return dict(json.loads(found[1]))

    # --- messages ---------------------------------------------------------------------------

    async def say(self, conversation: str, message: dict[str, Any], limit_s: float) -> int:
        """Give a message to the server, however often that takes; its number.

        Those of one conversation go one after another, as in the page's outbox. Raises ``Refused``.
        """
        path = f"api/conversations/{conversation}/messages"
        async with self._queues.setdefault(conversation, asyncio.Lock()):
            answer = await self._patiently(lambda: self.ask("POST", path, json=message), limit_s)
        assert set(answer.json) == {"number"}, answer
        return int(answer.json["number"])

    async def delete(self, conversation: str, limit_s: float = 30.0) -> None:
        """Delete a conversation, however often that takes. Raises ``Refused``."""
        path = f"api/conversations/{conversation}"
        await self._patiently(lambda: self.ask("DELETE", path), limit_s, is_removal=True)

    async def _patiently(
        self, ask: Callable[[], Any], limit_s: float, *, is_removal: bool = False
    ) -> Answer:
        deadline_s = time.monotonic() + limit_s
        tries = 0
        # What was asked for before an answer was lost may have been done.
        done = {204} if is_removal else {200}
        while True:
            pause_s = self._pauses_s[min(tries, len(self._pauses_s) - 1)]
            tries += 1
            try:
                answer: Answer = await ask()
            except _AWAY as error:
                told: object = repr(error)
                done |= {404} if is_removal else set()
            else:
                if answer.status in done:
                    return answer
                if answer.status not in (429, 503):
                    raise refusal(answer)
                told = answer
                pause_s = float(answer.headers.get("Retry-After", pause_s))
            assert time.monotonic() + pause_s < deadline_s, f"not taken in {limit_s} s: {told}"
            await asyncio.sleep(pause_s)

    # --- files ------------------------------------------------------------------------------

    async def upload(self, path: Path, name: str, mime: str, limit_s: float = 60.0) -> str:
        """Bring a file, from where the server has it after each lost connection; its id."""
        metadata = ",".join(
            f"{key} {base64.b64encode(value.encode()).decode()}"
            for key, value in (("filename", name), ("filetype", mime))
        )
        size_bytes = path.stat().st_size
        headers = {
            "Tus-Resumable": "1.0.0",
            "Upload-Length": str(size_bytes),
            "Upload-Metadata": metadata,
        }
        answer = await self.ask("POST", "api/uploads", headers=headers)
        if answer.status != 201:
            raise refusal(answer)
        upload = answer.headers["Location"].rstrip("/").rpartition("/")[2]
        deadline_s, offset = time.monotonic() + limit_s, 0
        while offset < size_bytes:
            assert time.monotonic() < deadline_s, f"{offset} of {size_bytes} after {limit_s} s"
            try:
                offset = await self._patch(upload, path, offset)
            except _AWAY:
                await asyncio.sleep(self._pauses_s[0])
                offset = await self._offset(upload, offset)
        return upload

    async def _patch(self, upload: str, path: Path, offset: int) -> int:
        headers = {
            "Tus-Resumable": "1.0.0",
            "Upload-Offset": str(offset),
            "Content-Type": "application/offset+octet-stream",
        }
        with path.open("rb") as file:
            file.seek(offset)
            answer = await self.ask("PATCH", f"api/uploads/{upload}", headers=headers, data=file)
        if answer.status != 204:
            raise refusal(answer)
        return int(answer.headers["Upload-Offset"])

    async def _offset(self, upload: str, before: int) -> int:
        try:
            answer = await self.ask(
                "HEAD", f"api/uploads/{upload}", headers={"Tus-Resumable": "1.0.0"}
            )
        except _AWAY:
            return before
        if answer.status != 200:
            raise refusal(answer)
        self.offsets.append(int(answer.headers["Upload-Offset"]))
        return self.offsets[-1]

    async def fetch(self, url: str, to: Path) -> dict[str, str]:
        """Stream a file of the page into that one; the answer's headers. Raises ``Refused``."""
        async with self._session.get(self.root + url) as answer:
            if answer.status != 200:
                raise refusal(
                    Answer(answer.status, dict(answer.headers), await answer.content.read())
                )
            with to.open("wb") as file:
                async for chunk in answer.content.iter_chunked(_CHUNK_BYTES):
                    file.write(chunk)
            assert to.stat().st_size == int(answer.headers["Content-Length"])
            return dict(answer.headers)

    # --- the socket -------------------------------------------------------------------------

    async def snapshot(self, conversation: str) -> Sight:
        """What a page that is opened now is shown first. Raises ``Refused``."""
        sight = Sight(conversation)
        async with self._socket(conversation, "") as socket:
            sight.take(await socket.receive_json(timeout=10))
        return sight

    async def watch(
        self, sight: Sight, changed: Callable[[Callable[[], None]], None], is_resuming: bool = True
    ) -> int:
        """Keep the sight in step until the server says no; the HTTP status, or the close code.

        ``changed`` is called with what changes it.
        """
        tries = 0
        while True:
            try:
                after = sight.last_id if is_resuming else ""
                async with self._socket(sight.conversation, after) as socket:
                    self._lines[id(sight)] = socket
                    while True:
                        frame = await socket.receive(timeout=SILENCE_S)
                        if frame.type is not aiohttp.WSMsgType.TEXT:
                            break
                        tries = 0
                        told = json.loads(frame.data)
                        changed(lambda told=told: sight.take(told))  # type: ignore[misc]
                    if socket.close_code == SIGNED_OUT:
                        return SIGNED_OUT
            except aiohttp.WSServerHandshakeError as error:
                if error.status not in (429, 503):
                    return error.status
            except _AWAY:
                pass
            await asyncio.sleep(self._pauses_s[min(tries, len(self._pauses_s) - 1)])
            tries += 1

    async def cut(self, sight: Sight) -> None:
        """Lose its line without a word to the server."""
        self._lines[id(sight)]._response.connection.transport.abort()  # type: ignore[union-attr]

    def _socket(self, conversation: str, after: str) -> Any:
        return self._session.ws_connect(
            self.root.replace("http", "ws", 1) + "api/socket",
            params={"conversation": conversation, "after": after},
            origin=self.origin,
            headers={"Sec-Fetch-Site": "same-origin"},
            max_msg_size=0,
        )


def refusal(answer: Answer) -> Refused:
    """What the page would show of it."""
    try:
        told = answer.json
    except ValueError:
        told = {"error": answer.body.decode(errors="replace"), "code": "(no JSON)"}
    return Refused(answer.status, told["code"], told["error"])
