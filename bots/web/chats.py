"""The page's conversations: what is said in them is kept, told to the pages, and given to the core.

Owns the order of these three, so that nothing is lost or doubled: a person's message is on disk
before it is acknowledged, and given to the core until that has it, also by a later start. Must not
know HTTP or who may come in. Progress is not kept: it is shown, and told anew by whoever makes it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Callable, Coroutine, Hashable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from bots.serving.shelf import Shelf
from bots.web import messages
from bots.web.feeding import Feeding
from bots.web.limits import Limits
from bots.web.messages import Said
from bots.web.telling import Telling
from core.buttons import Tap
from core.errors import ChatGone, DeliveryError, DeliveryRefused, NoRoom
from core.masking import as_login, without_secrets
from core.model import Command, Media, Outgoing, Text, update_of
from core.ports import Clock
from core.secrecy import without_tokens
from storage.page import PageRows, Payload, Row

log = logging.getLogger(__name__)

T = TypeVar("T")


class NoConversation(Exception):
    """There is none of that id for this visitor."""


class TooManyConversations(Exception):
    """The visitor has as many as one may have; one has to be deleted first."""


class Chats:
    """All conversations of all visitors."""

    def __init__(
        self,
        rows: PageRows,
        shelf: Shelf,
        telling: Telling,
        feeding: Feeding,
        clock: Clock,
        limits: Limits,
    ) -> None:
        self._rows = rows
        self._shelf = shelf
        self._clock = clock
        self._limits = limits
        self._telling = telling
        self._feeding = feeding
        # By what is shown, so that whoever shows it at the same time joins.
        self._showing: dict[Hashable, asyncio.Task[Any]] = {}

    # --- in ---------------------------------------------------------------------------------

    async def say(
        self, owner: str, conversation: str, key: str, said: Said, *, is_last: bool = False
    ) -> int:
        """Take a person's message; returns its number once it is safe.

        The same key gives the same message. ``is_last``: see ``PageRows.say``. Raises
        ``NoConversation``, ``TooManyConversations``.
        """
        is_begun = await self.is_owner(owner, conversation)
        if not is_begun and await self._has_no_room(owner):
            raise TooManyConversations
        now = self._clock.now()
        kept, secret = _masked(said, owner, now)
        payload, key = messages.said_payload(kept, owner, now), messages.in_key(key)
        if secret is not None:
            self._feeding.keep_secret(conversation, key, secret)
        found = await self._rows.say(owner, conversation, key, payload, kept.title, is_last=is_last)
        if found is None or found[0].is_heard:
            self._feeding.drop_secret(conversation, key)
        if found is None:
            raise NoConversation
        row, is_new = found
        if not row.is_heard:
            # Before anything else: it is safe, and whatever fails now must not keep it here.
            self._feeding.feed(conversation)
        if is_new:
            self._telling.show(owner, row)
            await self._telling.show_list(owner)
        return row.number

    async def number_of(self, owner: str, conversation: str, key: str) -> int | None:
        """The number of a person's message, if it was taken already."""
        if not await self.is_owner(owner, conversation):
            return None
        row = await self._rows.by_key(conversation, messages.in_key(key))
        return None if row is None else row.number

    async def forget_all(self, owner: str, conversation: str) -> None:
        """Take somebody's wish that nothing be kept of a conversation; nobody sees it any more.

        Raises ``NoConversation``.
        """
        if not await self.is_owner(owner, conversation):
            raise NoConversation
        key = f"forget-{secrets.token_hex(8)}"
        await self.say(owner, conversation, key, Said(press=Tap.FORGET), is_last=True)

    async def forget_owner(self, owner: str) -> None:
        """The same of all that a visitor has, files that were never sent among it."""
        for one in await self._rows.conversations(owner):
            with contextlib.suppress(NoConversation):
                # Deleted in another tab meanwhile.
                await self.forget_all(owner, one.id)
        for kept in self._shelf.owned(owner):
            await self._shelf.remove(kept.id)

    # --- out --------------------------------------------------------------------------------

    async def show(self, conversation: str, outgoing: Outgoing) -> int:
        """Let a message of ours stand; returns its number. Raises ``DeliveryError``s.

        Who is cancelled meanwhile does not cut it off between the row and the pages. Sent again,
        it is the same message, so that a database that failed may be asked once more.
        """
        try:
            return await self._whole(
                (conversation, outgoing), lambda: self._show(conversation, outgoing)
            )
        except sa.exc.SQLAlchemyError as error:
            raise DeliveryError(f"the database failed: {type(error).__name__}") from error

    async def _show(self, conversation: str, outgoing: Outgoing) -> int:
        found = await self._rows.conversation(conversation)
        if found is None:
            raise ChatGone("the conversation was deleted")
        key, now = messages.out_key(outgoing.id), self._clock.now()
        standing = None if outgoing.media else _number(outgoing.standing)
        if standing is not None:
            was_working = self._telling.progress(standing) is not None
            payload = messages.shown_payload(outgoing, now)
            row = await self._edited(conversation, standing, key, payload)
            if row is not None:
                self._telling.show(found.owner, row)
                if was_working is not (outgoing.progress is not None):
                    await self._telling.show_list(found.owner)
                return row.number
        earlier = await self._rows.by_key(conversation, key)
        if earlier is not None and outgoing.media and earlier.payload["media"]:
            return earlier.number
        kept: list[str] = []
        try:
            media = [await self._media(found.owner, one, kept) for one in outgoing.media]
            before = await self._original(conversation, outgoing) if media else None
            payload = messages.shown_payload(outgoing, now, media, before)
            row = await self._rows.show(conversation, key, payload)
            if row is None:
                raise ChatGone("the conversation was deleted")
        except BaseException:
            for file in kept:
                await self._shelf.remove(file)
            raise
        self._telling.show(found.owner, row)
        await self._telling.show_list(found.owner)
        return row.number

    async def _whole(self, what: Hashable, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Do it to its end, once for all who ask at the same time."""
        task: asyncio.Task[T] | None = self._showing.get(what)
        if task is None:
            task = self._showing[what] = asyncio.create_task(work())
            task.add_done_callback(lambda done: self._done(what, done))
        return await asyncio.shield(task)

    def _done(self, what: Hashable, task: asyncio.Task[Any]) -> None:
        del self._showing[what]
        if not task.cancelled() and (error := task.exception()) is not None:
            # Whoever asked may have been cut off meanwhile.
            log.info("What was to be shown on the page was not: %s", error)

    async def close(self) -> None:
        """Let what is being shown come to its end."""
        if self._showing:
            await asyncio.wait(set(self._showing.values()))

    async def _edited(
        self, conversation: str, number: int, key: str, payload: Payload
    ) -> Row | None:
        """The message of that number with new words; None where it doesn't stand."""
        if payload["progress"] is None:
            return await self._rows.replace(conversation, number, key, payload)
        before = self._telling.progress(number) or await self._rows.by_number(conversation, number)
        return None if before is None else replace(before, payload=payload)

    async def _media(self, owner: str, media: Media, kept: list[str]) -> dict[str, Any]:
        """Keep the file and its small picture; ``kept`` gets the ids of both."""
        file = await self._keep(owner, media.path, media.name)
        kept.append(file)
        poster = None
        if media.thumbnail_path is not None:
            try:
                poster = await self._keep(owner, media.thumbnail_path, "poster.jpg")
                kept.append(poster)
            except DeliveryRefused as error:
                log.info("A video's small picture could not be kept: %s", error)
        return messages.media_payload(media, file, poster)

    async def _keep(self, owner: str, path: str, name: str) -> str:
        try:
            return (await self._shelf.keep(Path(path), owner=owner, name=name)).id
        except NoRoom as error:
            raise DeliveryError(error.detail) from error
        except OSError as error:
            raise DeliveryRefused(f"{name}: {error.strerror}") from None

    async def _original(self, conversation: str, outgoing: Outgoing) -> dict[str, Any] | None:
        """The clip that a result was made of: that of the message it answers, or the last one."""
        about = None if outgoing.about is None else update_of(outgoing.about)
        rows = {
            row.number: row.payload
            for row in await self._rows.messages(conversation)
            if about is None or row.number <= about
        }
        asked = rows.get(about, {}) if about is not None else {}
        answered = rows.get(asked.get("reply_to") or 0, {})
        for payload in (asked, answered):
            original = messages.original_in(payload) or payload.get("before")
            if original is not None:
                return dict(original)
        found = (messages.original_in(payload) for payload in reversed(rows.values()))
        return next((original for original in found if original is not None), None)

    async def find(self, conversation: str, outgoing: Outgoing) -> int | None:
        """The number under which that message of ours stands."""
        row = await self._rows.by_key(conversation, messages.out_key(outgoing.id))
        return None if row is None else row.number

    async def remove(self, conversation: str, platform_id: str) -> None:
        """Take a message away, anybody's, with its files. Raises ``DeliveryRefused``."""
        await self._whole(
            (conversation, f"remove {platform_id}"),
            lambda: self._remove(conversation, platform_id),
        )

    async def _remove(self, conversation: str, platform_id: str) -> None:
        number = _number(platform_id)
        found = await self._rows.conversation(conversation)
        row = None if number is None else await self._rows.remove(conversation, number)
        if row is not None:
            await self._drop(messages.files_of(row.payload))
        if row is None or found is None:
            raise DeliveryRefused("there is no such message")
        self._telling.remove(found.owner, row)
        await self._telling.show_list(found.owner)

    async def forget(self, conversation: str) -> None:
        """Delete the conversation with all that was ever said or sent in it.

        The files first: who is broken off in between finds the rows, and does it again.
        """
        for row in await self._rows.held(conversation):
            self._telling.forget(row)
            self._feeding.drop_secret(conversation, row.key)
            await self._drop(messages.files_of(row.payload), besides=conversation)
        owner = await self._rows.forget(conversation)
        if owner:
            await self._telling.show_list(owner)

    async def _drop(self, files: list[str], besides: str = "") -> None:
        """Delete files, but for those that another message of their owner shows.

        Messages of the conversation ``besides`` don't count.
        """
        for file in files:
            kept = self._shelf.begun(file)
            if kept is not None and not await self._rows.is_named(kept.owner, file, besides):
                await self._shelf.remove(file)

    # --- what is looked at ------------------------------------------------------------------

    async def is_owner(self, owner: str, conversation: str) -> bool:
        """Whether there is such a conversation of theirs."""
        found = await self._rows.conversation(conversation)
        return found is not None and found.owner == owner

    async def _has_no_room(self, owner: str) -> bool:
        return await self._rows.count(owner) >= self._limits.conversations


def _masked(said: Said, owner: str, at: datetime) -> tuple[Said, str | None]:
    """What may be written down, and the whole words where that is less."""
    if said.press is not None:
        return replace(said, text=without_tokens(said.text)), None
    row = Row(0, "", "", False, messages.said_payload(said, owner, at))
    safe = without_secrets(as_login(messages.incoming(row, None)))
    files = tuple(
        replace(file, name=kept.name)
        for file, kept in zip(said.files, safe.attachments, strict=True)
    )
    kept = replace(said, files=files)
    match safe.body:
        case Text(text):
            kept = replace(kept, text=text)
        case Command(name, argument):
            kept = replace(kept, text=f"/{name} {argument}")
    return kept, said.text if kept.text != said.text else None


def _number(platform_id: str | None) -> int | None:
    return int(platform_id) if platform_id is not None and platform_id.isdecimal() else None
