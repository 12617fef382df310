"""What all adapter contract suites share: an adapter, an inbox, and a log without secrets.

Must not know a platform.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PIL import Image

from core.ports import Platform
from tests.contract.adapter_hearing import Hearing
from tests.contract.adapter_rig import Power, Rig, Seat
from tests.contract.adapter_secrets import Log, secrets_in

F = TypeVar("F", bound=Callable[..., Any])


class AdapterCase:
    """To be bound to a rig by a fixture of that name."""

    @pytest.fixture
    async def platform(self, rig: Rig, anna: Seat) -> AsyncIterator[Platform]:
        async with rig.connected() as platform:
            yield platform

    @pytest.fixture
    def anna(self, rig: Rig) -> Seat:
        return rig.seat("anna", language="de")

    @pytest.fixture
    def ear(self) -> Hearing:
        return Hearing()

    @pytest.fixture
    def picture(self, tmp_path: Path) -> Path:
        path = tmp_path / "beach.jpg"
        Image.effect_noise((300, 200), 60).save(path, "JPEG")
        return path

    @pytest.fixture(autouse=True)
    def log(self, rig: Rig, request: pytest.FixtureRequest) -> Iterator[Log]:
        """Nothing that is logged in any of the tests has a secret in it."""
        for power in getattr(request.function, "needed_powers", ()):
            skip_without(rig, power)
        root, log = logging.getLogger(), Log()
        level = root.level
        root.addHandler(log)
        root.setLevel(logging.DEBUG)
        yield log
        root.removeHandler(log)
        root.setLevel(level)
        assert secrets_in(log.written, rig.secrets) == [], "the log masks what others say"
        assert secrets_in(log.own, (*rig.secrets, rig.file_address)) == [], "we never say it"


def needs(*powers: Power) -> Callable[[F], F]:
    """Skip the test where the platform has no such thing, before anything is set up for it."""

    def marked(test: F) -> F:
        test.needed_powers = powers  # type: ignore[attr-defined]
        return test

    return marked


def skip_without(rig: Rig, power: Power) -> None:
    """The same for a test that needs it only sometimes."""
    if power in rig.lacks:
        pytest.skip(f"not on this platform: {power}")


def seat_in_thread(rig: Rig, thread: str, *, language: str = "en") -> Seat:
    """A thread of a group where there are groups, else one of several chats of one person."""
    is_group = Power.GROUPS not in rig.lacks
    return rig.seat("team", is_group=is_group, thread=thread, language=language)
