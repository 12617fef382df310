"""A video is fitted once the platform is sure of what its chat takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from core.durable import Job
from core.flows.delivering import Delivering
from core.flows.work import Work
from core.model import ChatRef
from tests.contract.store_rig import incoming
from tests.unit.core_rig import House, Wall

NOBODY = "http://127.0.0.1:9"
"""A backend that is never asked."""


@dataclass
class LateWall(Wall):
    """One that learns only after its start how much its chats take."""

    async def settle(self, chat: ChatRef) -> None:
        self.can = replace(self.can, max_upload_bytes=10_000)


async def test_a_platform_that_has_just_started_is_not_taken_at_its_first_word(
    tmp_path: Path,
) -> None:
    wall = LateWall()
    wall.can = replace(wall.can, max_upload_bytes=10)
    video = tmp_path / "video.mp4"
    video.write_bytes(bytes(1000))
    async with House(NOBODY, tmp_path, wall=wall) as house:
        message = incoming(1)
        voice = await house.services.voice(message)
        assert voice.capabilities.max_upload_bytes == 10
        work = Work(house.services, Job(message.id), voice)
        fit = await Delivering(work)._fit(video, None)
    # Ten bytes would have been too few for any video.
    assert fit == {"path": str(video), "is_shrunk": False}
