"""The server of resumable uploads alone, in a test's loop or as a process of its own: for tests.

``python -m tests.servers.upload_server FOLDER`` prints its port and runs until its input ends. Who
asks is taken from a header: who may ask is not what is tested here. ``PUT /bare/NAME`` is an upload
as anybody would write it, to measure against.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

from aiohttp import web

from bots.serving.shelf import Shelf
from bots.serving.tus import Uploads
from core.clock import SystemClock

REPOSITORY = Path(__file__).resolve().parents[2]
OWNER = "X-Owner"
SHARE = "X-Share"
PATH = "/behind/a/proxy/uploads"


def _routes(uploads: Uploads) -> list[web.RouteDef]:
    def owned(
        handler: Callable[[web.Request, str], Awaitable[web.StreamResponse]],
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            return await handler(request, request.headers.get(OWNER, "anna"))

        return handle

    async def create(request: web.Request) -> web.StreamResponse:
        owner, share = request.headers.get(OWNER, "anna"), request.headers.get(SHARE, "")
        return await uploads.create(request, owner, share)

    one = f"{PATH}/{{id}}"
    return [
        web.options(PATH, uploads.options),
        web.options(one, uploads.options),
        web.post(PATH, create),
        web.head(one, owned(uploads.tell)),
        web.patch(one, owned(uploads.append)),
        web.delete(one, owned(uploads.terminate)),
        web.post(one, owned(uploads.override)),
    ]


@contextlib.asynccontextmanager
async def serving(uploads: Uploads, bare_folder: Path | None = None) -> AsyncIterator[int]:
    """The port while the block runs."""
    app = web.Application()
    app.add_routes(_routes(uploads))
    if bare_folder is not None:
        app.add_routes([web.put("/bare/{name}", _bare(bare_folder))])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def _bare(folder: Path) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def take(request: web.Request) -> web.Response:
        with (folder / request.match_info["name"]).open("wb") as file:
            async for piece in request.content.iter_any():
                file.write(piece)
        return web.Response()

    return take


@contextlib.contextmanager
def process(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The process and its port; it is killed at the end if it isn't yet."""
    command = [sys.executable, "-m", "tests.servers.upload_server", str(folder)]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        try:
            yield running, int(running.stdout.readline())
        finally:
            running.kill()


async def _main(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    uploads = Uploads(Shelf(folder / "shelf", SystemClock()))
    async with serving(uploads, folder) as port:
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1])))
