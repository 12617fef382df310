"""The shelf on a real disk: what is found again, what has had its time, what a crash leaves."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bots.serving.kept import Kept
from bots.serving.shelf import FRESH_S, IDLE_S, Shelf, opened
from core.clock import SystemClock
from core.errors import ClipMissing, NoRoom
from tests.servers.engine_caller import until
from tests.servers.full_disk import SmallDisk

MIB = 2**20
CONTENT = bytes(range(256)) * 4000
"""Some pieces long, and no multiple of them."""
REPOSITORY = Path(__file__).resolve().parents[2]
OTHER_DISK = Path("/dev/shm")  # noqa: S108


class LaterClock(SystemClock):
    """The machine's time, and so much later: files on a disk are as old as the machine says."""

    def __init__(self) -> None:
        self.later_s = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.later_s)


@pytest.fixture
def clock() -> LaterClock:
    return LaterClock()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "result.mp4"
    path.write_bytes(CONTENT)
    return path


def made(
    tmp_path: Path, clock: LaterClock, quota_bytes: int = 10 * MIB, share_bytes: int = 10 * MIB
) -> Shelf:
    return Shelf(
        tmp_path / "shelf",
        clock,
        lifetime_s=100 * 3600,
        quota_bytes=quota_bytes,
        share_bytes=share_bytes,
        unfinished_s=7200,
    )


def names(tmp_path: Path) -> set[str]:
    return {path.name for path in (tmp_path / "shelf").iterdir()}


def files_of(*kept: Kept) -> set[str]:
    return {f"{one.id}.{kind}" for one in kept for kind in ("bin", "json")}


async def read(shelf: Shelf, file_id: str) -> list[bytes]:
    async with shelf.open(file_id) as opened:
        pieces = [piece async for piece in opened.chunks]
        assert opened.size_bytes == sum(map(len, pieces))
        return pieces


async def begun(shelf: Shelf, size_bytes: int, held: bytes = b"", owner: str = "anna") -> Kept:
    kept = await shelf.begin(owner=owner, name="clip.mp4", size_bytes=size_bytes)
    kept.path.write_bytes(held)
    return kept


async def test_a_file_is_found_again_and_read_in_small_pieces(
    tmp_path: Path, clock: LaterClock, source: Path
) -> None:
    shelf = made(tmp_path, clock)
    kept = await shelf.keep(source, owner="anna", name="我的 clip.mp4", mime="video/mp4")
    assert source.read_bytes() == CONTENT, "it stays where it was"
    assert kept.path.samefile(source), "and takes no second room"
    source.unlink()
    for one in (shelf, made(tmp_path, clock)):
        assert one.find(kept.id) == one.begun(kept.id) == kept
        pieces = await read(one, kept.id)
        assert b"".join(pieces) == CONTENT
        assert max(map(len, pieces)) <= 256 * 1024
    assert (kept.owner, kept.name, kept.mime) == ("anna", "我的 clip.mp4", "video/mp4")
    assert kept.size_bytes == len(CONTENT)
    assert abs((clock.now() - kept.made_at).total_seconds()) < 10
    assert names(tmp_path) == files_of(kept)


async def test_a_file_from_another_disk_is_copied(tmp_path: Path, clock: LaterClock) -> None:
    if not OTHER_DISK.is_dir() or OTHER_DISK.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("there is no second disk")
    far = OTHER_DISK / f"backdrop-{secrets.token_hex(8)}"
    far.write_bytes(CONTENT)
    try:
        kept = await made(tmp_path, clock).keep(far, owner="anna", name="a.mp4")
        far.write_bytes(b"another")
        assert kept.path.read_bytes() == CONTENT
        assert names(tmp_path) == files_of(kept)
    finally:
        far.unlink()


async def test_what_is_not_there_can_not_be_kept(tmp_path: Path, clock: LaterClock) -> None:
    shelf = made(tmp_path, clock)
    with pytest.raises(FileNotFoundError):
        await shelf.keep(tmp_path / "nothing.mp4", owner="anna", name="a.mp4")
    assert names(tmp_path) == set()


