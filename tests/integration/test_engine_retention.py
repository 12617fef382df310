"""What the engine deletes and when, in a real data directory with a real database."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from engine.server.wiring import Engine
from engine.settings import MIB, Settings
from engine.store.disk import DiskFull
from engine.store.projects import Session, StoredAsset, new_id
from engine.store.renders import Finished
from engine.timeline import new_project

OLD_S = 8 * 24 * 3600.0


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Engine]:
    opened = await Engine.open(
        Settings(data_dir=tmp_path / "data", quota_bytes=10 * MIB, sweep_s=3600)
    )
    yield opened
    await opened.close()


async def project(engine: Engine, size_bytes: int, *, age_s: float = 0.0) -> Session:
    """A session with a file of that size, last used so long ago."""
    issued = await engine.accounts.issue_registered(["*"], credits=100, plan="pro")
    session = await engine.projects.create(issued.account_id, "p", "en", is_attributed=True)
    asset = StoredAsset(
        new_id(), "a.png", "image", "0" * 64, size_bytes, None, 320, 180, None, False
    )
    await engine.projects.add_assets(session.id, [asset], new_project())
    path = engine.disk.asset(asset.id)
    path.write_bytes(bytes(size_bytes))
    at = time.time() - age_s
    os.utime(path, (at, at))
    await engine.database.write("UPDATE sessions SET used_at=? WHERE id=?", at, session.id)
    return session


async def finished(engine: Engine, session: Session, size_bytes: int, *, age_s: float) -> str:
    """A render of that session, finished so long ago."""
    render, _ = await engine.renders.submit(
        f"render_{new_id()}", session.id, session.account_id, {}, None
    )
    await engine.renders.begin(render.id)
    await engine.renders.complete(render.id, Finished(1000, 1920, 1080, size_bytes))
    at = time.time() - age_s
    path = engine.disk.render(render.output_id)
    path.write_bytes(bytes(size_bytes))
    os.utime(path, (at, at))
    await engine.database.write("UPDATE renders SET completed_at=? WHERE id=?", at, render.id)
    return render.id


async def has(engine: Engine, session: Session) -> bool:
    rows = await engine.database.all("SELECT 1 FROM sessions WHERE id=?", session.id)
    return bool(rows)


async def test_what_is_old_goes_with_its_files(engine: Engine) -> None:
    old = await project(engine, 1000, age_s=OLD_S)
    young = await project(engine, 2000, age_s=3600 * 24)
    old_render = await finished(engine, young, 3000, age_s=OLD_S)
    young_render = await finished(engine, young, 4000, age_s=3600 * 24)
    await engine.retention.sweep()
    assert not await has(engine, old)
    assert await has(engine, young)
    assert await engine.renders.find(old_render) is None
    assert await engine.renders.find(young_render) is not None
    assert engine.disk.used_bytes() == 6000


async def test_a_session_with_a_render_in_hand_is_never_deleted(engine: Engine) -> None:
    session = await project(engine, 1000, age_s=OLD_S)
    await engine.renders.submit("render_x", session.id, session.account_id, {}, None)
    await engine.retention.sweep()
    assert await has(engine, session)


async def test_only_pieces_of_renders_in_hand_stay(engine: Engine) -> None:
    session = await project(engine, 1000)
    waiting, _ = await engine.renders.submit("render_y", session.id, session.account_id, {}, None)
    kept, lost = engine.disk.pieces(waiting.output_id), engine.disk.pieces("lost")
    for folder in (kept, lost):
        folder.mkdir()
        (folder / "key-0000-person.mp4").write_bytes(b"piece")
    await engine.retention.sweep()
    assert kept.is_dir()
    assert not lost.exists()


async def test_a_session_that_is_looked_up_is_in_use_again(engine: Engine) -> None:
    session = await project(engine, 1000, age_s=OLD_S)
    assert await engine.projects.find(session.id, session.account_id) is not None
    await engine.retention.sweep()
    assert await has(engine, session)


async def test_near_the_quota_the_oldest_go_first_and_renders_before_projects(
    engine: Engine,
) -> None:
    oldest = await project(engine, 3 * MIB, age_s=4 * 3600)
    newer = await project(engine, 3 * MIB, age_s=3 * 3600)
    first = await finished(engine, newer, 2 * MIB, age_s=2.5 * 3600)
    second = await finished(engine, newer, MIB, age_s=2 * 3600)
    await engine.retention.make_room(MIB)
    # 9 MB are used and 1 is wanted: 8 may stay, so the older render is enough.
    assert await engine.renders.find(first) is None
    assert await engine.renders.find(second) is not None
    assert await has(engine, oldest)
    await engine.retention.make_room(4 * MIB)
    assert await engine.renders.find(second) is None
    assert not await has(engine, oldest)
    assert await has(engine, newer)
    assert engine.disk.used_bytes() == 3 * MIB


async def test_what_was_touched_within_the_hour_is_kept_and_nothing_more_is_taken(
    engine: Engine,
) -> None:
    session = await project(engine, 9 * MIB, age_s=60)
    await engine.retention.make_room(2 * MIB)
    assert await has(engine, session)
    with pytest.raises(DiskFull):
        engine.disk.require(2 * MIB)
    engine.disk.require(MIB // 2)


async def test_a_file_that_no_row_knows_is_removed(engine: Engine) -> None:
    kept = await project(engine, 10, age_s=7200)
    for name, age_s in (("1234567", 7200), ("7654321", 60)):
        path = engine.disk.asset(name)
        path.write_bytes(b"lost")
        os.utime(path, (time.time() - age_s,) * 2)
    await engine.retention.sweep()
    assert await has(engine, kept)
    left = sorted(path.name for path in engine.disk.files())
    assert "1234567" not in left
    assert "7654321" in left
    assert len(left) == 2


async def test_forgotten_accounts_and_tokens_go(engine: Engine) -> None:
    idle = await engine.accounts.issue_registered(["*"], credits=100, plan="pro")
    session = await project(engine, 10, age_s=60)
    await engine.database.write("UPDATE accounts SET created_at=0")
    await engine.database.write(
        "UPDATE tokens SET expires_at=0 WHERE account_id=?", idle.account_id
    )
    await engine.retention.sweep()
    rows = await engine.database.all("SELECT id FROM accounts")
    assert [row["id"] for row in rows] == [session.account_id]
