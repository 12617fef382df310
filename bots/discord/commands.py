"""The application's commands, as Discord shows them in every language.

Owns which there are, and that they are sent to Discord only where they differ from what stands
there. Must not know what they do: each hands over what was asked.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, Final

import discord
from discord import app_commands

from bots.discord import faults
from core.phrases import Phrasebook

log = logging.getLogger(__name__)

EDIT: Final = "edit"
EDIT_CLIP: Final = "Edit this clip"
PLAIN: Final = (
    "export",
    "status",
    "credits",
    "new",
    "projects",
    "cancel",
    "language",
    "settings",
    "login",
    "forget",
    "help",
)
"""Those that say all with their name."""
OPTIONS: Final = {"prompt": "option-prompt", "clip": "option-clip"}
"""Those of the command for edits, each with the phrase that says what it is."""
_ENTRY_POINT: Final = 4
"""A type of command. Source: the documentation, "Application commands"."""
_DEFAULTS: Final[Mapping[str, Any]] = {
    "nsfw": False,
    "dm_permission": True,
    "required": False,
    "default_member_permissions": None,
}
"""What Discord may leave out, or put in, where nothing was said."""

Interaction = discord.Interaction[Any]
Use = Callable[[Interaction, str, str, tuple[discord.Attachment, ...]], Awaitable[None]]
"""Told of a command: the interaction, its name, its words, its files."""
Point = Callable[[Interaction, discord.Message], Awaitable[None]]
"""Told of a message whose menu was used."""


class Commands(app_commands.CommandTree[Any]):
    """All of them. ``use`` and ``point`` are called for what a person does."""

    def __init__(
        self, client: discord.Client, phrasebook: Phrasebook, use: Use, point: Point
    ) -> None:
        super().__init__(client)
        self._phrasebook = phrasebook
        self._use = use
        everywhere = app_commands.AppCommandContext(
            guild=True, dm_channel=True, private_channel=True
        )
        installed = app_commands.AppInstallationType(guild=True, user=True)
        found: list[app_commands.Command[Any, ..., Any] | app_commands.ContextMenu] = [
            self._edit(use),
            *(self._plain(name, use) for name in PLAIN),
            app_commands.ContextMenu(
                name=app_commands.locale_str(EDIT_CLIP, key="menu-edit-clip"),
                callback=_pointing(point),
            ),
        ]
        for command in found:
            command.allowed_contexts = everywhere
            command.allowed_installs = installed
            self.add_command(command)

    async def bring_up_to_date(self) -> None:
        """Send them to Discord if it has others; a refusal is logged, and no harm."""
        client = self.client
        translator = Translator(self._phrasebook)
        ours = [
            await command.get_translated_payload(self, translator)
            for command in self.get_commands(type=None)
        ]
        route = discord.http.Route(
            "GET", "/applications/{application_id}/commands", application_id=client.application_id
        )
        try:
            standing = await client.http.request(route, params={"with_localizations": "true"})
            # Discord puts in one of its own where the application has an Activity, and lets no list
            # come without it.
            its_own = [one for one in standing if one.get("type") == _ENTRY_POINT]
            if is_same(ours, [one for one in standing if one not in its_own]):
                return
            await client.http.bulk_upsert_global_commands(
                client.application_id, payload=[*ours, *its_own]
            )
        except faults.FAILURES as error:
            log.warning(
                "The commands could not be brought to Discord (%s); those of before still work.",
                faults.cause_of(error),
            )
        else:
            log.info("Discord shows the commands of this version now.")

    async def on_error(
        self, interaction: Interaction, error: app_commands.AppCommandError, /
    ) -> None:
        """A command that is not ours any more is answered by help; else it is our own fault."""
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            log.info("A command of an earlier version was used.")
            await self._use(interaction, "help", "", ())
            return
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        log.error("A command failed in a way that nobody foresaw.", exc_info=cause)

    def _say(self, key: str) -> app_commands.locale_str:
        default = self._phrasebook.say(key, self._phrasebook.negotiate(None))
        return app_commands.locale_str(default, key=key)

    def _plain(self, name: str, use: Use) -> app_commands.Command[Any, ..., Any]:
        async def used(interaction: Interaction) -> None:
            await use(interaction, name, "", ())

        return app_commands.Command(
            name=app_commands.locale_str(name, key=f"command-name-{name}"),
            description=self._say(f"command-{name}"),
            callback=used,
        )

    def _edit(self, use: Use) -> app_commands.Command[Any, ..., Any]:
        async def used(
            interaction: Interaction, prompt: str, clip: discord.Attachment | None = None
        ) -> None:
            await use(interaction, EDIT, prompt, () if clip is None else (clip,))

        told = {name: self._say(key) for name, key in OPTIONS.items()}
        used = app_commands.describe(**told)(used)
        used = app_commands.rename(
            **{name: app_commands.locale_str(name, key=f"option-name-{name}") for name in OPTIONS}
        )(used)
        return app_commands.Command(
            name=app_commands.locale_str(EDIT, key=f"command-name-{EDIT}"),
            description=self._say(f"command-{EDIT}"),
            callback=used,
        )


class Translator(app_commands.Translator):
    """The phrases of all languages, for the library's own way of sending them."""

    def __init__(self, phrasebook: Phrasebook) -> None:
        self._phrasebook = phrasebook

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The phrase in the language of that place; None where it is in the default one."""
        language = self._phrasebook.find_language(locale.value)
        key = string.extras.get("key")
        if key is None or language in (None, self._phrasebook.negotiate(None)):
            return None
        return self._phrasebook.say(key, language)


def is_same(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> bool:
    """Whether Discord has just these commands; in whatever order, and with more said of each."""
    standing = {(one.get("type", 1), one["name"]): one for one in theirs}
    wanted = {(one.get("type", 1), one["name"]): one for one in ours}
    return standing.keys() == wanted.keys() and all(
        _has(standing[key], one) for key, one in wanted.items()
    )


def _has(theirs: Any, ours: Any) -> bool:
    """Whether all that is said in ``ours`` stands there. Nothing and empty are the same."""
    if isinstance(ours, Mapping):
        found = theirs if isinstance(theirs, Mapping) else {}
        return all(_has(found.get(key, _DEFAULTS.get(key)), one) for key, one in ours.items())
    if isinstance(ours, list):
        listed = theirs if isinstance(theirs, list) else []
        if all(isinstance(one, int) for one in ours):
            return sorted(listed) == sorted(ours)
        return len(listed) == len(ours) and all(map(_has, listed, ours))
    return bool(theirs == ours or (not theirs and not ours))


def _pointing(
    point: Point,
) -> Callable[[Interaction, discord.Message], Coroutine[Any, Any, None]]:
    async def used(interaction: Interaction, message: discord.Message) -> None:
        await point(interaction, message)

    return used
