"""Plain HTTP calls to the engine, as the contract describes them: for tests of the engine.

Deliberately no client of ours: what it sends is written down here by hand from the contract.
"""

from __future__ import annotations

import asyncio
import inspect
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

ATTRIBUTION = {
    "X-Skill-Source": "tomoviee-video-background",
    "X-Skill-Version": "1.0.0",
    "X-Skill-Platform": "unknown",
}

MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + bytes(4096)
"""What passes for a clip by its first bytes; only the odd worker takes it for one."""


@dataclass
class Answer:
    """One answer, read to its end."""

    status: int
    headers: Any
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def code(self) -> int:
        """The envelope's code."""
        return int(self.json["code"])

    @property
    def data(self) -> Any:
        """The envelope's data; the code must be 0."""
        assert self.json["code"] == 0, self.json
        return self.json["data"]


@dataclass
class Caller:
    """One client of one engine."""

    url: str
    http: aiohttp.ClientSession
    token: str = ""
    headers: dict[str, str] = field(default_factory=lambda: dict(ATTRIBUTION))
    session_id: str = ""
    task_id: str = ""

    async def call(self, method: str, path: str, **options: Any) -> Answer:
        """One request with our headers."""
        headers = {**self.headers, **options.pop("headers", {})}
        if self.token:
            headers.setdefault("Authorization", f"Bearer {self.token}")
        url = path if path.startswith("http") else self.url + path
        options.setdefault("allow_redirects", False)
        async with self.http.request(method, url, headers=headers, **options) as response:
            return Answer(response.status, response.headers, await response.read())

    async def enter(self) -> Caller:
        """This, with an account and a project of its own."""
        await self.get_token()
        await self.open_session()
        return self

    async def get_token(self) -> str:
        """A new account."""
        answer = await self.call(
            "POST", "/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())}
        )
        self.token = answer.data["token"]
        return self.token

    async def open_session(self, language: str = "en") -> str:
        """A new project."""
        answer = await self.call(
            "POST",
            "/api/tasks/me/with-session/nemo_agent",
            json={"task_name": "project", "language": language},
        )
        self.session_id, self.task_id = answer.data["session_id"], answer.data["task_id"]
        return self.session_id

    async def upload(self, *files: tuple[str, Any], session_id: str | None = None) -> Answer:
        """Files as multipart: (name, path, bytes or a generator of bytes)."""
        form = aiohttp.FormData(quote_fields=False)
        opened = []
        for name, content in files:
            if isinstance(content, Path):
                content = content.open("rb")
                opened.append(content)
            form.add_field("files", content, filename=name, content_type="video/mp4")
        try:
            return await self.call("POST", self._upload_path(session_id), data=form)
        finally:
            for file in opened:
                file.close()

    async def upload_urls(self, *urls: str) -> Answer:
        """Addresses to be fetched."""
        body = {"urls": list(urls), "source_type": "url"}
        return await self.call("POST", self._upload_path(None), json=body)

    async def message(self, text: str, session_id: str | None = None) -> Answer:
        """A message, its stream read to the end."""
        return await self.call(
            "POST",
            "/run_sse",
            json=self.message_body(text, session_id),
            headers={"Accept": "text/event-stream"},
        )

    def message_body(self, text: str, session_id: str | None = None) -> dict[str, Any]:
        """What a message's request says."""
        return {
            "app_name": "nemo_agent",
            "user_id": "me",
            "session_id": session_id or self.session_id,
            "new_message": {"parts": [{"text": text}]},
        }

    async def state(self) -> dict[str, Any]:
        """The project now."""
        answer = await self.call("GET", self.state_path)
        return dict(answer.data["state"])

    @property
    def state_path(self) -> str:
        """Where the state is read."""
        return f"/api/state/nemo_agent/me/{self.session_id}/latest"

    async def credits(self) -> dict[str, int]:
        """The balance."""
        return dict((await self.call("GET", "/api/credits/balance/simple")).data)

    async def submit(self, draft: Any, render_id: str | None = None) -> Answer:
        """Ask for a render."""
        return await self.call(
            "POST",
            "/api/render/proxy/lambda",
            json={
                "id": render_id or f"render_{int(time.time() * 1000)}_{uuid.uuid4().hex[:8]}",
                "sessionId": self.session_id,
                "draft": draft,
                "output": {"format": "mp4", "quality": "high"},
            },
        )

    async def render_status(self, render_id: str) -> dict[str, Any]:
        """A render's status, whichever shape."""
        answer = await self.call("GET", f"/api/render/proxy/lambda/{render_id}")
        return dict(answer.json.get("data") or answer.json)

    async def progressed(self, render_id: str, percent: int, timeout_s: float = 5.0) -> None:
        """Wait until a render has come so far."""
        async with asyncio.timeout(timeout_s):
            while True:
                if (await self.render_status(render_id))["progress"] >= percent:
                    return
                await asyncio.sleep(0.02)

    async def rendered(self, render_id: str, timeout_s: float = 60.0) -> dict[str, Any]:
        """A render's status once it is over."""
        async with asyncio.timeout(timeout_s):
            while True:
                status = await self.render_status(render_id)
                if status["status"] in ("completed", "failed"):
                    return status
                await asyncio.sleep(0.05)

    async def arm(self, endpoint: str, fault: str, **options: Any) -> None:
        """Order a misbehaviour."""
        order = {"endpoint": endpoint, "fault": fault, **options}
        answer = await self.call("POST", "/_test/faults", json=order)
        assert answer.status == 200, answer.body

    async def ledger(self) -> dict[str, Any]:
        """What the engine knows of charges and calls."""
        return dict((await self.call("GET", "/_test/ledger")).json)

    def _upload_path(self, session_id: str | None) -> str:
        return f"/api/upload-video/nemo_agent/me/{session_id or self.session_id}"


async def until(condition: Callable[[], Any], timeout_s: float = 5.0) -> Any:
    """What `condition` (or what it returns, awaited) is as soon as that is true; or fails."""
    deadline = time.monotonic() + timeout_s
    while True:
        value = condition()
        if value := await value if inspect.isawaitable(value) else value:
            return value
        assert time.monotonic() < deadline, f"not so within {timeout_s} s"
        await asyncio.sleep(0.01)


def events(answer: Answer) -> list[dict[str, Any]]:
    """The events of a stream that was read to its end, line ends as they may come."""
    text = answer.body.decode().replace("\r\n", "\n").replace("\r", "\n")
    lines = [line[5:].strip() for line in text.split("\n") if line.startswith("data:")]
    return [json.loads(line) for line in lines if line]


def said(answer: Answer) -> str:
    """What a stream says to the person, in either shape."""
    flat = [event["content"] for event in events(answer) if event.get("type") == "text"]
    adk = [
        part["text"]
        for event in events(answer)
        if isinstance(event.get("content"), dict) and not event.get("partial")
        for part in event["content"]["parts"]
        if "text" in part
    ]
    return "".join(flat + adk)
