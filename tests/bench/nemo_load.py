"""A scripted Nemo for many chats, in a process of its own, so that its work is not measured.

`python -m tests.bench.nemo_load SESSIONS [--is-stuck] [--results PATH …]` starts one with so many
projects of one account, each with a clip on its timeline, prints JSON (``url``, ``token``,
``user_id``, ``sessions``: pairs of session and task) and ends with its input. With ``--is-stuck``
no render ever comes to its end; of the ``--results`` a finished one downloads as that which is as
large as the clip that was uploaded last.
``GET /bench/renders`` tells how many renders were submitted, ``GET /bench/uploads`` the SHA-256 of
each file that was uploaded, ``POST /bench/result`` (``{path}``) what all renders download as, and
``POST /bench/arm`` (``{endpoint, fault, …}``) lets an endpoint misbehave. What has an address it
really fetches, as ``AGENT``.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import sys
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

from tests.servers.nemo import FakeNemo, Session

AGENT = "scripted-nemo"
_USER = "operator"
_CHUNK_BYTES = 2**18


class LoadNemo(FakeNemo):
    """Every message changes the timeline; results come from a file."""

    def __init__(self, results: list[Path]) -> None:
        super().__init__()
        self._results = results
        self._result: Path | None = None
        self._messages = 0

    def fill(self, count: int) -> dict[str, Any]:
        """Make the projects; what a client has to know of them."""
        token = self.new_token(_USER)
        for _ in range(count):
            session_id, task_id = str(next(self._ids)), str(next(self._ids))
            segment = {"id": f"s{session_id}", "d": 2500, "m": {"name": "clip.mp4"}}
            draft = {"d": 2500, "t": [{"tt": 0, "m": {}, "sg": [segment]}]}
            self.sessions[session_id] = Session(task_id, token, _USER, draft)
        sessions = [(key, session.task_id) for key, session in self.sessions.items()]
        return {"url": self.url, "token": token, "user_id": _USER, "sessions": sessions}

    def _app(self) -> web.Application:
        app = super()._app()
        app.router.add_get("/bench/renders", self._count)
        app.router.add_get("/bench/uploads", self._uploads)
        app.router.add_post("/bench/result", self._choose)
        app.router.add_post("/bench/arm", self._arm)
        return app

    async def _count(self, _: web.Request) -> web.Response:
        return web.json_response(len(self.renders))

    async def _uploads(self, _: web.Request) -> web.Response:
        files = [file for session in self.sessions.values() for file in session.files]
        return web.json_response([file["hash"] for file in files])

    async def _choose(self, request: web.Request) -> web.Response:
        self._result = Path((await request.json())["path"])
        return web.json_response({})

    async def _arm(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.arm(body.pop("endpoint"), body.pop("fault"), **body)
        return web.json_response({})

    async def fetched(self, url: str) -> tuple[str, str]:
        """Fetch it, and keep nothing but its hash."""
        digest = hashlib.sha256()
        headers = {"User-Agent": AGENT}
        async with (
            aiohttp.ClientSession(headers=headers, raise_for_status=True) as http,
            http.get(url) as answer,
        ):
            async for chunk in answer.content.iter_chunked(_CHUNK_BYTES):
                digest.update(chunk)
        return PurePath(urlsplit(url).path).name, digest.hexdigest()

    async def _message(self, request: web.Request) -> web.StreamResponse:
        self._messages += 1
        for track in self.sessions[self.session_id(request)].draft.get("t", []):
            track["sg"][0]["m"]["name"] = f"cut {self._messages}"
        return await super()._message(request)

    async def _output(self, request: web.Request) -> web.StreamResponse:
        if self._result is not None:
            return web.FileResponse(self._result)
        for path in self._results:
            if path.stat().st_size == self.uploaded_bytes:
                return web.FileResponse(path)
        return await super()._output(request)


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("sessions", type=int)
    parser.add_argument("--is-stuck", action="store_true")
    parser.add_argument("--results", type=Path, nargs="*", default=[])
    given = parser.parse_args()
    async with LoadNemo(given.results) as nemo:
        if given.is_stuck:
            nemo.arm("render_submit", "stuck_render", times=sys.maxsize)
        sys.stdout.write(json.dumps(nemo.fill(given.sessions)) + "\n")
        sys.stdout.flush()
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
