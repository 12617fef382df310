"""What a cancel does to each kind of step, on the real durable library and a real SQLite file."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.storage_child import database_with_all_tables

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What every case of ``durable_child`` noted, in one process of its own."""
    folder = tmp_path_factory.mktemp("jobs")
    shutil.copy(database_with_all_tables(), folder)
    child = subprocess.run(
        [sys.executable, "-m", "tests.unit.durable_child", str(folder)],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert child.returncode == 0, child.stderr
    answer: dict[str, list[str]] = json.loads(child.stdout)
    return answer


@pytest.mark.parametrize(
    ("case", "notes"),
    [
        ("plain", ["quick", "result"]),
        (
            "interrupted",
            ["begun", "interrupted", "cancelled", "nothing more", "quick", "result"],
        ),
        ("waiting", ["begun", "interrupted", "cancelled"]),
        ("to_end", ["begun", "told", "done", "result", "cancelled: True"]),
        ("to_end_too_late", ["never begun"]),
        ("at_last", ["begun", "done", "result"]),
        ("failing", ["no such thing"]),
    ],
)
def test_a_cancel_ends_what_can_be_ended_and_nothing_else(
    played: dict[str, list[str]], case: str, notes: list[str]
) -> None:
    assert played[case] == notes
