"""The contract suite against the scripted server and against the embedded engine, in all shapes."""

from __future__ import annotations

import importlib.util
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.contract.nemo_contract import NemoContract
from tests.contract.nemo_rig import Rig
from tests.servers.engine_process import EngineProcess
from tests.servers.nemo import VIDEO, FakeNemo

SHAPES = [("flat", "top", False), ("adk", "nested", False), ("adk", "top", True)]
NAMES = ["flat-top", "adk-nested", "adk-top-bare"]


class FakeRig:
    """The scripted server, in this process."""

    def __init__(self, server: FakeNemo) -> None:
        self._server = server
        self.api_url = server.url

    async def arm(self, endpoint: str, fault: str, **options: Any) -> None:
        self._server.arm(endpoint, fault, **options)

    async def calls(self) -> dict[str, int]:
        names = [call.endpoint for call in self._server.calls]
        return {name: names.count(name) for name in names}

    async def headers(self) -> list[tuple[str, dict[str, str]]]:
        return [(call.endpoint, call.headers) for call in self._server.calls]

    async def elsewhere(self) -> list[dict[str, str]]:
        return [call.headers for call in self._server.elsewhere]

    async def worked_on(self) -> list[str]:
        return self._server.done

    async def own_token(self, scopes: list[str], plan: str = "pro", credits: int = 100) -> str:
        return self._server.new_token("person", scopes, plan)

    def clip(self) -> bytes:
        return VIDEO[:100_000]


class TestScriptedServer(NemoContract):
    @pytest.fixture(params=SHAPES, ids=NAMES)
    async def rig(self, request: pytest.FixtureRequest) -> AsyncIterator[Rig]:
        stream, render, is_bare = request.param
        async with FakeNemo(stream, render, is_bare=is_bare) as server:
            yield FakeRig(server)


class EngineRig:
    """An engine in its faulty mode; counts begin anew with each rig."""

    def __init__(self, url: str, clip: Path) -> None:
        self.api_url = url
        self._clip = clip
        self._before: dict[str, Any] = {}

    async def begin(self) -> None:
        await self._ask("DELETE", "faults")
        self._before = await self._ask("GET", "ledger")

    async def _ask(self, method: str, what: str, body: Any = None) -> Any:
        url = f"{self.api_url}/_test/{what}"
        async with aiohttp.request(method, url, json=body) as response:
            response.raise_for_status()
            return await response.json()

    async def _since(self, key: str) -> list[Any]:
        listed = (await self._ask("GET", "ledger"))[key]
        return listed[len(self._before[key]) :]  # type: ignore[no-any-return]

    async def arm(self, endpoint: str, fault: str, **options: Any) -> None:
        await self._ask("POST", "faults", {"endpoint": endpoint, "fault": fault, **options})

    async def calls(self) -> dict[str, int]:
        counts: dict[str, int] = (await self._ask("GET", "ledger"))["calls"]
        before = self._before["calls"]
        since = {name: count - before.get(name, 0) for name, count in counts.items()}
        return {name: count for name, count in since.items() if count}

    async def headers(self) -> list[tuple[str, dict[str, str]]]:
        return [(seen["endpoint"], seen["headers"]) for seen in await self._since("headers")]

    async def elsewhere(self) -> list[dict[str, str]]:
        return [seen["headers"] for seen in await self._since("elsewhere")]

    async def worked_on(self) -> list[str]:
        return [seen["text"] for seen in await self._since("messages") if seen["is_changed"]]

    async def own_token(self, scopes: list[str], plan: str = "pro", credits: int = 100) -> str:
        body = {"scopes": scopes, "plan": plan, "credits": credits}
        return str((await self._ask("POST", "tokens", body))["token"])

    def clip(self) -> bytes:
        return self._clip.read_bytes()


@pytest.fixture(
    scope="module",
    params=[("flat", "top", False), ("adk", "nested", True)],
    ids=["flat-top", "adk-nested-bare"],
)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EngineProcess]:
    stream, render, is_bare = request.param
    shapes = ["--stream-shape", stream, "--render-shape", render]
    place = tmp_path_factory.mktemp("engine") / "data"
    engine = EngineProcess(place, *shapes, *(["--bare"] if is_bare else [])).start()
    yield engine
    engine.stop()


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real clip of a little over a second, with few frames: it is rendered often."""
    av = pytest.importorskip("av")
    path = tmp_path_factory.mktemp("clips") / "clip.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=5)
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for shade in range(6):
            frame = av.VideoFrame(320, 180, "yuv420p")
            for plane in frame.planes:
                plane.update(bytes([40 * shade]) * plane.buffer_size)
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


@pytest.mark.skipif(
    importlib.util.find_spec("av") is None, reason="the engine's packages are not installed"
)
class TestEngine(NemoContract):
    @pytest.fixture
    async def rig(self, engine: EngineProcess, clip: Path) -> Rig:
        rig = EngineRig(engine.url, clip)
        await rig.begin()
        return rig
