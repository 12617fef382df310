"""The fake Nemo's generation: a clip out of words, made in two stages within one stream.

First the raw clip stands on the timeline; while the stream goes on, the backend adds music and a
title to it. What the second stage added is taken away again on request. Must not know HTTP paths,
accounts or money.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.servers.nemo_stream import Reply, cut, encoded, tool_events

VIDEO, SOUND, TITLE = 0, 1, 7
_STRIP = re.compile(
    r"\b(strip|remove|without|drop|undo|take (off|away|out))\b|去掉|不要|移除", re.I
)
_ADDED = re.compile(r"music|title|bgm|sound|song|added|extras|raw|音乐|标题|字幕", re.I)


@dataclass
class Generation:
    """How a message in a project without any clip is worked on.

    Each stage is `tools` uses of a tool, `pause_s` apart, then what it puts on the timeline, then
    its text. With an empty text a stage says nothing. A test that must look between the stages
    clears `may_go_on` before and sets it when it has seen enough.
    """

    raw_text: str = "Your clip is ready: a city at night."
    second_text: str = "I added background music and a title."
    tools: int = 3
    pause_s: float = 0.05
    duration_ms: int = 10_000
    clip: str = "city timelapse"
    music: str = "Lo-fi"
    title: str = "Urban Dreams"
    may_go_on: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_go_on.set()

    def raw(self, draft: dict[str, Any]) -> None:
        """The first stage's work: one video track."""
        draft.clear()
        draft |= {"d": self.duration_ms, "cw": 1920, "ch": 1080, "t": []}
        self._add(draft, VIDEO, "g1", self.duration_ms, {"name": self.clip})

    def second(self, draft: dict[str, Any]) -> None:
        """The second stage's work: a track of music and one with a title."""
        self._add(draft, SOUND, "g2", self.duration_ms, {"name": self.music, "volume": 0.35})
        self._add(draft, TITLE, "g3", 3000, {"text": self.title})

    @staticmethod
    def _add(
        draft: dict[str, Any], kind: int, segment_id: str, duration_ms: int, meta: dict[str, Any]
    ) -> None:
        segment = {"id": segment_id, "st": 0, "d": duration_ms, "m": meta}
        draft["t"].append({"tt": kind, "m": {}, "sg": [segment]})


def strips(text: str) -> bool:
    """Whether a message asks for what the second stage added to be taken away."""
    return bool(_STRIP.search(text) and _ADDED.search(text))


def stripped(draft: dict[str, Any]) -> None:
    """Leave nothing but video on the timeline."""
    draft["t"] = [track for track in draft.get("t", []) if track["tt"] == VIDEO]


async def stream_generation(
    request: web.Request,
    shape: str,
    generation: Generation,
    stages: tuple[Callable[[], None], Callable[[], None]],
    *,
    is_cut: bool = False,
) -> web.StreamResponse:
    """Do both stages and stream their answers; with `is_cut` the connection breaks between them.

    The work is done without a listener too, as the backend does it.
    """
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    names = ("generate_video", "add_bgm")
    texts = (generation.raw_text, generation.second_text)
    is_heard = True

    async def tell(events: list[dict[str, Any]]) -> None:
        nonlocal is_heard
        try:
            for event in events if is_heard else []:
                await response.write(encoded(event))
        except ConnectionError:
            is_heard = False

    for i, (work, name, text) in enumerate(zip(stages, names, texts, strict=True)):
        if is_cut and i:
            await cut(request, response)
            is_heard = False
        for _ in range(generation.tools):
            await tell(tool_events(shape, name))
            await asyncio.sleep(generation.pause_s)
        if i:
            await generation.may_go_on.wait()
        work()
        await tell(Reply(text).words(shape) if text else [])
    return response
