"""One bad file through the real server: sent, spoken about, rendered; and what must hold after it.

Owns the engine's process, the way of a file through it, the invariants and the tally. The way is
the contract's own: upload, message, render, status. Must not know how a file was made.
"""

from __future__ import annotations

import asyncio
import random
import re
import sqlite3
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from tests.servers.engine_caller import Answer, Caller
from tests.servers.engine_process import EngineProcess

ANSWER_S = 40.0
"""The longest that an answer may take: a probe has 30 s."""
RENDER_S = 90.0
WORKERS_END_S = 5.0
PART_MS = 400
"""Of a clip that is taken, so much is rendered."""
FILES_A_SESSION = 1

WORDS = (
    "add the title Hello",
    "mute it",
    "make it 9:16",
    "reverse it",
    "make it twice as fast",
    "blur the background",
    "put me in an office",
)
_INNARDS = re.compile(r"Traceback|Error\b|\b0x[0-9a-f]{4}|/tmp|\.py\b|None|\bnan\b", re.IGNORECASE)
_SENTENCE = re.compile(r"[A-Z].{8,280}[.!?]", re.DOTALL)
_FAULTS = ("Traceback", "worker crashed", "internal failure", "render broke off", "render lost")


class Broken(AssertionError):
    """An invariant does not hold."""


@dataclass
class Tally:
    """What became of the files."""

    refusals: Counter[str] = field(default_factory=Counter)
    renders: Counter[str] = field(default_factory=Counter)
    files: int = 0
    taken: int = 0
    slowest_s: float = 0.0
    memory_kb: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The figures, one a line."""
        lines = [f"files {self.files}, taken {self.taken}, slowest {self.slowest_s:.1f} s"]
        lines += [f"  refused {count:5d}  {why}" for why, count in self.refusals.most_common()]
        lines += [f"  rendered {count:4d}  {how}" for how, count in self.renders.most_common()]
        lines.append(f"memory kB {self.memory_kb[:1]} .. {self.memory_kb[-1:]}")
        return lines + [f"FAULT {fault}" for fault in self.faults]

    def memory_growth_kb(self) -> int:
        """How much more memory the server has in the last fifth than in the second."""
        fifth = len(self.memory_kb) // 5
        if not fifth:
            return 0
        early = self.memory_kb[fifth : 2 * fifth]
        return round(statistics.median(self.memory_kb[-fifth:]) - statistics.median(early))


class Rig:
    """A real engine and one who sends it files."""

    def __init__(self, folder: Path) -> None:
        self._engine = EngineProcess(folder / "data", "--quota-mb", "4000", faulty=False)
        self._seen_log = 0
        self._in_session = 0
        self._wrong_files: set[str] = set()
        self.tally = Tally()

    async def __aenter__(self) -> Rig:
        self._engine.start()
        timeout = aiohttp.ClientTimeout(total=ANSWER_S)
        self._http = aiohttp.ClientSession(timeout=timeout)
        self._caller = await Caller(self._engine.url, self._http).enter()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._http.close()
        self._engine.stop()

    async def try_file(self, name: str, data: bytes, chance: random.Random) -> None:
        """Send it and use it. Raises Broken for an invariant that does not hold."""
        begun = time.monotonic()
        tally = self.tally
        tally.files += 1
        if self._in_session >= FILES_A_SESSION:
            await self._caller.open_session()
            self._in_session = 0
        try:
            answer = await self._caller.upload((name, data))
            if answer.status == 200 and answer.code == 0:
                tally.taken += 1
                self._in_session += 1
                await self._use(answer.data["files"][0], chance)
            else:
                tally.refusals[_why(answer)] += 1
        except (TimeoutError, aiohttp.ClientError, KeyError, ValueError) as error:
            raise Broken(f"the server does not answer: {error!r}") from error
        await self._check()
        tally.slowest_s = max(tally.slowest_s, time.monotonic() - begun)
        tally.memory_kb.append(self._engine.rss_kb())

    async def _use(self, file: dict[str, Any], chance: random.Random) -> None:
        if file["file_type"] != "video":
            return
        # Alone in its project, so that what is rendered is this file.
        answer = await self._caller.message(chance.choice(WORDS))
        _require(answer.status == 200, f"a message got {answer.status}: {answer.body[:300]!r}")
        draft = (await self._caller.state()).get("draft") or {}
        part = _part(draft, file["id"])
        answer = await self._caller.submit(part)
        _require(answer.status == 200, f"a render got {answer.status}: {answer.body[:300]!r}")
        render_id = str(answer.json.get("id") or answer.json["data"]["id"])
        status = await self._caller.rendered(render_id, RENDER_S)
        if status["status"] == "completed":
            self.tally.renders["completed"] += 1
            return
        words = str(status.get("error") or status.get("message") or "")
        _require_sentence(words)
        self.tally.renders[_general(words)] += 1

    async def _check(self) -> None:
        await self._caller.credits()
        deadline = time.monotonic() + WORKERS_END_S
        while workers := self._engine.workers():
            _require(time.monotonic() < deadline, f"a process is left: {workers}")
            await asyncio.sleep(0.02)
        log = self._engine.log()
        new, self._seen_log = log[self._seen_log :], len(log)
        found = [line for line in new.splitlines() if any(fault in line for fault in _FAULTS)]
        if found:
            self.tally.faults.extend(found)
            raise Broken(found[0])
        self._check_files()

    def _check_files(self) -> None:
        folder = self._engine.data_dir
        there = {
            path.relative_to(folder).as_posix()
            for name in ("assets", "renders", "previews")
            for path in (folder / name).rglob("*")
        }
        with sqlite3.connect(f"file:{folder / 'engine.db'}?mode=ro", uri=True) as rows:
            known = {f"assets/{row[0]}" for row in rows.execute("SELECT id FROM assets")}
            known |= {f"previews/{row[0]}.jpg" for row in rows.execute("SELECT id FROM previews")}
            known |= {
                f"renders/{row[0]}.mp4"
                for row in rows.execute("SELECT output_id FROM renders WHERE status='completed'")
            }
        rows.close()
        wrong = (there ^ known) - self._wrong_files
        # Each is told of once, with the file that left it.
        self._wrong_files |= wrong
        _require(not wrong, f"files that nobody knows, or that are gone: {wrong}")


def _part(draft: dict[str, Any], asset_id: str) -> dict[str, Any]:
    """The draft with a moment of the one file."""
    tracks = []
    for track in draft.get("t", []):
        segments = track.get("sg", [])
        if track.get("m", {}).get("role") == "main":
            segments = [
                {**segment, "st": 0, "d": min(PART_MS, segment["d"])}
                for segment in segments
                if segment["m"].get("asset") == asset_id
            ][:1]
        tracks.append({**track, "sg": segments})
    return {**draft, "d": PART_MS, "t": tracks}


def _why(answer: Answer) -> str:
    _require(400 <= answer.status < 500, f"{answer.status}: {answer.body[:300]!r}")
    try:
        words = str(answer.json["message"] if "message" in answer.json else answer.json["msg"])
    except (ValueError, KeyError, TypeError) as error:
        raise Broken(f"a refusal without words: {answer.body[:300]!r}") from error
    _require_sentence(words)
    return f"{answer.status} {_general(words)}"


def _require_sentence(words: str) -> None:
    _require(bool(_SENTENCE.fullmatch(words)), f"no sentence: {words!r}")
    _require(not _INNARDS.search(words), f"innards in a sentence: {words!r}")


def _general(words: str) -> str:
    return re.sub(r"\d+", "N", words)


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise Broken(otherwise)
