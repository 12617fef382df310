"""Speaking in one chat about one message: progress, closing words, failures.

Owns how a sentence becomes a message of ours. Must not know what a job does, storage or HTTP.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Final

from core.accounts import ChatAccount
from core.errors import (
    BackdropError,
    ChatGone,
    ClipTooLargeToFetch,
    DeliveryError,
    DeliveryMuted,
)
from core.model import (
    Button,
    Capabilities,
    Incoming,
    Outgoing,
    Progress,
    Stage,
    Tone,
    is_named_here,
)
from core.nemo.client import NemoClient
from core.outbox import Outbox
from core.phrases import Phrasebook
from core.ports import TakesIn
from core.pulse import Pulse

log = logging.getLogger(__name__)

TOO_LARGE: Final = "too-large"
"""The part under which a file that can't be had is told: at once, and by its job if need be."""

_PROGRESS: Final = "progress"
"""The part of a job's one progress message."""

_WHISPER: Final = "whisper"
"""The part of what is told in private where the chat is closed to us: one a message of theirs."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks in one chat, in one language, about one inbound message."""

    outbox: Outbox
    phrasebook: Phrasebook
    about: Incoming
    language: str
    account: ChatAccount
    pulse: Pulse
    door: TakesIn | None = None

    @property
    def nemo(self) -> NemoClient:
        """The backend, in the name of this chat's account."""
        return self.account.nemo

    @property
    def capabilities(self) -> Capabilities:
        """What this chat can take."""
        return self.outbox.capabilities(self.about.chat)

    async def upload_limit_bytes(self) -> int:
        """How large a file this chat takes, once its platform is sure of that."""
        return (await self.outbox.settled(self.about.chat)).max_upload_bytes

    def say(self, key: str, **arguments: str | int | float) -> str:
        """The sentence of that key in the chat's language."""
        return self.phrasebook.say(key, self.language, **arguments)

    def outgoing(self, part: str, text: str) -> Outgoing:
        """A message of ours about the inbound one; ``part`` makes its id unique and stable."""
        about = self.about
        # A tap is no message; what it answers is the one whose button was tapped.
        answered = about.platform_id or about.reply_to
        return Outgoing(
            id=f"{about.id}/{part}",
            chat=about.chat,
            text=text,
            about=about.id,
            reply_to=answered if is_named_here(about) else None,
        )

    async def deliver(self, message: Outgoing) -> None:
        """Let an answer or a video arrive; the progress message has then had its time.

        Raises what ``Outbox.deliver`` raises.
        """
        await self.outbox.deliver(message)
        await self._end_progress()

    async def _end_progress(self) -> None:
        # First, so that the heartbeat doesn't send anew what is about to be taken away.
        self.pulse.begin_anew()
        await self.outbox.clear(self.about.chat, self.outgoing(_PROGRESS, "").id)

    async def progress(self, stage: Stage, text: str, fraction: float | None = None) -> None:
        """Let the one progress message of this job say something new; may be lost."""
        if self.pulse.note(text):
            await self._show(text, Progress(stage, fraction))

    @contextlib.asynccontextmanager
    async def company(self) -> AsyncIterator[None]:
        """While the block runs, the person never waits long without a word."""

        async def say(text: str) -> None:
            await self._show(text, Progress(Stage.EDIT, None))

        beating = asyncio.create_task(self.pulse.run(say))
        try:
            yield
        finally:
            beating.cancel()
            await asyncio.wait({beating})

    async def _show(self, text: str, progress: Progress) -> None:
        message = self.outgoing(_PROGRESS, text)
        await self.outbox.show(replace(message, edits=message.id, progress=progress))

    async def note(self, part: str, text: str, *buttons: Button) -> None:
        """A line beside the work, which may be lost."""
        await self.outbox.show(replace(self.outgoing(part, text), buttons=buttons))

    async def fail(self, error: BackdropError, part: str = "failed") -> None:
        """Tell the person in one sentence, and the operator in one line."""
        log.warning("A job for chat platform %s failed: %s", self.about.chat.platform, error)
        told = self.account.explained(error, is_operators=self.capabilities.is_operators)
        if isinstance(told, ClipTooLargeToFetch) and self.door is not None:
            link = await self.door.invite(self.about)
            if link is not None:
                told.phrase = "error-clip-too-large-to-fetch-door"
                told.facts |= {"link": link}
        text = self.phrasebook.tell(told, self.language)
        await self.finish(part, text, tone=Tone.FAILED, is_personal=True)

    async def finish(
        self,
        part: str,
        text: str,
        *,
        tone: Tone,
        buttons: tuple[Button, ...] = (),
        session_id: int | None = None,
        is_personal: bool = False,
    ) -> None:
        """Deliver a closing message without a file. A chat that is gone hears nothing.

        Where the bot may not write, the person who asked is told in private, once for all that
        comes of their message.
        """
        message = replace(
            self.outgoing(part, text),
            buttons=buttons,
            tone=tone,
            is_final=True,
            session_id=session_id,
            is_personal=is_personal,
        )
        try:
            await self.deliver(message)
        except ChatGone as error:
            log.info("%s", error)
        except DeliveryError as error:
            log.warning("A closing message could not be delivered: %s", error)
            if isinstance(error, DeliveryMuted):
                await self._whisper(text)
                await self._end_progress()

    async def _whisper(self, unsaid: str) -> None:
        muted = self.say("error-delivery-muted")
        text = muted if unsaid == muted else f"{muted}\n{unsaid}"
        await self.outbox.whisper(self.outgoing(_WHISPER, text), self.about.sender.id)
