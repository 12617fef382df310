"""The application's commands at the fake Discord: for tests.

Owns taking them in as the real one does (the published schema checks no names), and which of them
a person is offered where. Must not know interactions.
Source: Discord's documentation, "Application Commands".
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import Any

from tests.servers.discord_ledger import Ledger
from tests.servers.discord_limits import UNKNOWN_COMMAND, Refused, check_length, invalid, no
from tests.servers.discord_parameters import Call
from tests.servers.discord_values import (
    GUILD_INSTALL,
    IN_BOT_DM,
    IN_GUILD,
    IN_PRIVATE,
    SLASH,
    USER_INSTALL,
    Room,
)

LOCALES = frozenset(
    [
        "ar",
        "bg",
        "cs",
        "da",
        "de",
        "el",
        "en-GB",
        "en-US",
        "es-419",
        "es-ES",
        "fi",
        "fr",
        "he",
        "hi",
        "hr",
        "hu",
        "id",
        "it",
        "ja",
        "ko",
        "lt",
        "nl",
        "no",
        "pl",
        "pt-BR",
        "ro",
        "ru",
        "sv-SE",
        "th",
        "tr",
        "uk",
        "vi",
        "zh-CN",
        "zh-TW",
    ]
)
_MOST = {SLASH: 100, 2: 15, 3: 15}
_SUB = (1, 2)
"""Kinds of options that are commands themselves."""


class Commands:
    """Registered commands, everywhere (guild None) and by guild."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._registered: dict[int | None, list[dict[str, Any]]] = {None: []}

    @property
    def names(self) -> list[str]:
        """Those that are there everywhere."""
        with self._ledger.changed:
            return [str(one["name"]) for one in self._registered[None]]

    # --- the API ----------------------------------------------------------------------------

    def get_all(self, call: Call) -> list[dict[str, Any]]:
        """GET …/commands."""
        is_full = call.query.get("with_localizations", "").lower() in ("true", "1")
        hidden = () if is_full else ("name_localizations", "description_localizations")
        return [
            {name: value for name, value in one.items() if name not in hidden}
            for one in self._of(call)
        ]

    def overwrite(self, call: Call) -> list[dict[str, Any]]:
        """PUT …/commands: these and no others."""
        told = call.body
        if not isinstance(told, list):
            raise invalid("_", "BASE_TYPE_BAD_TYPE", "Only lists may be used in a ListType")
        guild = self._scope(call)
        made = []
        for number, one in enumerate(told):
            made.append(self._made(call, one, str(number)))
        self._check_all(made)
        with self._ledger.changed:
            self._registered[guild] = made
            self._ledger.changed.notify_all()
        return made

    def create(self, call: Call) -> dict[str, Any]:
        """POST …/commands: one more, or another of that name."""
        made = self._made(call, call.json(), "")
        others = [one for one in self._of(call) if _key(one) != _key(made)]
        self._check_all([*others, made])
        with self._ledger.changed:
            self._registered[self._scope(call)] = [*others, made]
        return made

    def get(self, call: Call) -> dict[str, Any]:
        """GET …/commands/{command_id}."""
        for one in self._of(call):
            if one["id"] == call.values["command_id"]:
                return one
        raise no(UNKNOWN_COMMAND)

    def delete(self, call: Call) -> None:
        """DELETE …/commands/{command_id}."""
        gone = self.get(call)
        with self._ledger.changed:
            self._of(call).remove(gone)

    def _scope(self, call: Call) -> int | None:
        if call.values["application_id"] != str(self._ledger.bot.id):
            raise Refused(403, 20012, "You are not authorized to perform this action")
        guild = call.values.get("guild_id")
        return int(guild) if guild else None

    def _of(self, call: Call) -> list[dict[str, Any]]:
        return self._registered.setdefault(self._scope(call), [])

    def _made(self, call: Call, told: dict[str, Any], path: str) -> dict[str, Any]:
        kind = told.get("type") or SLASH
        _check_command(told, kind, path)
        scope = self._scope(call)
        before = [one for one in self._of(call) if _key(one) == (kind, told["name"])]
        return {
            "id": before[0]["id"] if before else str(self._ledger.clock.snowflake()),
            "application_id": str(self._ledger.bot.id),
            "version": str(self._ledger.clock.snowflake()),
            "default_member_permissions": _text(told.get("default_member_permissions")),
            "type": kind,
            "name": told["name"],
            "name_localizations": told.get("name_localizations"),
            "description": told.get("description") or "",
            "description_localizations": told.get("description_localizations"),
            "options": told.get("options") or [],
            "nsfw": bool(told.get("nsfw")),
            "dm_permission": told.get("dm_permission") is not False,
            "contexts": told.get("contexts") or [IN_GUILD, IN_BOT_DM],
            "integration_types": told.get("integration_types") or [GUILD_INSTALL],
        } | ({"guild_id": str(scope)} if scope else {})

    @staticmethod
    def _check_all(commands: list[dict[str, Any]]) -> None:
        if any(count > 1 for count in Counter(map(_key, commands)).values()):
            message = "Application command names must be unique"
            raise invalid("_", "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        for kind, most in _MOST.items():
            if sum(one["type"] == kind for one in commands) > most:
                raise Refused(
                    400, 30032, f"Maximum number of application commands reached ({most})"
                )

    # --- what a person is offered -----------------------------------------------------------

    def offered(self, room: Room, locale: str) -> list[dict[str, Any]]:
        """What somebody finds there, each with ``shown``: name and description in their language.

        ``is_user_install`` says that it is there because they installed it themselves.
        """
        with self._ledger.changed:
            own = self._registered.get(room.guild.id, []) if room.guild else []
            everything = [*own, *self._registered[None]]
            has_bot = self._ledger.bot in room.people
            if room.guild is not None:
                context, has_bot = IN_GUILD, room.guild.has_bot
            else:
                context = IN_BOT_DM if has_bot else IN_PRIVATE
            found = []
            for one in everything:
                by_guild = has_bot and GUILD_INSTALL in one["integration_types"]
                by_user = USER_INSTALL in one["integration_types"]
                if context in one["contexts"] and (by_guild or by_user):
                    shown = {"name": _local(one, "name", locale)}
                    shown["description"] = _local(one, "description", locale)
                    found.append(one | {"shown": shown, "is_user_install": not by_guild})
            return found


def _local(one: dict[str, Any], key: str, locale: str) -> str:
    return str((one.get(f"{key}_localizations") or {}).get(locale) or one[key])


def _key(command: dict[str, Any]) -> tuple[int, str]:
    return command["type"], command["name"]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _check_command(told: dict[str, Any], kind: int, path: str) -> None:
    at = f"{path}." if path else ""
    _check_names(told, at, is_slash=kind == SLASH)
    if kind == SLASH:
        _check_descriptions(told, at)
        _check_options(told.get("options") or [], at)
    elif told.get("description") or told.get("options"):
        message = "Context menu commands cannot have description"
        raise invalid(
            f"{at}description", "APPLICATION_COMMANDS_CONTEXT_MENU_NO_DESCRIPTION", message
        )
    for key, known in (("contexts", (0, 1, 2)), ("integration_types", (0, 1))):
        if set(told.get(key) or ()) - set(known):
            raise invalid(f"{at}{key}", "BASE_TYPE_CHOICES", f"Value must be one of {known}.")


def _check_names(told: dict[str, Any], at: str, *, is_slash: bool) -> None:
    names = {f"{at}name": told.get("name") or ""}
    for locale, name in (told.get("name_localizations") or {}).items():
        _check_locale(locale, f"{at}name_localizations")
        names[f"{at}name_localizations.{locale}"] = name
    for where, name in names.items():
        check_length(where, name, 1, 32)
        if not (is_command_name(name) if is_slash else name.strip() == name):
            message = "Command name is invalid"
            raise invalid(where, "APPLICATION_COMMAND_INVALID_NAME", message)


def is_command_name(name: str) -> bool:
    """1 to 32 letters and digits of any script, hyphens, underscores; no capitals."""
    if not 1 <= len(name) <= 32 or name != name.lower():
        return False
    return all(
        one in "-_'" or unicodedata.category(one)[0] in "LN" or _is_mark(one) for one in name
    )


def _is_mark(sign: str) -> bool:
    # Of the scripts whose vowels are marks, these two are let in.
    return unicodedata.name(sign, "").startswith(("DEVANAGARI", "THAI"))


def _check_descriptions(told: dict[str, Any], at: str) -> None:
    check_length(f"{at}description", told.get("description") or "", 1, 100)
    for locale, words in (told.get("description_localizations") or {}).items():
        _check_locale(locale, f"{at}description_localizations")
        check_length(f"{at}description_localizations.{locale}", words, 1, 100)


def _check_locale(locale: str, path: str) -> None:
    if locale not in LOCALES:
        raise invalid(path, "ENUM_TYPE_COERCE", f'Value "{locale}" is not a valid enum value.')


def _check_options(options: list[dict[str, Any]], at: str) -> None:
    check_length(f"{at}options", options, 0, 25)
    names = [one.get("name") for one in options]
    if len(set(names)) < len(names):
        message = "Option names must be unique"
        raise invalid(f"{at}options", "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE", message)
    optional = False
    for number, one in enumerate(options):
        where = f"{at}options.{number}."
        _check_names(one, where, is_slash=True)
        _check_descriptions(one, where)
        check_length(f"{where}choices", one.get("choices") or [], 0, 25)
        if one.get("type") not in range(1, 12):
            raise invalid(f"{where}type", "BASE_TYPE_CHOICES", "Value must be one of (1, …, 11).")
        if one["type"] in _SUB:
            _check_options(one.get("options") or [], where)
        elif one.get("required") and optional:
            message = "Required options must be placed before non-required options"
            raise invalid(where[:-1], "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        else:
            optional = optional or not one.get("required")
