"""A server on loopback that goes away with every connection of it: for tests.

Must not know what it serves.
"""

from __future__ import annotations

import asyncio
from typing import Any, Final

from aiohttp import web

_ACCEPTING_ROUNDS: Final = 3
"""Rounds of the loop until a connection that was accepted in the last one has its protocol."""


async def leave(runner: web.AppRunner) -> None:
    """Stop listening, and end all that runs in this loop beside the caller.

    First nobody is accepted any more, then all are put out. Python 3.11 forgets a connection that
    is being accepted while its server closes, and leaves it open (CPython gh-109564): whoever is
    there waits as long as for any answer. A bot in a long poll was deaf for a minute so, though the
    server had come back long since.
    """
    loop = asyncio.get_running_loop()
    for site in runner.sites:
        server: Any = site._server
        for listening in server.sockets:
            loop.remove_reader(listening.fileno())
    for _ in range(_ACCEPTING_ROUNDS):
        await asyncio.sleep(0)
    await runner.cleanup()
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
