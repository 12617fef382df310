"""A process of its own for the tests of jobs: ``python -m tests.unit.durable_child DIR``.

One launch of the durable library, a job for each case, and as JSON what each of them did. The
library can't be launched twice in one process, so it stays out of the tests' own.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from core import durable
from core.clock import SystemClock
from core.durable import Job, JobCancelled
from core.model import ChatRef, message_id
from storage import database
from storage.lock import DataDirectory
from storage.store import SqlStore
from tests.contract.store_rig import incoming

POLL_S = 0.02


class Case:
    """One job: what it noted, and when it can be asked for its end."""

    def __init__(self, number: int) -> None:
        self.chat = ChatRef("telegram", "bot", str(number))
        self.job_id = message_id(self.chat, 1)
        self.notes: list[str] = []
        self.is_in_step = asyncio.Event()
        self.go_on = asyncio.Event()

    async def work(self) -> str:
        """Waits in the middle of a step."""
        self.notes.append("begun")
        self.is_in_step.set()
        try:
            await self.go_on.wait()
        except asyncio.CancelledError:
            self.notes.append("interrupted")
            raise
        self.notes.append("done")
        return "result"

    async def quickly(self) -> str:
        """A step that doesn't wait."""
        self.notes.append("quick")
        return "result"

    async def told(self) -> None:
        """The person hears that it can't be called back."""
        self.notes.append("told")
        self.go_on.set()


async def plain(case: Case, job: Job) -> None:
    case.notes.append(await job.step("one", case.quickly))


async def interrupted(case: Case, job: Job) -> None:
    try:
        await job.step("one", case.work)
    except JobCancelled:
        case.notes.append("cancelled")
    try:
        await job.step("two", case.quickly)
    except JobCancelled:
        case.notes.append("nothing more")
    case.notes.append(await job.last_step("three", case.quickly))


async def waiting(case: Case, job: Job) -> None:
    try:
        await job.wait("one", case.work)
    except JobCancelled:
        case.notes.append("cancelled")


async def to_end(case: Case, job: Job) -> None:
    outcome = await job.step_to_end("one", case.told, case.work)
    case.notes += [outcome.result, f"cancelled: {outcome.is_cancelled}"]


async def to_end_too_late(case: Case, job: Job) -> None:
    job.wish_end()
    try:
        await job.step_to_end("one", case.told, case.work)
    except JobCancelled:
        case.notes.append("never begun")


async def at_last(case: Case, job: Job) -> None:
    case.notes.append(await job.last_step("one", case.work))


async def failing(case: Case, job: Job) -> None:
    async def fail() -> None:
        raise LookupError("no such thing")

    try:
        await job.step("one", fail)
    except LookupError as error:
        case.notes.append(str(error))


CASES: dict[str, Callable[[Case, Job], Awaitable[None]]] = {
    work.__name__: work
    for work in (plain, interrupted, waiting, to_end, to_end_too_late, at_last, failing)
}
ASKED_TO_END = ("interrupted", "waiting", "to_end", "at_last")
"""Cases whose end is asked for in the middle of their step."""


async def play(directory: DataDirectory) -> dict[str, list[str]]:
    """All cases, one after the other in one process, and what each noted."""
    async with database.opened(directory, SystemClock()) as used:
        cases = {name: Case(number) for number, name in enumerate(CASES)}
        by_id = {case.job_id: (name, case) for name, case in cases.items()}

        async def work(job: Job) -> None:
            name, case = by_id[job.message_id]
            await CASES[name](case, job)

        durable.register("case", work)
        await durable.launch(poll_s=POLL_S)
        store = SqlStore(used.engine, used.enqueue, SystemClock())
        for name, case in cases.items():
            await store.accept(incoming(1, case.chat), "case")
            if name in ASKED_TO_END:
                await case.is_in_step.wait()
                assert durable.wish_end(case.job_id)
            if name == "at_last":
                # Nobody is told here; the step goes on until it is let.
                case.go_on.set()
            await durable.finished(case.job_id, POLL_S)
            assert not durable.wish_end(case.job_id), "it has ended"
        await durable.idle(POLL_S)
        await durable.stop()
        return {name: case.notes for name, case in cases.items()}


def main() -> None:
    with DataDirectory(Path(sys.argv[1])) as directory:
        played = asyncio.run(play(directory))
    print(json.dumps(played))  # noqa: T201


if __name__ == "__main__":
    main()
