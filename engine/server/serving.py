"""One engine's life as a process: lock, open, listen, announce, wait for the end, close.

Owns signals, the tie to a parent, and the line that tells the parent where to connect. Must not
know any endpoint.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
from contextlib import suppress

from aiohttp import web
from filelock import FileLock, Timeout

from engine.server.routes import application, elsewhere
from engine.server.wiring import Engine
from engine.settings import Settings

log = logging.getLogger(__name__)

SHUTDOWN_S = 0.5
"""How long requests in progress may go on after a signal to end."""
LAST_S = 3.0
"""After so long the process ends whatever still hangs (workers are killed first)."""
PARENT_WATCH_S = 0.25


class DataDirectoryInUse(Exception):
    """Another engine has this data directory."""


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM, SIGINT or the parent's end.

    Raises ``DataDirectoryInUse``, ``OSError`` (the port, the directory), ``NewerDatabase``.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = FileLock(settings.data_dir / "engine.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise DataDirectoryInUse(
            f"another engine uses {settings.data_dir}: end it, or give this one its own --data-dir"
        ) from None
    try:
        await _serve(settings)
    finally:
        lock.release()


async def _serve(settings: Settings) -> None:
    end = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, end.set)
    watch = asyncio.create_task(_watch_parent(settings.parent_pid, end))
    engine = await Engine.open(settings)
    runners: list[web.AppRunner] = []
    try:
        if settings.is_faulty:
            port = await _listen(elsewhere(engine), settings.host, 0, runners)
            engine.elsewhere_origin = f"http://{_in_url(settings.host)}:{port}"
        port = await _listen(application(engine), settings.host, settings.port, runners)
        _announce(f"http://{_in_url(settings.host)}:{port}")
        await end.wait()
        log.info("ending")
        loop.call_later(LAST_S, _give_up, engine)
    finally:
        watch.cancel()
        for runner in runners:
            await runner.cleanup()
        await engine.close()
        with suppress(asyncio.CancelledError):
            await watch


async def _listen(app: web.Application, host: str, port: int, runners: list[web.AppRunner]) -> int:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_S)
    runners.append(runner)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    await site.start()
    address = runner.addresses[0]
    return int(address[1])


def _announce(url: str) -> None:
    """The one line on standard output: where this engine is to be reached, once it can be."""
    log.info("ready: url=%s pid=%d", url, os.getpid())
    sys.stdout.write(json.dumps({"event": "ready", "url": url, "pid": os.getpid()}) + "\n")
    sys.stdout.flush()


async def _watch_parent(pid: int | None, end: asyncio.Event) -> None:
    """Set ``end`` when that process has ended, however it ended."""
    if pid is None:
        return
    # A shell may stand between: then only whether the process exists can be asked.
    is_own = os.getppid() == pid
    while True:
        await asyncio.sleep(PARENT_WATCH_S)
        if (os.getppid() != pid) if is_own else not _exists(pid):
            break
    log.warning("parent is gone: ending")
    end.set()


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _give_up(engine: Engine) -> None:
    log.error("did not end in time: killing the workers and leaving")
    engine.workers.kill_all()
    os._exit(1)


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
