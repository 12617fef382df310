"""Getting a person's files into a project: once each, streamed, judged by their content.

Owns which files belong to which project and the look before a repeat. Must not know words. An
upload that a crash or a lost answer left open is looked for in the project's files before it is
made again, because twice uploaded is twice on the timeline.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import TypedDict

from core.durable import Job
from core.errors import (
    FileTooLarge,
    MediaError,
    OutcomeUnknown,
    PictureWhereClipNeeded,
    SoundWhereClipNeeded,
    UnsupportedFile,
)
from core.flows.services import Services, Voice
from core.media import check_size, peek, safe_name, sniff
from core.model import Attachment, AttachmentKind, ChatSession, Incoming, Stage
from core.nemo.client import State, UploadedFile
from core.ports import OpenedUrl

Place = tuple[str, int]
"""Where an attachment stands: its message's id and its index there."""


class Batch(TypedDict):
    """Files that go into one project together.

    ``is_quick``: the clip came with its words, so the finished MP4 is wanted without asking.
    """

    places: list[Place]
    has_clip: bool
    is_quick: bool


class Uploading:
    """The files of one job."""

    def __init__(self, services: Services, job: Job, voice: Voice) -> None:
        self._services = services
        self._job = job
        self._voice = voice

    async def gather(self, incoming: Incoming) -> list[Batch]:
        """The files to work on, one batch for each project that they are for; at least one.

        Each clip that came with words is a project of its own (its MP4 shows it and nothing
        else); clips that waited for words are joined into one. Pictures and sounds go along with
        the first. Raises ``MediaError`` when there is no clip to work on at all.
        """
        own = [(incoming.id, index) for index in range(len(incoming.attachments))]
        waiting = await self._services.store.pending_attachments(incoming.chat)
        kinds = {(mid, index): it.kind for mid, index, it in waiting}
        kinds |= {place: incoming.attachments[place[1]].kind for place in own}
        earlier = [(mid, i) for mid, i, _ in waiting if mid < incoming.id]
        clips = [place for place in own if _may_be_clip(kinds[place])]
        others = [place for place in [*earlier, *own] if not _may_be_clip(kinds[place])]
        old_clips = [place for place in earlier if _may_be_clip(kinds[place])]
        if clips:
            first = Batch(places=[*others, clips[0]], has_clip=True, is_quick=True)
            rest = [Batch(places=[clip], has_clip=True, is_quick=True) for clip in clips[1:]]
            return [first, *rest]
        if old_clips:
            return [Batch(places=[*others, *old_clips], has_clip=True, is_quick=False)]
        if others and await self._services.store.current_session(incoming.chat) is None:
            if kinds[others[0]] is AttachmentKind.IMAGE:
                raise PictureWhereClipNeeded
            raise SoundWhereClipNeeded
        return [Batch(places=others, has_clip=False, is_quick=False)]

    async def run(self, session: ChatSession, places: list[Place]) -> None:
        """Upload all of them, each in a step of its own."""
        for place in places:
            known = await self._job.step("files known", self._known, session.nemo_session_id)
            await self._job.step("upload", self._upload, session, place, known)

    async def _known(self, nemo_session_id: str) -> list[str]:
        state = await self._services.nemo.state(nemo_session_id)
        return [_mark(file) for file in state.files]

    async def _upload(self, session: ChatSession, place: Place, known: list[str]) -> None:
        message_id, index = place
        store = self._services.store
        taken = await store.taken_attachments(session.id)
        if any((mid, i) == place for mid, i, _, _ in taken):
            return
        message = await store.message(message_id)
        attachment = message.attachments[index]
        try:
            uploaded = await self._send(session.nemo_session_id, message, attachment, known)
        except (MediaError, UnsupportedFile, FileTooLarge):
            # What can't be used now never can: it must not wait for the next words.
            await store.set_aside_attachment(message_id, index)
            raise
        await store.take_attachment(message_id, index, session.id, uploaded.hash)

    async def _send(
        self, nemo_session_id: str, message: Incoming, attachment: Attachment, known: list[str]
    ) -> UploadedFile:
        nemo = self._services.nemo
        async with self._services.outbox.platform(message.chat).open(attachment) as opened:
            if isinstance(opened, OpenedUrl):
                arrived = await self._find(nemo_session_id, known)
                return arrived or (await nemo.upload_url(nemo_session_id, opened.url))[0]
            check_size(opened.size_bytes)
            head, chunks = await peek(opened.chunks)
            media_type = sniff(head)
            arrived = await self._find(nemo_session_id, known)
            if arrived is not None:
                return arrived

            unread = [chunks]

            def bodies() -> AsyncIterator[bytes]:
                # A second body is needed where the first was refused unread (a renewed token).
                return unread.pop() if unread else self._again(message, attachment)

            async def progress(sent_bytes: int) -> None:
                fraction = min(1.0, sent_bytes / opened.size_bytes)
                text = self._voice.say("upload-progress", percent=int(100 * fraction))
                await self._voice.progress(Stage.UPLOAD, text, fraction)

            try:
                return await nemo.upload_file(
                    nemo_session_id,
                    bodies,
                    name=safe_name(attachment.name, media_type.extension),
                    mime=media_type.mime,
                    size_bytes=opened.size_bytes,
                    progress=progress,
                )
            except OutcomeUnknown:
                arrived = await self._find(nemo_session_id, known)
                if arrived is None:
                    raise
                return arrived

    async def _again(self, message: Incoming, attachment: Attachment) -> AsyncIterator[bytes]:
        async with self._services.outbox.platform(message.chat).open(attachment) as opened:
            assert not isinstance(opened, OpenedUrl)  # noqa: S101 - bytes the first time
            async for chunk in opened.chunks:
                yield chunk

    async def _find(self, nemo_session_id: str, known: list[str]) -> UploadedFile | None:
        """A file of the project that was not there before this upload began."""
        state: State = await self._services.nemo.state(nemo_session_id)
        before = list(known)
        for file in state.files:
            if _mark(file) in before:
                before.remove(_mark(file))
            else:
                return file
        return None


def _may_be_clip(kind: AttachmentKind) -> bool:
    return kind in (AttachmentKind.VIDEO, AttachmentKind.OTHER)


def _mark(file: UploadedFile) -> str:
    return f"{file.hash} {file.name}"
