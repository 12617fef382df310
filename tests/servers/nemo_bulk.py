"""A Nemo that only moves bytes, in a process of its own: takes uploads, gives a large file.

`python -m tests.servers.nemo_bulk SIZE_BYTES` prints its address and ends with its input.
"""

from __future__ import annotations

import asyncio
import sys

from aiohttp import web

PIECE = b"\x00\x00\x00\x18ftypmp42" + bytes(2**18 - 12)


async def upload(request: web.Request) -> web.Response:
    size_bytes = 0
    async for part in await request.multipart():
        while chunk := await part.read_chunk(2**18):
            size_bytes += len(chunk)
    return web.json_response({"files": [{"filename": str(size_bytes), "hash": "h"}]})


async def download(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse()
    response.content_length = left = int(sys.argv[1])
    await response.prepare(request)
    while left > 0:
        await response.write(PIECE[:left])
        left -= len(PIECE)
    return response


async def main() -> None:
    app = web.Application()
    app.router.add_post("/api/upload-video/nemo_agent/me/{session}", upload)
    app.router.add_get("/files/a.mp4", download)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sys.stdout.write(f"http://127.0.0.1:{runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main())
