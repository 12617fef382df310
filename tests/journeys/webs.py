"""Worlds for journeys on the chat page: ``backdrop run`` without any other platform, and browsers.

Owns starting it once for a module, and what must be true at its end beside what is true of all
worlds: every word fit for a person, no message of theirs doubled, no cookie anywhere. Must not know
what is asked of the bot.
"""

from __future__ import annotations

import contextlib
import http.client
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.journeys.ledger import seconds
from tests.journeys.platform_world import (
    PlatformWorld,
    charging_engine,
    running,
    settings_on,
    wait_until_idle,
)
from tests.servers.bot_process import BotProcess, Shot
from tests.servers.chat_clean import assert_words_clean
from tests.servers.free_port import free_port
from tests.servers.web_person import Browser, Chat, browsers
from tests.servers.web_values import Message

MakeBrowser = Callable[..., Browser]


@dataclass(kw_only=True)
class WebWorld(PlatformWorld):
    """What is running. ``url`` is the page's address."""

    url: str
    make_browser: MakeBrowser
    folder: Path
    password: str = ""
    browsers: list[Browser] = field(default_factory=list)

    def browser(self, language: str = "en", headers: dict[str, str] | None = None) -> Browser:
        """Somebody new, who has opened the page (and logged in)."""
        assert self.bot.is_running, self.bot.log()
        folder = self.folder / f"browser-{next(self._numbers)}"
        browser = self.make_browser(self.url, folder, language, headers)
        self.browsers.append(browser)
        if self.password:
            assert browser.log_in(self.password).status == 303
        browser.open()
        return browser

    def person(self, language: str = "en") -> Chat:
        """A conversation of somebody new, in which nothing was said yet."""
        return self.browser(language).chat()

    def start(self, shot: Shot | None = None, limit_s: float = 30.0) -> None:
        """Start the bot; returns when the page answers, or has ended before that."""
        self.bot.start(shot)
        deadline_s = time.monotonic() + limit_s
        while self.bot.is_running and not self._is_answering():
            assert time.monotonic() < deadline_s, self.bot.log()
            time.sleep(0.02)

    def _is_answering(self) -> bool:
        asked = http.client.HTTPConnection(self.url.split("/")[2], timeout=5)
        with contextlib.closing(asked), contextlib.suppress(OSError):
            asked.request("GET", "/login")
            return asked.getresponse().status < 400
        return False

    def wait_until_idle(self, chat: Chat) -> None:
        """Return when the chat's jobs are over, as its status says."""
        nothing_more_comes(chat)

    def secrets(self) -> list[str]:
        """By what persons are known."""
        cookies = [cookie for browser in self.browsers for cookie in browser.http.cookies]
        return [*filter(None, [self.password]), *cookies]

    def check(self) -> None:
        """What must be true when all is over."""
        chats = [chat for browser in self.browsers for chat in browser.chats]
        assert_words_clean(_said(chats))
        for chat in chats:
            assert not chat.fault, chat.fault
            keys = Counter(one.key for one in chat.everything if one.author == "person")
            assert set(keys.values()) <= {1}, chat.transcript()
        super().check()


@contextlib.contextmanager
def web_world(
    folder: Path,
    *,
    factor: float = 0.1,
    is_started: bool = True,
    password: str = "",
    engine_arguments: Iterable[str] = (),
    **environment: str,
) -> Iterator[WebWorld]:
    """The bot on its page alone, and an engine in faulty mode, which charges as the cloud does.

    ``engine_arguments`` are the engine's; ``is_started`` False leaves the bot's start to the test.
    """
    with charging_engine(folder / "engine", *engine_arguments) as engine, browsers() as make:
        bind = f"127.0.0.1:{free_port()}"
        settings = settings_on(engine, factor) | {"BACKDROP_BIND": bind}
        if password:
            settings["BACKDROP_WEB_PASSWORD"] = password
        bot = BotProcess(folder / "data", None, settings | environment)
        world = WebWorld(
            bot=bot,
            engine=engine,
            url=f"http://{bind}/",
            make_browser=make,
            folder=folder,
            password=password,
        )
        with running(world, is_started=is_started):
            yield world


# --- what is looked at ----------------------------------------------------------------------


def video_of(chat: Chat, length_s: float = 1.0, *, limit_s: float = 60.0) -> Message:
    """The message with the chat's one video, which lasts so long."""
    found = chat.wait(lambda messages: [one for one in messages if one.videos], limit_s)
    assert len(found) == 1, chat.transcript()
    (path,) = [chat.browser.file(file) for file in found[0].videos]
    assert abs(seconds(path) - length_s) <= 0.11, seconds(path)
    return found[0]


def nothing_more_comes(chat: Chat, limit_s: float = 30.0) -> None:
    """Return when the chat's jobs are over, as its status says."""
    wait_until_idle(chat, lambda: chat.tap("status"), lambda message: message.text, limit_s)


def _said(chats: Iterable[Chat]) -> Iterator[tuple[str, str, bool]]:
    for chat in chats:
        for seen in chat.sight.seen.values():
            for message in seen.versions:
                if message.author == "bot":
                    for words in (message.text, *message.labels, *(f.name for f in message.media)):
                        yield chat.id[:6], words, True
