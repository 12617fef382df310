"""Durable execution: jobs that survive a killed process. The one module that speaks to DBOS.

Owns how a job is registered, run step by step, cancelled and counted. Must not know what a job
does. The rules followed here were measured; they stand in CONTRIBUTING.md under "Long jobs":
a chat's jobs run one at a time, a cancel is a message to the job (never the library's own cancel,
which would let no clean-up run), and waiting happens inside one read-only step.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, ParamSpec, TypeVar

from dbos import DBOS, DBOSConfig

from core.model import ChatRef

P = ParamSpec("P")
T = TypeVar("T")

QUEUE: Final = "chats"
"""The queue of all jobs; its partitions are chats, so that each works in order."""

APPLICATION_VERSION: Final = "1"
"""Fixed: a job begun by an older program is continued by a newer one (guard changed steps)."""

_CANCEL_TOPIC: Final = "cancel"
_CANCEL_WAIT_S: Final = 7 * 24 * 3600.0
_UNFINISHED: Final = ["ENQUEUED", "PENDING"]

_running: Final[set[asyncio.Task[Any]]] = set()
"""The jobs in hand; the library is one a process, and so is this."""

Handler = Callable[["Job"], Awaitable[None]]


class JobCancelled(Exception):
    """The person asked for an end while a step was in hand; the step was interrupted."""


class Job:
    """One running job: the steps of one inbound message.

    ``message_id`` is both the message's id and the job's. Create it only through ``register``.
    """

    def __init__(self, message_id: str) -> None:
        self.message_id = message_id
        self._cancel: asyncio.Task[Any] | None = None

    async def __aenter__(self) -> Job:
        self._cancel = asyncio.create_task(
            DBOS.recv_async(_CANCEL_TOPIC, timeout_seconds=_CANCEL_WAIT_S)
        )
        # The receive must draw its step number before any step does, or a replay would number
        # the steps differently.
        await asyncio.sleep(0)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._cancel is not None:
            self._cancel.cancel()
            await asyncio.wait({self._cancel})

    async def step(
        self,
        name: str,
        work: Callable[P, Coroutine[Any, Any, T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run ``work`` once and record its result; after a restart the record is given instead.

        A step that was cut off by a crash runs again, so ``work`` looks up what it may have done.
        Results are pickled into the database: ids and small values only.

        Raises ``JobCancelled`` if the person cancels meanwhile, and whatever ``work`` raises.
        """
        assert self._cancel is not None, "a step runs only inside its job"  # noqa: S101
        reservation = DBOS.reserve_step()
        running = asyncio.ensure_future(
            reservation.run_async({"name": name}, work, *args, **kwargs)
        )
        try:
            await asyncio.wait({running, self._cancel}, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            running.cancel()
            await asyncio.wait({running})
            raise
        if running.done():
            return running.result()
        running.cancel()
        await asyncio.wait({running})
        raise JobCancelled

    async def last_step(
        self,
        name: str,
        work: Callable[P, Coroutine[Any, Any, T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """As ``step``, but a cancel no longer interrupts it: deliveries and clean-up."""
        reservation = DBOS.reserve_step()
        return await reservation.run_async({"name": name}, work, *args, **kwargs)


def register(name: str, handler: Handler) -> None:
    """Make ``handler`` the job of that name. Before ``launch``, once a process."""

    async def workflow(message_id: str) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101
        _running.add(task)
        try:
            async with Job(message_id) as job:
                await handler(job)
        finally:
            _running.discard(task)

    workflow.__qualname__ = name
    DBOS.workflow(name=name)(workflow)


def create(engine: Any) -> None:
    """Create the library's instance on that database, so that jobs can be registered.

    ``engine`` is a synchronous SQLAlchemy engine. Starts nothing.
    """
    config = DBOSConfig(
        name="backdrop",
        system_database_engine=engine,
        application_version=APPLICATION_VERSION,
        executor_id="main",
        max_executor_threads=16,
        log_level="WARNING",
        notification_listener_polling_interval_sec=0.5,
    )
    DBOS(config=config)
    # The library brings a handler of its own, which would pass by the redaction of our logs.
    logger = logging.getLogger("dbos")
    logger.handlers.clear()
    logger.propagate = True
    logger.addFilter(_is_news)


async def launch(*, poll_s: float) -> None:
    """Take up unfinished jobs and start new ones. Inside the running loop, after ``register``.

    ``poll_s`` is how often the queue is looked at: 0.05 s costs a tenth of a core, 1 s nothing.
    """
    DBOS.launch()
    await DBOS.register_queue_async(
        QUEUE, partition_concurrency=1, polling_interval_sec=poll_s, on_conflict="always_update"
    )


def _is_news(record: logging.LogRecord) -> bool:
    """Interrupting a step is our usual way to cancel, and nothing to warn of."""
    return not record.getMessage().startswith("Asyncio task cancelled")


async def stop() -> None:
    """Take no new work and leave what runs to the next start: its finished steps are recorded."""
    for task in list(_running):
        task.cancel()
    if _running:
        await asyncio.wait(set(_running))
    await asyncio.to_thread(DBOS.destroy)


async def open_jobs(chat: ChatRef) -> list[str]:
    """The ids of the chat's jobs that are waiting or running, oldest first."""
    found = await DBOS.list_workflows_async(
        status=_UNFINISHED,
        workflow_id_prefix=f"{chat.key}:",
        load_input=False,
        load_output=False,
    )
    # The library's prefix is a LIKE, which on SQLite takes "abc" for "ABC" too.
    ids = (status.workflow_id for status in found)
    return sorted(job_id for job_id in ids if job_id.startswith(f"{chat.key}:"))


async def all_open_jobs() -> list[str]:
    """The ids of all jobs that are waiting or running, of every chat."""
    found = await DBOS.list_workflows_async(
        status=_UNFINISHED, queue_name=QUEUE, load_input=False, load_output=False
    )
    return sorted(status.workflow_id for status in found)


async def cancel(job_id: str) -> None:
    """Ask a job to end. It ends at its next or present step; harmless when repeated."""
    await DBOS.send_async(job_id, "cancel", _CANCEL_TOPIC, idempotency_key=f"cancel:{job_id}")


async def finished(job_id: str, poll_s: float) -> None:
    """Wait until a job has ended, however it ended. Raises what it raised, if it raised."""
    handle: Any = await DBOS.retrieve_workflow_async(job_id)
    await handle.get_result(polling_interval_sec=poll_s)


async def idle(poll_s: float) -> None:
    """Wait until no job of any chat is waiting or running."""
    while await all_open_jobs():  # noqa: ASYNC110 - the library announces no end of a job
        await asyncio.sleep(poll_s)
