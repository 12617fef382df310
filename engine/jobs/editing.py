"""The work of a message and of an upload on a project, one at a time per session.

Words go to ``engine.agent``, files to ``engine.timeline``; what comes back is written down with its
charge, then a picture of one frame is made. Must not know HTTP or how a stream looks.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

from engine.agent import remarks, respond
from engine.agent.wording import Language, language_of
from engine.jobs.worker_process import JobFailed, Workers
from engine.scenes.catalog import titles
from engine.scenes.sheet import write_sheet
from engine.settings import CreditPolicy, Settings
from engine.store.disk import Disk
from engine.store.messages import Messages
from engine.store.projects import Preview, Projects, Session, StoredAsset, new_id
from engine.timeline import Draft, Project, Segment, with_asset

log = logging.getLogger(__name__)

_PREVIEW_AT_MS = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a message led to: the drafts before and after it, and whether its answer is shown along
    with a sheet of the scenes, in a language."""

    text: str
    is_changed: bool
    before: Draft
    after: Draft
    sheet: Language | None = None


class Editing:
    """Changes projects."""

    def __init__(
        self,
        settings: Settings,
        projects: Projects,
        messages: Messages,
        disk: Disk,
        workers: Workers,
    ) -> None:
        self._settings = settings
        self._projects = projects
        self._messages = messages
        self._disk = disk
        self._workers = workers
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @property
    def price(self) -> int:
        """Credits that a message reserves, and costs if it does work."""
        return self._settings.edit_cost if self._settings.credits is CreditPolicy.CLOUD else 0

    async def begin(self, session: Session, text: str) -> str:
        """Note a message's arrival; returns its id. Raises ``NoCredits``."""
        return await self._messages.begin(session.id, session.account_id, text, self.price)

    async def abandon(self, message_id: str) -> None:
        """The message's work will never be done."""
        await self._messages.abandon(message_id)

    async def edit(self, session: Session, message_id: str, text: str) -> Outcome:
        """Do what the words ask; the change and its charge are written together.

        Raises ``SessionGone``.
        """
        async with self._lock(session.id):
            try:
                project = await self._projects.project(session.id)
                reply = await asyncio.to_thread(respond, text, project, session.language)
                news = await self._projects.unremarked(session.id)
                remark = remarks(text, [one.on_timeline() for one in news], session.language)
                changed: Project | None = None
                if reply.is_changed:
                    changed = replace(
                        project,
                        draft=reply.draft,
                        history=reply.history,
                        undone=reply.undone,
                    )
                await self._messages.finish(
                    message_id,
                    changed,
                    self.price if changed else 0,
                    [one.id for one in news],
                )
            except BaseException:
                await self._messages.abandon(message_id)
                raise
        log.info(
            "message done: session=%s is_changed=%s chars=%d",
            session.id,
            reply.is_changed,
            len(text),
        )
        answer = f"{remark}\n{reply.text}" if remark else reply.text
        sheet = language_of(text, session.language) if reply.picture == "scenes" else None
        return Outcome(answer, reply.is_changed, project.draft, reply.draft, sheet)

    async def take_up(self, session: Session, assets: list[StoredAsset]) -> Project:
        """Add files to the project; videos go to the end of the main track.

        Raises ``SessionGone``, and ``ValueError`` for a video without a length.
        """
        async with self._lock(session.id):
            project = await self._projects.project(session.id)
            project = await asyncio.to_thread(_with_assets, project, assets)
            await self._projects.add_assets(session.id, assets, project)
        return project

    async def show(self, session: Session, outcome: Outcome) -> str | None:
        """Make the picture that goes with an answer: one frame as the draft now looks, or the
        sheet of scenes. None, or why there is none.

        What goes wrong is logged and no failure of the edit; the sentence is for a person.
        """
        at_ms = telling_moment_ms(outcome.before, outcome.after) if outcome.is_changed else 0
        if at_ms is None:
            return None
        preview_id = new_id()
        unfinished = self._disk.unfinished_preview(preview_id)
        try:
            if outcome.sheet is None:
                width_px, height_px = await self._frame(session, outcome.after, at_ms, unfinished)
            else:
                names = titles("zh" if outcome.sheet == "zh" else "en")
                width_px, height_px = await asyncio.to_thread(write_sheet, unfinished, names)
            size_bytes = unfinished.stat().st_size
            preview = Preview(preview_id, at_ms, width_px, height_px, size_bytes, time.time())
            unfinished.replace(self._disk.preview(preview_id))
            for old in await self._projects.add_preview(session.id, preview):
                self._disk.preview(old).unlink(missing_ok=True)
        except JobFailed as error:
            log.warning("no preview: session=%s code=%s", session.id, error.code)
            return str(error) if error.code == "no_person" else None
        except (OSError, KeyError, TypeError, ValueError) as error:
            log.warning("no preview: session=%s cause=%s", session.id, type(error).__name__)
        finally:
            unfinished.unlink(missing_ok=True)
        return None

    async def _frame(
        self, session: Session, draft: Draft, at_ms: int, path: Path
    ) -> tuple[int, int]:
        """Write one frame of a draft; its width and height in pixels. Raises ``JobFailed``."""
        assets = await self._projects.assets(session.id)
        result = await self._workers.run_small(
            {
                "job": "preview",
                "draft": draft,
                "assets": {a.id: str(self._disk.asset(a.id)) for a in assets},
                "at_ms": at_ms,
                "output_path": str(path),
            },
            timeout_s=self._settings.preview_timeout_s,
        )
        return int(result["width"]), int(result["height"])

    def _lock(self, session_id: str) -> asyncio.Lock:
        return self._locks.setdefault(session_id, asyncio.Lock())


def _with_assets(project: Project, assets: list[StoredAsset]) -> Project:
    for asset in assets:
        project = with_asset(project, asset.on_timeline())
    return project


def telling_moment_ms(before: Draft, after: Draft) -> int | None:
    """A moment of the timeline at which a change can be seen; None for an empty timeline.

    The middle of the first title that was not there before, else one second in.
    """
    length_ms = int(after.get("d", 0))
    if length_ms <= 0:
        return None
    old = _segments(before, lambda track: track.get("tt") == 7)
    for segment in _segments(after, lambda track: track.get("tt") == 7):
        if segment not in old:
            middle_ms = int(segment["st"]) + int(segment["d"]) // 2
            return min(max(0, middle_ms), length_ms - 1)
    return min(_PREVIEW_AT_MS, length_ms // 2)


def _segments(draft: Draft, wanted: Callable[[dict[str, Any]], bool]) -> list[Segment]:
    return [segment for track in draft.get("t", []) if wanted(track) for segment in track["sg"]]
