"""The fake Discord as a process of its own, with a handle for benches: for tests.

``python -m tests.servers.discord --port N --folder F --token T`` prints one line of JSON, ``{url,
username}``, and serves until it is ended. Owns the routes under ``/_test``, which take and give
JSON. Must not know the bot.

==================================  ==============================================================
``POST /_test/chat``                ``{name, kind (dm|channel|forum), guild, boosts, locale}``:
                                    ``{chat}``
``POST /_test/say``                 ``{chat, text, paths, mentions_bot, times (1), claims}``:
                                    ``{messages: [id, …]}``
``POST /_test/say_all``             ``{chats, text}``: the same, in every one of these at once
``POST /_test/slash``               ``{chat, name, options, paths: {option: path}, by}``:
                                    ``{interaction}``
``POST /_test/press``               ``{chat, message, button}``: ``{interaction}``
``POST /_test/arm``                 ``{endpoint, kind, …}``; see ``discord_faults``
``POST /_test/gateway``             ``{order: cut|reconnect|lose_sessions}``
``GET  /_test/messages?chat``       the bot's standing messages: ``[{id, text, buttons, files}, …]``
``GET  /_test/menu?chat``           the commands that are offered there: ``[name, …]``
``GET  /_test/interactions``        ``[{id, name, answer, acknowledged_ms}, …]``
``GET  /_test/requests``            ``?endpoint=&after_s=``: ``[{at_s, endpoint, chat, status}, …]``
``GET  /_test/traffic``             ``{downloads: [{file, asked_bytes, agent, …}], identified,
                                    resumed}``
==================================  ==============================================================
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.servers.discord import DiscordServer
from tests.servers.discord_person import Chat


class ControlledServer(DiscordServer):
    """The same server with the routes of a test's other process."""

    def __init__(self, folder: Path, **options: Any) -> None:
        super().__init__(folder, **options)
        self._chats: dict[int, Chat] = {}

    def extend(self, app: web.Application) -> None:
        """Add the routes under ``/_test``."""
        for name, act in (
            ("chat", self._make),
            ("say", self._say),
            ("say_all", self._say_all),
            ("slash", self._slash),
            ("press", self._press),
            ("arm", self._arm),
        ):
            app.router.add_post(f"/_test/{name}", _told(act))
        app.router.add_post("/_test/gateway", self._gateway)
        app.router.add_get("/_test/messages", self._messages)
        app.router.add_get("/_test/menu", self._menu)
        app.router.add_get("/_test/interactions", self._interactions)
        app.router.add_get("/_test/requests", self._requests)
        app.router.add_get("/_test/traffic", self._traffic)

    def _make(self, body: dict[str, Any]) -> Any:
        kind = body.get("kind", "dm")
        if kind == "dm":
            chat = self.dm(body["name"], body.get("locale"))
        else:
            guild = self.guild(body.get("guild", "crew"), boosts=body.get("boosts", 0))
            chat = guild.forum(body["name"]) if kind == "forum" else guild.channel(body["name"])
        self._chats[chat.id] = chat
        return {"chat": chat.id}

    def _say(self, body: dict[str, Any]) -> Any:
        chat = self._chats[body["chat"]]
        files = [Path(one) for one in body.get("paths", ())]
        return {
            "messages": [
                chat.say(
                    body.get("text", ""),
                    files,
                    mentions_bot=body.get("mentions_bot", False),
                    claims=body.get("claims"),
                )
                for _ in range(body.get("times", 1))
            ]
        }

    def _say_all(self, body: dict[str, Any]) -> Any:
        return {"messages": [self._chats[chat].say(body["text"]) for chat in body["chats"]]}

    def _slash(self, body: dict[str, Any]) -> Any:
        options = body.get("options", {})
        options |= {name: Path(path) for name, path in body.get("paths", {}).items()}
        chat = self._chats[body["chat"]]
        return {"interaction": chat.slash(body["name"], by=body.get("by"), **options).id}

    def _press(self, body: dict[str, Any]) -> Any:
        return {"interaction": self._chats[body["chat"]].press(body["message"], body["button"]).id}

    def _arm(self, body: dict[str, Any]) -> Any:
        self.arm(body.pop("endpoint"), body.pop("kind"), **body)
        return {}

    async def _gateway(self, request: web.Request) -> web.Response:
        # In the loop's own thread: the orders of a test's thread would wait for themselves here.
        match (await request.json())["order"]:
            case "cut":
                await self.gateway.cut()
            case "lose_sessions":
                self.sessions.forget()
                await self.gateway.cut()
            case "reconnect":
                await self.gateway.ask_to_reconnect()
            case order:
                raise web.HTTPBadRequest(text=f"no order {order!r}")
        return web.json_response({})

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

    async def _menu(self, request: web.Request) -> web.Response:
        return web.json_response(self._chats[int(request.query["chat"])].menu())

    async def _interactions(self, _: web.Request) -> web.Response:
        with self.ledger.changed:
            told = [
                {
                    "id": one.id,
                    "name": one.name,
                    "answer": one.answer,
                    "acknowledged_ms": one.acknowledged_ms,
                }
                for one in self.ledger.interactions.values()
            ]
        return web.json_response(told)

    async def _requests(self, request: web.Request) -> web.Response:
        after_s = float(request.query.get("after_s", 0))
        return web.json_response(
            [
                {
                    "at_s": one.at_s,
                    "endpoint": one.endpoint,
                    "chat": one.channel,
                    "status": one.status,
                }
                for one in self.ledger.requests(request.query.get("endpoint"))
                if one.at_s > after_s
            ]
        )

    async def _traffic(self, _: web.Request) -> web.Response:
        return web.json_response(
            {
                "downloads": [dataclasses.asdict(one) for one in self.ledger.downloads],
                "identified": self.sessions.identified,
                "resumed": self.sessions.resumed,
            }
        )


def _told(
    act: Callable[[dict[str, Any]], Any],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handler(request: web.Request) -> web.StreamResponse:
        return web.json_response(act(await request.json()))

    return handler


def main() -> None:
    """Serve until ended."""
    options = argparse.ArgumentParser(prog="tests.servers.discord")
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--folder", type=Path, required=True)
    options.add_argument("--token", required=True)
    told = options.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    with ControlledServer(told.folder, port=told.port, token=told.token) as server:
        sys.stdout.write(json.dumps({"url": server.url, "username": server.username}) + "\n")
        sys.stdout.flush()
        ended = threading.Event()
        for one in (signal.SIGTERM, signal.SIGINT):
            signal.signal(one, lambda *_: ended.set())
        ended.wait()
