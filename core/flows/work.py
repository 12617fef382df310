"""The work of one job: its steps, run with patience for a backend that is down.

Owns that a step which certainly did nothing waits instead of failing. Must not know what it does.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from core.durable import Job, Outcome
from core.errors import BackendDown
from core.flows.services import Services
from core.flows.voice import Voice
from core.model import Stage

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Work:
    """What every stretch of a job works with. The steps are ``core.durable.Job``'s.

    ``BackendDown`` is certain: nothing was done. So a step that raises it is run again when the
    backend answers; a chat of one request does not wait, but hears it at once. It is raised also
    when the backend stays down beyond the timetable's limit.
    """

    services: Services
    job: Job
    voice: Voice

    async def step(
        self,
        name: str,
        work: Callable[P, Coroutine[Any, Any, T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """See ``Job.step``."""
        return await self._patiently(lambda: self.job.step(name, work, *args, **kwargs))

    async def wait(
        self,
        name: str,
        work: Callable[P, Coroutine[Any, Any, T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """See ``Job.wait``."""
        return await self._patiently(lambda: self.job.wait(name, work, *args, **kwargs))

    async def step_to_end(
        self,
        name: str,
        told: Callable[[], Coroutine[Any, Any, None]],
        work: Callable[P, Coroutine[Any, Any, T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Outcome[T]:
        """See ``Job.step_to_end``."""
        return await self._patiently(
            lambda: self.job.step_to_end(name, told, work, *args, **kwargs)
        )

    async def last_step(
        self,
        name: str,
        work: Callable[P, Coroutine[Any, Any, T]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """See ``Job.last_step``."""
        return await self._patiently(lambda: self.job.last_step(name, work, *args, **kwargs))

    async def _patiently(self, attempt: Callable[[], Awaitable[T]]) -> T:
        while True:
            try:
                return await attempt()
            except BackendDown:
                if self.voice.capabilities.is_one_shot:
                    raise
            await self.job.wait("wait for the editor", self._until_up)

    async def _until_up(self) -> None:
        await self.voice.progress(Stage.EDIT, self.voice.say("editor-down"))
        await self.services.circuit.until_up()
        await self.voice.progress(Stage.EDIT, self.voice.say("editor-back"))
