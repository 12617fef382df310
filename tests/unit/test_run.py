"""``backdrop run`` without a platform: it says which tokens there are, and starts nothing."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bots.exit_codes import WRONG_USE
from bots.run import run
from bots.settings import Settings, load


async def test_without_any_token_it_says_which_there_are_and_touches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    tokens = [name.upper() for name in Settings.model_fields if name.endswith("_bot_token")]
    assert len(tokens) > 1
    for name in tokens:
        monkeypatch.setenv(name, "")
    with caplog.at_level(logging.ERROR, "bots.run"):
        assert await run(load(data_dir=tmp_path / "data")) == WRONG_USE
    (said,) = caplog.messages
    assert [name for name in tokens if name not in said] == []
    assert list(tmp_path.iterdir()) == []
