"""A finished video: rendered, fetched, delivered, with its id written down before it is used.

Owns the life of a render. Must not know files of the person or words of the agent. A render whose
fate is unknown is looked up by its id; one that failed or was refused is tried once more under a
new id.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NotRequired, TypedDict

from core.durable import JobCancelled
from core.errors import (
    BackendDown,
    NobodySeen,
    NoRoom,
    NothingToRender,
    OutcomeUnknown,
    OutputNotWritable,
    RenderFailed,
    RenderStalled,
    RenderUnknown,
    RequestRefused,
    SessionLost,
)
from core.flows.delivering import Delivering
from core.flows.work import Work
from core.line import Place, Ticket
from core.model import ChatSession, Render, RenderState, Stage
from core.nemo.client import RenderStatus
from core.nemo.draft import duration_ms, is_ready

log = logging.getLogger(__name__)

ATTEMPTS = 2


class Finished(TypedDict):
    """A render that came to its end, as a step records it.

    `is_nobody_seen` is missing in what an older version recorded.
    """

    state: str
    output_url: str | None
    is_nobody_seen: NotRequired[bool]


_Turn = Callable[[], Coroutine[Any, Any, None]]


class Exporting:
    """The export of one job, from one project."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._services = work.services
        self._voice = work.voice

    async def run(self, session: ChatSession, name: str, part: str = "video") -> None:
        """Render the project as it is, deliver the MP4 under ``name``.

        ``part`` makes the delivery's id where one message yields several videos. Raises
        ``NemoError`` when there is nothing to render or it can't be had, ``SessionLost`` when the
        backend no longer has the project.
        """
        work = self._work
        for attempt in range(1, ATTEMPTS + 1):
            render_id = await work.step("note the render", self._note, session.id, attempt)
            try:
                finished = await self._rendered(render_id, session)
            except JobCancelled:
                await work.last_step("cancel the render", self._cancel, render_id)
                raise
            except RenderStalled:
                await work.last_step("cancel the render", self._cancel, render_id)
                if attempt == ATTEMPTS:
                    raise
                continue
            if finished["state"] == RenderState.COMPLETED:
                break
            if finished.get("is_nobody_seen"):
                # A second try would end the same.
                raise NobodySeen
            if attempt == ATTEMPTS:
                raise RenderFailed("twice")
            log.warning("A render failed; it is tried once more under a new id.")
        path = self._path(render_id)
        await work.step("fetch the video", self._fetch, render_id, finished["output_url"])
        await Delivering(work).run(path, finished["output_url"], session, name, part)

    async def _rendered(self, render_id: str, session: ChatSession) -> Finished:
        """Submit and wait, in the line where there is one."""
        work = self._work
        draft_ms = await work.step("look at the timeline", self._look, session.nemo_session_id)
        async with self._in_line(draft_ms) as turn:
            await work.wait("wait in line", turn)
            try:
                await work.step(
                    "submit the render", self._submit, render_id, session.nemo_session_id
                )
            except RequestRefused as error:
                log.warning("%s", error)
                return Finished(state=RenderState.FAILED.value, output_url=None)
            return await work.wait("wait for the render", self._wait, render_id)

    async def _look(self, nemo_session_id: str) -> int:
        """The timeline's length in ms. Raises ``NothingToRender``."""
        state = await self._voice.nemo.state(nemo_session_id)
        if not is_ready(state.draft):
            raise NothingToRender
        return round(duration_ms(state.draft) or 0)

    @asynccontextmanager
    async def _in_line(self, draft_ms: int) -> AsyncIterator[_Turn]:
        """A ticket for the engine's line, given back at the end; where there is none, no wait."""
        line = self._services.line
        sender = self._voice.about.sender
        ticket = Ticket(f"{self._voice.about.chat.platform}/{sender.id}", draft_ms / 1000)
        is_done = False

        async def told(place: Place) -> None:
            text = self._voice.say("in-line", ahead=place.ahead, seconds=place.wait_s)
            await self._voice.progress(Stage.RENDER, text)

        async def turn() -> None:
            if line is not None:
                await line.enter(ticket, told)

        try:
            yield turn
            is_done = True
        finally:
            if line is not None:
                await line.leave(ticket, is_done=is_done)

    async def _note(self, session_id: int, attempt: int) -> str:
        services = self._services
        message_id = self._work.job.message_id
        noted = [r for r in await services.store.renders(message_id) if r.session_id == session_id]
        for render in noted:
            if render.attempt == attempt:
                return render.id
        now = services.clock.now()
        render_id = f"render_{int(now.timestamp() * 1000)}_{secrets.token_hex(6)}"
        await services.store.add_render(
            Render(render_id, message_id, session_id, RenderState.PENDING, attempt, now)
        )
        return render_id

    async def _submit(self, render_id: str, nemo_session_id: str) -> None:
        nemo = self._voice.nemo
        state = await nemo.state(nemo_session_id)
        if not is_ready(state.draft):
            raise NothingToRender
        # A step that runs a second time can't know whether its request went out the first time.
        if await self._is_known(render_id):
            return
        await self._voice.progress(Stage.RENDER, self._voice.say("rendering-start"), 0.0)
        for _ in range(ATTEMPTS):
            try:
                await nemo.submit_render(render_id, nemo_session_id, state.draft)
            except OutcomeUnknown as error:
                # Under its own id it can be asked for, and submitted again if nobody knows it.
                lost = error
                if await self._is_known(render_id):
                    return
            else:
                return
        raise BackendDown(lost.detail) from lost

    async def _is_known(self, render_id: str) -> bool:
        try:
            await self._voice.nemo.render_status(render_id)
        except (RenderUnknown, SessionLost):
            return False
        return True

    async def _wait(self, render_id: str) -> Finished:
        """Poll until done; read-only, so it may run again. Raises ``RenderStalled``."""
        clock, timetable = self._services.clock, self._services.timetable
        begun_s = moved_s = clock.monotonic_s()
        shown: float | None = None
        while True:
            status: RenderStatus = await self._voice.nemo.render_status(render_id)
            now_s = clock.monotonic_s()
            if status.is_over:
                await self._services.store.set_render_state(render_id, status.state)
                return Finished(
                    state=status.state.value,
                    output_url=status.output_url,
                    is_nobody_seen=status.is_nobody_seen,
                )
            if status.progress is not None and status.progress != shown:
                shown, moved_s = status.progress, now_s
                text = self._voice.say("rendering-percent", percent=int(100 * shown))
                await self._voice.progress(Stage.RENDER, text, shown)
            if now_s - moved_s > timetable.render_stall_s:
                raise RenderStalled
            await clock.sleep(timetable.render_poll_s(now_s - begun_s))

    async def _cancel(self, render_id: str) -> None:
        try:
            await self._voice.nemo.cancel_render(render_id)
        except RenderUnknown:
            log.info("A render was cancelled before the backend knew of it.")
        await self._services.store.set_render_state(render_id, RenderState.CANCELLED)

    def _path(self, render_id: str) -> Path:
        return self._services.work_dir / f"{render_id}.mp4"

    async def _fetch(self, render_id: str, output_url: str | None) -> None:
        path = self._path(render_id)
        if path.exists():
            return

        async def progress(got_bytes: int, size_bytes: int | None) -> None:
            fraction = min(1.0, got_bytes / size_bytes) if size_bytes else None
            text = self._voice.say("fetching")
            await self._voice.progress(Stage.DOWNLOAD, text, fraction)

        try:
            await self._voice.nemo.download(render_id, output_url, path, progress=progress)
        except OutputNotWritable as error:
            raise NoRoom(error.detail) from error
