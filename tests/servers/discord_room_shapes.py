"""The JSON of people, guilds and channels at the fake Discord, as published: for tests.

Owns the shapes. Must not know HTTP, or messages.
"""

from __future__ import annotations

from typing import Any

from tests.servers.discord_clock import iso, unix_s
from tests.servers.discord_ledger import Ledger
from tests.servers.discord_permissions import EVERYONE, bits, granted
from tests.servers.discord_values import DM, FORUM, Guild, Room, User


def user_json(user: User) -> dict[str, Any]:
    """A user."""
    return {
        "id": str(user.id),
        "username": user.name,
        "discriminator": "0",
        "global_name": None if user.is_bot else user.name.title(),
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
        "bot": user.is_bot,
    }


def member_json(guild: Guild, user: User, *, with_user: bool = True) -> dict[str, Any]:
    """A user as a member of a guild."""
    told: dict[str, Any] = {
        "roles": [],
        "joined_at": iso(unix_s(guild.id)),
        "nick": None,
        "avatar": None,
        "banner": None,
        "communication_disabled_until": None,
        "premium_since": None,
        "pending": False,
        "flags": 0,
        "mute": False,
        "deaf": False,
    }
    return told | ({"user": user_json(user)} if with_user else {})


def guild_json(guild: Guild) -> dict[str, Any]:
    """A guild as REST has it."""
    nothing = [
        "icon",
        "description",
        "home_header",
        "splash",
        "discovery_splash",
        "banner",
        "application_id",
        "afk_channel_id",
        "system_channel_id",
        "widget_channel_id",
        "max_presences",
        "vanity_url_code",
        "rules_channel_id",
        "safety_alerts_channel_id",
        "public_updates_channel_id",
        "incidents_data",
    ]
    zero = [
        "system_channel_flags",
        "verification_level",
        "default_message_notifications",
        "mfa_level",
        "explicit_content_filter",
        "nsfw_level",
    ]
    return (
        dict.fromkeys(nothing)
        | dict.fromkeys(zero, 0)
        | {
            "id": str(guild.id),
            "name": guild.name,
            "owner_id": str(guild.owner.id),
            "features": [],
            "region": "deprecated",
            "afk_timeout": 300,
            "widget_enabled": False,
            "roles": [_everyone_json(guild)],
            "max_members": 500000,
            "max_stage_video_channel_users": 50,
            "max_video_channel_users": 25,
            "premium_tier": guild.tier,
            "premium_subscription_count": guild.boosts,
            "preferred_locale": guild.locale,
            "premium_progress_bar_enabled": False,
            "nsfw": False,
            "emojis": [],
            "stickers": [],
        }
    )


def _everyone_json(guild: Guild) -> dict[str, Any]:
    return {
        "id": str(guild.id),
        "name": "@everyone",
        "permissions": str(EVERYONE & ~bits(guild.denied)),
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def guild_create_json(ledger: Ledger, guild: Guild) -> dict[str, Any]:
    """A guild as the gateway tells it, without the members' intent: with the bot alone."""
    rooms = [one for one in ledger.rooms.values() if one.guild is guild and not one.is_gone]
    return guild_json(guild) | {
        "joined_at": iso(unix_s(guild.id)),
        "large": False,
        "unavailable": False,
        "member_count": len(guild.members) + 1,
        "members": [member_json(guild, ledger.bot)],
        "channels": [room_json(ledger, one) for one in rooms if not one.is_thread],
        "threads": [room_json(ledger, one) for one in rooms if one.is_thread],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def room_json(ledger: Ledger, room: Room) -> dict[str, Any]:
    """A channel, a thread or a DM."""
    told: dict[str, Any] = {
        "id": str(room.id),
        "type": room.kind,
        "flags": 0,
        "last_message_id": str(room.last_message) if room.last_message else None,
    }
    if room.guild is None:
        others = [one for one in room.people if one != ledger.bot]
        return told | {"recipients": [user_json(one) for one in others]}
    told |= {"guild_id": str(room.guild.id), "name": room.name, "rate_limit_per_user": 0}
    if room.parent is not None:
        count = len(ledger.messages(room.id))
        return told | {
            "parent_id": str(room.parent.id),
            "owner_id": str((room.owner or room.guild.owner).id),
            "message_count": count,
            "total_message_sent": count,
            "member_count": 1,
            "thread_metadata": {
                "archived": room.is_archived,
                "archive_timestamp": iso(unix_s(room.id)),
                "auto_archive_duration": 1440,
                "locked": room.is_locked,
                "create_timestamp": iso(unix_s(room.id)),
            },
        }
    told |= {"position": 0, "parent_id": None, "topic": None, "nsfw": False}
    told["permission_overwrites"] = [
        {"id": str(ledger.bot.id), "type": 1, "allow": "0", "deny": str(bits(room.denied))}
    ]
    if room.kind == FORUM:
        told |= {"available_tags": [], "default_reaction_emoji": None, "default_forum_layout": 0}
        told |= {"default_sort_order": None}
    return told


def partial_room_json(ledger: Ledger, room: Room) -> dict[str, Any]:
    """A channel as an interaction carries it."""
    told = room_json(ledger, room)
    if room.kind == DM and ledger.bot not in room.people:
        told["recipients"] = [user_json(one) for one in room.people]
    return told | ({"permissions": str(granted(room))} if room.guild else {})
