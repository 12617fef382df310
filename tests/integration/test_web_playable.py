"""Copies for browsers on the shelf: made once, one at a time, and gone with their originals."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.serving.kept import Kept
from bots.serving.shelf import Shelf
from bots.web.playable import Playable, Playables
from core.clock import SystemClock
from tests.integration.reencode_tools import RATE, busy, ours, until
from tests.integration.render_tools import decode, write_clip

SIZE = (320, 176)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clips") / "old.avi"
    write_clip(path, busy(*SIZE), 2 * RATE, size=SIZE, rate=RATE, codec="mpeg4")
    return path


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "shelf", SystemClock())


@pytest.fixture
async def playables(shelf: Shelf) -> AsyncIterator[Playables]:
    playables = Playables(shelf)
    yield playables
    await playables.close()
    assert ours() == []


async def kept(shelf: Shelf, path: Path) -> Kept:
    return await shelf.keep(path, owner="anna", name=path.name)


async def settled(playables: Playables, *files: Kept) -> list[Playable]:
    """What has become of them when none is worked on any more."""
    end_s = time.monotonic() + 30
    while True:
        states = [await playables.state(file) for file in files]
        if all(state.path is not None or state.is_impossible for state in states):
            return states
        assert time.monotonic() < end_s, states
        await asyncio.sleep(0.02)


async def test_it_is_made_once_whoever_asks_and_found_by_a_later_start(
    shelf: Shelf, playables: Playables, old: Path, tmp_path: Path
) -> None:
    file = await kept(shelf, old)
    asked = await asyncio.gather(*(playables.state(file) for _ in range(9)))
    assert all(state == Playable() for state in asked)
    await until(lambda: ours() != [])
    assert len(ours()) == 1
    [state] = await settled(playables, file)
    assert state.path is not None
    seen = decode(state.path)
    assert (seen.stream["codec"], len(seen.frames)) == ("h264", 2 * RATE)
    again = Shelf(tmp_path / "shelf", SystemClock())
    again.tidy()
    assert await Playables(again).state(file) == state


async def test_one_is_made_at_a_time_and_how_far_it_is_is_told(
    shelf: Shelf, playables: Playables, tmp_path: Path
) -> None:
    size = (640, 360)
    long = write_clip(tmp_path / "long.avi", busy(*size), 40, size=size, codec="mpeg4")
    files = [await kept(shelf, long) for _ in range(2)]
    fractions: set[float] = set()
    most = 0
    for file in files:
        await playables.state(file)
    while (state := await playables.state(files[1])).path is None:
        most = max(most, len(ours()))
        fractions.add((await playables.state(files[0])).fraction or 0.0)
        if (await playables.state(files[0])).path is None:
            assert state.fraction is None, "it waits for its turn"
        await asyncio.sleep(0.01)
    assert most == 1
    assert all(0 <= fraction <= 1 for fraction in fractions)


async def test_a_copy_goes_with_its_original_and_is_not_made_of_one_that_went(
    shelf: Shelf, playables: Playables, old: Path, tmp_path: Path
) -> None:
    made, going = await kept(shelf, old), await kept(shelf, old)
    await settled(playables, made)
    await playables.state(going)
    await until(lambda: ours() != [])
    await shelf.remove(made.id)
    await shelf.remove(going.id)
    await until(lambda: ours() == [])
    await playables.close()
    assert list((tmp_path / "shelf").iterdir()) == []


async def test_what_can_t_be_copied_is_tried_once(
    shelf: Shelf, playables: Playables, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bots.web.playable")
    (tmp_path / "page.mp4").write_bytes(b"<!doctype html>")
    file = await kept(shelf, tmp_path / "page.mp4")
    for _ in range(2):
        assert await settled(playables, file) == [Playable(is_impossible=True)]
    assert len(caplog.messages) == 1


async def test_a_stop_leaves_no_process_and_no_half_of_a_copy(
    shelf: Shelf, playables: Playables, old: Path, tmp_path: Path
) -> None:
    file = await kept(shelf, old)
    await playables.state(file)
    await until(lambda: ours() != [])
    await playables.close()
    assert ours() == []
    names = sorted(path.suffix for path in (tmp_path / "shelf").iterdir())
    assert names == [".bin", ".json"]


async def test_half_of_a_copy_that_a_killed_process_left_goes_at_the_start(
    shelf: Shelf, old: Path, tmp_path: Path
) -> None:
    file = await kept(shelf, old)
    part = file.copy_path.with_name(file.copy_path.name + ".part")
    part.write_bytes(b"half")
    orphan = tmp_path / "shelf" / f"{'0' * 32}.mp4"
    orphan.write_bytes(b"a copy of nothing")
    Shelf(tmp_path / "shelf", SystemClock()).tidy()
    assert not part.exists() and not orphan.exists()
    assert file.is_whole()
