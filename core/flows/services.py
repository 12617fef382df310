"""What every job needs, put together once by the composition root.

Owns the bundle and the few things that all jobs do alike: finding a person's language, telling a
failure. Must not know a platform, SQL or an address.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from pathlib import Path

from core.errors import BackdropError, DeliveryError
from core.model import Button, Incoming, Outgoing, Progress, Stage, Tone
from core.nemo.client import NemoClient
from core.outbox import Outbox
from core.phrases import Phrasebook
from core.ports import Clock, Store
from core.timetable import Timetable

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """The parts that jobs and answers work with.

    ``boot`` names this start of the process (the fence of edits); ``work_dir`` holds files on
    their way to a chat; ``backend_host`` is None where the embedded engine edits.
    """

    store: Store
    outbox: Outbox
    nemo: NemoClient
    phrasebook: Phrasebook
    clock: Clock
    timetable: Timetable
    boot: str
    work_dir: Path
    backend_host: str | None

    @property
    def is_local(self) -> bool:
        """Whether clips stay on this computer and edits are free."""
        return self.backend_host is None

    async def voice(self, incoming: Incoming) -> Voice:
        """The way to speak to whoever sent that message."""
        profile = await self.store.profile(incoming.chat)
        language = self.phrasebook.negotiate(profile.language or incoming.sender.language)
        return Voice(self, incoming, language)


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks in one chat, in one language, about one inbound message."""

    services: Services
    about: Incoming
    language: str

    def say(self, key: str, **arguments: str | int | float) -> str:
        """The sentence of that key in the chat's language."""
        return self.services.phrasebook.say(key, self.language, **arguments)

    def outgoing(self, part: str, text: str) -> Outgoing:
        """A message of ours about the inbound one; ``part`` makes its id unique and stable."""
        return Outgoing(
            id=f"{self.about.id}/{part}", chat=self.about.chat, text=text, about=self.about.id
        )

    async def progress(self, stage: Stage, text: str, fraction: float | None = None) -> None:
        """Let the one progress message of this job say something new; may be lost."""
        message = self.outgoing("progress", text)
        await self.services.outbox.show(
            replace(message, edits=message.id, progress=Progress(stage, fraction))
        )

    async def fail(self, error: BackdropError, part: str = "failed") -> None:
        """Tell the person in one sentence, and the operator in one line."""
        log.warning("A job for chat platform %s failed: %s", self.about.chat.platform, error)
        text = self.services.phrasebook.tell(error, self.language)
        await self.finish(part, text, tone=Tone.FAILED)

    async def finish(
        self, part: str, text: str, *, tone: Tone, buttons: tuple[Button, ...] = ()
    ) -> None:
        """Deliver a closing message without a file."""
        message = self.outgoing(part, text)
        try:
            await self.services.outbox.deliver(
                replace(message, buttons=buttons, tone=tone, is_final=True)
            )
        except DeliveryError as error:
            log.warning("A closing message could not be delivered: %s", error)
