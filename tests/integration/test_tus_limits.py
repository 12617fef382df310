"""How much one owner may bring, and how much the disk takes: told plainly, gone on with later."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest

from bots.serving.shelf import FRESH_S, IDLE_S, Shelf
from core.errors import MAX_UPLOAD_BYTES
from tests.integration.tus_caller import Caller, rig_in
from tests.servers import upload_server
from tests.servers.full_disk import FileLimit, FullDisk, SmallDisk
from tests.servers.upload_server import OWNER, SHARE

MIB = 2**20


async def test_an_owner_has_so_many_uploads_at_once(tmp_path: Path) -> None:
    async with rig_in(tmp_path, most_open=3) as rig:
        answers = await asyncio.gather(
            *(rig.caller.ask("POST", Upload_Length="10") for _ in range(12))
        )
        assert sorted(answer.status for answer in answers) == [201] * 3 + [429] * 9
        refused = next(answer for answer in answers if answer.status == 429)
        assert refused.told["code"] == "many"
        assert int(refused.headers["Retry-After"]) > 0
        assert len(rig.held()) == 3
        other = await rig.caller.create(10, owner="ben")
        for one in rig.shelf.unfinished("anna"):
            assert (await rig.caller.append(one.id, 0, b"x")).status == 204
        oldest = rig.shelf.unfinished("anna")[0].id
        rig.clock.later_s = IDLE_S + 60
        newest = await rig.caller.create(10)
        assert rig.held() > {other, newest}
        assert oldest not in rig.held()
        assert len(rig.held()) == 4
        assert (await rig.caller.append(newest, 0, b"x" * 10)).status == 204
        await rig.caller.create(10)


async def test_an_owner_has_so_much_room(tmp_path: Path) -> None:
    async with rig_in(tmp_path, most_bytes=1000) as rig:
        whole = await rig.caller.create(400)
        assert (await rig.caller.append(whole, 0, b"x" * 400)).status == 204
        begun = await rig.caller.create(500)
        answer = await rig.caller.ask("POST", Upload_Length="101")
        assert (answer.status, answer.told["code"]) == (413, "share-full")
        await rig.caller.create(101, owner="ben")
        await rig.caller.create(100)
        assert (await rig.caller.ask("DELETE", begun)).status == 204
        idle = await rig.caller.create(500)
        rig.clock.later_s = IDLE_S + 60
        newest = await rig.caller.create(500)
        assert idle not in rig.held(), "nobody goes on with it"
        assert rig.held() > {whole, newest}, "the file is of today"
        rig.clock.later_s = FRESH_S + 2 * IDLE_S
        assert (await rig.caller.ask("POST", Upload_Length="1001")).told["code"] == "share-full"
        assert rig.held() > {whole, newest}, "none goes in vain"
        newest = await rig.caller.create(1000)
        assert len(rig.held() - {newest}) == 1, "but for another's"


async def test_owners_may_have_one_share_together(tmp_path: Path) -> None:
    async with rig_in(tmp_path, most_bytes=1000, most_open=2) as rig:
        ask = rig.caller.ask
        one, two = {OWNER: "door:1", SHARE: "chat"}, {OWNER: "door:2", SHARE: "chat"}
        assert (await ask("POST", Upload_Length="600", **one)).status == 201
        refused = await ask("POST", Upload_Length="500", **two)
        assert (refused.status, refused.told["code"]) == (413, "share-full")
        assert (await ask("POST", Upload_Length="400", **two)).status == 201
        assert (await ask("POST", Upload_Length="1", **two)).told["code"] == "many"
        assert (await ask("POST", Upload_Length="500", **{OWNER: "door:2"})).status == 201
        assert rig.shelf.used_bytes("chat") == Shelf(rig.folder, rig.clock).used_bytes("chat")
        (kept,) = rig.shelf.owned("door:1")
        assert (await ask("HEAD", kept.id, **two)).status == 404, "a share is no right to look"


@pytest.fixture(params=["a file system", "a limit"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FullDisk]:
    if request.param == "a limit":
        yield FileLimit()
        return
    small = SmallDisk(tmp_path / "shelf", 6 * MIB)
    if not small.mount():
        pytest.skip("this user may not mount a file system; the limit on files is tested")
    yield small
    small.unmount()


async def test_a_full_disk_is_told_and_the_upload_goes_on_later(
    tmp_path: Path, disk: FullDisk
) -> None:
    content = bytes(range(256)) * 4 * 3000
    with upload_server.process(tmp_path) as (process, port):
        async with aiohttp.ClientSession() as http:
            caller = Caller(http, port)
            upload = await caller.create(len(content))
            disk.fill(process.pid, MIB + 100)
            # Its last bytes find no room: a disk takes the part of them that fits.
            answer = await caller.append(upload, 0, content[: MIB + 5000])
            assert (answer.status, answer.told["code"]) == (507, "no-room")
            offset_bytes = await caller.offset(upload)
            assert 0 < offset_bytes <= MIB + 100
            refused = await caller.ask("POST", Upload_Length=str(MAX_UPLOAD_BYTES))
            if isinstance(disk, SmallDisk):
                assert (refused.status, refused.told["code"]) == (507, "no-room")
            disk.free(process.pid)
            answer = await caller.append(upload, offset_bytes, content[offset_bytes:])
            assert (answer.status, answer.offset_bytes) == (204, len(content))
            assert (tmp_path / "shelf" / f"{upload}.bin").read_bytes() == content


async def test_an_upload_leaves_the_disk_a_reserve(tmp_path: Path) -> None:
    disk = SmallDisk(tmp_path / "shelf", 8 * MIB)
    if not disk.mount():
        pytest.skip("this user may not mount a file system")
    try:
        async with rig_in(tmp_path) as rig:
            ask, append = rig.caller.ask, rig.caller.append
            assert (await ask("POST", Upload_Length=str(8 * MIB - 100_000))).status == 507
            upload = await rig.caller.create(5 * MIB)
            refused = await ask("POST", Upload_Length=str(4 * MIB))
            assert (refused.status, refused.told["code"]) == (507, "no-room"), "it was promised"
            disk.fill(0, MIB // 4)
            refused = await append(upload, 0, b"x" * 1000)
            assert (refused.status, refused.told["code"]) == (507, "no-room")
            assert await rig.caller.offset(upload) == 0
            disk.free(0)
            assert (await append(upload, 0, b"x" * 5 * MIB)).status == 204
            assert (await ask("POST", Upload_Length=str(4 * MIB))).status == 507, "it is of today"
            rig.clock.later_s = FRESH_S + 60
            idle = await rig.caller.create(4 * MIB, owner="ben")
            assert rig.held() == {idle}, "the old one has made way"
            rig.clock.later_s += IDLE_S + 60
            newest = await rig.caller.create(4 * MIB)
            assert rig.held() == {newest}, "as does a promise that nobody takes up"
    finally:
        disk.unmount()
