"""What the Nemo contract suite works with: a server behind a `Rig`, a client on a `Visit`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from core.errors import (
    NemoError,
)
from core.nemo.attribution import Attribution
from core.nemo.client import NemoClient, RenderStatus, Session
from core.nemo.events import Closed, NemoEvent, Said
from core.timetable import Timetable

TIMETABLE = replace(
    Timetable.embedded(),
    connect_limit_s=5.0,
    answer_limit_s=10.0,
    read_attempts=3,
    read_backoff_initial_s=0.01,
    read_backoff_max_s=0.05,
    rate_limit_wait_s=0.05,
    rate_limit_wait_max_s=2.0,
    stream_tick_s=0.2,
    stream_limit_s=30.0,
    heartbeat_only_limit_s=20.0,
    render_poll_fast_s=0.05,
    render_poll_slow_s=0.05,
)
ATTRIBUTION = Attribution(version="1.2.3", platform="clawhub")
PROOF = {
    "X-Skill-Source": "tomoviee-video-background",
    "X-Skill-Version": "1.2.3",
    "X-Skill-Platform": "clawhub",
}
TRIM = "trim it to the first second"


class Rig(Protocol):
    """A running server and what is behind it."""

    api_url: str

    async def arm(self, endpoint: str, fault: str, **options: Any) -> None:
        """Let the endpoint misbehave at its next call."""
        ...

    async def calls(self) -> dict[str, int]:
        """Calls by endpoint so far."""
        ...

    async def headers(self) -> list[tuple[str, dict[str, str]]]:
        """(endpoint, headers) of every call that reached the API."""
        ...

    async def elsewhere(self) -> list[dict[str, str]]:
        """Headers of every call that reached the second origin."""
        ...

    async def worked_on(self) -> list[str]:
        """The messages that were worked on, in their order."""
        ...

    async def own_token(self, scopes: list[str], plan: str = "pro", credits: int = 100) -> str:
        """A token as a person would have made it."""
        ...

    def clip(self) -> bytes:
        """A video that the server takes."""
        ...


@dataclass
class Visit:
    """A client with a session of its own."""

    client: NemoClient
    session: Session
    clip: bytes

    def render_id(self, name: str) -> str:
        """An id that no other test has: an engine keeps its renders."""
        return f"render_{self.session.session_id}_{name}"

    async def upload(self, name: str = "me at home 我.mp4") -> Any:
        return await self.client.upload_file(
            self.session.session_id,
            lambda: chunks(self.clip),
            name=name,
            mime="video/mp4",
            size_bytes=len(self.clip),
        )

    async def say(self, text: str = TRIM) -> list[NemoEvent]:
        return [e async for e in self.client.send_message(self.session.session_id, text)]

    async def rendered(self, render_id: str) -> RenderStatus:
        state = await self.client.state(self.session.session_id)
        await self.client.submit_render(render_id, self.session.session_id, state.draft)
        return await self.settled(render_id)

    async def settled(self, render_id: str) -> RenderStatus:
        seen: list[float] = []
        while True:
            status = await self.client.render_status(render_id)
            if status.progress is not None:
                seen.append(status.progress)
            if status.is_over:
                assert all(0 <= fraction <= 1 for fraction in seen)
                return status
            await asyncio.sleep(TIMETABLE.render_poll_fast_s)


async def chunks(data: bytes, size: int = 10_000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def text_of(events: list[NemoEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, Said))


def closing(events: list[NemoEvent]) -> NemoError | None:
    assert [isinstance(e, Closed) for e in events].count(True) == 1
    assert isinstance(events[-1], Closed)
    return events[-1].error
