"""The page's settings: when it is there, when it must not be open, and who is believed."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest

from bots.settings import Settings, SettingsInvalid, load

TELEGRAM = "123456789:AA" + "x" * 33
PASSWORD = "open sesame 1"
PUBLIC = "https://videos.example"
HOOK = "https://bot.example/telegram"


@pytest.fixture(autouse=True)
def _empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields.values():
        monkeypatch.delenv(str(field.validation_alias.choices[-1]), raising=False)  # type: ignore[union-attr]


def loaded(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load()


def fault(monkeypatch: pytest.MonkeyPatch, **environment: str) -> str:
    with pytest.raises(SettingsInvalid) as caught:
        loaded(monkeypatch, **environment)
    return str(caught.value)


@pytest.mark.parametrize(
    ("environment", "is_on"),
    [
        ({}, True),
        ({"BACKDROP_WEB": ""}, True),
        ({"BACKDROP_WEB": "false"}, False),
        ({"TELEGRAM_BOT_TOKEN": TELEGRAM}, False),
        ({"TELEGRAM_BOT_TOKEN": TELEGRAM, "BACKDROP_WEB": "true"}, True),
        ({"TELEGRAM_BOT_TOKEN": TELEGRAM, "BACKDROP_WEB_PASSWORD": PASSWORD}, True),
        ({"TELEGRAM_BOT_TOKEN": TELEGRAM, "BACKDROP_WEB_USER_HEADER": "Remote-User"}, True),
        ({"BACKDROP_WEB_PASSWORD": PASSWORD, "BACKDROP_WEB": "false"}, False),
        ({"TELEGRAM_BOT_TOKEN": TELEGRAM, "PUBLIC_URL": PUBLIC}, False),
    ],
)
def test_when_there_is_a_page(
    environment: dict[str, str], is_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert loaded(monkeypatch, **environment).is_web_on is is_on


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, None),
        ({"BACKDROP_BIND": "localhost:9000"}, None),
        ({"BACKDROP_BIND": "127.0.0.5:9000"}, None),
        ({"BACKDROP_BIND": "[::1]:9000"}, None),
        ({"BACKDROP_BIND": "0.0.0.0:8080"}, "BACKDROP_BIND 0.0.0.0:8080"),
        ({"BACKDROP_BIND": "[::]:8080"}, "BACKDROP_BIND [::]:8080"),
        ({"BACKDROP_BIND": "192.168.1.5:8080"}, "BACKDROP_BIND 192.168.1.5:8080"),
        ({"BACKDROP_BIND": "box.example:8080"}, "BACKDROP_BIND box.example:8080"),
        ({"PUBLIC_URL": PUBLIC}, "PUBLIC_URL"),
        ({"TELEGRAM_WEBHOOK_URL": HOOK}, "TELEGRAM_WEBHOOK_URL"),
    ],
)
def test_where_others_reach_it_somebody_has_to_be_asked(
    environment: dict[str, str], named: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = loaded(monkeypatch, **environment)
    assert settings.is_exposed is (named is not None)
    assert settings.web_access == "open"
    if named is None:
        settings.check_page()
    else:
        with pytest.raises(SettingsInvalid) as caught:
            settings.check_page()
        told = str(caught.value)
        assert told.startswith(f"{named} lets others than you reach the chat page")
        assert "BACKDROP_WEB_PASSWORD" in told and "BACKDROP_WEB_USER_HEADER" in told
        assert "set a chat platform's token" in told
    for access, name, value in (
        ("header", "BACKDROP_WEB_USER_HEADER", "Remote-User"),
        ("password", "BACKDROP_WEB_PASSWORD", PASSWORD),
    ):
        settings = loaded(monkeypatch, **{name: value})
        assert settings.web_access == access
        settings.check_page()
        monkeypatch.delenv(name)


def test_who_has_a_bot_elsewhere_is_told_how_to_have_no_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    environment = {"TELEGRAM_BOT_TOKEN": TELEGRAM, "BACKDROP_WEB": "true", "PUBLIC_URL": PUBLIC}
    with pytest.raises(SettingsInvalid, match="BACKDROP_WEB=false"):
        loaded(monkeypatch, **environment).check_page()


def test_a_password_has_ten_characters_no_blank_around_it_and_is_never_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for wrong in ("ninechars", " open sesame 1", "open sesame 1\t"):
        told = fault(monkeypatch, BACKDROP_WEB_PASSWORD=wrong)
        assert told.startswith("BACKDROP_WEB_PASSWORD must ") and wrong.strip() not in told
    settings = loaded(monkeypatch, BACKDROP_WEB_PASSWORD=PASSWORD)
    assert PASSWORD not in f"{settings!r} {settings}"


def test_a_password_is_the_same_however_its_umlauts_are_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = loaded(monkeypatch, BACKDROP_WEB_PASSWORD="gru\u0308n wie Gras")
    assert settings.web_password is not None
    assert settings.web_password.get_secret_value() == "gr\u00fcn wie Gras"


def test_password_and_header_exclude_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    told = fault(
        monkeypatch, BACKDROP_WEB_PASSWORD=PASSWORD, BACKDROP_WEB_USER_HEADER="Remote-User"
    )
    assert told.startswith("BACKDROP_WEB_PASSWORD and BACKDROP_WEB_USER_HEADER exclude each other")
    assert PASSWORD not in told


@pytest.mark.parametrize("name", ["X Forwarded", "X_Email", "Cookie", "host", "X-Forwarded-For:"])
def test_a_header_that_names_nobody_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = fault(monkeypatch, BACKDROP_WEB_USER_HEADER=name)
    assert told.startswith("BACKDROP_WEB_USER_HEADER must be ")


def test_this_machines_proxies_are_believed_and_others_where_they_are_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = {ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1")}
    assert set(load().web_proxies) == here
    settings = loaded(monkeypatch, BACKDROP_WEB_PROXIES=" 10.0.0.2, 172.16.0.9/12 ,fd00::/8,")
    assert settings.web_proxies == (
        ipaddress.ip_network("10.0.0.2/32"),
        ipaddress.ip_network("172.16.0.0/12"),
        ipaddress.ip_network("fd00::/8"),
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("10.0.0.2,proxy.example,300.0.0.1", "these are none: “proxy.example”, “300.0.0.1”"),
        ("10.0.0.0/8,0.0.0.0/0", "must not be everybody"),
        ("::/0", "must not be everybody"),
    ],
)
def test_who_can_not_be_believed_is_named(
    text: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = fault(monkeypatch, BACKDROP_WEB_PROXIES=text)
    assert said.startswith("BACKDROP_WEB_PROXIES must ") and told in said


@pytest.mark.parametrize(
    ("environment", "url", "prefixes"),
    [
        ({}, "http://127.0.0.1:8080", ("",)),
        ({"BACKDROP_BIND": "[::1]:9000"}, "http://[::1]:9000", ("",)),
        ({"BACKDROP_BIND": "0.0.0.0:9000"}, "http://127.0.0.1:9000", ("",)),
        ({"BACKDROP_BIND": "[::]:9000"}, "http://127.0.0.1:9000", ("",)),
        ({"PUBLIC_URL": PUBLIC}, PUBLIC, ("",)),
        ({"PUBLIC_URL": f"{PUBLIC}/bot"}, f"{PUBLIC}/bot/", ("", "/bot")),
    ],
)
def test_where_the_page_is_opened(
    environment: dict[str, str],
    url: str,
    prefixes: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = loaded(monkeypatch, **environment)
    assert (settings.page_url, settings.prefixes) == (url, prefixes)
