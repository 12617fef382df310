"""The JSON of messages and files at the fake Discord, as published: for tests.

Owns the shapes, and what of a message a bot without the message-content intent is shown. Must not
know HTTP.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from tests.servers.discord_cdn import Cdn
from tests.servers.discord_clock import iso, unix_s
from tests.servers.discord_ledger import Ledger
from tests.servers.discord_room_shapes import member_json, user_json
from tests.servers.discord_values import HAS_SNAPSHOT, File, Guild, Interaction, Message

_DEFAULT, _REPLY, _SLASH_REPLY, _CONTEXT_REPLY = 0, 19, 20, 23


class Shapes:
    """Shapes that need the whole platform: messages and files, with links signed anew."""

    def __init__(self, ledger: Ledger, cdn: Cdn) -> None:
        self.ledger = ledger
        self.cdn = cdn

    def file(self, file: File) -> dict[str, Any]:
        """An attachment with a link that is good for a day from now."""
        link = self.cdn.link(file)
        told: dict[str, Any] = {
            "id": str(file.id),
            "filename": file.name,
            "size": file.size_bytes,
            "url": link,
            "proxy_url": link,
            "content_type": file.mime,
        }
        told |= {"description": file.description} if file.description else {}
        # Without what stands behind the last dot; that is in the file's name.
        told |= {"title": PurePath(file.title).stem} if file.title != file.name else {}
        told |= {"ephemeral": True} if file.is_ephemeral else {}
        if file.width is not None and file.height is not None:
            told |= {"width": file.width, "height": file.height}
        told |= file.claims
        return {name: value for name, value in told.items() if value is not None}

    def message(self, message: Message, *, has_content: bool = True) -> dict[str, Any]:
        """A message; without ``has_content`` what people wrote stays out where it is not for us."""
        told = self._plain(message, has_content=has_content)
        if message.reference is not None:
            told["message_reference"] = dict(message.reference)
            if message.snapshot is None:
                answered_id = int(message.reference["message_id"])
                answered = self.ledger.message(answered_id, int(message.reference["channel_id"]))
                told["referenced_message"] = answered and self._plain(
                    answered, has_content=has_content
                )
        return told

    def _plain(self, message: Message, *, has_content: bool) -> dict[str, Any]:
        is_shown = has_content or self.is_for_bot(message)
        interaction = self.ledger.interactions.get(message.interaction or 0)
        told = self._content(message, is_shown=is_shown) | {
            "id": str(message.id),
            "channel_id": str(message.room),
            "author": user_json(message.author),
            "pinned": False,
            "mention_everyone": "everyone" in message.now.pinged,
            "tts": False,
        }
        if message.snapshot is not None:
            told["flags"] |= HAS_SNAPSHOT
            inner = self._content(message.snapshot, is_shown=is_shown)
            told["message_snapshots"] = [{"message": inner}]
        elif message.reference is not None:
            told["type"] = _REPLY
        if message.nonce is not None:
            told["nonce"] = message.nonce
        if message.author == self.ledger.bot and interaction is not None:
            told |= {
                "application_id": str(self.ledger.bot.id),
                "webhook_id": str(self.ledger.bot.id),
            }
            told["interaction_metadata"] = {
                "id": str(interaction.id),
                "type": interaction.kind,
                "user": user_json(interaction.user),
                "authorizing_integration_owners": owners_json(interaction),
            }
            if interaction.kind == 3:
                told["interaction_metadata"]["interacted_message_id"] = str(interaction.message)
            elif interaction.kind == 5:
                told["interaction_metadata"]["triggering_interaction_metadata"] = dict(
                    told["interaction_metadata"], type=2
                )
            elif interaction.original == message.id:
                told["type"] = _CONTEXT_REPLY if interaction.target else _SLASH_REPLY
        return told

    def _content(self, message: Message, *, is_shown: bool) -> dict[str, Any]:
        now = message.now
        mentioned = [self.ledger.users[one] for one in now.pinged if isinstance(one, int)]
        edited = iso(unix_s(message.id) + now.at_s - message.versions[0].at_s)
        return {
            "type": _DEFAULT,
            "content": now.text if is_shown else "",
            "mentions": [user_json(one) for one in mentioned],
            "mention_roles": [],
            "attachments": [self.file(one) for one in now.files] if is_shown else [],
            "embeds": [{"type": "rich"} | one for one in now.embeds] if is_shown else [],
            "components": _numbered(now.components) if is_shown else [],
            "timestamp": iso(unix_s(message.id)),
            "edited_timestamp": edited if len(message.versions) > 1 else None,
            "flags": now.flags,
        }

    def membership(self, guild: Guild, message: Message) -> dict[str, Any]:
        """What the gateway adds to a message of a guild."""
        told: dict[str, Any] = {"guild_id": str(guild.id)}
        told["member"] = member_json(guild, message.author, with_user=False)
        return told

    def is_for_bot(self, message: Message) -> bool:
        """Whether the bot is shown its content without the intent."""
        if message.author == self.ledger.bot or self.ledger.bot.id in message.now.pinged:
            return True
        return self.ledger.rooms[message.room].is_dm


def owners_json(interaction: Interaction) -> dict[str, str]:
    """By what right the application is there: installed by a guild (0), or by a user (1)."""
    if interaction.is_user_install:
        return {"1": str(interaction.user.id)}
    guild = interaction.room.guild
    return {"0": str(guild.id if guild else 0)}


def _numbered(components: Any) -> list[dict[str, Any]]:
    """Components as they are given back: each with a number, lists for tuples."""
    numbers = iter(range(1, 1000))

    def copied(one: dict[str, Any]) -> dict[str, Any]:
        told = {"id": next(numbers)} | one
        if "components" in told:
            told["components"] = [copied(inner) for inner in told["components"]]
        return told

    return [copied(one) for one in components]
