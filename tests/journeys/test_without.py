"""What a stranger reads where a part of the installation is not there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.servers.engine_process import REPOSITORY


def test_without_its_networks_the_engine_says_what_to_run(tmp_path: Path) -> None:
    shutil.copytree(
        REPOSITORY / "engine",
        tmp_path / "engine",
        ignore=shutil.ignore_patterns("*.onnx", "__pycache__", "*.jpg", "*.ttf"),
    )
    ended = subprocess.run(
        [sys.executable, "-m", "engine", "--data-dir", str(tmp_path / "data")],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 1
    (line,) = ended.stderr.splitlines()
    assert "python -m engine.networks" in line
    assert ended.stdout == ""
    assert not (tmp_path / "data").exists()
