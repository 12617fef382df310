"""Bad files by the thousand through the real server: it answers, and nothing is left behind.

`FUZZ_SECONDS` says how long (an hour in the soak), `FUZZ_SEED` and `FUZZ_FROM` which files:
file number n of a seed is always the same one. A file that breaks an invariant is kept in
`FUZZ_KEEP` (a folder of the test's otherwise).
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

pytest.importorskip("av", reason="the engine's extra is not installed")

from tests.fuzz.bombs import all_bombs
from tests.fuzz.corpus import all_made
from tests.fuzz.mutations import mutated
from tests.fuzz.rig import Broken, Rig

SECONDS = float(os.environ.get("FUZZ_SECONDS", "3600"))
SEED = os.environ.get("FUZZ_SEED", "13")
FROM = int(os.environ.get("FUZZ_FROM", "0"))
MEMORY_GROWTH_KB = 16_000


async def fuzz(folder: Path, seconds: float, bombs: dict[str, bytes]) -> None:
    """Bombs first (and now and then between), then mutated files until the time is over."""
    keep = Path(os.environ.get("FUZZ_KEEP") or folder / "kept")
    keep.mkdir(exist_ok=True)
    seeds = all_made()
    whole = list(seeds.values())
    broken: list[str] = []
    end = time.monotonic() + seconds
    async with Rig(folder) as rig:

        async def given(label: str, data: bytes, chance: random.Random) -> None:
            try:
                await rig.try_file(label.split(":")[-1], data, chance)
            except Broken as error:
                broken.append(f"{label}: {error}")
                (keep / label.replace(":", "-")).write_bytes(data)

        for label, data in {**seeds, **bombs}.items():
            if time.monotonic() < end:
                await given(label, data, random.Random(label))
        number = FROM
        while time.monotonic() < end:
            chance = random.Random(f"{SEED}:{number}")
            name = chance.choice(list(seeds))
            await given(f"{number}:{name}", mutated(seeds[name], chance, whole), chance)
            number += 1
            if number % 50 == 0:
                (keep / "tally.txt").write_text("\n".join([*rig.tally.lines(), *broken]))
    (keep / "tally.txt").write_text("\n".join([*rig.tally.lines(), *broken]))
    print("\n".join(rig.tally.lines()))  # noqa: T201
    assert not broken
    assert rig.tally.memory_growth_kb() < MEMORY_GROWTH_KB
    assert rig.tally.files > seconds / 20


async def test_a_few_bad_files(tmp_path: Path) -> None:
    await fuzz(tmp_path, float(os.environ.get("FUZZ_SECONDS_FAST", "5")), {})


@pytest.mark.soak
@pytest.mark.timeout(SECONDS + 900)
async def test_an_hour_of_bad_files(tmp_path: Path) -> None:
    await fuzz(tmp_path, SECONDS, all_bombs())
