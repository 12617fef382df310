"""The adapter of the fake chat platform, written as one of a real platform would be: for tests.

Owns the translation between ``chat``'s protocol and the core's values. Must not know flows or
storage. Files are streamed both ways. What can't be done there (recall, delete) is not offered.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import uuid
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import aiohttp

from core.errors import (
    DeliveryError,
    DeliveryRefused,
    DeliveryUnknown,
    PlatformDown,
)
from core.model import (
    Attachment,
    Capabilities,
    ChatRef,
    Inbound,
    Incoming,
    Left,
    Moved,
    Outgoing,
    Receipt,
    Sender,
    message_id,
)
from core.ports import OpenedBytes, Receive
from tests.servers.chat_opening import opened_file
from tests.servers.chat_translation import (
    Json,
    MovedAway,
    NoMessage,
    NotModified,
    about_file,
    attachment_of,
    body_of,
    buttons_of,
    refusal_of,
)

log = logging.getLogger(__name__)

_PAUSE_S = 0.1
"""Before the platform is asked again after a failure."""


class ChatPlatform:
    """A platform that can neither recall nor delete; make one with ``connect``."""

    def __init__(self, url: str, me: Json, http: aiohttp.ClientSession) -> None:
        self.name: str = me["name"]
        self.on_running: Callable[[], None] = lambda: None
        """Called once, when messages are about to be fed in."""
        self._url = url
        self._me = me
        self._http = http
        self._limits: dict[str, Json] = {}
        self._moved: dict[str, str] = {}
        self._session = ""
        self._in_hand: set[int] = set()
        self._lanes: dict[tuple[str, str], asyncio.Queue[Json]] = {}

    async def close(self) -> None:
        """Let go of the connections."""
        await self._http.close()

    def capabilities(self, chat: ChatRef) -> Capabilities:
        """What the server says of that chat."""
        limits = dict(self._limits[chat.chat])
        for name in ("max_button_bytes", "may_send_files", "may_write"):
            del limits[name]
        return Capabilities(**limits)

    async def probe(self) -> str:
        """Who we are there; learns all chats' limits, so that open jobs can be taken up."""
        self._limits = await self._call("GET", "/chats")
        return f"{self.name} as {self._me['account']}"

    # --- in ---------------------------------------------------------------------------------

    async def run(self, receive: Receive) -> None:
        """Long-poll; each chat's updates in order, different chats' side by side."""
        self._begin_anew()
        self.on_running()
        async with asyncio.TaskGroup() as group:
            while True:
                for update in await self._poll():
                    if update["number"] in self._in_hand:
                        continue
                    self._in_hand.add(update["number"])
                    self._limits[update["chat"]] = update["limits"]
                    key = (update["chat"], update["thread"])
                    if key not in self._lanes:
                        self._lanes[key] = asyncio.Queue()
                        group.create_task(self._work(self._lanes[key], receive))
                    self._lanes[key].put_nowait(update)

    def _begin_anew(self) -> None:
        """A new session is given everything again that was not acknowledged."""
        self._session = uuid.uuid4().hex

    async def _poll(self) -> list[Json]:
        try:
            path = f"/updates?session={self._session}&wait_s=20"
            return list(await self._call("GET", path))
        except DeliveryError as error:
            log.info("No updates for the moment: %s", error)
            self._begin_anew()
            await asyncio.sleep(_PAUSE_S)
            return []

    async def _work(self, lane: asyncio.Queue[Json], receive: Receive) -> None:
        while True:
            update = await lane.get()
            inbound = self._inbound(update)
            while True:
                try:
                    await receive(inbound)
                except Exception:
                    # Not safe on disk: it must not be acknowledged, and nothing may overtake it.
                    log.exception("An update could not be taken; it is tried again.")
                    await asyncio.sleep(_PAUSE_S)
                else:
                    break
            try:
                await self._call("POST", "/updates/ack", json={"numbers": [update["number"]]})
            except DeliveryError as error:
                log.info("An acknowledgement was lost: %s", error)
                self._begin_anew()
            self._in_hand.discard(update["number"])

    def _inbound(self, update: Json) -> Inbound:
        chat = ChatRef(self.name, self._me["account"], update["chat"], update["thread"])
        if update.get("left"):
            return Left(chat)
        if "moved_from" in update:
            return Moved(chat, replace(chat, chat=update["moved_from"]))
        return self._incoming(chat, update)

    def _incoming(self, chat: ChatRef, update: Json) -> Incoming:
        sender = update["from"]
        return Incoming(
            id=message_id(chat, update["number"]),
            chat=chat,
            sender=Sender(sender["id"], sender["name"], sender["is_bot"], sender["language"]),
            body=body_of(update),
            at=datetime.fromisoformat(update["at"]),
            attachments=tuple(attachment_of(file) for file in update.get("files", [])),
            album=update.get("album"),
            platform_id=update["id"],
            reply_to=update.get("reply_to"),
            quoted=tuple(attachment_of(file) for file in update.get("quoted", [])),
            is_direct=update["limits"]["is_private"],
            mentions_bot=update.get("mentions_bot", False),
            is_edited=update.get("is_edited", False),
        )

    def open(self, attachment: Attachment) -> AbstractAsyncContextManager[OpenedBytes]:
        """Stream a person's file. Raises ``ClipMissing`` and ``ClipUnreachable``."""
        url = f"{self._url}/files/{attachment.ref}"
        return opened_file(self._http, url, gives_links=self._me["gives_links"])

    # --- out --------------------------------------------------------------------------------

    async def send(self, outgoing: Outgoing) -> Receipt:
        """Send, or edit where an earlier message is named and still stands.

        Raises the delivery errors of ``core.errors``.
        """
        try:
            return await self._sent(self._there(outgoing))
        except MovedAway as moved:
            self._moved[outgoing.chat.chat] = moved.to
            # What stands there under its old name can't be edited any more.
            return await self._sent(replace(self._there(outgoing), standing=None))

    def _there(self, outgoing: Outgoing) -> Outgoing:
        """In the chat by its present name; a running job knows the one that it began with."""
        name = outgoing.chat.chat
        return replace(outgoing, chat=replace(outgoing.chat, chat=self._moved.get(name, name)))

    async def _sent(self, outgoing: Outgoing) -> Receipt:
        platform_id = None
        if outgoing.standing and self.capabilities(outgoing.chat).can_edit and not outgoing.media:
            platform_id = await self._edit(outgoing, outgoing.standing)
        return Receipt(outgoing.id, platform_id or await self._send(outgoing))

    async def _edit(self, outgoing: Outgoing, platform_id: str) -> str | None:
        """None where the message no longer stands."""
        path = f"/chats/{outgoing.chat.chat}/messages/{platform_id}"
        body = {"text": outgoing.text, "buttons": buttons_of(outgoing)}
        try:
            await self._call("PATCH", path, json=body)
        except NotModified:
            pass
        except NoMessage:
            return None
        return platform_id

    async def _send(self, outgoing: Outgoing) -> str:
        body: Json = {
            "text": outgoing.text,
            "nonce": outgoing.id,
            "thread": outgoing.chat.thread,
            "buttons": buttons_of(outgoing),
        }
        path = f"/chats/{outgoing.chat.chat}/messages"
        if not outgoing.media:
            return str((await self._call("POST", path, json=body))["id"])
        body["files"] = [about_file(media) for media in outgoing.media]
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("message", json.dumps(body), content_type="application/json")
        with contextlib.ExitStack() as opened:
            for media in outgoing.media:
                try:
                    file = opened.enter_context(_open(media.path))
                except OSError as error:
                    raise DeliveryRefused(f"{media.name}: {error.strerror}") from None
                form.add_field("file", file, filename=media.name)
            # A refusal is heard before the bytes are sent, not as a broken connection.
            answer = await self._call("POST", path, data=form, expect100=True)
        return str(answer["id"])

    async def _recall(self, chat: ChatRef, nonce: str) -> Json | None:
        try:
            path = f"/chats/{chat.chat}/messages"
            return dict(await self._call("GET", path, params={"nonce": nonce}))
        except MovedAway as moved:
            return await self._recall(replace(chat, chat=moved.to), nonce)
        except NoMessage:
            return None

    async def _call(self, method: str, path: str, **options: Any) -> Any:
        """One request. Raises the delivery errors, each saying truly whether it was done."""
        try:
            async with self._http.request(method, self._url + path, **options) as response:
                is_json = response.content_type == "application/json"
                body = await response.json() if is_json else {}
                if response.status < 300:
                    return body
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise PlatformDown(f"not reached, {type(error).__name__}") from None
        except (aiohttp.ClientError, OSError) as error:
            raise DeliveryUnknown(type(error).__name__) from None
        raise refusal_of(response.status, body)


