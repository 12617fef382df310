"""A finished video: rendered, fetched, delivered, with its id written down before it is used.

Owns the life of a render. Must not know files of the person or words of the agent. A render whose
fate is unknown is looked up by its id; one that failed is tried once more under a new id.
"""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from pathlib import Path
from typing import TypedDict

from core.durable import Job, JobCancelled
from core.errors import (
    NothingToRender,
    OutcomeUnknown,
    RenderFailed,
    RenderStalled,
    RenderUnknown,
    SessionLost,
)
from core.flows.services import Services, Voice
from core.model import (
    AttachmentKind,
    ChatSession,
    Media,
    Render,
    RenderState,
    Stage,
    Tone,
)
from core.nemo.client import RenderStatus
from core.nemo.draft import duration_ms, is_ready

log = logging.getLogger(__name__)

ATTEMPTS = 2


class Finished(TypedDict):
    """A render that came to its end, as a step records it."""

    state: str
    output_url: str | None


class Exporting:
    """The export of one job, from one project."""

    def __init__(self, services: Services, job: Job, voice: Voice) -> None:
        self._services = services
        self._job = job
        self._voice = voice

    async def run(self, session: ChatSession, name: str, part: str = "video") -> None:
        """Render the project as it is, deliver the MP4 under ``name``.

        ``part`` makes the delivery's id where one message yields several videos. Raises
        ``NemoError`` when there is nothing to render or it can't be had.
        """
        job = self._job
        for attempt in range(1, ATTEMPTS + 1):
            render_id = await job.step("note the render", self._note, session.id, attempt)
            try:
                await job.step(
                    "submit the render", self._submit, render_id, session.nemo_session_id
                )
                finished = await job.step("wait for the render", self._wait, render_id)
            except JobCancelled:
                await job.last_step("cancel the render", self._cancel, render_id)
                raise
            except RenderStalled:
                await job.last_step("cancel the render", self._cancel, render_id)
                if attempt == ATTEMPTS:
                    raise
                continue
            if finished["state"] == RenderState.COMPLETED:
                break
            if attempt == ATTEMPTS:
                raise RenderFailed("twice")
            log.warning("A render failed; it is tried once more under a new id.")
        await job.step("fetch the video", self._fetch, render_id, finished["output_url"])
        await job.last_step("deliver the video", self._deliver, render_id, session, name, part)

    async def _note(self, session_id: int, attempt: int) -> str:
        services = self._services
        message_id = self._job.message_id
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
        nemo = self._services.nemo
        state = await nemo.state(nemo_session_id)
        if not is_ready(state.draft):
            raise NothingToRender
        # A step that runs a second time can't know whether its request went out the first time.
        if await self._is_known(render_id):
            return
        await self._voice.progress(Stage.RENDER, self._voice.say("rendering-start"), 0.0)
        try:
            await nemo.submit_render(render_id, nemo_session_id, state.draft)
        except OutcomeUnknown:
            if not await self._is_known(render_id):
                await nemo.submit_render(render_id, nemo_session_id, state.draft)

    async def _is_known(self, render_id: str) -> bool:
        try:
            await self._services.nemo.render_status(render_id)
        except (RenderUnknown, SessionLost):
            return False
        return True

    async def _wait(self, render_id: str) -> Finished:
        """Poll until done; read-only, so it may run again. Raises ``RenderStalled``."""
        clock, timetable = self._services.clock, self._services.timetable
        begun_s = moved_s = clock.monotonic_s()
        shown: float | None = None
        while True:
            status: RenderStatus = await self._services.nemo.render_status(render_id)
            now_s = clock.monotonic_s()
            if status.is_over:
                await self._services.store.set_render_state(render_id, status.state)
                return Finished(state=status.state.value, output_url=status.output_url)
            if status.progress is not None and status.progress != shown:
                shown, moved_s = status.progress, now_s
                text = self._voice.say("rendering-percent", percent=int(100 * shown))
                await self._voice.progress(Stage.RENDER, text, shown)
            if now_s - moved_s > timetable.render_stall_s:
                raise RenderStalled
            await clock.sleep(timetable.render_poll_s(now_s - begun_s))

    async def _cancel(self, render_id: str) -> None:
        await self._services.nemo.cancel_render(render_id)
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

        await self._services.nemo.download(render_id, output_url, path, progress=progress)

    async def _deliver(self, render_id: str, session: ChatSession, name: str, part: str) -> None:
        services, voice = self._services, self._voice
        path = self._path(render_id)
        if not path.exists():
            log.info("A video was delivered before the restart; nothing is left to send.")
            return
        size_bytes = path.stat().st_size
        state = await services.nemo.state(session.nemo_session_id)
        lasts_ms = round(duration_ms(state.draft) or 0)
        facts = voice.say("video-caption", seconds=lasts_ms / 1000, megabytes=size_bytes / 1e6)
        lines = [voice.say("video-ready"), facts]
        if services.outbox.capabilities(session.chat).is_private and not services.is_local:
            link = await services.nemo.claim_link(session.nemo_task_id, session.nemo_session_id)
            if link is not None:
                lines.append(voice.say("claim-link", link=link))
        video = Media(
            AttachmentKind.VIDEO, str(path), name, size_bytes, duration_ms=lasts_ms or None
        )
        await services.outbox.deliver(
            replace(
                voice.outgoing(part, "\n".join(lines)),
                media=(video,),
                tone=Tone.DONE,
                is_final=True,
            )
        )
        path.unlink()
