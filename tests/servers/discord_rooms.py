"""Channels, threads, DMs, guilds and the bot itself, as the fake Discord's API has them: for tests.

Owns reading them, and opening threads, posts and DMs. Must not know HTTP or messages' insides.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.servers.discord_cdn import Cdn
from tests.servers.discord_ledger import Ledger
from tests.servers.discord_limits import (
    INVALID_FORM,
    MISSING_ACCESS,
    UNKNOWN_GUILD,
    UNKNOWN_MEMBER,
    UNKNOWN_MESSAGE,
    UNKNOWN_USER,
    Refused,
    check_length,
    no,
    number,
)
from tests.servers.discord_messages import Messages
from tests.servers.discord_parameters import Call
from tests.servers.discord_permissions import need, visible
from tests.servers.discord_room_shapes import guild_json, member_json, room_json, user_json
from tests.servers.discord_sessions import GUILDS, Sessions
from tests.servers.discord_values import FORUM, PUBLIC_THREAD, TEXT, Guild, Room, User


class Rooms:
    """``shards`` is how many the gateway recommends."""

    def __init__(
        self,
        ledger: Ledger,
        sessions: Sessions,
        messages: Messages,
        cdn: Cdn,
        *,
        shards: int,
        has_content: bool,
    ) -> None:
        self._ledger = ledger
        self._sessions = sessions
        self._messages = messages
        self._cdn = cdn
        self._shards = shards
        self._has_content = has_content
        self.gateway = ""

    # --- who we are -------------------------------------------------------------------------

    def me(self, _: Call) -> dict[str, Any]:
        """GET /users/@me."""
        told = {"mfa_enabled": False, "locale": "en-US", "verified": True, "email": None}
        return user_json(self._ledger.bot) | told

    def application(self, _: Call) -> dict[str, Any]:
        """GET /applications/@me, and at /oauth2 too."""
        bot = self._ledger.bot
        guilds = sum(one.has_bot for one in self._ledger.guilds.values())
        empty = [
            "icon",
            "type",
            "interactions_endpoint_url",
            "role_connections_verification_url",
            "team",
        ]
        flags = (1 << 18) if self._has_content else 0
        return dict.fromkeys(empty) | {
            "id": str(bot.id),
            "name": bot.name,
            "description": "",
            "bot": user_json(bot),
            "bot_public": True,
            "bot_require_code_grant": False,
            "verify_key": "0" * 64,
            "flags": flags,
            "flags_new": str(flags),
            "redirect_uris": [],
            "owner": user_json(self._ledger.user("the operator")),
            "approximate_guild_count": guilds,
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "eligible_oauth2_scopes": [],
            "integration_types_config": {"0": {}, "1": {}},
        }

    def gateway_address(self, _: Call) -> dict[str, Any]:
        """GET /gateway."""
        return {"url": self.gateway}

    def gateway_for_bots(self, _: Call) -> dict[str, Any]:
        """GET /gateway/bot."""
        left = 1000 - self._sessions.identified
        limit = {"total": 1000, "remaining": left, "reset_after": 86_400_000, "max_concurrency": 1}
        return {"url": self.gateway, "shards": self._shards, "session_start_limit": limit}

    # --- reading ----------------------------------------------------------------------------

    def user(self, call: Call) -> dict[str, Any]:
        """GET /users/{user_id}."""
        return user_json(self._user(call.values["user_id"]))

    def _user(self, told: Any) -> User:
        found = self._ledger.users.get(int(told)) if str(told).isdigit() else None
        if found is None:
            raise no(UNKNOWN_USER)
        return found

    def _guild(self, call: Call) -> Guild:
        told = call.values["guild_id"]
        guild = self._ledger.guilds.get(int(told)) if told.isdigit() else None
        if guild is None:
            raise no(UNKNOWN_GUILD)
        if not guild.has_bot:
            raise no(MISSING_ACCESS)
        return guild

    def guild(self, call: Call) -> dict[str, Any]:
        """GET /guilds/{guild_id}."""
        return guild_json(self._guild(call))

    def channels(self, call: Call) -> list[dict[str, Any]]:
        """GET /guilds/{guild_id}/channels."""
        guild = self._guild(call)
        rooms = [one for one in self._ledger.rooms.values() if one.guild is guild]
        return [room_json(self._ledger, one) for one in rooms if not (one.is_thread or one.is_gone)]

    def active_threads(self, call: Call) -> dict[str, Any]:
        """GET /guilds/{guild_id}/threads/active."""
        guild = self._guild(call)
        rooms = [one for one in self._ledger.rooms.values() if one.guild is guild and one.is_thread]
        open_ones = [one for one in rooms if not (one.is_archived or one.is_gone)]
        return {
            "threads": [room_json(self._ledger, one) for one in open_ones],
            "members": [],
            "has_more": False,
        }

    def member(self, call: Call) -> dict[str, Any]:
        """GET /guilds/{guild_id}/members/{user_id}."""
        guild, user = self._guild(call), self._user(call.values["user_id"])
        if user.id not in guild.members and user != self._ledger.bot:
            raise no(UNKNOWN_MEMBER)
        return member_json(guild, user)

    def my_membership(self, call: Call) -> dict[str, Any]:
        """GET /users/@me/guilds/{guild_id}/member."""
        return member_json(self._guild(call), self._ledger.bot)

    def channel(self, call: Call) -> dict[str, Any]:
        """GET /channels/{channel_id}."""
        return room_json(self._ledger, visible(self._ledger, call.channel()))

    # --- opening ----------------------------------------------------------------------------

    def open_dm(self, call: Call) -> dict[str, Any]:
        """POST /users/@me/channels: the same one whenever it is asked for."""
        user = self._user(call.json().get("recipient_id"))
        if user == self._ledger.bot:
            raise Refused(400, INVALID_FORM, "Cannot send a message to yourself")
        return room_json(self._ledger, self._ledger.dm(user, self._ledger.bot))

    def open_thread(self, call: Call) -> dict[str, Any]:
        """POST /channels/{channel_id}/threads: a thread, or a post in a forum."""
        parent = visible(self._ledger, call.channel())
        body = call.json()
        if parent.kind != FORUM:
            need(parent, "create_public_threads")
            return room_json(self._ledger, self._opened(parent, body))
        need(parent, "send_messages")
        with self._ledger.changed:
            thread_id = self._ledger.clock.snowflake()
            post = Room(thread_id, PUBLIC_THREAD, "", parent.guild, parent)
            # Checked before there is a post, so that nothing stays of one that is refused.
            first = self._messages.composed(call, body.get("message") or {}, post)
            room = self._opened(parent, body, thread_id)
            first = self._messages.tell(replace(first, id=room.id))
            return room_json(self._ledger, room) | {"message": self._messages.json(first)}

    def open_thread_at(self, call: Call) -> dict[str, Any]:
        """POST /channels/{channel_id}/messages/{message_id}/threads: it has the message's id."""
        parent = visible(self._ledger, call.channel())
        need(parent, "create_public_threads")
        message = self._ledger.message(number("message_id", call.values["message_id"]), parent.id)
        if message is None:
            raise no(UNKNOWN_MESSAGE)
        if message.id in self._ledger.rooms:
            raise Refused(400, 160004, "A thread has already been created for this message")
        return room_json(self._ledger, self._opened(parent, call.json(), message.id))

    def _opened(self, parent: Room, body: dict[str, Any], thread_id: int | None = None) -> Room:
        check_length("name", body.get("name") or "", 1, 100)
        return self.add_thread(parent, body["name"], self._ledger.bot, thread_id)

    def add_thread(
        self, parent: Room, name: str, owner: User, thread_id: int | None = None
    ) -> Room:
        """Open a thread in a channel, or a post in a forum; the bot is told of it."""
        assert parent.kind in (TEXT, FORUM), "threads hang on channels of guilds"
        with self._ledger.changed:
            room = Room(
                thread_id or self._ledger.clock.snowflake(),
                PUBLIC_THREAD,
                name,
                parent.guild,
                parent,
                owner=owner,
            )
            self._ledger.add_room(room)
            if self._sessions.is_there(room):
                told = room_json(self._ledger, room) | {"newly_created": True}
                self._sessions.tell("THREAD_CREATE", told, room.guild, GUILDS)
            return room

    def join_thread(self, call: Call) -> None:
        """PUT /channels/{channel_id}/thread-members/@me."""
        visible(self._ledger, call.channel())

    def change(self, call: Call) -> dict[str, Any]:
        """PATCH /channels/{channel_id}: a thread's name and whether it is archived."""
        room = visible(self._ledger, call.channel())
        if room.owner != self._ledger.bot:
            need(room, "manage_threads")
        body = call.json()
        with self._ledger.changed:
            if "name" in body:
                check_length("name", body["name"], 1, 100)
                room.name = body["name"]
            room.is_archived = bool(body.get("archived", room.is_archived))
            told = room_json(self._ledger, room)
        self._sessions.tell("THREAD_UPDATE", told, room.guild, GUILDS)
        return told

    # --- files' links -----------------------------------------------------------------------

    def refresh_links(self, call: Call) -> dict[str, Any]:
        """POST /attachments/refresh-urls: signed anew, those that are ours."""
        told = call.json().get("attachment_urls") or []
        check_length("attachment_urls", told, 1, 50)
        return {
            "refreshed_urls": [
                {"original": one, "refreshed": self._cdn.refreshed(one)} for one in told
            ]
        }