class _Recalling:
    async def recall(self, outgoing: Outgoing) -> Receipt | None:
        """The message of that id; one that was edited in place is known by its words."""
        assert isinstance(self, ChatPlatform)
        found = await self._recall(outgoing.chat, outgoing.id)
        if found is None and outgoing.edits is not None:
            found = await self._recall(outgoing.chat, outgoing.edits)
            if found is not None and found["text"] != outgoing.text:
                found = None
        return None if found is None else Receipt(outgoing.id, found["id"])


class _Idempotent:
    same_within_s = 300.0


class _Deleting:
    async def delete(self, chat: ChatRef, platform_id: str) -> None:
        """Take a message away. Raises ``DeliveryError``."""
        assert isinstance(self, ChatPlatform)
        await self._call("DELETE", f"/chats/{chat.chat}/messages/{platform_id}")


class _Whispering:
    async def whisper(self, chat: ChatRef, person_id: str, text: str) -> None:
        """Write to the person's own chat, which has their name. Raises ``DeliveryError``."""
        assert isinstance(self, ChatPlatform)
        own = replace(chat, chat=person_id, thread="")
        await self.send(Outgoing(uuid.uuid4().hex, own, text))


_POWERS: dict[str, type] = {
    "can_recall": _Recalling,
    "enforces_nonce": _Idempotent,
    "can_delete": _Deleting,
    "can_whisper": _Whispering,
}


async def connect(url: str, *, answer_limit_s: float = 60.0) -> ChatPlatform:
    """The adapter for the server at that address, with the powers that it has there."""
    http = aiohttp.ClientSession(
        # No reuse: a connection that died idle must not look like an answer that was lost.
        connector=aiohttp.TCPConnector(force_close=True, limit=0),
        timeout=aiohttp.ClientTimeout(total=None, connect=10, sock_read=answer_limit_s),
    )
    try:
        async with http.get(f"{url}/me") as response:
            me = await response.json()
        powers = tuple(power for name, power in _POWERS.items() if me[name])
        platform: ChatPlatform = type("PlatformWithPowers", (*powers, ChatPlatform), {})(
            url, me, http
        )
        await platform.probe()
    except BaseException:
        await http.close()
        raise
    return platform


def _open(path: str) -> BinaryIO:
    return Path(path).open("rb")
