"""Discord's settings: the token as it is pasted, open channels, shards; faults without secrets."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from bots.settings import Settings, SettingsInvalid, load

CHANNEL, OTHER = 1290000000000000001, 81384788765712384
ID = base64.b64encode(str(CHANNEL).encode()).decode().rstrip("=")
SIGNATURE = "x" * 38
TOKEN = f"{ID}.G4bC-_.{SIGNATURE}"


@pytest.fixture(autouse=True)
def _empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("DISCORD_BOT_TOKEN", "DISCORD_OPEN_CHANNELS", "DISCORD_SHARDS"):
        monkeypatch.delenv(name, raising=False)


def loaded(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Settings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return load()


def faults(monkeypatch: pytest.MonkeyPatch, **environment: str) -> list[str]:
    with pytest.raises(SettingsInvalid) as caught:
        loaded(monkeypatch, **environment)
    return str(caught.value).splitlines()


def test_without_any_there_is_no_discord_and_nothing_is_asked_of_it() -> None:
    settings = load()
    assert settings.discord_bot_token is None
    assert (settings.discord_open_channels, settings.discord_shards) == (frozenset(), 1)


def test_a_token_is_taken_without_the_blanks_around_it_and_never_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = loaded(monkeypatch, DISCORD_BOT_TOKEN=f" {TOKEN}\n")
    assert settings.discord_bot_token is not None
    assert settings.discord_bot_token.get_secret_value() == TOKEN
    assert SIGNATURE not in f"{settings!r} {settings}"


@pytest.mark.parametrize(
    "token",
    [
        f"Bot {TOKEN}",
        f"{ID}.G4bC-_",
        f"{ID}..{SIGNATURE}",
        f"{ID}.G4bC-_.{SIGNATURE}.x",
        f"{base64.b64encode(b'not a number at all').decode()}.G4bC-_.{SIGNATURE}",
        f"{CHANNEL}.G4bC-_.{SIGNATURE}",
        "7000000001:AA" + "x" * 33,
        "x" * 32,
    ],
)
def test_what_is_no_bots_token_is_refused_and_not_repeated(
    token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (fault,) = faults(monkeypatch, DISCORD_BOT_TOKEN=token)
    assert fault.startswith("DISCORD_BOT_TOKEN must be a bot's token, ")
    assert "xxx" not in fault and ID not in fault and str(CHANNEL) not in fault


@pytest.mark.parametrize(
    ("text", "channels"),
    [
        ("", set()),
        (str(CHANNEL), {CHANNEL}),
        (f" {CHANNEL} ,{OTHER},", {CHANNEL, OTHER}),
        (f"{CHANNEL},{CHANNEL}", {CHANNEL}),
    ],
)
def test_open_channels_are_ids_between_commas(
    text: str, channels: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert loaded(monkeypatch, DISCORD_OPEN_CHANNELS=text).discord_open_channels == channels


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("general", "“general”"),
        (f"{CHANNEL},#clips,12", "“#clips”, “12”"),
        (f"<#{CHANNEL}>", f"“<#{CHANNEL}>”"),
        (str(2**64), f"“{2**64}”"),
        ("١٢٩٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠١", "“١٢٩٠٠٠٠٠٠٠٠٠٠٠٠٠٠٠١”"),
        (f"{CHANNEL},{TOKEN}", "entry 2"),
        ("general," + "x" * 32, "“general”, entry 2"),
        ("nmv_usr_0123456789", "entry 1"),
    ],
)
def test_a_channel_that_is_none_is_named_unless_it_may_be_a_secret(
    text: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (fault,) = faults(monkeypatch, DISCORD_OPEN_CHANNELS=text)
    assert fault.startswith("DISCORD_OPEN_CHANNELS must be ids of channels, ")
    assert fault.partition("; ")[2] == f"these are none: {named}"


@pytest.mark.parametrize(
    ("text", "shards"), [("1", 1), (" 16 ", 16), ("auto", "auto"), ("Auto", "auto")]
)
def test_shards_are_a_number_or_what_discord_recommends(
    text: str, shards: int | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert loaded(monkeypatch, DISCORD_SHARDS=text).discord_shards == shards


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "many", "²", "true"])
def test_any_other_number_of_shards_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert faults(monkeypatch, DISCORD_SHARDS=text) == [
        "DISCORD_SHARDS must be a number from 1 on, or the word auto"
    ]


def test_the_faults_of_both_platforms_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told = faults(
        monkeypatch,
        DISCORD_BOT_TOKEN="nonsense",
        DISCORD_OPEN_CHANNELS="general",
        DISCORD_SHARDS="0",
        TELEGRAM_BOT_TOKEN="nonsense",
        TELEGRAM_API_URL="nonsense",
    )
    assert {line.split()[0] for line in told} == {
        "DISCORD_BOT_TOKEN",
        "DISCORD_OPEN_CHANNELS",
        "DISCORD_SHARDS",
        "TELEGRAM_BOT_TOKEN",
        "TELEGRAM_API_URL",
    }
    assert len(told) == 5 and "nonsense" not in "".join(told)
