"""Tokens, powers and plans at the engine: who may do what, and for how long."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.servers.engine_caller import Caller
from tests.servers.engine_process import EngineProcess

pytest.importorskip("av", reason="the engine's extra is not installed")

from tests.servers.engine_clips import clip

ODD = ("--worker-module", "tests.servers.odd_worker", "--heartbeat-s", "0.2")
OFFICE = "remove the original background and replace it with a virtual office scene"


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    process = EngineProcess(tmp_path_factory.mktemp("engine") / "data", *ODD).start()
    yield process
    process.stop()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return clip(tmp_path_factory.mktemp("clips") / "sample.mp4")


@pytest.fixture
async def caller(engine: EngineProcess) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        made = Caller(engine.url, http)
        await made.get_token()
        await made.open_session()
        yield made


async def test_a_token_needs_a_client_id(caller: Caller) -> None:
    answer = await caller.call("POST", "/api/auth/anonymous-token")
    assert (answer.status, answer.code) == (400, 400)


async def test_a_token_is_as_the_contract_says(caller: Caller) -> None:
    answer = await caller.call(
        "POST", "/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())}
    )
    data = answer.data
    assert data["token"].startswith("nmv_usr_")
    assert data["user_id"].startswith("anon_")
    assert data["credits"] == 100
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", data["expires_at"])


async def test_one_token_per_client_id(caller: Caller) -> None:
    headers = {"X-Client-Id": str(uuid.uuid4())}
    first = await caller.call("POST", "/api/auth/anonymous-token", headers=headers)
    second = await caller.call("POST", "/api/auth/anonymous-token", headers=headers)
    assert first.code == 0
    assert (second.status, second.code) == (429, 429)
    assert float(second.headers["Retry-After"]) > 0


async def test_an_expired_token_makes_way_for_a_new_one_with_the_same_client_id(
    caller: Caller,
) -> None:
    headers = {"X-Client-Id": str(uuid.uuid4())}
    first = await caller.call("POST", "/api/auth/anonymous-token", headers=headers)
    caller.token = first.data["token"]
    old_session = await caller.open_session()
    await caller.arm("credits", "expired_token")
    assert (await caller.call("GET", "/api/credits/balance/simple")).code == 1001
    assert (await caller.call("GET", "/api/credits/balance/simple")).code == 1001

    caller.token = ""
    second = await caller.call("POST", "/api/auth/anonymous-token", headers=headers)
    caller.token = second.data["token"]
    assert second.data["user_id"] != first.data["user_id"]
    caller.session_id = old_session
    assert (await caller.call("GET", caller.state_path)).code == 1002


async def test_loopback_gets_as_many_tokens_as_it_wants(caller: Caller) -> None:
    for _ in range(15):
        await caller.get_token()


async def test_other_addresses_get_ten_tokens(tmp_path: Path) -> None:
    engine = EngineProcess(tmp_path / "data", "--limit-loopback").start()
    try:
        async with aiohttp.ClientSession() as http:
            made = Caller(engine.url, http)
            for _ in range(10):
                await made.get_token()
            answer = await made.call(
                "POST", "/api/auth/anonymous-token", headers={"X-Client-Id": str(uuid.uuid4())}
            )
            assert (answer.status, answer.code) == (429, 429)
    finally:
        engine.stop()


async def test_tokens_expire(tmp_path: Path) -> None:
    engine = EngineProcess(tmp_path / "data", "--token-lifetime-s", "0.5").start()
    try:
        async with aiohttp.ClientSession() as http:
            made = Caller(engine.url, http)
            await made.get_token()
            deadline = time.monotonic() + 5
            while (await made.call("GET", "/api/credits/balance/simple")).code == 0:
                assert time.monotonic() < deadline
            answer = await made.call("GET", "/api/credits/balance/simple")
            assert (answer.status, answer.code) == (401, 1001)
    finally:
        engine.stop()


@pytest.mark.parametrize("token", ["", "nmv_usr_wrong", "something else"])
async def test_a_wrong_token_is_1001_everywhere(caller: Caller, token: str) -> None:
    caller.token = token
    caller.headers["Authorization"] = f"Bearer {token}"
    for method, path in (
        ("POST", "/api/tasks/me/with-session/nemo_agent"),
        ("GET", caller.state_path),
        ("GET", "/api/credits/balance/simple"),
        ("GET", "/api/render/proxy/lambda/render_1"),
        ("GET", "/api/render/proxy/render_1/download"),
        ("POST", "/api/render/proxy/lambda/render_1/cancel"),
    ):
        body = {"json": {"task_name": "p", "language": "en"}} if method == "POST" else {}
        assert (await caller.call(method, path, **body)).code == 1001, path
    assert (await caller.upload(("a.mp4", b"x"))).code == 1001
    assert (await caller.message("hello")).code == 1001


async def test_an_export_without_attribution_is_402(caller: Caller, sample: Path) -> None:
    await caller.upload(("sample.mp4", sample))
    draft = (await caller.state())["draft"]
    del caller.headers["X-Skill-Platform"]
    answer = await caller.submit(draft)
    assert (answer.status, answer.code) == (402, 402)


async def test_any_request_without_attribution_blocks_a_later_export(
    caller: Caller, sample: Path
) -> None:
    await caller.upload(("sample.mp4", sample))
    platform = caller.headers.pop("X-Skill-Platform")
    draft = (await caller.state())["draft"]
    caller.headers["X-Skill-Platform"] = platform
    assert (await caller.submit(draft)).code == 402
    # Another session of the same account was never tainted.
    await caller.open_session()
    await caller.upload(("sample.mp4", sample))
    assert (await caller.submit((await caller.state())["draft"])).json["status"] == "pending"


async def test_a_plan_may_block_exports(caller: Caller, sample: Path) -> None:
    made = await caller.call("POST", "/_test/tokens", json={"plan": "blocked"})
    caller.token = made.json["token"]
    await caller.open_session()
    await caller.upload(("sample.mp4", sample))
    assert (await caller.submit((await caller.state())["draft"])).code == 402


@pytest.mark.parametrize(
    ("scopes", "missing"),
    [
        (["read", "write", "upload"], "render"),
        (["read", "write", "render"], "upload"),
        (["read", "upload", "render"], "write"),
        (["write", "upload", "render"], "read"),
    ],
)
async def test_a_lacking_scope_is_named(
    caller: Caller, sample: Path, scopes: list[str], missing: str
) -> None:
    made = await caller.call("POST", "/_test/tokens", json={"scopes": scopes})
    caller.token = made.json["token"]
    if missing == "write":
        answer = await caller.call("POST", "/api/tasks/me/with-session/nemo_agent", json={})
    else:
        await caller.open_session()
        match missing:
            case "render":
                answer = await caller.submit({"t": [{"sg": [{}]}]})
            case "upload":
                answer = await caller.upload(("sample.mp4", sample))
            case _:
                answer = await caller.call("GET", caller.state_path)
    assert (answer.status, answer.code) == (403, 403)
    assert answer.json["data"]["scope"] == missing
    assert missing in answer.json["message"]


async def test_a_star_is_every_scope(caller: Caller, sample: Path) -> None:
    made = await caller.call("POST", "/_test/tokens", json={"scopes": ["*"]})
    caller.token = made.json["token"]
    await caller.open_session()
    await caller.upload(("sample.mp4", sample))
    assert (await caller.submit((await caller.state())["draft"])).status == 200


async def test_a_token_is_stored_as_a_hash_only(caller: Caller, engine: EngineProcess) -> None:
    secret = caller.token.removeprefix("nmv_usr_").encode()
    for path in engine.data_dir.iterdir():
        if path.is_file():
            assert secret not in path.read_bytes(), path.name
    assert engine.data_dir.stat().st_mode & 0o077 == 0
    assert (engine.data_dir / "engine.db").stat().st_mode & 0o077 == 0
