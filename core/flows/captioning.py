"""Files of captions that came with a message: read, and said along with its words.

Owns the reading of them. No backend takes such a file, and every agent reads text; so what is in it
goes into the message. Must not know what becomes of captions.
"""

from __future__ import annotations

from core.captions import MAX_BYTES, captions_in
from core.errors import CaptionsUnreadable
from core.flows.planning import Place
from core.flows.uploading import Uploading
from core.flows.work import Work
from core.model import AttachmentKind, ChatSession


class Captioning:
    """The captions of one job."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def run(self, session: ChatSession, places: list[Place], words: str) -> str:
        """The words with the captions of those places. Raises ``CaptionsUnreadable``."""
        store = self._work.services.store
        for place in places:
            message = await store.message(place[0])
            if message.attachments[place[1]].kind is AttachmentKind.CAPTIONS:
                text = await self._work.step("read the captions", self._read, session, place)
                words = f"{words}\n{text}"
        return words

    async def _read(self, session: ChatSession, place: Place) -> str:
        """The captions of one file."""
        store = self._work.services.store
        message = await store.message(place[0])
        attachment = message.attachments[place[1]]
        held = bytearray()
        async with Uploading(self._work).opened(message, attachment) as opened:
            async for chunk in opened.chunks:
                held += chunk
                if len(held) > MAX_BYTES:
                    break
        text = captions_in(bytes(held))
        if text is None:
            await store.set_aside_attachment(*place)
            raise CaptionsUnreadable
        await store.take_attachment(*place, session.id, "captions")
        return text
