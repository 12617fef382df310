"""The fake Discord's API, route by route: for tests.

Owns the endpoints' names, and which part answers. Paths are the published templates. Must not know
what a route does.
"""

from __future__ import annotations

from tests.servers.discord_commands import Commands
from tests.servers.discord_http import Route
from tests.servers.discord_interactions import Interactions
from tests.servers.discord_messages import Messages
from tests.servers.discord_rooms import Rooms

_CHANNEL = "/channels/{channel_id}"
_MESSAGE = f"{_CHANNEL}/messages/{{message_id}}"
_COMMANDS = "/applications/{application_id}/commands"
_OF_GUILD = "/applications/{application_id}/guilds/{guild_id}/commands"
_WEBHOOK = "/webhooks/{webhook_id}/{webhook_token}"
_CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
_ORIGINAL, _FOLLOWED = f"{_WEBHOOK}/messages/@original", f"{_WEBHOOK}/messages/{{message_id}}"

NOT_PUBLISHED = frozenset({"refresh"})
"""Endpoints that the published description doesn't have."""


def routes(
    messages: Messages, rooms: Rooms, commands: Commands, interactions: Interactions
) -> list[Route]:
    """All of them; what stands first is matched first."""
    return [
        Route("me", "GET", "/users/@me", rooms.me),
        Route("open_dm", "POST", "/users/@me/channels", rooms.open_dm),
        Route("my_membership", "GET", "/users/@me/guilds/{guild_id}/member", rooms.my_membership),
        Route("user", "GET", "/users/{user_id}", rooms.user),
        Route("application", "GET", "/applications/@me", rooms.application),
        Route("application", "GET", "/oauth2/applications/@me", rooms.application),
        Route("gateway", "GET", "/gateway", rooms.gateway_address, is_open=True),
        Route("gateway", "GET", "/gateway/bot", rooms.gateway_for_bots),
        Route("guild", "GET", "/guilds/{guild_id}", rooms.guild),
        Route("channels", "GET", "/guilds/{guild_id}/channels", rooms.channels),
        Route("threads", "GET", "/guilds/{guild_id}/threads/active", rooms.active_threads),
        Route("member", "GET", "/guilds/{guild_id}/members/{user_id}", rooms.member),
        Route("channel", "GET", _CHANNEL, rooms.channel),
        Route("change_channel", "PATCH", _CHANNEL, rooms.change),
        Route("join_thread", "PUT", f"{_CHANNEL}/thread-members/@me", rooms.join_thread),
        Route("open_thread", "POST", f"{_CHANNEL}/threads", rooms.open_thread, created=True),
        Route("open_thread", "POST", f"{_MESSAGE}/threads", rooms.open_thread_at, created=True),
        Route("send", "POST", f"{_CHANNEL}/messages", messages.create),
        Route("history", "GET", f"{_CHANNEL}/messages", messages.history),
        Route("message", "GET", _MESSAGE, messages.get),
        Route("edit", "PATCH", _MESSAGE, messages.edit),
        Route("delete", "DELETE", _MESSAGE, messages.delete),
        Route("typing", "POST", f"{_CHANNEL}/typing", messages.typing),
        Route("refresh", "POST", "/attachments/refresh-urls", rooms.refresh_links),
        Route("commands", "GET", _COMMANDS, commands.get_all),
        Route("sync", "PUT", _COMMANDS, commands.overwrite),
        Route("create_command", "POST", _COMMANDS, commands.create),
        Route("command", "GET", f"{_COMMANDS}/{{command_id}}", commands.get),
        Route("delete_command", "DELETE", f"{_COMMANDS}/{{command_id}}", commands.delete),
        Route("commands", "GET", _OF_GUILD, commands.get_all),
        Route("sync", "PUT", _OF_GUILD, commands.overwrite),
        Route("create_command", "POST", _OF_GUILD, commands.create),
        Route("command", "GET", f"{_OF_GUILD}/{{command_id}}", commands.get),
        Route("delete_command", "DELETE", f"{_OF_GUILD}/{{command_id}}", commands.delete),
        Route("callback", "POST", _CALLBACK, interactions.callback, is_open=True),
        Route("followup", "POST", _WEBHOOK, interactions.follow_up, is_open=True),
        Route("original", "GET", _ORIGINAL, interactions.get, is_open=True),
        Route("edit_original", "PATCH", _ORIGINAL, interactions.edit, is_open=True),
        Route("delete_original", "DELETE", _ORIGINAL, interactions.delete, is_open=True),
        Route("followed", "GET", _FOLLOWED, interactions.get, is_open=True),
        Route("edit_followup", "PATCH", _FOLLOWED, interactions.edit, is_open=True),
        Route("delete_followup", "DELETE", _FOLLOWED, interactions.delete, is_open=True),
    ]
