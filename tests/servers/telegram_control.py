"""The fake Telegram as a process of its own, with a handle for benches: for tests.

``python -m tests.servers.telegram --port N --folder F --token T [--local]`` prints one line of
JSON, ``{url, username}``, and serves until it is ended. Owns the routes under ``/_test``, which
take and give JSON. Must not know the bot.

=============================  ===================================================================
``POST /_test/chat``           ``{name, kind (private), language, is_forum}``: ``{chat}``
``POST /_test/say``            ``{chat, text, times (1)}``: ``{messages: [id, …]}``
``POST /_test/send``           ``{chat, path, caption, as, claims}``: ``{message}``
``POST /_test/press``          ``{chat, message, button}``: ``{query}``
``POST /_test/arm``            ``{method, kind, …}``; see ``telegram_faults``
``GET  /_test/messages?chat``  the bot's standing messages: ``[{id, text, buttons, files}, …]``
``GET  /_test/requests``       ``?method=&after_s=``: ``[{at_s, method, chat, status}, …]``
``GET  /_test/updates``        ``{pending, given}``, two counts
=============================  ===================================================================
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.servers.telegram import TelegramServer
from tests.servers.telegram_person import Chat


class ControlledServer(TelegramServer):
    """The same server with the routes of a test's other process."""

    def __init__(self, folder: Path, **options: Any) -> None:
        super().__init__(folder, **options)
        self._chats: dict[int, Chat] = {}

    def extend(self, app: web.Application) -> None:
        """Add the routes under ``/_test``."""
        for name, act in (
            ("chat", self._make),
            ("say", self._say),
            ("send", self._send),
            ("press", self._press),
            ("arm", self._arm),
        ):
            app.router.add_post(f"/_test/{name}", _told(act))
        app.router.add_get("/_test/messages", self._messages)
        app.router.add_get("/_test/requests", self._requests)
        app.router.add_get("/_test/updates", self._counts)

    def _make(self, body: dict[str, Any]) -> Any:
        match body.get("kind", "private"):
            case "private":
                chat = self.private(body["name"], body.get("language", "en"))
            case "group":
                chat = self.group(body["name"])
            case _:
                chat = self.supergroup(body["name"], is_forum=body.get("is_forum", False))
        self._chats[chat.id] = chat
        return {"chat": chat.id}

    def _say(self, body: dict[str, Any]) -> Any:
        chat = self._chats[body["chat"]]
        return {"messages": [chat.say(body["text"]) for _ in range(body.get("times", 1))]}

    def _send(self, body: dict[str, Any]) -> Any:
        sent = self._chats[body["chat"]].send_video(
            Path(body["path"]),
            body.get("caption", ""),
            as_=body.get("as", "video"),
            claims=body.get("claims"),
        )
        return {"message": sent}

    def _press(self, body: dict[str, Any]) -> Any:
        return {"query": self._chats[body["chat"]].press(body["message"], body["button"])}

    def _arm(self, body: dict[str, Any]) -> Any:
        self.arm(body.pop("method"), body.pop("kind"), **body)
        return {}

    async def _messages(self, request: web.Request) -> web.Response:
        return web.json_response(
            [
                {
                    "id": one.id,
                    "text": one.text,
                    "buttons": one.buttons,
                    "files": [str(file.path) for file in one.files],
                }
                for one in self._chats[int(request.query["chat"])].messages
            ]
        )

    async def _requests(self, request: web.Request) -> web.Response:
        after_s = float(request.query.get("after_s", 0))
        return web.json_response(
            [
                {"at_s": one.at_s, "method": one.method, "chat": one.chat, "status": one.status}
                for one in self.ledger.requests(request.query.get("method"))
                if one.at_s > after_s
            ]
        )

    async def _counts(self, _: web.Request) -> web.Response:
        given = sum(1 for one in self.updates.all() if one.times_given)
        return web.json_response({"pending": len(self.updates.pending()), "given": given})


def _told(
    act: Callable[[dict[str, Any]], Any],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handler(request: web.Request) -> web.StreamResponse:
        return web.json_response(act(await request.json()))

    return handler


def main() -> None:
    """Serve until ended."""
    options = argparse.ArgumentParser(prog="tests.servers.telegram")
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--folder", type=Path, required=True)
    options.add_argument("--token", required=True)
    options.add_argument("--local", action="store_true")
    told = options.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    with ControlledServer(
        told.folder, port=told.port, token=told.token, is_local=told.local
    ) as server:
        line = {"url": server.url, "username": server.username}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
        ended = threading.Event()
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, lambda *_: ended.set())
        ended.wait()
