"""The answer to an edit that is not exported yet: what was done, the timeline, how it looks now.

Owns the composition of that one message. Must not know how the edit came about.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

from core.buttons import Tap, button
from core.errors import NemoError
from core.flows.services import Services, Voice
from core.model import AttachmentKind, ChatSession, Media, Tone
from core.nemo.client import State
from core.nemo.draft import summary

log = logging.getLogger(__name__)


async def answer(
    services: Services, voice: Voice, session: ChatSession, text: str, number: int
) -> None:
    """Deliver the answer with the newest picture of the project, if there is one."""
    state = await services.nemo.state(session.nemo_session_id)
    lines = [text, summary(state.draft), voice.say("next-steps")]
    async with _picture(services, session, state) as media:
        await services.outbox.deliver(
            replace(
                voice.outgoing(f"answer-{number}", "\n".join(line for line in lines if line)),
                media=media,
                buttons=(button(voice.say, Tap.EXPORT), button(voice.say, Tap.UNDO)),
                tone=Tone.DONE,
                is_final=True,
            )
        )


@contextlib.asynccontextmanager
async def _picture(
    services: Services, session: ChatSession, state: State
) -> AsyncIterator[tuple[Media, ...]]:
    """The newest picture as a file for as long as the block runs; nothing where there is none."""
    if not state.pictures:
        yield ()
        return
    path: Path = services.work_dir / f"preview_{session.nemo_session_id}.jpg"
    try:
        await services.nemo.fetch_picture(state.pictures[-1], path)
    except NemoError as error:
        log.info("The preview picture could not be fetched: %s", error)
        yield ()
        return
    try:
        yield (Media(AttachmentKind.IMAGE, str(path), "preview.jpg", path.stat().st_size),)
    finally:
        path.unlink(missing_ok=True)
