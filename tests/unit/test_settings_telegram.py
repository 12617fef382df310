"""Telegram's settings: the token as it is pasted, and addresses that could not work."""

from __future__ import annotations

from pathlib import Path

import pytest

from bots.settings import Settings, SettingsInvalid, load

TOKEN = "123456789:AA" + "x" * 33
OWN = "http://127.0.0.1:8081"


@pytest.fixture(autouse=True)
def _empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (
        "TELEGRAM_BOT_TOKEN",
        "TELEGRAM_WEBHOOK_URL",
        "TELEGRAM_API_URL",
        "TELEGRAM_LOCAL_MODE",
        "NEMO_API_URL",
        "NEMO_WEB_URL",
        "NEMO_REGISTER_URL",
    ):
        monkeypatch.delenv(name, raising=False)


def loaded(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load()


def test_a_token_is_taken_without_the_blanks_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(monkeypatch, TELEGRAM_BOT_TOKEN=f" {TOKEN}\n")
    assert settings.telegram_bot_token is not None
    assert settings.telegram_bot_token.get_secret_value() == TOKEN


@pytest.mark.parametrize(
    ("address", "is_cloud"),
    [
        ("https://api.telegram.org", True),
        ("https://API.Telegram.org/", True),
        ("https://api.telegram.org:443", True),
        (OWN, False),
    ],
)
def test_the_cloud_is_known_by_its_host(
    address: str, is_cloud: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert loaded(monkeypatch, TELEGRAM_API_URL=address).is_telegram_cloud is is_cloud
    monkeypatch.setenv("TELEGRAM_LOCAL_MODE", "true")
    if is_cloud:
        with pytest.raises(SettingsInvalid, match=r"^TELEGRAM_LOCAL_MODE needs TELEGRAM_API_URL"):
            load()
    else:
        assert load().telegram_local_mode


@pytest.mark.parametrize("name", ["NEMO_WEB_URL", "NEMO_REGISTER_URL", "TELEGRAM_API_URL"])
@pytest.mark.parametrize("value", ["local", "cloud"])
def test_a_word_is_an_address_of_the_backend_alone(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert loaded(monkeypatch, NEMO_API_URL=value).nemo_api_url == value
    with pytest.raises(SettingsInvalid, match=f"^{name} must be an address"):
        loaded(monkeypatch, **{name: value})


@pytest.mark.parametrize(
    "name",
    [
        "NEMO_API_URL",
        "NEMO_WEB_URL",
        "NEMO_REGISTER_URL",
        "TELEGRAM_API_URL",
        "TELEGRAM_WEBHOOK_URL",
        "PUBLIC_URL",
    ],
)
@pytest.mark.parametrize("port", ["99999", "hunter2", "0x50"])
def test_a_port_that_is_none_names_its_setting(
    name: str, port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsInvalid) as caught:
        loaded(monkeypatch, **{name: f"https://host.example:{port}/x"})
    assert str(caught.value).startswith(f"{name} must be ")
    assert port not in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(
    "address",
    [
        "http://bot.example/telegram",
        "https://localhost/telegram",
        "https://192.168.1.5/telegram",
        "https://bot.example:8080/telegram",
        "https://me:hunter2@bot.example/telegram",
    ],
)
def test_a_webhook_that_the_cloud_can_not_call_is_refused_and_one_of_ones_own_server_taken(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsInvalid, match=r"^TELEGRAM_WEBHOOK_URL must ") as caught:
        loaded(monkeypatch, TELEGRAM_WEBHOOK_URL=address)
    assert "hunter2" not in str(caught.value)
    if "hunter2" not in address:
        settings = loaded(monkeypatch, TELEGRAM_API_URL=OWN)
        assert settings.telegram_webhook_url == address


@pytest.mark.parametrize("path", ["/a#b", "/{token}", "/a}"])
def test_a_webhook_whose_path_would_never_be_called_is_refused(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsInvalid, match=r"^TELEGRAM_WEBHOOK_URL must have no "):
        loaded(monkeypatch, TELEGRAM_WEBHOOK_URL=f"https://bot.example{path}")


@pytest.mark.parametrize("port", ["", ":443", ":8443"])
def test_a_webhook_that_the_cloud_can_call_is_taken(
    port: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"https://bot.example{port}/telegram"
    assert loaded(monkeypatch, TELEGRAM_WEBHOOK_URL=address).telegram_webhook_url == address
