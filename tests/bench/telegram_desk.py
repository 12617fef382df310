"""The other side of a Telegram bench: what people send, and what came to them.

Owns speaking to the fake server's control side, in its process. Must not know what is measured.
Its clock is the machine's monotonic one, which all processes here share.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from tests.bench.load_processes import line_of, process_of


class Desk:
    """One fake Telegram; ``settings`` point a bot at it."""

    def __init__(self, client: httpx.Client, url: str, token: str, *, is_local: bool) -> None:
        self._client = client
        self.settings = {"TELEGRAM_BOT_TOKEN": token, "TELEGRAM_API_URL": url}
        if is_local:
            self.settings["TELEGRAM_LOCAL_MODE"] = "true"

    def chat(self, name: str) -> int:
        """The chat of that person with the bot."""
        return int(self._told("chat", name=name)["chat"])

    def say(self, chat: int, text: str) -> None:
        """The person says that."""
        self._told("say", chat=chat, text=text)

    def send(self, chat: int, path: Path, caption: str) -> None:
        """The person sends that video."""
        self._told("send", chat=chat, path=str(path), caption=caption)

    def pending(self) -> int:
        """How many updates are not yet acknowledged."""
        return int(self._asked("updates")["pending"])

    def requests(self, method: str, after_s: float) -> list[dict[str, Any]]:
        """The requests of that method that came since, each with ``at_s``, ``chat``, ``status``."""
        found: list[dict[str, Any]] = self._asked("requests", method=method, after_s=str(after_s))
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
def desk_of(folder: Path, *, is_local: bool = False) -> Iterator[Desk]:
    """A fake Telegram in a process of its own."""
    token = f"{7_000_000_000 + secrets.randbelow(10**9)}:AA{secrets.token_urlsafe(32)[:33]}"
    arguments = ["--folder", folder, "--token", token, *(["--local"] if is_local else [])]
    with process_of("tests.servers.telegram", *arguments, is_terminated=True) as process:
        url = line_of(process)["url"]
        with httpx.Client(base_url=url, timeout=60.0) as client:
            yield Desk(client, url, token, is_local=is_local)
