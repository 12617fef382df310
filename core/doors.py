"""One-time ways into a chat: what a link is for, and the message that is made of what is dropped.

Owns the secret of a link, its lifetime, and that whatever happens one link makes one message. Must
not know where links lead, where files lie, or platforms. A link's secret has 256 bits and is kept
as a hash alone, so that whoever reads the database can use none.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from core.intents import edit_words
from core.masking import without_secrets
from core.model import (
    Attachment,
    Door,
    Incoming,
    Text,
    is_named_here,
    message_id,
    update_of,
)
from core.phrases import Phrasebook
from core.ports import Clock
from core.store import Store

LIFETIME: Final = timedelta(days=1)
"""What the sentence with the link promises."""
_SECRET_BYTES: Final = 32
_ID_BYTES: Final = 8
_NAMED_BY: Final = 8
"""Digits of a door's id in its message's id: which door it was, among those of one millisecond."""


class Doors:
    """The doors of all chats."""

    def __init__(self, store: Store, clock: Clock, phrasebook: Phrasebook) -> None:
        self._store = store
        self._clock = clock
        self._phrasebook = phrasebook

    async def open(self, about: Incoming) -> str:
        """A new one, for that message's file; returns its secret, which nobody can tell again."""
        secret = secrets.token_urlsafe(_SECRET_BYTES)
        ends_at = self._clock.now() + LIFETIME
        door = Door(secrets.token_hex(_ID_BYTES), without_secrets(about), ends_at)
        await self._store.add_door(door, _hash(secret))
        return secret

    async def find(self, secret: str) -> Door | None:
        """The door of that secret; None for one that nobody gave out or that has ended.

        One that was used is told until it would have ended.
        """
        door = await self._store.door(_hash(secret))
        return door if door is not None and self._clock.now() < door.expires_at else None

    async def language(self, door: Door) -> str:
        """What its chat is spoken to in."""
        profile = await self._store.profile(door.about.chat)
        return self._phrasebook.negotiate(profile.language or door.about.sender.language)

    async def asked(self, door: Door) -> str:
        """The words that came with the file, or for all files of its album; "" for none."""
        about, language = door.about, await self.language(door)
        others = await self._store.joined(about.id) if about.album else []
        said = (edit_words(one, self._phrasebook, language) for one in (about, *others))
        return next((words for words in said if words), "")

    async def use(self, door: Door, files: Sequence[Attachment], words: str) -> Incoming | None:
        """The message that is made of what was dropped there: the same, however often it is asked.

        It is as if sent in the chat by whom the door was for, after all that was said there.
        ``words`` are "" where those stay that were said at first. To be received once it is
        returned; ``Store.unheard_drops`` tells what a crash kept from that. None where the door
        is gone.
        """
        if door.taken is not None:
            return door.taken
        about, now = door.about, self._clock.now()
        before = await self._store.newest_message(about.chat)
        message = Incoming(
            id=message_id(about.chat, update_of(before or about.id), _part(door, now)),
            chat=about.chat,
            sender=about.sender,
            body=Text(words or await self.asked(door)),
            at=now,
            attachments=tuple(files),
            # What answers it answers the message that had the file; unless the chat has moved.
            reply_to=(about.platform_id or about.reply_to) if is_named_here(about) else None,
            is_direct=about.is_direct,
            mentions_bot=True,
        )
        return await self._store.use_door(door.id, without_secrets(message))


def _part(door: Door, at: datetime) -> str:
    """Sorts by the time of the drop, among those that have one number."""
    return f"door-{int(at.timestamp() * 1000):011x}-{door.id[:_NAMED_BY]}"


def _hash(secret: str) -> str:
    # No salt and no stretching: there is nothing to guess in 256 random bits.
    return hashlib.sha256(secret.encode(errors="surrogateescape")).hexdigest()