@pytest.mark.parametrize("forged", ["", "..", "../result", "/etc/passwd", "0" * 32, "x" * 5000])
async def test_a_forged_id_finds_nothing(
    tmp_path: Path, clock: LaterClock, source: Path, forged: str
) -> None:
    shelf = made(tmp_path, clock)
    kept = await shelf.keep(source, owner="anna", name="a.mp4")
    for file_id in (forged, kept.id + forged, f"{kept.id}.json", f"{kept.id}/{forged}"):
        if file_id == kept.id:
            continue
        assert shelf.find(file_id) is None
        assert shelf.begun(file_id) is None
        with pytest.raises(ClipMissing):
            await read(shelf, file_id)
        await shelf.remove(file_id)
    assert names(tmp_path) == files_of(kept)


async def test_ids_can_not_be_guessed(tmp_path: Path, clock: LaterClock) -> None:
    shelf = made(tmp_path, clock)
    ids = [(await begun(shelf, 1)).id for _ in range(20)]
    assert len({file_id[position] for file_id in ids for position in range(32)}) == 16
    assert len({file_id[:8] for file_id in ids}) == 20


async def test_an_upload_is_a_file_once_it_is_whole(tmp_path: Path, clock: LaterClock) -> None:
    shelf = made(tmp_path, clock)
    kept = await begun(shelf, len(CONTENT), CONTENT[:-1])
    assert shelf.find(kept.id) is None
    assert shelf.begun(kept.id) == kept
    with pytest.raises(ClipMissing):
        await read(shelf, kept.id)
    assert [one.id for one in shelf.unfinished("anna")] == [kept.id]
    kept.path.write_bytes(CONTENT)
    assert shelf.find(kept.id) == kept
    assert shelf.unfinished("anna") == []
    assert b"".join(await read(shelf, kept.id)) == CONTENT


async def test_each_owner_has_what_is_promised_counted(
    tmp_path: Path, clock: LaterClock, source: Path
) -> None:
    shelf = made(tmp_path, clock)
    await begun(shelf, 5000, b"12")
    kept = await shelf.keep(source, owner="anna", name="a.mp4")
    await begun(shelf, 70, owner="ben")
    assert shelf.used_bytes("anna") == 5000 + len(CONTENT)
    assert made(tmp_path, clock).used_bytes("ben") == 70
    assert shelf.used_bytes("carl") == 0
    await shelf.remove(kept.id)
    assert shelf.used_bytes("anna") == 5000


async def test_a_file_that_is_removed_is_read_to_its_end(
    tmp_path: Path, clock: LaterClock, source: Path
) -> None:
    shelf = made(tmp_path, clock)
    kept = await shelf.keep(source, owner="anna", name="a.mp4")
    async with shelf.open(kept.id) as opened:
        pieces = [await anext(opened.chunks)]
        await shelf.remove(kept.id)
        await shelf.remove(kept.id)
        assert shelf.find(kept.id) is None
        pieces += [piece async for piece in opened.chunks]
    assert b"".join(pieces) == CONTENT
    assert names(tmp_path) == set()


async def test_everything_has_its_time(tmp_path: Path, clock: LaterClock, source: Path) -> None:
    shelf = made(tmp_path, clock)
    kept = await shelf.keep(source, owner="anna", name="a.mp4")
    stopped = await begun(shelf, 100, b"1")
    read_now, going = await begun(shelf, 1, b"1"), await begun(shelf, 100, b"1")
    with shelf.using(going.id), shelf.using(read_now.id):
        clock.later_s = 7000
        shelf.sweep()
        assert names(tmp_path) == files_of(kept, stopped, read_now, going)
        clock.later_s = 7300
        shelf.sweep()
        assert names(tmp_path) == files_of(kept, read_now, going)
        assert shelf.begun(stopped.id) is None
        clock.later_s = 101 * 3600
        shelf.sweep()
        assert names(tmp_path) == files_of(read_now, going)
    shelf.sweep()
    assert names(tmp_path) == set()


