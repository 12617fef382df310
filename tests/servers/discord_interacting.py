"""A person who uses commands, buttons and modals at the fake Discord: for tests.

Owns the interactions that come of it, as the gateway tells them. Must not know what the bot does.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers.discord_cdn import Cdn
from tests.servers.discord_commands import Commands
from tests.servers.discord_components import FILE_UPLOAD, ROW, fields, label_of
from tests.servers.discord_eyes import Eyes
from tests.servers.discord_ledger import Ledger
from tests.servers.discord_limits import file_bytes
from tests.servers.discord_permissions import EVERYONE, granted
from tests.servers.discord_room_shapes import member_json, partial_room_json, user_json
from tests.servers.discord_rooms import Rooms
from tests.servers.discord_sessions import Sessions
from tests.servers.discord_shapes import Shapes, owners_json
from tests.servers.discord_values import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    IN_BOT_DM,
    IN_GUILD,
    IN_PRIVATE,
    MESSAGE_COMMAND,
    MODAL,
    SLASH,
    File,
    Interaction,
    Message,
    Room,
    User,
    walk,
)

_ATTACHMENT = 11
_PYTHON: dict[int, Any] = {3: str, 4: int, 5: bool, 10: (int, float), _ATTACHMENT: Path}


@dataclass(frozen=True)
class World:
    """What a person acts on: one server's parts."""

    ledger: Ledger
    sessions: Sessions
    shapes: Shapes
    commands: Commands
    rooms: Rooms
    cdn: Cdn
    default_bytes: int


