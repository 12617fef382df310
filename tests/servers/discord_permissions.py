"""What the bot may do in a channel of the fake Discord: for tests.

Owns the bits by their published names, and the refusals. Must not know HTTP.
"""

from __future__ import annotations

from tests.servers.discord_ledger import Ledger
from tests.servers.discord_limits import (
    ARCHIVED,
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    NO_DMS,
    NOT_TEXT,
    UNKNOWN_CHANNEL,
    no,
)
from tests.servers.discord_values import FORUM, Guild, Room

BITS = {
    "add_reactions": 1 << 6,
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "manage_messages": 1 << 13,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "mention_everyone": 1 << 17,
    "use_application_commands": 1 << 31,
    "manage_threads": 1 << 34,
    "create_public_threads": 1 << 35,
    "send_messages_in_threads": 1 << 38,
    "use_external_apps": 1 << 50,
}
_NOT_USUAL = {"manage_messages", "mention_everyone", "manage_threads"}
EVERYONE = sum(bit for name, bit in BITS.items() if name not in _NOT_USUAL)
"""What everybody may, unless it is denied."""


def bits(names: set[str]) -> int:
    """The names as one number."""
    return sum(BITS[name] for name in names)


def granted(room: Room) -> int:
    """What the bot may there."""
    if room.guild is None:
        return EVERYONE
    above = room.parent.denied if room.parent else set()
    return EVERYONE & ~bits(room.denied | above | room.guild.denied)


def may(room: Room, name: str) -> bool:
    """Whether the bot has that permission there."""
    return bool(granted(room) & BITS[name])


def need(room: Room, *names: str) -> None:
    """The bot's permissions there. Raises ``Refused``: 50001 without a view, else 50013."""
    if not may(room, "view_channel"):
        raise no(MISSING_ACCESS)
    if not all(may(room, name) for name in names):
        raise no(MISSING_PERMISSIONS)


def visible(ledger: Ledger, channel_id: str) -> Room:
    """The channel, if there is one and the bot may see it. Raises ``Refused``."""
    room = ledger.rooms.get(int(channel_id)) if channel_id.isdigit() else None
    if room is None or room.is_gone:
        raise no(UNKNOWN_CHANNEL)
    if room.guild is None:
        if ledger.bot not in room.people:
            raise no(MISSING_ACCESS)
    elif not room.guild.has_bot:
        raise no(MISSING_ACCESS)
    need(room)
    return room


def writable(ledger: Ledger, channel_id: str) -> Room:
    """The channel, if the bot may say something there. Raises ``Refused``."""
    room = visible(ledger, channel_id)
    if room.kind == FORUM:
        raise no(NOT_TEXT)
    if room.guild is None:
        if not all(one.takes_dms for one in room.people):
            raise no(NO_DMS)
        return room
    need(room, "send_messages_in_threads" if room.is_thread else "send_messages")
    if room.is_locked and not may(room, "manage_threads"):
        raise no(ARCHIVED)
    return room


def is_member(guild: Guild, user_id: int) -> bool:
    """Whether that person is in the guild."""
    return user_id in guild.members
