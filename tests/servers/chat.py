"""A chat platform as a real HTTP server on loopback, which outlives the bot: for tests.

It runs in a thread of the test's process with a loop of its own. Owns the protocol, as a platform
would document it, and each chat's limits. Must not know the bot. What a person does there is in
``chat_person``, what is remembered in ``chat_ledger``, what goes wrong on order in ``chat_faults``.

====================================  ============================================================
``GET  /me``                          ``{name, account, enforces_nonce, can_recall, can_delete,
                                      can_whisper, gives_links}``
``GET  /chats``                       every chat with its limits
``GET  /updates?session&wait_s``      long-polled; a session gets each update once, but a new
                                      session gets all those again that were not acknowledged
``POST /updates/ack``                 ``{numbers: […]}``
``POST /chats/C/messages``            JSON, or multipart: ``message`` (the JSON), then the files
``GET  /chats/C/messages?nonce=N``    the message that was sent under that nonce, or 404
``PATCH  /chats/C/messages/M``        ``{text, buttons}``
``DELETE /chats/C/messages/M``        a person's or the bot's
``GET  /files/R``                     the bytes of a person's file, or a range; where links are
                                      given, ``Link`` names an address for everybody
``GET  /links/R/NAME?key=K``          the same bytes, for whoever has that address
====================================  ============================================================

A refusal is ``{error, …}``: 400 ``not_modified``, ``too_long``, ``button_data``, ``empty``,
``moved`` with the chat's new name under ``to``; 403 ``blocked``, ``muted`` (nothing may be written
or edited), ``no_right`` (to send files); 404 ``no_chat``, ``no_message``, ``no_file``; 413 with
``limit_bytes``; 429 with ``retry_after_s``; 503 means that nothing was done, any other 5xx that
nobody knows. An update without words tells what became of the chat: ``left``, or ``moved_from``
with its old name.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from aiohttp import web

from tests.servers.chat_faults import Fault, Faults
from tests.servers.chat_files import GIVEN_BYTES, Receiving, TooLarge, send_file
from tests.servers.chat_ledger import BOT, Ledger, Limits, Message
from tests.servers.chat_limits import Refused, checked
from tests.servers.chat_person import Chat
from tests.servers.leaving import leave

T = TypeVar("T")
Handler = Callable[[web.Request, Fault | None], Awaitable[web.StreamResponse]]

BODY: web.RequestKey[dict[str, Any]] = web.RequestKey("body", dict)
LONGEST_POLL_S = 20.0


class ChatServer:
    """``with ChatServer(folder) as server: anna = server.chat("anna")``."""

    def __init__(
        self,
        folder: Path,
        *,
        enforces_nonce: bool = False,
        can_recall: bool = True,
        can_delete: bool = True,
        can_whisper: bool = True,
        gives_links: bool = False,
    ) -> None:
        self.ledger = Ledger()
        self.faults = Faults()
        self.url = ""
        self._key = secrets.token_urlsafe(16)
        self._me = {
            "name": "testchat",
            "account": "backdrop",
            "enforces_nonce": enforces_nonce,
            "can_recall": can_recall,
            "can_delete": can_delete,
            "can_whisper": can_whisper,
            "gives_links": gives_links,
        }
        folder.mkdir(parents=True, exist_ok=True)
        self._receiving = Receiving(folder, self.ledger)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="chat", daemon=True)
        self._news = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._is_away = False
        self._port = 0

    def __enter__(self) -> ChatServer:
        self._thread.start()
        self.come_back()
        return self

    def __exit__(self, *_: object) -> None:
        self.go_away()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def chat(self, name: str, *, thread: str = "", language: str = "en", **limits: Any) -> Chat:
        """The chat of that name, made if it isn't there; ``limits`` are those of ``Limits``.

        ``private=False`` makes it a group.
        """
        if "private" in limits:
            limits["is_private"] = limits.pop("private")
        with self.ledger.changed:
            if limits or name not in self.ledger.limits:
                self.ledger.limits[name] = Limits(**limits)
        return Chat(self.ledger, self._wake, name, thread, language)

    def arm(self, endpoint: str, kind: str, **options: Any) -> None:
        """Let something go wrong; see ``chat_faults``."""
        self.faults.arm(endpoint, kind, **options)

    def repeat_last_update(self) -> None:
        """Give the last update once more, as platforms do that lost an acknowledgement."""
        self.ledger.repeat_last_update()
        self._wake()

    def go_away(self) -> None:
        """Stop listening: connections are refused until ``come_back``."""
        if self._runner is not None:
            self._is_away = True
            self._wake()
            self._do(leave(self._runner))
            self._runner = None

    def come_back(self) -> None:
        """Listen (again), at the same address."""
        self._do(self._listen())

    def _do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(15)

    def _wake(self) -> None:
        def renew() -> None:
            self._news.set()
            self._news = asyncio.Event()

        self._loop.call_soon_threadsafe(renew)

    async def _listen(self) -> None:
        self._is_away = False
        app = web.Application()
        add = app.router.add_route
        message = "/chats/{chat}/messages/{message}"
        for method, path, name, handler in [
            ("GET", "/me", "chats", self._who),
            ("GET", "/chats", "chats", self._chats),
            ("GET", "/updates", "updates", self._updates),
            ("POST", "/updates/ack", "ack", self._acknowledge),
            ("POST", "/chats/{chat}/messages", "send", self._send),
            ("GET", "/chats/{chat}/messages", "recall", self._recall),
            ("PATCH", message, "edit", self._edit),
            ("DELETE", message, "delete", self._delete),
            ("GET", "/files/{file}", "file", self._file),
            ("GET", "/links/{file}/{name}", "link", self._link),
        ]:
            add(method, path, self._guarded(name, handler), expect_handler=_expect_later)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{self._port}"

    def _guarded(
        self, name: str, handler: Handler
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def guarded(request: web.Request) -> web.StreamResponse:
            endpoint = name
            if name == "send" and request.content_type.startswith("multipart/"):
                endpoint = "upload"
            chat = request.match_info.get("chat", "")
            fault = self.faults.take(endpoint, chat)
            try:
                answer = await self._answer(request, handler, fault)
            except Refused as refused:
                answer = web.json_response(refused.body, status=refused.status)
            status = 0 if answer is None else answer.status
            noted = dict(request.query) | dict(request.match_info)
            self.ledger.note(endpoint, chat, request.get(BODY) or noted, status)
            if answer is not None:
                return answer
            if request.transport is not None:
                request.transport.abort()
            return web.Response()

        return guarded

    async def _answer(
        self, request: web.Request, handler: Handler, fault: Fault | None
    ) -> web.StreamResponse | None:
        """None cuts the line."""
        if fault is None:
            return await handler(request, None)
        match fault.kind:
            case "drop":
                return None
            case "rate_limit":
                raise Refused(429, "slow_down", retry_after_s=fault.number("retry_after_s", 1))
            case "http_error":
                return web.Response(status=int(fault.number("status", 503)), text="<html>oops")
            case "refuse":
                raise Refused(400, "refused")
            case "gone" if fault.endpoint in ("file", "link"):
                raise Refused(404, "no_file")
            case "gone":
                raise Refused(403, "blocked")
            case "expired":
                raise Refused(410, "expired")
            case "too_large":
                raise Refused(413, "too_large", limit_bytes=int(fault.number("limit_bytes", 1)))
            case "slow":
                await asyncio.sleep(fault.number("delay_s", 1))
        answer = await handler(request, fault)
        if fault.kind == "late_answer":
            await asyncio.sleep(fault.number("delay_s", 1))
        return None if fault.kind == "lost_answer" else answer

    # --- endpoints --------------------------------------------------------------------------

    async def _who(self, request: web.Request, _: Fault | None) -> web.Response:
        return web.json_response(self._me)

    async def _chats(self, request: web.Request, _: Fault | None) -> web.Response:
        with self.ledger.changed:
            limits = {name: vars(one) for name, one in self.ledger.limits.items()}
        return web.json_response(limits)

    async def _updates(self, request: web.Request, _: Fault | None) -> web.Response:
        session = request.query["session"]
        wait_s = min(float(request.query.get("wait_s", 0)), LONGEST_POLL_S)
        deadline_s = self._loop.time() + wait_s
        while True:
            news = self._news
            given = self.ledger.give(session, 50)
            left_s = deadline_s - self._loop.time()
            if given or left_s <= 0 or self._is_away:
                return web.json_response([{"number": one.number, **one.body} for one in given])
            waiting = asyncio.ensure_future(news.wait())
            await asyncio.wait({waiting}, timeout=left_s)
            waiting.cancel()

    async def _acknowledge(self, request: web.Request, _: Fault | None) -> web.Response:
        request[BODY] = body = await request.json()
        self.ledger.acknowledge(body["numbers"])
        return web.json_response({})

    def _limits(self, request: web.Request) -> Limits:
        chat = request.match_info["chat"]
        with self.ledger.changed:
            if chat in self.ledger.blocked:
                raise Refused(403, "blocked")
            if chat in self.ledger.moved:
                raise Refused(400, "moved", to=self.ledger.moved[chat])
            if chat not in self.ledger.limits:
                raise Refused(404, "no_chat")
            return self.ledger.limits[chat]

    async def _send(self, request: web.Request, _: Fault | None) -> web.Response:
        limits, chat = self._limits(request), request.match_info["chat"]
        if not limits.may_write:
            raise Refused(403, "muted")
        if request.content_type.startswith("multipart/"):
            if not limits.may_send_files:
                raise Refused(403, "no_right")
            try:
                body, files = await self._receiving.take(request, limits.max_upload_bytes)
            except TooLarge:
                raise Refused(413, "too_large", limit_bytes=limits.max_upload_bytes) from None
        else:
            body, files = await request.json(), ()
        request[BODY] = body
        buttons = checked(limits, body, has_files=bool(files))
        nonce = body.get("nonce", "")
        if self._me["enforces_nonce"] and (before := self.ledger.by_nonce(chat, nonce)):
            return web.json_response({"id": before.id})
        message = self.ledger.add_message(
            chat,
            BOT,
            body["text"],
            thread=body.get("thread", ""),
            buttons=buttons,
            files=files,
            nonce=nonce,
        )
        return web.json_response({"id": message.id})

    async def _recall(self, request: web.Request, _: Fault | None) -> web.Response:
        self._limits(request)
        if not self._me["can_recall"]:
            raise Refused(405, "no_recall_here")
        found = self.ledger.by_nonce(request.match_info["chat"], request.query["nonce"])
        if found is None:
            raise Refused(404, "no_message")
        return web.json_response({"id": found.id, "text": found.text})

    def _message(self, request: web.Request) -> Message:
        message = self.ledger.message(request.match_info["chat"], request.match_info["message"])
        if message is None:
            raise Refused(404, "no_message")
        return message

    async def _edit(self, request: web.Request, _: Fault | None) -> web.Response:
        limits, message = self._limits(request), self._message(request)
        if not limits.may_write:
            raise Refused(403, "muted")
        request[BODY] = body = await request.json()
        if message.author != BOT or not limits.can_edit:
            raise Refused(400, "not_yours_to_edit")
        buttons = checked(limits, body, has_files=bool(message.files))
        if (body["text"], buttons) == (message.text, message.buttons):
            raise Refused(400, "not_modified")
        self.ledger.edit_message(message, body["text"], buttons)
        return web.json_response({"id": message.id})

    async def _delete(self, request: web.Request, _: Fault | None) -> web.Response:
        self._limits(request)
        if not self._me["can_delete"]:
            raise Refused(405, "no_delete_here")
        self.ledger.delete_message(self._message(request))
        return web.json_response({})

    async def _file(self, request: web.Request, fault: Fault | None) -> web.StreamResponse:
        link = None
        if self._me["gives_links"] and (file := self.ledger.file(request.match_info["file"])):
            link = f"{self.url}/links/{file.ref}/{quote(file.name)}?key={self._key}"
        return await self._given(request, fault, link)

    async def _link(self, request: web.Request, fault: Fault | None) -> web.StreamResponse:
        if request.query.get("key") != self._key:
            raise Refused(403, "no_right")
        return await self._given(request, fault, None)

    async def _given(
        self, request: web.Request, fault: Fault | None, link: str | None
    ) -> web.StreamResponse:
        file = self.ledger.file(request.match_info["file"])
        if file is None:
            raise Refused(404, "no_file")
        answer = await send_file(request, file.path, fault, link)
        request[BODY] = {"file": file.ref, "given_bytes": answer.get(GIVEN_BYTES, 0)}
        return answer


async def _expect_later(request: web.Request) -> None:
    """A body is called for by whoever reads it, so that a refusal needs none."""
