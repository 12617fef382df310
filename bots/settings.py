"""Settings: environment and ``.env`` become one frozen value; every fault is reported at once.

Owns the names, defaults and checks of all settings but the chat platforms', which are parts of the
same value: ``settings_telegram``, ``settings_discord``, ``settings_web``. Must not start or open
anything. An empty variable counts as not set, because that is what a compose file makes of a
missing one.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import (
    AliasChoices,
    Field,
    FilePath,
    SecretStr,
    ValidationError,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bots.settings_addresses import Address, http_address
from bots.settings_discord import DiscordSettings
from bots.settings_telegram import TelegramSettings
from bots.settings_web import WebSettings
from core.nemo.reach import is_loopback, is_public_url
from core.secrecy import Secret

CLOUD_API_URL = "https://mega-api-prod.nemovideo.ai"


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


WebAccess = Literal["open", "password", "header"]
"""Who may come into the chat page: this computer's users, who knows the password, whom the proxy
names."""


class Settings(TelegramSettings, DiscordSettings, WebSettings, BaseSettings):
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

    matting_model: FilePath | None = Field(
        None, validation_alias=AliasChoices("matting_model", "BACKDROP_MATTING_MODEL")
    )
    """A network of one's own for the embedded engine: Robust Video Matting or MODNet, ONNX."""

    nemo_web_url: Address = Field(
        "https://nemovideo.com", validation_alias=AliasChoices("nemo_web_url", "NEMO_WEB_URL")
    )
    """Base address of claim and registration links."""

    nemo_register_url: Address | None = Field(
        None, validation_alias=AliasChoices("nemo_register_url", "NEMO_REGISTER_URL")
    )
    """Base address of registration links; without it ``NEMO_WEB_URL``."""

    nemo_token: SecretStr | None = Field(
        None, validation_alias=AliasChoices("nemo_token", "NEMO_TOKEN")
    )
    """The operator's own token, shared by all chats; without it one anonymous account is made."""

    public_url: str | None = Field(None, validation_alias=AliasChoices("public_url", "PUBLIC_URL"))
    """The https address under which the world reaches ``bind``; results too large for a chat are
    served there, and clips too large for one are taken in. Without it chats get no links."""

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

    @field_validator("nemo_api_url")
    @classmethod
    def _is_backend(cls, value: str | None) -> str | None:
        if value is None or value in ("local", "cloud"):
            return value
        return http_address(value, "an address like https://host, or the word local or cloud")

    @field_validator("public_url")
    @classmethod
    def _is_public(cls, value: str | None) -> str | None:
        if value is not None and not is_public_url(value):
            raise ValueError("must be a public address like https://host: people open it")
        if value is not None and ("?" in value or "#" in value):
            raise ValueError("must end with its path: links are made by adding to it")
        return value.rstrip("/") if value else value

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

    @property
    def has_chat_platform(self) -> bool:
        """Whether the bot runs on somebody else's chat platform."""
        return self.telegram_bot_token is not None or self.discord_bot_token is not None

    @property
    def is_web_on(self) -> bool:
        """Whether there is a chat page: where it was asked for, or there is nothing else."""
        if self.web is not None:
            return self.web
        is_guarded = self.web_password is not None or self.web_user_header is not None
        return is_guarded or not self.has_chat_platform

    @property
    def is_bind_loopback(self) -> bool:
        """Whether only this machine reaches ``bind``."""
        return is_loopback(self.bind.rpartition(":")[0].strip("[]"))

    @property
    def is_exposed(self) -> bool:
        """Whether others than this machine's users may reach ``bind``, by a proxy or themselves."""
        return (
            not self.is_bind_loopback
            or self.public_url is not None
            or self.telegram_webhook_url is not None
        )

    @property
    def web_access(self) -> WebAccess:
        """Who may come into the chat page; ``check_page`` says whether that will do."""
        if self.web_user_header is not None:
            return "header"
        return "open" if self.web_password is None else "password"

    @property
    def page_url(self) -> str:
        """Where a person on this machine, or in the world if it can, opens the chat page."""
        if self.public_url is not None:
            # All that the page loads is found from its last slash.
            return f"{self.public_url}/" if urlsplit(self.public_url).path else self.public_url
        host, _, port = self.bind.rpartition(":")
        is_any = host.strip("[]") in ("0.0.0.0", "::")  # noqa: S104
        return f"http://{'127.0.0.1' if is_any else host}:{port}"

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Paths under which the same is served: a proxy may pass PUBLIC_URL's on or not."""
        return tuple(sorted({"", urlsplit(self.public_url or "").path}))

    def check_page(self) -> None:
        """Raise ``SettingsInvalid`` where everybody could use the chat page.

        That is where it is exposed, and nobody is asked who they are. Only for where the page is
        served; a command in the terminal needs none of it.
        """
        if self.is_exposed and self.web_access == "open":
            raise SettingsInvalid(self._why_not_open())

    def _why_not_open(self) -> str:
        if not self.is_bind_loopback:
            cause, remedy = f"BACKDROP_BIND {self.bind}", "bind to 127.0.0.1"
        elif self.public_url is not None:
            cause, remedy = "PUBLIC_URL", "take PUBLIC_URL away"
        else:
            cause, remedy = "TELEGRAM_WEBHOOK_URL", "take TELEGRAM_WEBHOOK_URL away"
        without = (
            "or BACKDROP_WEB=false, to have no chat page"
            if self.has_chat_platform
            else "or set a chat platform's token, to have no chat page"
        )
        return (
            f"{cause} lets others than you reach the chat page, so it must ask who they are. Set "
            "BACKDROP_WEB_PASSWORD, or BACKDROP_WEB_USER_HEADER if a proxy before it logs people "
            f"in; {remedy}, to be alone with it; {without}."
        )

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


def _variable(place: str) -> str:
    """The environment's name of a setting, whichever of its names the fault came under."""
    for name, field in Settings.model_fields.items():
        aliases = field.validation_alias
        if isinstance(aliases, AliasChoices) and place in (name, *aliases.choices):
            return str(aliases.choices[-1])
    return place
