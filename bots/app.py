"""The composition root: the only place where parts are wired; start, run, drain, stop.

Owns the order of starting and stopping. Must not decide anything that a user sees.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import aiohttp

from bots import engine_process
from bots.settings import Backend, BackendKind, Settings
from core import durable
from core.clock import SystemClock
from core.conversation import Conversation
from core.flows import jobs
from core.flows.services import Services
from core.inbox import Inbox
from core.nemo.account import Account
from core.nemo.client import NemoClient
from core.outbox import Outbox
from core.phrases import Phrasebook
from core.ports import Platform
from core.secrecy import Secret
from core.timetable import Timetable

log = logging.getLogger(__name__)

QUEUE_POLL_S: Final = 0.1
"""How often the queue of jobs is looked at: the half second until an edit starts is seen."""

_KEEP_FILES_S: Final = 7 * 24 * 3600.0


class App:
    """A running Backdrop: its services, and the platforms that feed it."""

    def __init__(self, services: Services, inbox: Inbox, platforms: list[Platform]) -> None:
        self.services = services
        self._inbox = inbox
        self._platforms = platforms

    async def run(self) -> None:
        """Let every platform feed in messages until all have come to an end."""
        await self._inbox.resume()
        async with asyncio.TaskGroup() as group:
            for platform in self._platforms:
                group.create_task(platform.run(self._inbox.receive))

    async def drain(self) -> None:
        """Wait for the quick answers in hand; jobs stay recorded for the next start."""
        await self._inbox.drain()


@contextlib.asynccontextmanager
async def running(
    settings: Settings, data_dir: Path, platforms: list[Platform]
) -> AsyncIterator[App]:
    """Open everything in order, and close it in the reverse.

    Raises ``StorageError`` for a data directory that can't be used and ``EngineUnavailable``.
    """
    async with contextlib.AsyncExitStack() as stack:
        storage = await stack.enter_async_context(_storage(settings, data_dir))
        backend = settings.backend()
        api_url = await _api_url(stack, backend, data_dir)
        yield await _wire(stack, settings, storage, backend, api_url, data_dir, platforms)
