"""The bot's own messages: the one request that puts a message into a channel.

Owns that request. Must not know why the bot speaks for itself. The library's own way of sending
gives up after five minutes, which a large file on a slow line needs more than once over, so its
client is asked directly; its limits and repeats are kept.
"""

from __future__ import annotations

from typing import Any, Final

import aiohttp
import discord
from discord.http import Route, handle_message_parameters

from bots.discord import shapes
from bots.discord.client import AnyClient
from bots.discord.places import Place
from core.model import Outgoing

_LIMIT: Final = aiohttp.ClientTimeout(total=30 * 60.0, sock_connect=15.0, sock_read=120.0)
_NO_HISTORY: Final = 160002
"""The bot may not answer a message: it lacks the right to read what was said before."""
_INVALID: Final = 50035
"""Something in the request is; where it answers a message, most likely that one is gone."""


async def post(client: AnyClient, there: Place, channel_id: int, outgoing: Outgoing) -> str:
    """Put the message into that channel; its id. Raises what the library raises.

    Where the message that it answers can't be answered, it stands by itself.
    """
    nonce, reference = shapes.nonce(outgoing), _reference(there, outgoing)
    try:
        return await _posted(client, channel_id, outgoing, nonce, reference)
    except discord.HTTPException as error:
        if reference is None or error.code not in (_NO_HISTORY, _INVALID):
            raise
    return await _posted(client, channel_id, outgoing, nonce, None)


async def _posted(
    client: AnyClient,
    channel_id: int,
    outgoing: Outgoing,
    nonce: str,
    reference: discord.MessageReference | None,
) -> str:
    flags = discord.MessageFlags(
        suppress_embeds=True, suppress_notifications=outgoing.progress is not None
    )
    options: dict[str, Any] = {"flags": flags, "nonce": nonce}
    if (view := shapes.view(outgoing.buttons)) is not None:
        options["view"] = view
    if reference is not None:
        options["message_reference"] = reference.to_message_reference_dict()
    with (
        shapes.files(outgoing.media) as files,
        handle_message_parameters(
            content=shapes.words(outgoing.text) or None,
            files=files,
            allowed_mentions=discord.AllowedMentions.none(),
            mention_author=outgoing.is_final,
            **options,
        ) as made,
    ):
        body: dict[str, Any] = {"json": made.payload}
        if made.files:
            body = {"files": made.files, "form": made.multipart}
        route = Route("POST", "/channels/{channel_id}/messages", channel_id=channel_id)
        data = await client.http.request(route, timeout=_LIMIT, **body)
    return str(data["id"])


def _reference(there: Place, outgoing: Outgoing) -> discord.MessageReference | None:
    """In a server an answer stands under what it answers."""
    if outgoing.reply_to is None or there.guild_id is None:
        return None
    return discord.MessageReference(
        message_id=int(outgoing.reply_to),
        channel_id=there.target_id,
        guild_id=there.guild_id,
        fail_if_not_exists=False,
    )
