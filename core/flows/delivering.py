"""A finished video on its way into the chat: as it is, made smaller, or as a link.

Owns what is done when a chat does not take it. Must not know renders or the agent. In this order:
the file itself; re-encoded, while that stays decent; a link of ours, signed and expiring, where the
operator has a public address; the backend's own, where it is public; and with none of these the
person is told, and what helps.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TypedDict

from core import shrinking
from core.buttons import Tap, button
from core.errors import DeliveryTooLarge, DeliveryUnknown, NemoError, ResultUnusable
from core.flows.work import Work
from core.model import AttachmentKind, ChatSession, Media, Outgoing, Stage, Tone
from core.nemo.reach import is_public_url
from core.nemo.renders import EBML
from core.reencode import Facts, probe, reencode

log = logging.getLogger(__name__)


class Fit(TypedDict):
    """The file that is sent, as a step records it; ``path`` None: no file fits this chat."""

    path: str | None
    is_shrunk: bool


class Delivering:
    """The delivery of one job's video."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._services = work.services
        self._voice = work.voice

    async def run(
        self, path: Path, output_url: str | None, session: ChatSession, name: str, part: str
    ) -> None:
        """Deliver the video at ``path`` under ``name``, and clear it away.

        Raises ``DeliveryError`` where the chat takes no messages, ``OutputNotWritable``.
        """
        work = self._work
        limit_bytes: int | None = None
        for _ in range(2):
            fit = await work.step("fit the video", self._fit, path, limit_bytes)
            if fit["path"] is None:
                break
            try:
                await work.last_step(
                    "deliver the video", self._deliver, path, fit, session, name, part
                )
                return
            except DeliveryTooLarge as error:
                # A platform may take less than it said: what it names counts, else half of that.
                log.info("%s", error)
                said_bytes = self._voice.capabilities.max_upload_bytes
                limit_bytes = min(error.limit_bytes or said_bytes // 2, said_bytes - 1)
        await work.last_step(
            "deliver the link", self._deliver_link, path, output_url, session, name, part
        )

    async def _fit(self, path: Path, limit_bytes: int | None) -> Fit:
        """The file for this chat; an earlier run of this step may have made it already.

        Without a limit it is what the platform says, who may have to learn it after a restart.
        """
        if not path.exists():
            # Delivered before the restart and cleared away; the record of the delivery knows.
            return Fit(path=str(path), is_shrunk=False)
        if limit_bytes is None:
            limit_bytes = await self._voice.upload_limit_bytes()
        size_bytes = path.stat().st_size
        if size_bytes <= limit_bytes:
            return Fit(path=str(path), is_shrunk=False)
        if _is_see_through(path):
            # Made smaller it would be an MP4, and its background black.
            return Fit(path=None, is_shrunk=False)
        smaller = _smaller(path)
        try:
            facts = await probe(path)
            plan = shrinking.plan(
                size_bytes, facts.duration_ms, facts.width, facts.height, limit_bytes
            )
            if plan is None:
                return Fit(path=None, is_shrunk=False)

            async def progress(fraction: float) -> None:
                text = self._voice.say("shrinking", percent=int(100 * fraction))
                await self._voice.progress(Stage.DOWNLOAD, text, fraction)

            fits = await reencode(path, smaller, plan, limit_bytes, progress)
        except ResultUnusable as error:
            log.warning("A video could not be made smaller: %s", error)
            fits = False
        return Fit(path=str(smaller) if fits else None, is_shrunk=fits)

    async def _deliver(
        self, path: Path, fit: Fit, session: ChatSession, name: str, part: str
    ) -> None:
        voice = self._voice
        assert fit["path"] is not None  # noqa: S101 - without a file the link is delivered
        sent = Path(fit["path"])
        if not sent.exists():
            log.info("A video was delivered before the restart; nothing is left to send.")
            return
        thumbnail = _thumbnail(sent)
        facts = await self._facts(sent, thumbnail)
        size_bytes = sent.stat().st_size
        lines = await self._caption(session, facts, size_bytes)
        if fit["is_shrunk"]:
            lines.insert(1, voice.say("video-shrunk"))
        profile = await self._services.store.profile(voice.about.chat)
        is_see_through = _is_see_through(sent)
        video = Media(
            AttachmentKind.VIDEO,
            str(sent),
            _named(name, sent),
            size_bytes,
            width=facts.width if facts else None,
            height=facts.height if facts else None,
            duration_ms=facts.duration_ms if facts else None,
            thumbnail_path=str(thumbnail) if thumbnail.exists() else None,
            # A chat's player would show it before black, and some platforms would convert it.
            is_plain_file=profile.is_original_quality or is_see_through,
        )
        message = replace(self._outgoing(session, part, lines), media=(video,))
        try:
            await voice.deliver(message)
        except DeliveryUnknown as error:
            # It may be there, so it is not sent again blindly: the person sees, and decides.
            log.warning("%s", error)
            again = button(voice.say, Tap.EXPORT)
            text = voice.say("video-unknown")
            await voice.finish(
                f"{part}-unknown", text, tone=Tone.INFO, buttons=(again,), session_id=session.id
            )
        _clear(path)

    async def _deliver_link(
        self, path: Path, output_url: str | None, session: ChatSession, name: str, part: str
    ) -> None:
        voice, links = self._voice, self._services.links
        if not path.exists():
            log.info("A link was delivered before the restart; nothing is left to send.")
            return
        facts = await self._facts(path)
        lines = await self._caption(session, facts, path.stat().st_size)
        if links is not None:
            link = await links.publish(path, _named(name, path))
            lines.insert(1, voice.say("video-link", link=link))
        elif output_url is not None and is_public_url(output_url):
            lines.insert(1, voice.say("video-link-elsewhere", link=output_url))
        else:
            error = DeliveryTooLarge(limit_bytes=voice.capabilities.max_upload_bytes)
            await voice.fail(error, part)
            _clear(path)
            return
        await voice.deliver(self._outgoing(session, part, lines))
        _clear(path)

    def _outgoing(self, session: ChatSession, part: str, lines: list[str]) -> Outgoing:
        taps = [Tap.UNDO, Tap.STATUS]
        if not self._services.is_local:
            taps.append(Tap.CREDITS)
        return replace(
            self._voice.outgoing(part, "\n".join(lines)),
            buttons=tuple(button(self._voice.say, tap) for tap in taps),
            tone=Tone.DONE,
            is_final=True,
            session_id=session.id,
        )

    async def _caption(
        self, session: ChatSession, facts: Facts | None, size_bytes: int
    ) -> list[str]:
        voice = self._voice
        megabytes = size_bytes / 1e6
        lines = [voice.say("video-ready")]
        if facts is not None:
            seconds = facts.duration_ms / 1000
            lines.append(voice.say("video-caption", seconds=seconds, megabytes=megabytes))
        # Whoever opens the link has the project, so no group ever sees it.
        if voice.capabilities.is_private and not self._services.is_local:
            link = await self._claim_link(session)
            if link is not None:
                lines.append(voice.say("claim-link", link=link))
        return lines

    async def _claim_link(self, session: ChatSession) -> str | None:
        try:
            return await self._voice.nemo.claim_link(session.nemo_task_id, session.nemo_session_id)
        except NemoError as error:
            # The video is what the person waits for; it doesn't wait for its link.
            log.info("No claim link could be had: %s", error)
            return None

    async def _facts(self, path: Path, thumbnail: Path | None = None) -> Facts | None:
        """What the video is like, with a small picture of it; neither is a reason not to send."""
        try:
            return await probe(path, thumbnail)
        except ResultUnusable as error:
            log.warning("A finished video could not be looked at: %s", error)
            return None


def _is_see_through(path: Path) -> bool:
    """Whether it is a WebM: what a person before nothing comes in, since no MP4 has an alpha."""
    with path.open("rb") as file:
        return file.read(len(EBML)) == EBML


def _named(name: str, path: Path) -> str:
    """The name with the ending of what is in the file."""
    return str(PurePath(name).with_suffix(".webm")) if _is_see_through(path) else name


def _smaller(path: Path) -> Path:
    return path.with_name(f"{path.stem}-fit.mp4")


def _thumbnail(path: Path) -> Path:
    return path.with_suffix(".jpg")


def _clear(path: Path) -> None:
    """Remove the video and all that was made of it."""
    for video in (path, _smaller(path)):
        video.unlink(missing_ok=True)
        _thumbnail(video).unlink(missing_ok=True)
