"""Settings: environment and ``.env`` become one frozen value; every fault is reported at once.

Owns the names, defaults and checks of all settings. Must not start or open anything. An empty
variable counts as not set, because that is what a compose file makes of a missing one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import platformdirs
from pydantic import (
    AliasChoices,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from core.nemo.reach import is_public_url
from core.secrecy import Secret, is_telegram_token

CLOUD_API_URL = "https://mega-api-prod.nemovideo.ai"
TELEGRAM_CLOUD_URL = "https://api.telegram.org"
_WEBHOOK_PORTS = frozenset({443, 80, 88, 8443})
"""Source: the Bot API, "setWebhook"; a server of one's own with ``--local`` has no such rule."""


@dataclass(frozen=True, slots=True)
class Backend:
    """Where clips go. ``api_url`` is None for the embedded engine until it has started."""

    api_url: str | None

    @property
    def host(self) -> str | None:
        """The host that clips go to; None for the embedded engine."""
        return urlsplit(self.api_url).hostname if self.api_url else None


class SettingsInvalid(Exception):
    """One or more settings can't be used; ``str()`` lists all of them, one per line."""


class Settings(BaseSettings):
    """All settings. The names in upper case are the environment's; CONTRIBUTING.md lists them."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    data_dir: Annotated[Path, NoDecode] = Field(
        default_factory=lambda: platformdirs.user_data_path("backdrop", appauthor=False),
        validation_alias=AliasChoices("data_dir", "BACKDROP_DATA_DIR"),
    )
    """Where the database, the engine's files and the key lie."""

    database_url: SecretStr | None = Field(
        None, validation_alias=AliasChoices("database_url", "DATABASE_URL")
    )
    """``postgresql://…``; it holds a password. Without it an SQLite file in the data directory."""

    nemo_api_url: str | None = Field(
        None, validation_alias=AliasChoices("nemo_api_url", "NEMO_API_URL")
    )
    """``local`` for the embedded engine, ``cloud``, or an http(s) address."""

    nemo_web_url: str = Field(
        "https://nemovideo.com", validation_alias=AliasChoices("nemo_web_url", "NEMO_WEB_URL")
    )
    """Base address of claim and registration links."""

    nemo_register_url: str | None = Field(
        None, validation_alias=AliasChoices("nemo_register_url", "NEMO_REGISTER_URL")
    )
    """Base address of registration links; without it ``NEMO_WEB_URL``."""

    nemo_token: SecretStr | None = Field(
        None, validation_alias=AliasChoices("nemo_token", "NEMO_TOKEN")
    )
    """The operator's own token, shared by all chats; without it one anonymous account is made."""

    telegram_bot_token: SecretStr | None = Field(
        None, validation_alias=AliasChoices("telegram_bot_token", "TELEGRAM_BOT_TOKEN")
    )
    """The bot's token from @BotFather. Without it there is no Telegram."""

    telegram_webhook_url: str | None = Field(
        None, validation_alias=AliasChoices("telegram_webhook_url", "TELEGRAM_WEBHOOK_URL")
    )
    """The https address at which Telegram calls ``bind``; without it the bot asks Telegram."""

    telegram_api_url: str = Field(
        TELEGRAM_CLOUD_URL,
        validation_alias=AliasChoices("telegram_api_url", "TELEGRAM_API_URL"),
    )
    """A Bot API server of one's own."""

    telegram_local_mode: bool = Field(
        False, validation_alias=AliasChoices("telegram_local_mode", "TELEGRAM_LOCAL_MODE")
    )
    """That server runs with ``--local`` and shares its disk with the bot: large files."""

    public_url: str | None = Field(None, validation_alias=AliasChoices("public_url", "PUBLIC_URL"))
    """The https address under which the world reaches ``bind``; results too large for a chat are
    served there. Without it nothing listens."""

    bind: str = Field("127.0.0.1:8080", validation_alias=AliasChoices("bind", "BACKDROP_BIND"))
    """Where is listened, host:port."""

    skill_source: str | None = Field(
        None, validation_alias=AliasChoices("skill_source", "SKILL_SOURCE")
    )
    """Overrides the X-Skill-Platform header."""

    skill_version: str | None = Field(
        None, validation_alias=AliasChoices("skill_version", "SKILL_VERSION")
    )
    """Overrides the X-Skill-Version header."""

    key: SecretStr | None = Field(None, validation_alias=AliasChoices("key", "BACKDROP_KEY"))
    """Encrypts tokens at rest; without it a key file of mode 600 is made in the data directory."""

    language: str | None = Field(
        None, validation_alias=AliasChoices("language", "BACKDROP_LANGUAGE")
    )
    """The console's language; without it the system's."""

    timetable_factor: float = Field(
        1.0,
        gt=0,
        le=10,
        validation_alias=AliasChoices("timetable_factor", "BACKDROP_TIMETABLE_FACTOR"),
    )
    """All waiting times of the timetable times this; tests shrink it and nothing else."""

    log_level: str | None = Field(
        None, validation_alias=AliasChoices("log_level", "BACKDROP_LOG_LEVEL")
    )
    """DEBUG, INFO, WARNING or ERROR; without it each command has its own."""

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            # Only who sets it pays for the import.
            from storage.postgres import address

            address(Secret(value.get_secret_value()))
        return value

    @field_validator("telegram_bot_token")
    @classmethod
    def _is_bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        token = value.get_secret_value().strip()
        if not is_telegram_token(token):
            raise ValueError("must be a bot's token, like 123456:ABC-DEF…, as @BotFather gives it")
        return SecretStr(token)

    @field_validator("nemo_api_url")
    @classmethod
    def _is_backend(cls, value: str | None) -> str | None:
        if value is None or value in ("local", "cloud"):
            return value
        return _address(value, "an address like https://host, or the word local or cloud")

    @field_validator("nemo_web_url", "nemo_register_url", "telegram_api_url")
    @classmethod
    def _is_address(cls, value: str | None) -> str | None:
        return None if value is None else _address(value, "an address like https://host")

    @field_validator("public_url")
    @classmethod
    def _is_public(cls, value: str | None) -> str | None:
        if value is not None and not is_public_url(value):
            raise ValueError("must be a public address like https://host: people open it")
        if value is not None and ("?" in value or "#" in value):
            raise ValueError("must end with its path: links are made by adding to it")
        return value.rstrip("/") if value else value

    @field_validator("telegram_webhook_url")
    @classmethod
    def _is_webhook(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if "#" in value:
            raise ValueError("must have no #: what is behind it never comes to a server")
        if "{" in value or "}" in value:
            raise ValueError("must have no braces; write the path as it is")
        _address(value, "an address like https://host/path")
        return value

    @model_validator(mode="after")
    def _is_whole(self) -> Settings:
        """What depends on several settings at once."""
        if not self.is_telegram_cloud:
            return self
        if self.telegram_local_mode:
            raise ValueError(
                "TELEGRAM_LOCAL_MODE needs TELEGRAM_API_URL, the address of your Bot API server"
            )
        if self.telegram_webhook_url is not None:
            if not is_public_url(self.telegram_webhook_url):
                raise ValueError(
                    "TELEGRAM_WEBHOOK_URL must be a public address like https://host/path: "
                    "Telegram's cloud calls it"
                )
            if (urlsplit(self.telegram_webhook_url).port or 443) not in _WEBHOOK_PORTS:
                raise ValueError(
                    "TELEGRAM_WEBHOOK_URL must be on port 443, 80, 88 or 8443: Telegram calls no "
                    "other"
                )
        return self

    @property
    def is_telegram_cloud(self) -> bool:
        """Whether the bot is served by Telegram itself, however that address is written."""
        host = urlsplit(self.telegram_api_url).hostname or ""
        return host.rstrip(".") == urlsplit(TELEGRAM_CLOUD_URL).hostname

    @field_validator("bind")
    @classmethod
    def _is_bind(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not port.isdecimal() or int(port) > 65535:
            raise ValueError("must be host:port, for instance 127.0.0.1:8080")
        return value

    @field_validator("log_level")
    @classmethod
    def _is_level(cls, value: str | None) -> str | None:
        level = value.upper() if value else None
        if level not in (None, "DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("must be DEBUG, INFO, WARNING or ERROR")
        return level

    def backend(self) -> Backend:
        """Which Nemo is used: the address if set, else the cloud if there is a token, else ours.

        Source: the contract's first paragraph.
        """
        if self.nemo_api_url == "local":
            return Backend(None)
        if self.nemo_api_url == "cloud":
            return Backend(CLOUD_API_URL)
        if self.nemo_api_url is not None:
            return Backend(self.nemo_api_url)
        if self.nemo_token is not None:
            return Backend(CLOUD_API_URL)
        return Backend(None)


def load(**overrides: object) -> Settings:
    """Read the environment and ``.env``; ``overrides`` (from the command line) win where given.

    Raises ``SettingsInvalid`` with every fault at once; values are not repeated in it, because
    they may be secrets.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        lines = []
        for fault in error.errors():
            # What concerns several settings names them itself.
            name = _variable(str(fault["loc"][0])) if fault["loc"] else ""
            lines.append(f"{name} {fault['msg'].removeprefix('Value error, ')}".strip())
        raise SettingsInvalid("\n".join(lines)) from None


def _address(value: str, wanted: str) -> str:
    """The http(s) address without a slash at its end. Raises ``ValueError``, never with it."""
    try:
        parts = urlsplit(value)
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        # Its own words repeat the value.
        is_one = False
    if not is_one:
        raise ValueError(f"must be {wanted}")
    if parts.username or parts.password:
        raise ValueError("must not carry a name or password; tokens have their own settings")
    return value.rstrip("/")


def _variable(place: str) -> str:
    """The environment's name of a setting, whichever of its names the fault came under."""
    for name, field in Settings.model_fields.items():
        aliases = field.validation_alias
        if isinstance(aliases, AliasChoices) and place in (name, *aliases.choices):
            return str(aliases.choices[-1])
    return place
