"""The other side of a Discord bench: what people do, and what came to them.

Owns speaking to the fake server's control side, in its process. Must not know what is measured.
Its clock is the machine's monotonic one, which all processes here share.
"""

from __future__ import annotations

import base64
import contextlib
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from tests.bench.load_processes import awaited, line_of, process_of
from tests.servers.bot_process import DISCORD_URL

_DISCORD_EPOCH_MS = 1_420_070_400_000
_START_LIMIT_S = 60.0


class Desk:
    """One fake Discord; ``settings`` point a bot at it."""

    def __init__(self, client: httpx.Client, url: str, token: str) -> None:
        self._client = client
        self.settings = {"DISCORD_BOT_TOKEN": token, DISCORD_URL: url}

    def dm(self, name: str) -> int:
        """That person's DM with the bot."""
        return int(self._told("chat", name=name)["chat"])

    def channel(self, name: str, *, boosts: int = 0) -> int:
        """A channel of the one guild; ``boosts`` are what that has from its beginning."""
        return int(self._told("chat", name=name, kind="channel", boosts=boosts)["chat"])

    def send(self, chat: int, path: Path, text: str, *, mentions_bot: bool = False) -> int:
        """Somebody sends that file with these words; the message's id."""
        (said,) = self._told(
            "say", chat=chat, text=text, paths=[str(path)], mentions_bot=mentions_bot
        )["messages"]
        return int(said)

    def say_all(self, chats: list[int], text: str) -> None:
        """It is said in each of them, all at once."""
        self._told("say_all", chats=chats, text=text)

    def slash(self, chat: int, name: str, *, by: str | None = None) -> int:
        """Somebody uses a command there; the interaction's id."""
        return int(self._told("slash", chat=chat, name=name, by=by)["interaction"])

    def wait_connected(self) -> None:
        """Wait until somebody listens."""
        awaited(lambda: self.traffic()["identified"], _START_LIMIT_S)

    def wait_ready(self, chat: int) -> None:
        """Wait until a bot is connected, and its commands are offered in that chat."""
        self.wait_connected()
        awaited(lambda: self._asked("menu", chat=str(chat)), _START_LIMIT_S)

    def interactions(self) -> dict[int, dict[str, Any]]:
        """All of them by their ids, each with ``name``, ``answer``, ``acknowledged_ms``."""
        return {one["id"]: one for one in self._asked("interactions")}

    def requests(self, endpoint: str, after_s: float) -> list[dict[str, Any]]:
        """Its requests that came since, each with ``at_s``, ``chat``, ``status``."""
        found: list[dict[str, Any]] = self._asked(
            "requests", endpoint=endpoint, after_s=str(after_s)
        )
        return found

    def traffic(self) -> dict[str, Any]:
        """``downloads``, each with ``agent``, ``asked_bytes``, ``status``; ``identified``."""
        told: dict[str, Any] = self._asked("traffic")
        return told

    def downloads(self, after_s: float) -> dict[str, list[int]]:
        """How many bytes were asked for since, in each download, by who asked."""
        found: dict[str, list[int]] = {}
        for one in self.traffic()["downloads"]:
            if one["at_s"] > after_s:
                assert one["status"] in (200, 206), one
                found.setdefault(one["agent"], []).append(one["asked_bytes"])
        return found

    def files(self, chat: int) -> list[Path]:
        """The files that the bot sent there."""
        messages = self._asked("messages", chat=str(chat))
        return [Path(file) for message in messages for file in message["files"]]

    def _told(self, act: str, **body: Any) -> Any:
        return self._client.post(f"/_test/{act}", json=body).raise_for_status().json()

    def _asked(self, what: str, **query: str) -> Any:
        return self._client.get(f"/_test/{what}", params=query).raise_for_status().json()


@contextlib.contextmanager
def desk_of(folder: Path) -> Iterator[Desk]:
    """A fake Discord in a process of its own."""
    token = _made_token()
    arguments = ["--folder", folder, "--token", token]
    with process_of("tests.servers.discord", *arguments, is_terminated=True) as process:
        url = line_of(process)["url"]
        with httpx.Client(base_url=url, timeout=60.0) as client:
            yield Desk(client, url, token)


def _made_token() -> str:
    """A token of the real shape: the application's id, a time, a signature."""
    application_id = (int(time.time() * 1000) - _DISCORD_EPOCH_MS) << 22
    told = base64.b64encode(str(application_id).encode()).decode().rstrip("=")
    return f"{told}.{secrets.token_urlsafe(4)[:6]}.{secrets.token_urlsafe(29)[:38]}"
