"""Tasks done by processes of their own, so many at a time: started, watched, ended with us.

Owns the processes: their limits are ours, they die when we do, and one that breaks off is begun
again once. What kills a process is mostly a want of memory, so from then on there is one at a
time. Where only one may work at a time it is this one. Must not know what a task does.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.jobs.leash import die_with_parent
from engine.media.failures import JobFailed
from engine.media.limits import fail_when_out_of_time
from engine.worker_machine import cores_here, free_bytes

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

_log = logging.getLogger(__name__)

Note = Callable[[int], None]
"""Says how far a task has come, in any unit."""

TOLD_BY = {signal.SIGTERM, signal.SIGINT}
"""How a worker is told to stop."""

ATTEMPTS = 2
MOST_PROCESSES = 4
BYTES_PER_PROCESS = 500_000_000
"""What a process must find free: a stretch of 1080p takes 350 MB."""


@dataclass(frozen=True)
class Task:
    """A function of a module and what it is given, besides the `Note` that comes last."""

    name: str
    run: Callable[..., None]
    arguments: tuple[Any, ...]


@dataclass
class _Working:
    number: int
    process: BaseProcess
    outcome: Connection


def processes_here() -> int:
    """How many tasks this machine does at the same time with profit."""
    free = free_bytes()
    room = MOST_PROCESSES if free is None else free // BYTES_PER_PROCESS
    return max(1, min(MOST_PROCESSES, cores_here(), room))


def work_through(
    tasks: Sequence[Task], most: int, tick: Callable[[list[int]], None], every_s: float
) -> None:
    """Do all tasks, `most` at a time, in order; whatever ends this, no process of it lives on.

    `tick` gets what each task has noted. Raises what the first failing task raised: JobFailed,
    MemoryError, or RuntimeError for anything else, whose cause is in the log.
    """
    due = _Due(tick, every_s)
    if most == 1:
        _work_alone(tasks, due)
        return
    context = _context()
    noted: Any = context.RawArray("q", len(tasks))
    waiting = deque(enumerate(tasks))
    attempts = [0] * len(tasks)
    working: list[_Working] = []
    try:
        while waiting or working:
            while waiting and len(working) < most:
                number, task = waiting.popleft()
                attempts[number] += 1
                noted[number] = 0
                with _undisturbed():
                    working.append(_started(context, number, task, noted))
            wait([one.process.sentinel for one in working], due.in_s)
            for one in [one for one in working if one.process.exitcode is not None]:
                working.remove(one)
                if not _is_done(one, tasks[one.number], attempts[one.number]):
                    waiting.appendleft((one.number, tasks[one.number]))
                    most = 1
            due.perhaps(list(noted))
    finally:
        for one in working:
            one.process.kill()
        for one in working:
            one.process.join()
            one.outcome.close()


class _Due:
    """Calls `tick` whenever it is time."""

    def __init__(self, tick: Callable[[list[int]], None], every_s: float) -> None:
        self._tick = tick
        self._every_s = every_s
        self._next_s = time.monotonic() + every_s

    @property
    def in_s(self) -> float:
        return max(0.0, self._next_s - time.monotonic())

    def perhaps(self, noted: list[int]) -> None:
        if not self.in_s:
            self._next_s = time.monotonic() + self._every_s
            self._tick(noted)


def _work_alone(tasks: Sequence[Task], due: _Due) -> None:
    noted = [0] * len(tasks)
    for number, task in enumerate(tasks):

        def note(value: int, number: int = number) -> None:
            noted[number] = value
            due.perhaps(noted)

        task.run(*task.arguments, note)


def _context() -> Any:
    """Forked, a task begins within milliseconds with everything loaded; but only a process of one
    thread can be forked safely, and only Linux promises that its libraries bear it."""
    can_fork = sys.platform == "linux" and len(list(Path("/proc/self/task").iterdir())) == 1
    return multiprocessing.get_context("fork" if can_fork else "spawn")


def _started(context: Any, number: int, task: Task, noted: Any) -> _Working:
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(
        target=_do, args=(task, number, noted, theirs, os.getpid()), name=task.name, daemon=True
    )
    process.start()
    theirs.close()
    return _Working(number, process, ours)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals wait. What one raises while the process is forked would be raised in a hook of
    `os.register_at_fork`, and lost there. `_do` lets them through again in the new process."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, TOLD_BY)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _is_done(one: _Working, task: Task, attempts: int) -> bool:
    """Whether an ended process did its task; False if it may try again."""
    told = None
    if one.outcome.poll():
        try:
            told = one.outcome.recv()
        except (EOFError, OSError):
            # Killed before, or in the middle of, its last words.
            told = None
    one.process.join()
    one.outcome.close()
    if told is not None:
        if told[0] == "done":
            return True
        if told[0] == "failed":
            raise JobFailed(told[1], told[2])
        if told[0] == "memory":
            raise MemoryError
        raise RuntimeError(f"{task.name}: {told[1]}")
    _log.warning("%s broke off: exit code %s", task.name, one.process.exitcode)
    if attempts >= ATTEMPTS:
        raise RuntimeError(f"{task.name} broke off {attempts} times")
    return False


def _do(task: Task, number: int, noted: Any, outcome: Connection, parent_pid: int) -> None:
    """The whole life of a process of the crew."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    fail_when_out_of_time()
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, TOLD_BY)
    die_with_parent(parent_pid)

    def note(value: int) -> None:
        noted[number] = value

    try:
        task.run(*task.arguments, note)
        told: tuple[str, ...] = ("done",)
    except JobFailed as failure:
        told = ("failed", failure.code, failure.message)
    except MemoryError:
        told = ("memory",)
    except Exception as error:  # noqa: BLE001 - whatever it was, it must be told
        _log.exception("%s failed", task.name)
        told = ("error", f"{type(error).__name__}: {error}")
    outcome.send(told)
    outcome.close()
    # Threads may still sit in FFmpeg; they would only delay what is decided.
    logging.shutdown()
    os._exit(0)