async def test_a_byte_gives_an_upload_its_time_anew(tmp_path: Path, clock: LaterClock) -> None:
    shelf = made(tmp_path, clock)
    upload = await begun(shelf, 100, b"1")
    clock.later_s = 7300
    at_s = clock.now().timestamp() - 10
    os.utime(upload.path, (at_s, at_s))
    shelf.sweep()
    assert shelf.begun(upload.id) == upload
    assert shelf.idle_s(upload) == pytest.approx(10, abs=5)
    assert (shelf.ends_at(upload) - clock.now()).total_seconds() == pytest.approx(7190, abs=5)


async def test_the_oldest_make_way_for_the_newest(
    tmp_path: Path, clock: LaterClock, source: Path
) -> None:
    shelf = made(tmp_path, clock, quota_bytes=2 * len(CONTENT) + 100)
    kept: list[Kept] = []
    for day in range(4):
        clock.later_s = day * (FRESH_S + 60)
        kept.append(await shelf.keep(source, owner="anna", name=f"{day}.mp4"))
    assert names(tmp_path) == files_of(*kept[-2:])
    with shelf.using(kept[-2].id):
        newest = await shelf.keep(source, owner="anna", name="newest.mp4")
        assert names(tmp_path) == files_of(*kept[-2:], newest), "one of them is read"
    shelf.sweep()
    assert names(tmp_path) == files_of(kept[-1], newest)


async def test_who_has_most_makes_way_first(
    tmp_path: Path, clock: LaterClock, source: Path
) -> None:
    shelf = made(tmp_path, clock, quota_bytes=4 * len(CONTENT))
    first = await shelf.keep(source, owner="anna", name="a.mp4")
    others = [
        await shelf.keep(source, owner=owner, share="chat", name="a.mp4")
        for owner in ("door:1", "door:2", "door:3")
    ]
    clock.later_s = FRESH_S + 60
    newest = await begun(shelf, len(CONTENT), owner="ben")
    assert names(tmp_path) == files_of(first, *others[1:], newest)


async def test_a_fresh_file_stays_and_it_is_the_upload_that_is_refused(
    tmp_path: Path, clock: LaterClock, source: Path
) -> None:
    shelf = made(tmp_path, clock, quota_bytes=2 * len(CONTENT))
    old = await shelf.keep(source, owner="anna", name="a.mp4")
    clock.later_s = FRESH_S + 60
    fresh = await shelf.keep(source, owner="ben", name="a.mp4")
    with pytest.raises(NoRoom):
        await begun(shelf, len(CONTENT) + 1)
    assert names(tmp_path) == files_of(old, fresh), "none goes in vain"
    results = [await shelf.keep(source, owner="ben", name="a.mp4") for _ in range(2)]
    assert names(tmp_path) == files_of(fresh, *results), "a result was waited for"
    with pytest.raises(NoRoom):
        await begun(shelf, 1)
    clock.later_s *= 2
    upload = await begun(shelf, 1)
    assert names(tmp_path) == files_of(*results[1:], upload)


async def test_a_file_is_fresh_from_its_last_byte(
    tmp_path: Path, clock: LaterClock, source: Path
) -> None:
    shelf = made(tmp_path, clock, quota_bytes=3000)
    upload = await begun(shelf, 2000)
    clock.later_s = FRESH_S + 60
    upload.path.write_bytes(bytes(2000))
    at_s = clock.now().timestamp()
    os.utime(upload.path, (at_s, at_s))
    for one in (shelf, made(tmp_path, clock, quota_bytes=3000)):
        with pytest.raises(NoRoom):
            await begun(one, 2000)
        assert names(tmp_path) == files_of(upload)


async def test_a_share_that_is_full_makes_way_for_itself(
    tmp_path: Path, clock: LaterClock, source: Path
) -> None:
    size_bytes = len(CONTENT)
    shelf = made(tmp_path, clock, quota_bytes=4 * size_bytes, share_bytes=2 * size_bytes)
    other = await shelf.keep(source, owner="ben", name="a.mp4")
    mine = [await shelf.keep(source, owner="anna", name="a.mp4") for _ in range(6)]
    assert names(tmp_path) == files_of(other, *mine[-3:])


