"""Durable execution: jobs that survive a killed process. The one module that speaks to DBOS.

Owns how a job is registered, run step by step, interrupted and drained. Must not know what a job
does. The rules followed here were measured; they stand in CONTRIBUTING.md under "Long jobs": a
chat's jobs run one at a time; a cancel interrupts the step in hand and is recorded as that step's
outcome, so that a replay ends at the same place (never the library's own cancel, which would let
no clean-up run); waiting happens inside one read-only step.

At DEBUG this module logs ``step begins``, ``step ends`` (done, not yet recorded) and ``step
recorded`` with the step's name: the places at which tests kill the process.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any, Final, Generic, ParamSpec, TypeVar

from dbos import DBOS, DBOSConfig

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)

QUEUE: Final = "chats"
"""The queue of all jobs; its partitions are chats, so that each works in order."""

APPLICATION_VERSION: Final = "1"
"""Fixed: a job begun by an older program is continued by a newer one (guard changed steps)."""

_UNFINISHED: Final = ["ENQUEUED", "PENDING"]

Handler = Callable[["Job"], Awaitable[None]]


class JobCancelled(Exception):
    """The person asked for an end while a step was in hand; the step was interrupted."""


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a step that can't be interrupted gave, and whether an end was asked for meanwhile."""

    result: T
    is_cancelled: bool


class _Runtime:
    """What runs in this process; the library is one a process, and so is this."""

    def __init__(self) -> None:
        self.tasks: dict[str, asyncio.Task[Any]] = {}
        self.jobs: dict[str, Job] = {}
        self.steps_in_hand = 0
        self.is_draining = False
        self.moved = asyncio.Condition()


_runtime = _Runtime()


