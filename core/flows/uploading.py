"""Getting a person's files into a project: once each, streamed, judged by their content.

Owns which files belong to which project and the look before a repeat. Must not know words. An
upload that a crash or a lost answer left open is looked for in the project's files before it is
made again, because twice uploaded is twice on the timeline.

A file of a chat goes one of two ways: the backend fetches it where the platform gives an address
that may be passed on, else its bytes are streamed. Its head is looked at in both. Whatever the
backend says against the address, the bytes are sent then; where its answer was lost, only after
long looks, because it may still be fetching. One that was dropped through our door is streamed.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Final

from tenacity import (
    AsyncRetrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential_jitter,
)

from core.errors import (
    BackendDown,
    ClipMissing,
    ClipUnreachable,
    DeliveryError,
    ExportBlocked,
    FileTooLarge,
    MediaError,
    OutcomeUnknown,
    PictureUnsupported,
    ProtocolError,
    RateLimited,
    RequestRefused,
    ScopeMissing,
    UnsupportedFile,
)
from core.flows.planning import Place
from core.flows.work import Work
from core.media import LOCAL_ONLY, check_size, peek, safe_name, sniff
from core.model import Attachment, AttachmentKind, ChatSession, Incoming, Stage
from core.nemo.client import State, UploadedFile
from core.ports import OpenedBytes

log = logging.getLogger(__name__)

_NOT_BY_ADDRESS: Final = (
    RequestRefused,
    UnsupportedFile,
    FileTooLarge,
    ScopeMissing,
    ExportBlocked,
    BackendDown,
)
"""What may be meant of an address alone: its looks are no file's, its host answers 403, the plan
has no fetching, the fetching is broken. What is really meant of the file is said again of its
bytes. Not a lost session, a rejected token or a limited rate: those stay for the other way."""

_NO_LOOK: Final = (BackendDown, RateLimited, ProtocolError)
"""The project could not be looked at for the moment, which says nothing of what is in it."""


class Uploading:
    """The files of one job."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._services = work.services
        self._voice = work.voice
        self._unfetchable: set[str] = set()
        """The refs of attachments that this backend does not fetch itself."""

    async def run(self, session: ChatSession, places: list[Place]) -> None:
        """Upload all of them, each in a step of its own."""
        for place in places:
            known = await self._work.step("files known", self._known, session.nemo_session_id)
            await self._work.step("upload", self._upload, session, place, known)

    async def again(self, session: ChatSession) -> None:
        """Upload what a lost project held into the one in its place, as far as it can be had."""
        places = await self._work.step("files lost", self._lost, session)
        for place in places:
            try:
                await self.run(session, [place])
            except (MediaError, DeliveryError) as error:
                log.info("A clip of a lost project can't be had any more: %s", error)

    async def _lost(self, session: ChatSession) -> list[Place]:
        taken = await self._services.store.taken_attachments(session.id)
        return [(mid, index) for mid, index, _, file_hash in taken if not file_hash]

    async def _known(self, nemo_session_id: str) -> list[str]:
        state = await self._voice.nemo.state(nemo_session_id)
        return [_mark(file) for file in state.files]

    async def _upload(self, session: ChatSession, place: Place, known: list[str]) -> None:
        message_id, index = place
        store = self._services.store
        taken = await store.taken_attachments(session.id)
        if any((mid, i) == place and file_hash for mid, i, _, file_hash in taken):
            return
        message = await store.message(message_id)
        attachment = message.attachments[index]
        if attachment.kind is AttachmentKind.CAPTIONS:
            # Words, not a file of the project: see ``captioning``.
            return
        try:
            uploaded = await self._sent(session.nemo_session_id, message, attachment, known)
        except (MediaError, UnsupportedFile, FileTooLarge):
            # What can't be used now never can: it must not wait for the next words.
            await store.set_aside_attachment(message_id, index)
            raise
        await store.take_attachment(message_id, index, session.id, uploaded.hash)

    async def _sent(
        self, nemo_session_id: str, message: Incoming, attachment: Attachment, known: list[str]
    ) -> UploadedFile:
        """Send it, and once more where the platform broke off or was in trouble.

        Each time the project is looked at first, so that nothing is there twice. A person's link is
        tried once: what the backend can't fetch now is theirs to mend.
        """
        if attachment.is_link:
            return await self._send_link(nemo_session_id, attachment.ref, known)
        timetable = self._services.timetable
        async for turn in AsyncRetrying(
            retry=retry_if_exception_type(ClipUnreachable),
            stop=stop_after_attempt(timetable.read_attempts),
            wait=wait_exponential_jitter(
                timetable.read_backoff_initial_s, timetable.read_backoff_max_s
            ),
            sleep=self._services.clock.sleep,
            reraise=True,
        ):
            with turn:
                return await self._send(nemo_session_id, message, attachment, known)
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _send(
        self, nemo_session_id: str, message: Incoming, attachment: Attachment, known: list[str]
    ) -> UploadedFile:
        nemo = self._voice.nemo
        async with self.opened(message, attachment) as opened:
            check_size(opened.size_bytes)
            head, chunks = await peek(opened.chunks)
            media_type = sniff(head)
            if media_type.extension in LOCAL_ONLY and not self._services.is_local:
                raise PictureUnsupported(media_type.extension)
            uploaded = await self._find(nemo_session_id, known)
            is_fetchable = not self._services.is_local and attachment.ref not in self._unfetchable
            if uploaded is None and opened.url is not None and is_fetchable:
                uploaded = await self._fetched(nemo_session_id, attachment.ref, opened.url, known)
            if uploaded is not None:
                return uploaded

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
            except OutcomeUnknown as error:
                return await self._arrived(nemo_session_id, known, error)

    async def _send_link(self, nemo_session_id: str, url: str, known: list[str]) -> UploadedFile:
        """A person's link: nobody else could fetch it. Raises ``ClipUnreachable``."""
        await self._voice.progress(Stage.UPLOAD, self._voice.say("fetching-link"))
        arrived = await self._find(nemo_session_id, known)
        if arrived is not None:
            return arrived
        try:
            return (await self._voice.nemo.upload_url(nemo_session_id, url))[0]
        except OutcomeUnknown as error:
            arrived = await self._fetched_late(nemo_session_id, known)
            if arrived is not None:
                return arrived
            raise ClipUnreachable(error.detail) from error
        except RequestRefused as error:
            raise ClipUnreachable(error.detail) from error

    async def _fetched(
        self, nemo_session_id: str, ref: str, url: str, known: list[str]
    ) -> UploadedFile | None:
        """Let the backend fetch a platform's file; None where it does not, and has nothing of it.

        Raises ``BackendDown`` where it does not even say what it has. The address is offered once.
        """
        await self._voice.progress(Stage.UPLOAD, self._voice.say("fetching-clip"))
        try:
            return (await self._voice.nemo.upload_url(nemo_session_id, url))[0]
        except OutcomeUnknown as error:
            self._unfetchable.add(ref)
            log.info("Whether the backend fetches a file is unknown: %s", type(error).__name__)
            return await self._fetched_late(nemo_session_id, known)
        except _NOT_BY_ADDRESS as error:
            self._unfetchable.add(ref)
            # Without its words, which may repeat the address: whoever has that has the file.
            kind = type(error).__name__
            log.info("The backend does not fetch a file by its address: %s. It is sent.", kind)
            return await self._find(nemo_session_id, known)

    async def _fetched_late(self, nemo_session_id: str, known: list[str]) -> UploadedFile | None:
        """What came of an address whose answer was lost; None where nothing did.

        A balancer gives up an answer after a minute, and the backend fetches on: hundreds of
        megabytes take minutes. So it is looked for as long as for a lost edit. Raises what the last
        look raised.
        """
        timetable = self._services.timetable
        later_s = [timetable.recovery_look_s] * timetable.recovery_looks
        pauses_s = [0.0, timetable.recovery_first_look_s, *later_s]
        for number, pause_s in enumerate(pauses_s, 1):
            await self._services.clock.sleep(pause_s)
            try:
                arrived = await self._find(nemo_session_id, known)
            except _NO_LOOK as error:
                if number == len(pauses_s):
                    raise
                log.info("A look for a fetched file failed: %s", error)
            else:
                if arrived is not None:
                    return arrived
        return None

    async def _again(self, message: Incoming, attachment: Attachment) -> AsyncIterator[bytes]:
        async with self.opened(message, attachment) as opened:
            async for chunk in opened.chunks:
                yield chunk

    def opened(
        self, message: Incoming, attachment: Attachment
    ) -> AbstractAsyncContextManager[OpenedBytes]:
        """Wherever it lies. Raises ``ClipMissing`` where we no longer take anything in."""
        if not attachment.is_dropped:
            return self._services.outbox.platform(message.chat).open(attachment)
        if self._services.door is None:
            raise ClipMissing("nothing is taken in here any more")
        return self._services.door.open(attachment)

    async def _arrived(
        self, nemo_session_id: str, known: list[str], lost: OutcomeUnknown
    ) -> UploadedFile:
        """The file whose bytes were sent and whose answer was lost. Raises ``BackendDown``.

        Looked for twice, because the backend may still be inspecting it. What is not there then
        never arrived, so the upload can be made again.
        """
        for is_last in (False, True):
            arrived = await self._find(nemo_session_id, known)
            if arrived is not None:
                return arrived
            if not is_last:
                await self._services.clock.sleep(self._services.timetable.recovery_first_look_s)
        raise BackendDown(lost.detail) from lost

    async def _find(self, nemo_session_id: str, known: list[str]) -> UploadedFile | None:
        """A file of the project that was not there before this upload began."""
        state: State = await self._voice.nemo.state(nemo_session_id)
        before = list(known)
        for file in state.files:
            if _mark(file) in before:
                before.remove(_mark(file))
            else:
                return file
        return None


def _mark(file: UploadedFile) -> str:
    return f"{file.hash} {file.name}"
