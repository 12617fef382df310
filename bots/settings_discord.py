"""Discord's settings: names, defaults and checks, as a part of the one value of all settings.

Must not start or open anything, nor know any other platform's settings.
"""

from __future__ import annotations

import re
from typing import Annotated, Final, Literal

from pydantic import AliasChoices, BaseModel, Field, SecretStr, field_validator
from pydantic_settings import NoDecode

from core.secrecy import MASK, is_discord_token, safe_text

_SNOWFLAKE: Final = re.compile(r"[0-9]{17,20}")
"""An id. Source: Discord's reference, "Snowflakes": 64 bits, the upper ones the milliseconds since
2015; those of its first public days had 17 digits."""
_LONGEST_NAMED: Final = 24
"""Characters of a wrong entry that a fault repeats; an application's secret has 32."""


class DiscordSettings(BaseModel):
    """What ``bots.settings.Settings`` has of Discord."""

    discord_bot_token: SecretStr | None = Field(
        None, validation_alias=AliasChoices("discord_bot_token", "DISCORD_BOT_TOKEN")
    )
    """The bot's token from the developer portal. Without it there is no Discord."""

    discord_open_channels: Annotated[frozenset[int], NoDecode] = Field(
        frozenset(),
        validation_alias=AliasChoices("discord_open_channels", "DISCORD_OPEN_CHANNELS"),
    )
    """Ids of the channels in which everything said is for the bot; comma separated in the
    environment. With one or more the bot asks for the message-content intent."""

    discord_shards: int | Literal["auto"] = Field(
        1, validation_alias=AliasChoices("discord_shards", "DISCORD_SHARDS")
    )
    """Connections to the gateway; ``auto``: as many as Discord recommends. Required by Discord
    from 2,500 servers on."""

    @field_validator("discord_bot_token")
    @classmethod
    def _is_discord_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        token = value.get_secret_value().strip()
        if not is_discord_token(token):
            raise ValueError(
                "must be a bot's token, like MTIz….G4bC.…, from the page Bot of your application "
                "in Discord's developer portal"
            )
        return SecretStr(token)

    @field_validator("discord_open_channels", mode="before")
    @classmethod
    def _are_channels(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        entries = [entry.strip() for entry in value.split(",")]
        wrong = [
            _named(entry, place)
            for place, entry in enumerate(entries, 1)
            if entry and not _is_snowflake(entry)
        ]
        if wrong:
            raise ValueError(
                "must be ids of channels, like 1290000000000000000, separated by commas; "
                f"these are none: {', '.join(wrong)}"
            )
        return frozenset(int(entry) for entry in entries if entry)

    @field_validator("discord_shards", mode="before")
    @classmethod
    def _is_number_of_shards(cls, value: object) -> int | str:
        text = str(value).strip().lower()
        if text == "auto":
            return text
        if not (text.isascii() and text.isdecimal()) or int(text) < 1:
            raise ValueError("must be a number from 1 on, or the word auto")
        return int(text)


def _is_snowflake(text: str) -> bool:
    return _SNOWFLAKE.fullmatch(text) is not None and int(text) < 2**64


def _named(entry: str, place: int) -> str:
    """The entry itself, or its place where it may be a secret."""
    shown = safe_text(entry)
    return f"entry {place}" if MASK in shown or len(entry) > _LONGEST_NAMED else f"“{shown}”"
