"""The way in: gate, decide what kind of work it is, commit, and only then let it be acknowledged.

Owns the order of these four. Must not know platforms, wording or the backend. A message and its
job are committed in one transaction, so that "seen" has one truth; quick questions have no job
and are answered at once, beside whatever is running.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Final

from core.conversation import Conversation
from core.gate import is_addressed
from core.model import Incoming
from core.ports import Clock, Store

log = logging.getLogger(__name__)

STALE_QUESTION_AFTER: Final = timedelta(minutes=10)
"""A quick question that a crash swallowed is still answered when it is younger than this."""


class Inbox:
    """Receives from every adapter."""

    def __init__(self, store: Store, conversation: Conversation, clock: Clock) -> None:
        self._store = store
        self._conversation = conversation
        self._clock = clock
        self._answering: set[asyncio.Task[None]] = set()

    async def receive(self, incoming: Incoming) -> None:
        """Returns once the message is safe on disk; whoever delivered it may then acknowledge."""
        if not is_addressed(incoming):
            return
        job = await self._conversation.job_for(incoming)
        is_new = await self._store.accept(incoming, job)
        if is_new and job is None:
            self._spawn(incoming)

    async def resume(self) -> None:
        """Answer the quick questions that the last stop left unanswered."""
        since = self._clock.now() - STALE_QUESTION_AFTER
        for incoming in await self._store.unanswered(since):
            self._spawn(incoming)

    async def drain(self) -> None:
        """Wait for the quick answers in hand."""
        while self._answering:
            await asyncio.wait(set(self._answering))

    def _spawn(self, incoming: Incoming) -> None:
        task = asyncio.create_task(self._answer(incoming))
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer(self, incoming: Incoming) -> None:
        await self._conversation.answer(incoming)
        await self._store.mark_answered(incoming.id)
