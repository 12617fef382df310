"""A person at the chat page: a browser with conversations open in it, for tests.

Owns what somebody can do and see there, from any thread: a loop of its own does the talking. Must
not know the bot.
"""

from __future__ import annotations

import concurrent.futures
import mimetypes
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from tests.servers.loop_thread import LoopThread
from tests.servers.web_http import Answer, WebHttp
from tests.servers.web_sight import Seen, Sight
from tests.servers.web_values import Conversation, File, Message

T = TypeVar("T")


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


class Chat:
    """One conversation, open in a browser."""

    def __init__(self, browser: Browser, conversation: str) -> None:
        self.browser = browser
        self.id = conversation
        self.sight = Sight(conversation)
        self.ended: int | None = None
        """Why the server would not show it any more: an HTTP status or a close code."""
        self._changed = threading.Condition()
        self._watching: concurrent.futures.Future[None] | None = None
        self.fault: AssertionError | None = None

    # --- what a person does -----------------------------------------------------------------

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

    # --- what a person sees -----------------------------------------------------------------

    @property
    def everything(self) -> list[Message]:
        """What stands, everybody's."""
        self._check()
        with self._changed:
            return self.sight.messages

    @property
    def messages(self) -> list[Message]:
        """The bot's messages that stand, oldest first."""
        return [one for one in self.everything if one.author == "bot"]

    @property
    def history(self) -> list[Message]:
        """The bot's messages that ever stood here, as they were last."""
        self._check()
        with self._changed:
            all_ = [seen.now for _, seen in sorted(self.sight.seen.items())]
        return [one for one in all_ if one.author == "bot"]

    @property
    def own(self) -> list[Message]:
        """The person's that stand."""
        return [one for one in self.everything if one.author == "person"]

    @property
    def texts(self) -> list[str]:
        """What the bot's messages say."""
        return [one.text for one in self.messages]

    @property
    def conversations(self) -> tuple[Conversation, ...]:
        """The side list."""
        self._check()
        with self._changed:
            return self.sight.conversations

    def message(self, number: int) -> Message:
        """One that stands."""
        (found,) = [one for one in self.everything if one.number == number]
        return found

    def seen(self, number: int) -> Seen:
        """One with all that was seen of it."""
        with self._changed:
            return self.sight.seen[number]

    def videos(self) -> list[Path]:
        """Where the videos lie that came, oldest first."""
        files = [file for one in self.messages for file in one.videos]
        return [self.browser.file(file) for file in files]

    def wait(self, value: Callable[[list[Message]], T], limit_s: float = 30.0) -> T:
        """What ``value`` makes of the bot's messages, as soon as that is true."""
        deadline_s = time.monotonic() + limit_s
        with self._changed:
            while not (found := value(self.messages)):
                left_s = deadline_s - time.monotonic()
                assert left_s > 0, f"not so within {limit_s} s:\n{self.transcript()}"
                self._changed.wait(min(left_s, 0.25))
        return found

    def hear(self, words: str, limit_s: float = 30.0, *, after: int = 0) -> Message:
        """The bot's first message of a greater number than ``after`` that says these words."""

        def heard(messages: list[Message]) -> Message | None:
            return next((one for one in messages if one.number > after and words in one.text), None)

        found = self.wait(heard, limit_s)
        assert found is not None
        return found

    def in_step(self, limit_s: float = 10.0) -> list[Message]:
        """What stands, once this page shows what one opened now does: then it has heard all."""
        deadline_s = time.monotonic() + limit_s
        while True:
            fresh = self.browser.do(self.browser.http.snapshot(self.id))
            if self._is_like(fresh):
                return [one for one in fresh.messages if one.author == "bot"]
            assert time.monotonic() < deadline_s, (
                f"out of step:\n{self.transcript()}\nis really\n{fresh.messages}"
            )
            with self._changed:
                self._changed.wait(0.05)

    def _is_like(self, other: Sight) -> bool:
        self._check()
        with self._changed:
            mine = (self.sight.messages, self.sight.conversations)
        return mine == (other.messages, other.conversations)

    def _check(self) -> None:
        if self.fault is not None:
            raise self.fault

    def transcript(self) -> str:
        """All that was seen here, each version of it, for a failed test."""
        lines = []
        with self._changed:
            for number, seen in sorted(self.sight.seen.items()):
                gone = " (removed)" if seen.is_removed else ""
                now = seen.now
                files = [one.name for one in (*now.media, *now.attachments)]
                said = list(seen.texts)
                lines.append(f"{now.author} {number}{gone}: {said} {files} {now.labels or ''}")
        return "\n".join(lines) or "(nothing was said)"


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
