"""Telegram's settings: names, defaults and checks, as a part of the one value of all settings.

Must not start or open anything, nor know any other platform's settings.
"""

from __future__ import annotations

from typing import Final, Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, BaseModel, Field, SecretStr, field_validator, model_validator

from bots.settings_addresses import Address, http_address
from core.nemo.reach import is_public_url
from core.secrecy import is_telegram_token

TELEGRAM_CLOUD_URL: Final = "https://api.telegram.org"
_WEBHOOK_PORTS: Final = frozenset({443, 80, 88, 8443})
"""Source: the Bot API, "setWebhook"; a server of one's own with ``--local`` has no such rule."""


class TelegramSettings(BaseModel):
    """What ``bots.settings.Settings`` has of Telegram."""

    telegram_bot_token: SecretStr | None = Field(
        None, validation_alias=AliasChoices("telegram_bot_token", "TELEGRAM_BOT_TOKEN")
    )
    """The bot's token from @BotFather. Without it there is no Telegram."""

    telegram_webhook_url: str | None = Field(
        None, validation_alias=AliasChoices("telegram_webhook_url", "TELEGRAM_WEBHOOK_URL")
    )
    """The https address at which Telegram calls ``bind``; without it the bot asks Telegram."""

    telegram_api_url: Address = Field(
        TELEGRAM_CLOUD_URL,
        validation_alias=AliasChoices("telegram_api_url", "TELEGRAM_API_URL"),
    )
    """A Bot API server of one's own."""

    telegram_local_mode: bool = Field(
        False, validation_alias=AliasChoices("telegram_local_mode", "TELEGRAM_LOCAL_MODE")
    )
    """That server runs with ``--local`` and shares its disk with the bot: large files."""

    @property
    def is_telegram_cloud(self) -> bool:
        """Whether the bot is served by Telegram itself, however that address is written."""
        host = urlsplit(self.telegram_api_url).hostname or ""
        return host.rstrip(".") == urlsplit(TELEGRAM_CLOUD_URL).hostname

    @field_validator("telegram_bot_token")
    @classmethod
    def _is_telegram_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        token = value.get_secret_value().strip()
        if not is_telegram_token(token):
            raise ValueError("must be a bot's token, like 123456:ABC-DEF…, as @BotFather gives it")
        return SecretStr(token)

    @field_validator("telegram_webhook_url")
    @classmethod
    def _is_telegram_webhook(cls, value: str | None) -> str | None:
        if value is None:
            return None
        if "#" in value:
            raise ValueError("must have no #: what is behind it never comes to a server")
        if "{" in value or "}" in value:
            raise ValueError("must have no braces; write the path as it is")
        http_address(value, "an address like https://host/path")
        return value

    @model_validator(mode="after")
    def _can_be_called(self) -> Self:
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
