"""What every job needs, put together once by the composition root.

Owns the bundle and the finding of a person's language and account. Must not know a platform, SQL
or an address.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from core import durable
from core.accounts import Accounts
from core.circuit import Circuit
from core.flows.voice import Voice
from core.line import Line
from core.model import ChatRef, Incoming
from core.outbox import Outbox
from core.phrases import Phrasebook
from core.ports import Clock, Publishes, TakesIn
from core.pulse import Pulse
from core.store import Store
from core.timetable import Timetable


@dataclass(frozen=True, slots=True)
class Services:
    """The parts that jobs and answers work with.

    ``boot`` names this start of the process; ``work_dir`` holds files on their way to a chat;
    ``backend_host`` is None where the embedded engine edits; ``line`` is the queue before an
    engine of our own, ``links`` serves what no chat takes, ``door`` takes in what no platform hands
    out: None where there is none.
    ``forget_jobs`` deletes what the durable library keeps of a chat.
    """

    store: Store
    outbox: Outbox
    accounts: Accounts
    circuit: Circuit
    phrasebook: Phrasebook
    clock: Clock
    timetable: Timetable
    boot: str
    work_dir: Path
    backend_host: str | None
    forget_jobs: Callable[[ChatRef], Awaitable[None]]
    line: Line | None = None
    links: Publishes | None = None
    door: TakesIn | None = None

    @property
    def is_local(self) -> bool:
        """Whether clips stay on this computer and edits are free."""
        return self.backend_host is None

    async def end(self, jobs: Iterable[str]) -> None:
        """Ask jobs to end: written down first, so that a later start knows of it too."""
        for job in jobs:
            await self.store.request_cancel(job)
            durable.wish_end(job)

    async def voice(self, incoming: Incoming) -> Voice:
        """The way to speak to whoever sent that message, in the name of that chat's account."""
        profile = await self.store.profile(incoming.chat)
        language = self.phrasebook.negotiate(profile.language or incoming.sender.language)
        pulse = Pulse(self.phrasebook, language, self.clock, self.timetable.still_working_s)
        return Voice(
            outbox=self.outbox,
            phrasebook=self.phrasebook,
            about=incoming,
            language=language,
            account=await self.accounts.of(incoming.chat),
            pulse=pulse,
            door=self.door,
        )
