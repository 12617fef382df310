"""The render queue: so many at a time, in order, each cancellable, each surviving a restart.

A render's truth is its row (``engine.store.renders``); this owns what is true only while it runs:
its task, its worker, its progress, and the pieces that are finished of it, which stay when the
engine or the worker is killed and go when the render is over. Must not know HTTP.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.jobs.worker_process import JobFailed, Workers
from engine.settings import MIB, Settings
from engine.store.disk import NO_ROOM, Disk, DiskFull
from engine.store.projects import Projects
from engine.store.renders import Finished, Renders, StoredRender

log = logging.getLogger(__name__)

CANCELLED = "The render was cancelled."
GIVEN_UP = "This render broke the engine off several times and was given up; try another clip."
LOST_CLIP = "A clip of this project is gone; upload it again."
BROKEN = "The render broke off; try again."
LASTING = frozenset({"no_person"})
"""Failures of which the clip is the cause, by the worker's word."""
_ROOM_BYTES = 32 * MIB
_STUCK_AT = 0.42


class RenderQueue:
    """Takes renders up one after another."""

    def __init__(
        self,
        settings: Settings,
        renders: Renders,
        projects: Projects,
        disk: Disk,
        workers: Workers,
    ) -> None:
        self._settings = settings
        self._renders = renders
        self._projects = projects
        self._disk = disk
        self._workers = workers
        self._slots = asyncio.Semaphore(settings.render_slots)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._fractions: dict[str, float] = {}
        self._is_stopping = False

    async def resume(self) -> int:
        """Take up again what an earlier process left unfinished; returns how many."""
        count = 0
        unfinished = await self._renders.unfinished()
        for output_id in self._disk.in_pieces() - {render.output_id for render in unfinished}:
            self._disk.drop_pieces(output_id)
        for render in unfinished:
            if render.attempts >= self._settings.render_attempts:
                await self._renders.fail(render.id, GIVEN_UP)
                self._disk.drop_pieces(render.output_id)
                log.error("render given up: id=%s attempts=%d", render.id, render.attempts)
            else:
                self.submit(render)
                count += 1
        return count

    def submit(self, render: StoredRender) -> None:
        """Queue a stored render."""
        task = asyncio.create_task(self._work(render), name=f"render {render.id}")
        self._tasks[render.id] = task
        task.add_done_callback(lambda done: self._forget(render.id, done))

    def fraction(self, render_id: str) -> float:
        """How far a render that is being made has come, 0 to 1."""
        return self._fractions.get(render_id, 0.0)

    async def cancel(self, render_id: str) -> None:
        """End a render for good; does nothing to one that is over."""
        if not await self._renders.fail(render_id, CANCELLED):
            return
        log.info("render cancelled: id=%s", render_id)
        task = self._tasks.get(render_id)
        if task is not None:
            task.cancel()

    async def stop(self) -> None:
        """End every worker; unfinished rows stay, to be taken up at the next start, and so do the
        pieces that are finished."""
        self._is_stopping = True
        tasks = dict(self._tasks)
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
        for render_id in tasks:
            await self._renders.put_back(render_id)

    def _forget(self, render_id: str, task: asyncio.Task[None]) -> None:
        self._tasks.pop(render_id, None)
        self._fractions.pop(render_id, None)
        if not task.cancelled() and task.exception() is not None:
            # Its row could not be written; the next start takes it up again.
            log.error("render lost: id=%s", render_id, exc_info=task.exception())

    async def _work(self, render: StoredRender) -> None:
        try:
            await self._take_up(render)
        except Exception:
            log.exception("render broke off: id=%s", render.id)
            await self._renders.fail(render.id, BROKEN)
        finally:
            if not self._is_stopping:
                self._disk.drop_pieces(render.output_id)

    async def _take_up(self, render: StoredRender) -> None:
        kind = (render.fault or {}).get("fault")
        if kind == "stuck_render":
            await self._renders.begin(render.id)
            self._fractions[render.id] = _STUCK_AT
            await asyncio.Event().wait()
        async with self._slots:
            await self._renders.begin(render.id)
            if kind == "fail_render":
                message = str((render.fault or {}).get("message", "The render failed."))
                await self._renders.fail(render.id, message)
                return
            await self._make(render)

    async def _make(self, render: StoredRender) -> None:
        begun = time.monotonic()
        unfinished = self._disk.unfinished_render(render.output_id)
        try:
            await asyncio.to_thread(self._disk.require, _ROOM_BYTES)
            result = await self._run(render, unfinished)
            finished = _finished(result, unfinished.stat().st_size)
            output = self._disk.render(render.output_id, render.suffix)
            unfinished.replace(output)
            if not await self._renders.complete(render.id, finished):
                output.unlink()
                return
        except (JobFailed, DiskFull, OSError) as error:
            sentence = await self._sentence(error)
            await self._renders.fail(render.id, sentence, _lasting(error))
            log.warning(
                "render failed: id=%s code=%s cause=%s",
                render.id,
                getattr(error, "code", type(error).__name__),
                type(error.__cause__ or error).__name__,
            )
        else:
            log.info(
                "render finished: id=%s frames=%s stretches=%s kept=%s duration_ms=%d"
                " size_bytes=%d took_s=%.1f",
                render.id,
                result.get("frames"),
                result.get("stretches"),
                result.get("stretches_kept"),
                finished.duration_ms,
                finished.size_bytes,
                time.monotonic() - begun,
            )
        finally:
            unfinished.unlink(missing_ok=True)

    async def _run(self, render: StoredRender, unfinished: Path) -> dict[str, Any]:
        """The worker's result. One that broke off goes on with what it had finished, until the
        render's attempts are used up. Raises ``JobFailed``."""
        settings = self._settings
        job = {
            "job": "render",
            "draft": render.draft,
            "assets": await self._paths(render.session_id),
            "output_path": str(unfinished),
        }
        attempts = render.attempts + 1
        while True:
            try:
                return await self._workers.run(
                    job,
                    timeout_s=settings.render_timeout_s,
                    stall_s=settings.stall_timeout_s,
                    progress=self._note(render.id),
                )
            except JobFailed as error:
                if error.code != "crashed" or attempts >= settings.render_attempts:
                    raise
            attempts += 1
            await self._renders.begin(render.id)
            log.warning("render begun again: id=%s attempts=%d", render.id, attempts)

    async def _paths(self, session_id: str) -> dict[str, str]:
        assets = await self._projects.assets(session_id)
        return {asset.id: str(self._disk.asset(asset.id)) for asset in assets}

    def _note(self, render_id: str) -> Callable[[float], None]:
        def note(fraction: float) -> None:
            # A worker out of space would only know that something went wrong.
            self._disk.require_spare()
            self._fractions[render_id] = max(fraction, self._fractions.get(render_id, 0.0))

        return note

    async def _sentence(self, error: Exception) -> str:
        """What a person reads; a worker that died for want of space doesn't know why."""
        if isinstance(error, JobFailed) and error.code in ("crashed", "internal"):
            try:
                self._disk.require_spare()
            except DiskFull:
                return NO_ROOM
        if isinstance(error, JobFailed | DiskFull):
            return str(error)
        return LOST_CLIP if isinstance(error, FileNotFoundError) else NO_ROOM


def _lasting(error: Exception) -> str | None:
    """The worker's word for a failure that a second try would meet again, else None."""
    code = error.code if isinstance(error, JobFailed) else ""
    return code if code in LASTING else None


def _finished(result: dict[str, Any], size_bytes: int) -> Finished:
    try:
        return Finished(
            int(result["duration_ms"]), int(result["width"]), int(result["height"]), size_bytes
        )
    except (KeyError, TypeError, ValueError) as error:
        raise JobFailed("internal", "The render came to nothing; try again.") from error