class Job:
    """One running job: the steps of one inbound message.

    ``message_id`` is both the message's id and the job's. Create it only through ``register``.
    """

    def __init__(self, message_id: str) -> None:
        self.message_id = message_id
        self._wish = asyncio.Event()

    def wish_end(self) -> None:
        """Somebody asks for the job's end: what can be interrupted is, now or at the next step."""
        self._wish.set()

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

        async def interruptible() -> T:
            return await self._raced(work(*args, **kwargs))

        return await self._recorded(name, interruptible)

    async def wait(
        self,
        name: str,
        work: Callable[P, Coroutine[Any, Any, T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """As ``step``, for work that only waits and reads: a drain doesn't wait for it."""

        async def interruptible() -> T:
            return await self._raced(work(*args, **kwargs))

        return await self._recorded(name, interruptible, is_waiting=True)

    async def step_to_end(
        self,
        name: str,
        told: Callable[[], Coroutine[Any, Any, None]],
        work: Callable[P, Coroutine[Any, Any, T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Outcome[T]:
        """As ``step``, for work that can't be called back: a cancel lets it go on to its end.

        ``told`` runs when an end is asked for meanwhile: it says so to the person.
        """

        async def whole() -> Outcome[T]:
            if self._wish.is_set():
                raise JobCancelled
            saying = asyncio.create_task(self._on_wish(told))
            try:
                result = await work(*args, **kwargs)
            finally:
                saying.cancel()
                await asyncio.wait({saying})
            return Outcome(result, self._wish.is_set())

        return await self._recorded(name, whole)

    async def last_step(
        self,
        name: str,
        work: Callable[P, Coroutine[Any, Any, T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """As ``step``, but a cancel no longer interrupts it: deliveries and clean-up."""

        async def whole() -> T:
            return await work(*args, **kwargs)

        return await self._recorded(name, whole)

    async def _recorded(
        self, name: str, work: Callable[[], Coroutine[Any, Any, T]], *, is_waiting: bool = False
    ) -> T:
        if _runtime.is_draining:
            # Nothing new is begun; the task is cancelled when the others' steps are recorded.
            await asyncio.Event().wait()

        async def noted() -> T:
            log.debug("step begins: %s", name)
            result = await work()
            log.debug("step ends: %s", name)
            return result

        if is_waiting:
            result = await DBOS.run_step_async({"name": name}, noted)
        else:
            _runtime.steps_in_hand += 1
            try:
                result = await DBOS.run_step_async({"name": name}, noted)
            finally:
                _runtime.steps_in_hand -= 1
                async with _runtime.moved:
                    _runtime.moved.notify_all()
        log.debug("step recorded: %s", name)
        return result

    async def _raced(self, work: Coroutine[Any, Any, T]) -> T:
        if self._wish.is_set():
            work.close()
            raise JobCancelled
        running = asyncio.ensure_future(work)
        wished = asyncio.ensure_future(self._wish.wait())
        try:
            await asyncio.wait({running, wished}, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                return running.result()
            raise JobCancelled
        finally:
            for task in (running, wished):
                task.cancel()
            await asyncio.wait({running, wished})
            if not running.cancelled():
                running.exception()

    async def _on_wish(self, told: Callable[[], Coroutine[Any, Any, None]]) -> None:
        await self._wish.wait()
        await told()


def register(name: str, handler: Handler) -> None:
    """Make ``handler`` the job of that name. Before ``launch``, once a process."""

    async def workflow(message_id: str) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101
        job = Job(message_id)
        _runtime.tasks[message_id] = task
        _runtime.jobs[message_id] = job
        try:
            await handler(job)
        finally:
            _runtime.tasks.pop(message_id, None)
            _runtime.jobs.pop(message_id, None)

    workflow.__qualname__ = name
    DBOS.workflow(name=name)(workflow)


def create(engine: Any) -> None:
    """Create the library's instance on that database, so that jobs can be registered.

    ``engine`` is a synchronous SQLAlchemy engine. Starts nothing.
    """
    global _runtime
    _runtime = _Runtime()
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
    """Leaving a job to the next start is our usual way to stop, and nothing to warn of."""
    return not record.getMessage().startswith("Asyncio task cancelled")


async def drain(limit_s: float) -> None:
    """Begin no further step, and let those in hand come to their end for at most so long."""
    _runtime.is_draining = True
    try:
        async with asyncio.timeout(limit_s), _runtime.moved:
            await _runtime.moved.wait_for(lambda: _runtime.steps_in_hand == 0)
    except TimeoutError:
        log.info("%d steps were cut off; the next start looks them up.", _runtime.steps_in_hand)


async def stop() -> None:
    """Take no new work and leave what runs to the next start: its finished steps are recorded."""
    _runtime.is_draining = True
    tasks = set(_runtime.tasks.values())
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)
    await asyncio.to_thread(DBOS.destroy)


async def all_open_jobs() -> list[str]:
    """The ids of all jobs that are waiting or running, of every chat."""
    found = await DBOS.list_workflows_async(
        status=_UNFINISHED, queue_name=QUEUE, load_input=False, load_output=False
    )
    return sorted(status.workflow_id for status in found)


def wish_end(job_id: str) -> bool:
    """Tell a job of this process that its end is asked for; False if it isn't running here.

    Write the wish down first: a job that has not begun reads it when it does.
    """
    job = _runtime.jobs.get(job_id)
    if job is None:
        return False
    job.wish_end()
    return True


async def cut_off(job_ids: Iterable[str]) -> None:
    """Break these jobs off wherever they are, without a word and without a record.

    For jobs whose records are deleted next: the next start would take them up.
    """
    tasks = {_runtime.tasks[job_id] for job_id in job_ids if job_id in _runtime.tasks}
    for task in tasks:
        task.cancel()
    if tasks:
        await asyncio.wait(tasks)


async def finished(job_id: str, poll_s: float) -> None:
    """Wait until a job has ended, however it ended. Raises what it raised, if it raised."""
    handle: Any = await DBOS.retrieve_workflow_async(job_id)
    await handle.get_result(polling_interval_sec=poll_s)


async def idle(poll_s: float) -> None:
    """Wait until no job of any chat is waiting or running."""
    while await all_open_jobs():  # noqa: ASYNC110 - the library announces no end of a job
        await asyncio.sleep(poll_s)
