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
from tests.servers.full_disk import SmallDisk

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


async def kept(shelf: Shelf, path: Path, owner: str = "anna") -> Kept:
    return await shelf.keep(path, owner=owner, name=path.name)


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.name == "bots.web.playable"]


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


async def test_who_wants_many_does_not_hold_up_who_wants_one(
    shelf: Shelf, playables: Playables, old: Path
) -> None:
    many = [await kept(shelf, old) for _ in range(5)]
    one = await kept(shelf, old, "ben")
    for file in many:
        await playables.state(file)
    end_s = time.monotonic() + 30
    while (await playables.state(one)).path is None:
        assert time.monotonic() < end_s
        for file in many:
            await playables.state(file)
        await asyncio.sleep(0.02)
    assert sum(file.copy_path.exists() for file in many) <= 1
    assert shelf.used_bytes("ben") == one.size_bytes + one.copy_bytes()
    states = await settled(playables, many[0], many[4])
    assert all(state.path is not None for state in states), "hers go on after his"


async def test_who_wants_another_one_by_now_keeps_the_place(
    shelf: Shelf, old: Path, tmp_path: Path
) -> None:
    playables = Playables(shelf, patience_s=0.1)
    long = write_clip(tmp_path / "long.avi", busy(640, 360), 40, size=(640, 360), codec="mpeg4")
    before = await kept(shelf, long, "ben")
    left, wanted = await kept(shelf, old), await kept(shelf, old)
    await playables.state(before)
    await until(lambda: ours() != [])
    await playables.state(left)
    await asyncio.sleep(0.15)
    assert (await settled(playables, wanted))[0].path is not None
    assert before.copy_path.exists()
    assert not left.copy_path.exists()
    await playables.close()


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
    assert len(told(caplog)) == 1


async def test_what_takes_too_long_or_fails_rests_and_is_tried_again(
    shelf: Shelf, old: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bots.web.playable")
    slow = Playables(shelf, limit_s=0.01, rest_s=0.5)
    file, other = await kept(shelf, old), await kept(shelf, old)
    # The disk refuses the name.
    other.copy_path.mkdir()
    for _ in range(2):
        assert await settled(slow, file) == [Playable(is_impossible=True)]
    assert len(told(caplog)) == 1
    playables = Playables(shelf, rest_s=0.5)
    for _ in range(2):
        assert await settled(playables, other) == [Playable(is_impossible=True)]
    assert len(told(caplog)) == 2
    other.copy_path.rmdir()
    end_s = time.monotonic() + 20
    while (await playables.state(other)).path is None:
        assert time.monotonic() < end_s
        await asyncio.sleep(0.02)
    assert "more than 0 s" in caplog.text
    await slow.close()


async def test_a_copy_leaves_the_disk_its_reserve(tmp_path: Path, old: Path) -> None:
    disk = SmallDisk(tmp_path / "shelf", 8 * 2**20)
    if not disk.mount():
        pytest.skip("this user may not mount a file system")
    try:
        shelf = Shelf(tmp_path / "shelf", SystemClock())
        playables = Playables(shelf)
        file = await kept(shelf, old)
        disk.fill(0, 2**19)
        assert await settled(playables, file) == [Playable(is_impossible=True)]
        disk.free(0)
        assert (await settled(Playables(shelf), file))[0].path is not None
    finally:
        disk.unmount()


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
