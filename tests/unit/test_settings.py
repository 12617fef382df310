"""Settings: which backend is meant, and every fault told at once without its value."""

from __future__ import annotations

from pathlib import Path

import pytest

from bots.settings import CLOUD_API_URL, SettingsInvalid, load

NAMES = (
    "NEMO_API_URL",
    "NEMO_TOKEN",
    "NEMO_WEB_URL",
    "BACKDROP_DATA_DIR",
    "BACKDROP_LOG_LEVEL",
    "PUBLIC_URL",
    "BACKDROP_BIND",
)


@pytest.fixture(autouse=True)
def _empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("environment", "option", "expected"),
    [
        ({}, None, None),
        ({"NEMO_TOKEN": "nmv_usr_x"}, None, CLOUD_API_URL),
        ({"NEMO_API_URL": "local", "NEMO_TOKEN": "nmv_usr_x"}, None, None),
        ({"NEMO_API_URL": "cloud"}, None, CLOUD_API_URL),
        ({"NEMO_API_URL": "https://nemo.example/"}, None, "https://nemo.example"),
        ({"NEMO_API_URL": "cloud"}, "local", None),
        ({"NEMO_API_URL": "", "NEMO_TOKEN": ""}, None, None),
        ({"NEMO_API_URL": "local"}, "http://127.0.0.1:8800", "http://127.0.0.1:8800"),
    ],
)
def test_which_backend_is_meant(
    environment: dict[str, str],
    option: str | None,
    expected: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert load(nemo_api_url=option).backend().api_url == expected


def test_an_env_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("NEMO_API_URL=cloud\nUNKNOWN=1\n")
    assert load().backend().api_url == CLOUD_API_URL


def test_every_fault_is_told_at_once_and_no_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEMO_API_URL", "https://me:hunter2@nemo.example")
    monkeypatch.setenv("NEMO_WEB_URL", "nonsense")
    monkeypatch.setenv("BACKDROP_LOG_LEVEL", "LOUD")
    with pytest.raises(SettingsInvalid) as caught:
        load()
    told = str(caught.value).splitlines()
    assert [line.split()[0] for line in told] == [
        "NEMO_API_URL",
        "NEMO_WEB_URL",
        "BACKDROP_LOG_LEVEL",
    ]
    assert "hunter2" not in str(caught.value)


def test_a_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_secret")
    settings = load()
    assert "nmv_usr_secret" not in f"{settings!r} {settings}"


def test_without_a_public_address_nothing_is_served_and_with_one_behind_a_proxy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = load()
    assert (settings.public_url, settings.bind) == (None, "127.0.0.1:8080")
    monkeypatch.setenv("PUBLIC_URL", "https://videos.example/bot/")
    monkeypatch.setenv("BACKDROP_BIND", "[::1]:9000")
    settings = load()
    assert (settings.public_url, settings.bind) == ("https://videos.example/bot", "[::1]:9000")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PUBLIC_URL", "http://videos.example"),
        ("PUBLIC_URL", "https://127.0.0.1:8080"),
        ("PUBLIC_URL", "https://192.168.1.5"),
        ("PUBLIC_URL", "https://nas.local"),
        ("PUBLIC_URL", "https://me:hunter2@videos.example"),
        ("PUBLIC_URL", "https://videos.example/?a=hunter2"),
        ("BACKDROP_BIND", "8080"),
        ("BACKDROP_BIND", "127.0.0.1:http"),
        ("BACKDROP_BIND", "127.0.0.1:99999"),
    ],
)
def test_an_address_that_nobody_could_open_is_refused(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsInvalid, match=f"^{name} must ") as caught:
        load()
    assert "hunter2" not in str(caught.value)
