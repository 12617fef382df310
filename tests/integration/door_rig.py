"""A door to chats, served on loopback as behind a proxy that speaks TLS.

Owns the putting together: the core's way in, a shelf, the routes; and a person with a link, who
speaks plain tus. Must not know what is tested.
"""

from __future__ import annotations

import asyncio
import base64
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import aiohttp
from aiohttp import web
from yarl import URL

from bots.door.door import Doorway
from bots.door.routes import DoorRoutes
from bots.serving.assets import Assets
from bots.serving.front import Front
from bots.serving.rates import Rate
from bots.serving.shelf import Shelf
from bots.serving.tus import Uploads
from bots.settings import load
from core.conversation import Conversation
from core.doors import Doors
from core.inbox import Inbox
from core.model import Attachment, ChatRef, Inbound, Incoming, Text
from core.phrases import Phrasebook
from tests.contract.store_rig import ANNA, CLIP, incoming
from tests.unit.core_rig import House

PUBLIC = "https://clips.example/bot"
HOST = "clips.example"
LARGE = replace(CLIP, ref="file-large", size_bytes=25_000_000)
LINK = re.compile(re.escape(PUBLIC) + r"/u/(\S+)")


@dataclass
class Answered:
    """What was answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class DoorRig:
    """``start`` begins anew on what is kept, as a new process does."""

    def __init__(self, house: House, folder: Path, public_url: str | None = PUBLIC) -> None:
        self.house = house
        self._folder = folder / "shelf"
        self._public_url = public_url
        self._runner: web.AppRunner | None = None
        self._http = aiohttp.ClientSession()
        self._base = ""
        self.rates: dict[str, Rate] = {}
        self.limits: dict[str, int] = {}

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()
        await self._http.close()

    async def start(self, *, is_fed: bool = True) -> None:
        """``is_fed`` False: the core is not there yet."""
        store, clock = self.house.store, self.house.clock
        phrasebook = Phrasebook()
        self.shelf = Shelf(self._folder, clock)
        self.doors = Doors(store, clock, phrasebook)
        self.doorway = Doorway(self.doors, store, self.shelf, clock, self._public_url)
        services = replace(self.house.services, door=self.doorway)
        self.inbox = Inbox(store, Conversation(services), clock)
        settings = load(public_url=PUBLIC)
        uploads = Uploads(self.shelf, **self.limits)
        routes = DoorRoutes(
            self.doors,
            self.doorway,
            uploads,
            Front(settings),
            Assets(phrasebook),
            clock,
            **self.rates,
        )
        if is_fed:
            routes.feed(self.inbox.receive)
        app = web.Application()
        app.add_routes(routes.routes(settings.prefixes))
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = int(self._runner.addresses[0][1])
        self._base = f"http://127.0.0.1:{self.port}"

    async def stop(self) -> None:
        """What is in memory is lost."""
        await self.inbox.drain()
        if self._runner is not None:
            await self._runner.cleanup()

    async def restart(self, *, is_fed: bool = True) -> None:
        await self.stop()
        await self.start(is_fed=is_fed)

    # --- the chat ---------------------------------------------------------------------------

    async def say(self, inbound: Inbound) -> None:
        await self.inbox.receive(inbound)
        await self.inbox.drain()

    async def refused(
        self, words: str = "blur it", number: int = 1, chat: ChatRef = ANNA, **more: Any
    ) -> str:
        """Somebody sends a clip that is too large; the secret of the link that they get."""
        before = len(self.house.wall.sent)
        await self.say(sent(number, words, LARGE, chat=chat, **more))
        told = " ".join(one.text for one in self.house.wall.sent[before:])
        (secret,) = LINK.findall(told)
        return str(secret)

    # --- whoever has the link ---------------------------------------------------------------

    async def ask(
        self, method: str, path: str, *, host: str = HOST, origin: str | None = None, **more: Any
    ) -> Answered:
        """Ask for exactly that path: nothing of it is resolved on the way."""
        headers = {"Host": host} | more.pop("headers", {})
        if origin is not None:
            headers["Origin"] = origin
        url = URL(f"{self._base}{path}", encoded=True)
        async with self._http.request(
            method, url, headers=headers, allow_redirects=False, **more
        ) as answer:
            return Answered(answer.status, dict(answer.headers), await answer.read())

    async def page(self, secret: str) -> Answered:
        return await self.ask("GET", f"/bot/u/{secret}")

    async def begin(
        self, secret: str, size_bytes: int, name: str = "big.mp4", **more: Any
    ) -> Answered:
        """Announce an upload."""
        pairs = {"filename": name, "filetype": "video/mp4"}
        metadata = ",".join(
            f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in pairs.items()
        )
        headers = {
            "Tus-Resumable": "1.0.0",
            "Upload-Length": str(size_bytes),
            "Upload-Metadata": metadata,
        }
        return await self.ask("POST", f"/bot/u/{secret}/uploads", headers=headers, **more)

    async def append(
        self, secret: str, upload: str, content: bytes, at_bytes: int = 0, **more: Any
    ) -> Answered:
        headers = {
            "Tus-Resumable": "1.0.0",
            "Upload-Offset": str(at_bytes),
            "Content-Type": "application/offset+octet-stream",
        }
        path = f"/bot/u/{secret}/uploads/{upload}"
        return await self.ask("PATCH", path, headers=headers, data=content, **more)

    async def upload(self, secret: str, content: bytes = b"clip", name: str = "big.mp4") -> str:
        """A whole upload; its id."""
        begun = await self.begin(secret, len(content), name)
        assert begun.status == 201, begun
        upload = begun.headers["Location"].rpartition("/")[2]
        assert (await self.append(secret, upload, content)).status == 204
        return upload

    async def done(
        self, secret: str, uploads: list[str], text: str | None = None, **more: Any
    ) -> Answered:
        asked = {"uploads": uploads, "text": text, "language": "en"}
        answer = await self.ask("POST", f"/bot/u/{secret}/done", json=asked, **more)
        await self.inbox.drain()
        return answer

    # --- what came of it --------------------------------------------------------------------

    def dropped(self, chat: ChatRef = ANNA) -> list[Incoming]:
        """What landed in that chat through a door."""
        messages = self.house.store._chats[chat.key].messages.values()
        return [
            one.incoming
            for one in messages
            if any(file.is_dropped for file in one.incoming.attachments)
        ]

    def kept(self) -> set[str]:
        """The ids of all files that are kept."""
        return {path.stem for path in self._folder.glob("*.bin")}


def sent(
    number: int, words: str, *files: Attachment, chat: ChatRef = ANNA, **more: Any
) -> Incoming:
    """A message of the platform's."""
    message = replace(incoming(number, chat, *files), body=Text(words), platform_id=f"p{number}")
    return replace(message, **more)


async def at_once(*work: Any) -> list[Any]:
    return list(await asyncio.gather(*work))