async def test_the_newest_stays_however_large(
    tmp_path: Path, clock: LaterClock, source: Path
) -> None:
    shelf = made(tmp_path, clock, quota_bytes=10, share_bytes=10)
    kept = await shelf.keep(source, owner="anna", name="a.mp4")
    shelf.sweep()
    assert shelf.find(kept.id) == kept


async def test_a_copy_for_browsers_takes_room_too(
    tmp_path: Path, clock: LaterClock, source: Path
) -> None:
    shelf = made(tmp_path, clock)
    kept = await shelf.keep(source, owner="anna", name="a.mp4")
    kept.copy_path.write_bytes(bytes(1000))
    shelf.count_copy(kept)
    assert shelf.used_bytes("anna") == len(CONTENT) + 1000
    assert made(tmp_path, clock).used_bytes("anna") == len(CONTENT) + 1000
    await shelf.remove(kept.id)
    shelf.count_copy(kept)
    assert shelf.used_bytes("anna") == 0


async def test_an_upload_makes_way_only_when_nobody_goes_on_with_it(
    tmp_path: Path, clock: LaterClock, source: Path
) -> None:
    shelf = made(tmp_path, clock, quota_bytes=MIB)
    upload = await begun(shelf, MIB, b"1" * 100)
    clock.later_s = IDLE_S - 60
    newest = await shelf.keep(source, owner="anna", name="a.mp4")
    assert names(tmp_path) == files_of(upload, newest)
    clock.later_s = IDLE_S + 60
    shelf.sweep()
    assert names(tmp_path) == files_of(newest)


async def test_what_is_kept_for_somebody_who_is_cancelled_goes(
    tmp_path: Path, clock: LaterClock, source: Path
) -> None:
    shelf = made(tmp_path, clock)
    for turns in range(12):
        keeping = asyncio.create_task(shelf.keep(source, owner="anna", name="a.mp4"))
        for _ in range(turns):
            await asyncio.sleep(0)
        keeping.cancel()
        await asyncio.wait({keeping})
        assert keeping.cancelled()
        assert names(tmp_path) == set()
        assert shelf.used_bytes("anna") == 0


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"owner": "anna"}', b'"' * 9]
)
async def test_a_damaged_note_costs_that_file_only(
    tmp_path: Path,
    clock: LaterClock,
    source: Path,
    damage: bytes,
    caplog: pytest.LogCaptureFixture,
) -> None:
    shelf = made(tmp_path, clock)
    lost = await shelf.keep(source, owner="anna", name="a.mp4")
    whole = await shelf.keep(source, owner="anna", name="b.mp4")
    lost.path.with_suffix(".json").write_bytes(damage)
    with caplog.at_level(logging.WARNING):
        again = made(tmp_path, clock)
    assert f"{lost.id}.json" in caplog.text
    assert again.find(lost.id) is None
    assert again.find(whole.id) == whole
    again.tidy()
    assert names(tmp_path) == files_of(whole)


async def test_what_a_crash_left_is_tidied_and_nothing_else(
    tmp_path: Path, clock: LaterClock, source: Path
) -> None:
    shelf = made(tmp_path, clock)
    kept = await shelf.keep(source, owner="anna", name="a.mp4")
    upload = await begun(shelf, 100, b"12")
    folder = tmp_path / "shelf"
    ghost = "0123456789abcdef" * 2
    for left in (f"{ghost}.bin", f"{ghost}.bin.draft", f"{kept.id}.json.draft"):
        (folder / left).write_bytes(b"half")
    note = json.loads(kept.path.with_suffix(".json").read_text())
    (folder / f"{ghost[::-1]}.json").write_text(json.dumps(note))
    (folder / "readme.txt").write_text("the operator's own")
    again = made(tmp_path, clock)
    again.tidy()
    assert names(tmp_path) == files_of(kept, upload) | {"readme.txt"}
    assert again.begun(upload.id) == upload


