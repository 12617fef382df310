"""What a bot says of itself at the fake Telegram: commands, name, descriptions: for tests.

Owns those, by scope and language. Must not know chats or HTTP.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from tests.servers.telegram_entities import units
from tests.servers.telegram_limits import bad
from tests.servers.telegram_parameters import Parameters

_MAX_UNITS = {"name": 64, "description": 512, "short_description": 120}
_SCOPES = frozenset(
    [
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
)


class Profile:
    """One bot's own words; ``commands`` by (scope as JSON, language), texts by (what, language)."""

    def __init__(self, name: str) -> None:
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.texts: dict[tuple[str, str], str] = {("name", ""): name}

    def _place(self, parameters: Parameters) -> tuple[str, str]:
        scope = parameters.value("scope") or {"type": "default"}
        if not isinstance(scope, dict) or scope.get("type") not in _SCOPES:
            raise bad("can't parse BotCommandScope: unsupported type specified")
        return json.dumps(scope, sort_keys=True), self._language(parameters)

    def _language(self, parameters: Parameters) -> str:
        language = parameters.text("language_code")
        if language and not re.fullmatch(r"[a-z]{2}", language):
            raise bad("invalid language code specified")
        return language

    def set_commands(self, parameters: Parameters) -> Any:
        """setMyCommands."""
        commands = parameters.value("commands")
        if not isinstance(commands, list):
            raise bad("expected an Array of BotCommand")
        if len(commands) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        kept = []
        for one in commands:
            command = str(one.get("command", "")).removeprefix("/")
            description = str(one.get("description", "")).strip()
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= units(description) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
            kept.append({"command": command, "description": description})
        self.commands[self._place(parameters)] = kept
        return True

    def get_commands(self, parameters: Parameters) -> Any:
        """getMyCommands."""
        return self.commands.get(self._place(parameters), [])

    def delete_commands(self, parameters: Parameters) -> Any:
        """deleteMyCommands."""
        self.commands.pop(self._place(parameters), None)
        return True

    def set_text(self, what: str, parameters: Parameters) -> Any:
        """setMyName, setMyDescription, setMyShortDescription; an empty one goes."""
        language, text = self._language(parameters), parameters.text(what).strip()
        if units(text) > _MAX_UNITS[what]:
            raise bad(f"{what.replace('_', ' ')} is too long")
        if what == "name" and not text and not language:
            raise bad("name must be non-empty")
        if text:
            self.texts[what, language] = text
        else:
            self.texts.pop((what, language), None)
        return True

    def get_text(self, what: str, parameters: Parameters) -> Any:
        """getMyName and its likes: of the language, else of all."""
        language = self._language(parameters)
        return {what: self.texts.get((what, language), self.texts.get((what, ""), ""))}

    def words(self) -> Iterator[str]:
        """Everything that people may read."""
        for commands in self.commands.values():
            for one in commands:
                yield one["description"]
        yield from self.texts.values()
