"""A person at the chat page: a browser with conversations open in it, for tests.

Owns what somebody can do and see there, from any thread: a loop of its own does the talking. Must
not know the bot.
"""

from __future__ import annotations

import concurrent.futures
import mimetypes
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.servers.loop_thread import LoopThread
from tests.servers.web_eyes import Eyes
from tests.servers.web_http import Answer, WebHttp
from tests.servers.web_values import File


class Browser:
    """One visitor: a cookie, and the conversations that are open."""

    def __init__(
        self, thread: LoopThread, http: WebHttp, folder: Path, language: str = "en"
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.http = http
        self.language = language
        self.config: dict[str, Any] = {}
        self._thread = thread
        self._folder = folder
        self.chats: list[Chat] = []
        self._files: dict[str, Path] = {}

    def open(self) -> dict[str, Any]:
        """Open the page; what it is told about itself."""
        self.config = self._thread.do(self.http.open())
        return self.config

    def log_in(self, password: str) -> Answer:
        """Send the form of the login page."""
        return self.ask("POST", "login", data={"password": password})

    def conversation(self, conversation: str | None = None) -> Chat:
        """One that is not looked at yet: a new one, or one that is there."""
        chat = Chat(self, conversation or secrets.token_hex(16))
        self.chats.append(chat)
        return chat

    def chat(self, conversation: str | None = None) -> Chat:
        """The same, shown from now on."""
        chat = self.conversation(conversation)
        chat.come()
        return chat

    def ask(self, method: str, path: str, **options: Any) -> Answer:
        """One request as a page's script makes it."""
        return self.do(self.http.ask(method, path, **options))

    def upload(self, path: Path, name: str | None = None, mime: str | None = None) -> str:
        """Bring a file; its id."""
        return self.begin_uploading(path, name, mime).result(120)

    def begin_uploading(
        self, path: Path, name: str | None = None, mime: str | None = None
    ) -> concurrent.futures.Future[str]:
        """The same for one who does not wait."""
        name = path.name if name is None else name
        mime = mimetypes.guess_type(name)[0] or "" if mime is None else mime
        return self.begin(self.http.upload(path, name, mime))

    def fetch(self, url: str) -> tuple[Path, dict[str, str]]:
        """A file of the page, and the headers that came with it."""
        path = self._folder / f"{len(self._files)}-{secrets.token_hex(4)}"
        return path, self.do(self.http.fetch(url, path), 120)

    def file(self, file: File) -> Path:
        """Where a shown file lies, once it has been fetched."""
        if file.id not in self._files:
            self._files[file.id] = self.fetch(file.url)[0]
        return self._files[file.id]

    def begin(self, work: Any) -> concurrent.futures.Future[Any]:
        """Have it done in the browser's loop."""
        return self._thread.begin(work)

    def do(self, work: Any, limit_s: float = 60.0) -> Any:
        """The same, and wait for it."""
        return self._thread.do(work, limit_s)

    def close(self) -> None:
        """Close it, with all that is open in it."""
        for chat in self.chats:
            chat.leave()
        self.do(self.http.close())


class Chat(Eyes):
    """One conversation, open in a browser."""

    def __init__(self, browser: Browser, conversation: str) -> None:
        super().__init__(browser, conversation)
        self._watching: concurrent.futures.Future[None] | None = None

    def say(self, text: str, **more: Any) -> int:
        """Say something; its number, once the server has it."""
        return int(self.begin_saying(text, **more).result(90))

    def begin_saying(
        self,
        text: str,
        *,
        uploads: Sequence[str] = (),
        reply_to: int | None = None,
        press: str | None = None,
        label: str | None = None,
        key: str | None = None,
        limit_s: float = 60.0,
    ) -> concurrent.futures.Future[int]:
        """The same for one who does not wait: it is tried until the server has it."""
        message = {
            "key": key or secrets.token_hex(16),
            "text": text,
            "press": press,
            "label": label,
            "uploads": list(uploads),
            "reply_to": reply_to,
            "language": self.browser.language,
        }
        return self.browser.begin(self.browser.http.say(self.id, message, limit_s))

    def send(self, *paths: Path, text: str = "", name: str | None = None) -> int:
        """Send files, with words; the message's number."""
        return self.say(text, uploads=[self.browser.upload(path, name) for path in paths])

    def press(self, number: int, label: str) -> int:
        """Tap a button of a message; the tap's number."""
        data = dict(self.message(number).buttons)[label]
        return self.say("", press=data, label=label, reply_to=number)

    def tap(self, name: str) -> int:
        """Tap what the page has beside the messages: export, undo, status, credits."""
        (tap,) = [one for one in self.browser.config["taps"] if one["name"] == name]
        return self.say("", press=tap["data"], label=tap["label"])

    def delete(self) -> None:
        """Delete the conversation."""
        self.begin_deleting().result(60)

    def begin_deleting(self) -> concurrent.futures.Future[None]:
        """The same for one who does not wait."""
        return self.browser.begin(self.browser.http.delete(self.id))

    def come(self) -> None:
        """Open the conversation, and see it."""
        assert self._watching is None, "it is open"
        self.ended = None
        before = self.sight.snapshots
        self._watching = self.browser.begin(self._watch())
        self.wait_until_shown(before)

    def wait_until_shown(self, before: int) -> None:
        """Until there was another snapshot than those that many, or the server has said no."""
        with self._changed:
            assert self._changed.wait_for(
                lambda: self.sight.snapshots > before or self.ended or self.fault, 15
            ), "nothing is shown"
        self._check()

    def leave(self) -> None:
        """Close it; what was seen stays known, and is shown anew when it is opened again."""
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None
            self.sight.last_id = ""

    def cut(self) -> None:
        """Lose the line, as in a tunnel; the page comes back by itself."""
        self.browser.do(self.browser.http.cut(self.sight))

    async def _watch(self) -> None:
        self.ended = await self.browser.http.watch(self.sight, self._change)
        self._change(lambda: None)

    def _change(self, take: Callable[[], None]) -> None:
        with self._changed:
            try:
                take()
            except (AssertionError, LookupError, TypeError, AttributeError) as fault:
                self.fault = self.fault or AssertionError(f"no page understands it: {fault!r}")
            self._changed.notify_all()


@contextmanager
def browsers() -> Iterator[Callable[..., Browser]]:
    """``make(root, folder, language="en", headers=None)``; all are closed at the end."""
    made: list[Browser] = []
    with LoopThread("browsers") as thread:

        async def http(root: str, language: str, headers: dict[str, str] | None) -> WebHttp:
            return WebHttp(root, language, headers)

        def make(
            root: str, folder: Path, language: str = "en", headers: dict[str, str] | None = None
        ) -> Browser:
            client = thread.do(http(root, language, headers))
            made.append(Browser(thread, client, folder, language))
            return made[-1]

        try:
            yield make
        finally:
            for browser in made:
                browser.close()