async def test_a_file_that_somebody_deleted_is_just_gone(
    tmp_path: Path, clock: LaterClock, source: Path
) -> None:
    shelf = made(tmp_path, clock)
    kept = await shelf.keep(source, owner="anna", name="a.mp4")
    kept.path.unlink()
    assert shelf.find(kept.id) is None
    with pytest.raises(ClipMissing):
        await read(shelf, kept.id)
    clock.later_s = 101 * 3600
    shelf.sweep()
    assert names(tmp_path) == set()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    disk = SmallDisk(tmp_path / "shelf", 4 * MIB)
    if not disk.mount():
        pytest.skip("this user may not mount a file system")
    yield disk
    disk.unmount()


async def test_a_full_disk_is_told_and_leaves_nothing(
    tmp_path: Path, clock: LaterClock, small_disk: SmallDisk
) -> None:
    shelf = made(tmp_path, clock)
    large = tmp_path / "large.mp4"
    large.write_bytes(bytes(5 * MIB))
    with pytest.raises(NoRoom):
        await shelf.keep(large, owner="anna", name="a.mp4")
    with pytest.raises(NoRoom):
        await shelf.begin(owner="anna", name="a.mp4", size_bytes=5 * MIB)
    assert names(tmp_path) == set()
    assert shelf.used_bytes("anna") == 0
    small_disk.fill(0, 0)
    with pytest.raises(NoRoom):
        await shelf.begin(owner="anna", name="a.mp4", size_bytes=1)
    with pytest.raises(NoRoom):
        # Nothing has to be free for it; it is the note that finds no room.
        await shelf.begin(owner="anna", name="a.mp4", size_bytes=0)
    assert names(tmp_path) == {"ballast"}
    small_disk.free(0)
    large.write_bytes(bytes(2 * MIB))
    kept = await shelf.keep(large, owner="anna", name="a.mp4")
    assert names(tmp_path) == files_of(kept)


async def test_it_is_swept_from_the_start_and_again_and_again(
    tmp_path: Path, clock: LaterClock, source: Path
) -> None:
    old = await made(tmp_path, clock).keep(source, owner="anna", name="a.mp4")
    (tmp_path / "shelf" / f"{old.id}.bin.draft").touch()
    clock.later_s = 31 * 24 * 3600
    async with opened(tmp_path, clock, sweep_s=0.01) as shelf:
        await until(lambda: not names(tmp_path), 20)
        upload = await begun(shelf, 100)
        assert names(tmp_path) == files_of(upload)
        clock.later_s *= 2
        await until(lambda: not names(tmp_path), 20)


WRITES_FOR_EVER = """
import asyncio, sys
from pathlib import Path
from bots.serving.shelf import Shelf
from core.clock import SystemClock

async def main():
    shelf = Shelf(Path(sys.argv[1]), SystemClock())
    while True:
        kept = await shelf.keep(Path(sys.argv[2]), owner="anna", name="a.mp4")
        print(kept.id, flush=True)

asyncio.run(main())
"""


@pytest.mark.parametrize(
    "after", [3, *(pytest.param(n, marks=pytest.mark.soak) for n in range(1, 40, 4))]
)
def test_a_kill_loses_nothing_that_was_kept(
    tmp_path: Path, clock: LaterClock, source: Path, after: int
) -> None:
    far = OTHER_DISK / f"backdrop-{secrets.token_hex(8)}"
    # From another disk where there is one: a copy takes longer than a link, and is killed halfway.
    given = far if OTHER_DISK.is_dir() else source
    given.write_bytes(CONTENT)
    command = [sys.executable, "-c", WRITES_FOR_EVER, str(tmp_path / "shelf"), str(given)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as process:
        assert process.stdout is not None
        told = [process.stdout.readline().strip() for _ in range(after)]
        process.kill()
        told += process.stdout.read().split()
    given.unlink()
    shelf = made(tmp_path, clock, quota_bytes=1000 * MIB)
    shelf.tidy()
    there = {name.partition(".")[0] for name in names(tmp_path)}
    # The last one may have been kept without having been told.
    assert set(told) <= there
    assert len(there) <= len(told) + 1
    for file_id in there:
        kept = shelf.find(file_id)
        assert kept is not None
        assert kept.path.read_bytes() == CONTENT
    assert len(names(tmp_path)) == 2 * len(there)