class Interacting(Eyes):
    """A channel in which somebody uses the application."""

    def __init__(self, world: World, room: Room, person: User) -> None:
        super().__init__(world.ledger, room, person)
        self._world = world

    def menu(self) -> list[str]:
        """The commands that this person is offered here, by the names that they read."""
        offered = self._world.commands.offered(self.room, self.person.locale)
        return [one["shown"]["name"] for one in offered]

    def slash(self, name: str, *, by: User | str | None = None, **options: Any) -> Interaction:
        """Use a command by the name that is read or its own; a ``Path`` is a file."""
        user = self._who(by)
        command = self._command(SLASH, name, user)
        given, resolved = self._options(command, options)
        data = {"options": given} | ({"resolved": {"attachments": resolved}} if resolved else {})
        return self._use(command, user, data)

    def complete(
        self, name: str, option: str, begun: str, *, by: User | str | None = None
    ) -> Interaction:
        """Begin to type an option that completes itself; ``choices`` are what the bot offers."""
        user = self._who(by)
        command = self._command(SLASH, name, user)
        told = {"name": option, "type": 3, "value": begun, "focused": True}
        return self._use(command, user, {"options": [told]}, kind=AUTOCOMPLETE)

    def message_command(
        self, name: str, message: Message | int, *, by: User | str | None = None
    ) -> Interaction:
        """Use a command of a message's menu: the bot is shown that message whole."""
        user = self._who(by)
        command = self._command(MESSAGE_COMMAND, name, user)
        target = self.message(message.id if isinstance(message, Message) else message)
        shape = self._world.shapes.message(target)
        data = {
            "target_id": str(target.id),
            "resolved": {"messages": {str(target.id): shape}},
        }
        return self._use(command, user, data, target=target.id)

    def press(
        self, message: Message | int, label_or_id: str, *, by: User | str | None = None
    ) -> Interaction:
        """Press a button that the message has now."""
        standing = self.message(message.id if isinstance(message, Message) else message)
        found = [
            one
            for one in walk(standing.now.components)
            if one.get("custom_id") and label_or_id in (one.get("label"), one["custom_id"])
        ]
        assert found, f"no button {label_or_id!r} at {standing.text!r}: {standing.buttons}"
        assert not found[0].get("disabled"), f"{label_or_id!r} is switched off"
        user = self._who(by)
        assert standing.seen_by in (None, user.id), f"{user.name} doesn't see that message"
        data = {"custom_id": found[0]["custom_id"], "component_type": found[0]["type"], "id": 1}
        return self._tell(COMPONENT, user, found[0]["custom_id"], data, message=standing)

    def submit(
        self, interaction: Interaction, values: Mapping[str, str | Path | list[Path]]
    ) -> Interaction:
        """Fill in the modal that answered, by custom ids or labels, and send it."""
        modal = interaction.modal
        assert modal is not None, f"no modal came for {interaction.name!r}"
        resolved: dict[str, Any] = {}
        filled = {
            one["custom_id"]: self._filled(one, self._value(modal, one, values), resolved)
            for one in fields(modal)
        }
        known = set(filled) | {label_of(modal, one) for one in fields(modal)}
        assert set(values) <= known, f"no field for {set(values) - known}: {known}"
        rows = []
        for number, one in enumerate(modal["components"], 1):
            told: dict[str, Any] = {"type": one["type"], "id": number}
            if one["type"] == ROW:
                told["components"] = [filled[each["custom_id"]] for each in one["components"]]
            elif "component" in one:
                told["component"] = filled[one["component"]["custom_id"]]
            rows.append(told)
        data: dict[str, Any] = {"custom_id": modal["custom_id"], "components": rows}
        data |= {"resolved": {"attachments": resolved}} if resolved else {}
        message = self._ledger.message(interaction.message)
        return self._tell(
            MODAL,
            interaction.user,
            modal["custom_id"],
            data,
            message=message,
            is_user_install=interaction.is_user_install,
        )

    # --- parts ------------------------------------------------------------------------------

    def _who(self, by: Eyes | User | str | None) -> User:
        if isinstance(by, Eyes):
            return by.person
        user = self._ledger.user(by) if isinstance(by, str) else by or self.person
        if self.room.guild is not None:
            with self._ledger.changed:
                self.room.guild.members[user.id] = user
        return user

    def _command(self, kind: int, name: str, user: User) -> dict[str, Any]:
        offered = self._world.commands.offered(self.room, user.locale)
        for one in offered:
            if one["type"] == kind and name in (one["name"], one["shown"]["name"]):
                return one
        names = [one["name"] for one in offered]
        raise AssertionError(f"{name!r} is not offered in {self.name}: {names}")

    def _use(
        self, command: dict[str, Any], user: User, data: dict[str, Any], **more: Any
    ) -> Interaction:
        told = {"id": command["id"], "name": command["name"], "type": command["type"]} | data
        told |= {"guild_id": command["guild_id"]} if "guild_id" in command else {}
        kind = more.pop("kind", COMMAND)
        is_user_install = command["is_user_install"]
        return self._tell(
            kind, user, command["name"], told, is_user_install=is_user_install, **more
        )

    def _options(
        self, command: dict[str, Any], options: Mapping[str, Any]
    ) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        given, resolved = [], {}
        known = {one["name"]: one for one in command["options"]}
        assert set(options) <= set(known), f"{command['name']} has no {set(options) - set(known)}"
        for name, one in known.items():
            if name not in options:
                assert not one.get("required"), f"{command['name']} needs {name}"
                continue
            value = options[name]
            assert isinstance(value, _PYTHON[one["type"]]), f"{name} can't be {value!r}"
            if isinstance(value, Path):
                file = self._upload(value)
                resolved[str(file.id)] = self._world.shapes.file(file)
                value = str(file.id)
            elif isinstance(value, str):
                assert len(value) <= (one.get("max_length") or 6000), f"{name} is too long"
            given.append({"name": name, "type": one["type"], "value": value})
        return given, resolved

    def _upload(self, path: Path) -> File:
        where = f"ephemeral-attachments/{self._ledger.bot.id}"
        return self._world.cdn.keep(path, path.name, where, is_ephemeral=True)

    @staticmethod
    def _value(modal: dict[str, Any], one: dict[str, Any], values: Mapping[str, Any]) -> Any:
        given = values.get(one["custom_id"], values.get(label_of(modal, one), one.get("value")))
        is_needed = one.get("required") is not False
        assert given or not is_needed, f"{label_of(modal, one)!r} must be filled in"
        return given

    def _filled(self, one: dict[str, Any], value: Any, resolved: dict[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = {"type": one["type"], "id": 1, "custom_id": one["custom_id"]}
        if one["type"] != FILE_UPLOAD:
            text = str(value or "")
            assert len(text) <= (one.get("max_length") or 4000), f"{one['custom_id']} is too long"
            assert not text or len(text) >= (one.get("min_length") or 0), "too short"
            return told | {"value": text}
        paths = value if isinstance(value, list) else [value] if value else []
        assert len(paths) <= (one.get("max_values") or 1), "too many files"
        files = [self._upload(path) for path in paths]
        resolved |= {str(file.id): self._world.shapes.file(file) for file in files}
        return told | {"values": [str(file.id) for file in files]}

    def _tell(
        self,
        kind: int,
        user: User,
        name: str,
        data: dict[str, Any],
        *,
        message: Message | None = None,
        target: int | None = None,
        is_user_install: bool | None = None,
    ) -> Interaction:
        world, guild = self._world, self.room.guild
        if is_user_install is None:
            has_bot = guild.has_bot if guild else self._ledger.bot in self.room.people
            is_user_install = not has_bot
        with self._ledger.changed:
            one = Interaction(
                id=self._ledger.clock.snowflake(),
                kind=kind,
                user=user,
                room=self.room,
                name=name,
                is_user_install=is_user_install,
                created_s=self._ledger.clock.now_s(),
                token="aW50ZXJhY3Rpb246" + secrets.token_urlsafe(96),
                at_s=time.monotonic(),
                message=message.id if message else None,
                target=target,
            )
            self._ledger.add_interaction(one)
            told = {
                "id": str(one.id),
                "application_id": str(self._ledger.bot.id),
                "type": kind,
                "token": one.token,
                "version": 1,
                "data": data,
                "locale": user.locale,
                "channel_id": str(self.room.id),
                "channel": partial_room_json(self._ledger, self.room),
                "app_permissions": str(granted(self.room)),
                "authorizing_integration_owners": owners_json(one),
                "attachment_size_limit": file_bytes(guild, world.default_bytes),
                "entitlements": [],
                "context": self._context(),
            }
            told |= {"message": world.shapes.message(message)} if message else {}
            if guild is not None:
                told |= {
                    "guild_id": str(guild.id),
                    "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
                    "guild_locale": guild.locale,
                    "member": member_json(guild, user) | {"permissions": str(EVERYONE)},
                }
            else:
                told["user"] = user_json(user)
            world.sessions.tell("INTERACTION_CREATE", told, guild)
        return one

    def _context(self) -> int:
        if self.room.guild is not None:
            return IN_GUILD
        return IN_BOT_DM if self._ledger.bot in self.room.people else IN_PRIVATE
