"""One job in one child process: feed it, read its lines, watch its clock, end it.

Speaks the worker's protocol (one JSON job on its standard input, JSON lines on its output) and
knows nothing of pictures. Whatever the child does — crash, hang, babble, run out of its limits —
becomes one ``JobFailed`` with a sentence for a person; the cause goes to the log.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from engine.networks import OWN_NETWORK

log = logging.getLogger(__name__)

REPORTED_FAILURE = 3
"""The worker's exit status after a failure that it told in a line."""

LINE_LIMIT_BYTES = 64 * 1024
KILL_AFTER_S = 1.0
SMALL_AT_ONCE = 2
"""Probes and previews beside the renders: each may take memory and a core."""

EXIT_S = 5.0
"""How long a worker may take to end after its last line."""

_BROKEN_OFF = "The work broke off unexpectedly; try again, or try another file."
_STDERR_LINES = 20
_REPOSITORY = Path(__file__).resolve().parents[2]

Progress = Callable[[float], None]


class JobFailed(Exception):
    """A job that came to nothing; ``str()`` is one plain sentence for a person.

    ``code`` is the worker's word, or ``crashed``, ``timeout`` or ``stalled`` where it had none.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class Workers:
    """Starts worker processes and remembers those that live, so that none is left behind."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._living: set[asyncio.subprocess.Process] = set()
        self._small = asyncio.Semaphore(SMALL_AT_ONCE)

    async def run_small(self, job: Mapping[str, Any], *, timeout_s: float) -> dict[str, Any]:
        """A probe or a preview: as ``run``, so many at a time; waiting for a turn is not timed."""
        async with self._small:
            return await self.run(job, timeout_s=timeout_s)

    async def run(
        self,
        job: Mapping[str, Any],
        *,
        timeout_s: float,
        stall_s: float | None = None,
        progress: Progress | None = None,
    ) -> dict[str, Any]:
        """Do a job; returns its result.

        ``timeout_s`` bounds the whole job in wall-clock time, ``stall_s`` the silence between two
        lines. Cancelling the call ends the process: SIGTERM, and SIGKILL a second later. So does
        anything that ``progress`` raises. Raises ``JobFailed``.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "engine.jobs.leash",
            str(os.getpid()),
            self._module,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=LINE_LIMIT_BYTES,
            env=_environment(),
            # A group of its own, to be killed whole; a session would have its own share of the
            # processor (Linux autogroup), whatever its niceness, and slow the bot's answers.
            process_group=0,
        )
        self._living.add(process)
        complaints: deque[str] = deque(maxlen=_STDERR_LINES)
        listener = asyncio.create_task(_collect(process, complaints))
        try:
            async with asyncio.timeout(timeout_s):
                outcome = await self._converse(process, job, stall_s, progress)
                async with asyncio.timeout(EXIT_S):
                    status = await process.wait()
        except TimeoutError as error:
            raise JobFailed(
                "timeout", "This took longer than is allowed; try a shorter clip."
            ) from error
        finally:
            # Shielded: a second cancellation must not leave the process behind.
            await asyncio.shield(_end(process, listener))
            self._living.discard(process)
        return _judge(str(job.get("job")), outcome, status, complaints)

    async def _converse(
        self,
        process: asyncio.subprocess.Process,
        job: Mapping[str, Any],
        stall_s: float | None,
        progress: Progress | None,
    ) -> dict[str, Any] | None:
        """The last telling line, or None for a worker that ended without one."""
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the worker was started without pipes")
        with contextlib.suppress(ConnectionError):
            # A worker that died at once is judged by its exit status.
            process.stdin.write(json.dumps(job).encode() + b"\n")
            await process.stdin.drain()
            process.stdin.close()
        while True:
            try:
                async with asyncio.timeout(stall_s):
                    line = await process.stdout.readline()
            except TimeoutError as error:
                raise JobFailed(
                    "stalled", "The work stopped making progress and was given up; try again."
                ) from error
            except ValueError:
                log.error("worker line too long: job=%s", job.get("job"))
                raise JobFailed("crashed", _BROKEN_OFF) from None
            if not line:
                return None
            event = _parsed(line)
            if event is None:
                log.error("worker line is no JSON object: job=%s", job.get("job"))
                raise JobFailed("crashed", _BROKEN_OFF)
            if event.get("event") == "progress":
                if progress is not None:
                    progress(min(1.0, max(0.0, float(event.get("fraction", 0.0)))))
            elif event.get("event") in ("done", "failed"):
                return event

    def kill_all(self) -> None:
        """SIGKILL to every worker that still lives; for the last moment of the engine."""
        for process in self._living:
            _signal(process, signal.SIGKILL)


async def _collect(process: asyncio.subprocess.Process, complaints: deque[str]) -> None:
    if process.stderr is None:
        return
    while chunk := await process.stderr.read(LINE_LIMIT_BYTES):
        complaints.extend(chunk.decode(errors="replace").splitlines())


async def _discard(process: asyncio.subprocess.Process) -> None:
    """Read what nobody wants: with unread output the process would not count as ended."""
    if process.stdout is not None:
        while await process.stdout.read(LINE_LIMIT_BYTES):
            pass


async def _end(process: asyncio.subprocess.Process, listener: asyncio.Task[None]) -> None:
    discarding = asyncio.create_task(_discard(process))
    if process.returncode is None:
        _signal(process, signal.SIGTERM)
        try:
            async with asyncio.timeout(KILL_AFTER_S):
                await process.wait()
        except TimeoutError:
            _signal(process, signal.SIGKILL)
            await process.wait()
    _, pending = await asyncio.wait({listener, discarding}, timeout=KILL_AFTER_S)
    for task in pending:
        # Something else still holds the pipe open: what it says is no concern of this job.
        task.cancel()


def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    """To the worker and whatever it started: they are a process group of their own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        event = json.loads(line)
    except ValueError:
        return None
    return event if isinstance(event, dict) else None


def _judge(
    name: str, outcome: dict[str, Any] | None, status: int, complaints: deque[str]
) -> dict[str, Any]:
    if outcome is not None and outcome["event"] == "done" and status == 0:
        result = outcome.get("result", {})
        if isinstance(result, dict):
            return result
    if outcome is not None and outcome["event"] == "failed" and status == REPORTED_FAILURE:
        code, message = str(outcome.get("code", "internal")), str(outcome.get("message", ""))
        log.info("worker refused: job=%s code=%s", name, code)
        if code == "internal":
            log.error("worker internal failure: job=%s last=%s", name, _last(complaints))
        raise JobFailed(code, message or "The file could not be worked on.")
    log.error("worker crashed: job=%s status=%s last=%s", name, status, _last(complaints))
    raise JobFailed("crashed", _BROKEN_OFF)


def _last(complaints: deque[str]) -> str:
    return complaints[-1][:300] if complaints else ""


def _environment() -> dict[str, str]:
    """What a worker may see of ours: enough to start Python, the network that was chosen, and no
    token."""
    system = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT")
    kept = (OWN_NETWORK, *system)
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    path = os.environ.get("PYTHONPATH")
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (str(_REPOSITORY), path)))
    return environment
