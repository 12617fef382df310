"""The fake Telegram tells its bot of things as the real one does: polled and posted."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict

from tests.servers.telegram import TelegramServer
from tests.servers.telegram_testing import bot_of, hear


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TelegramServer]:
    with TelegramServer(tmp_path / "telegram") as server:
        yield server


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with bot_of(server) as bot:
        yield bot


async def test_an_update_comes_until_it_is_confirmed(server: TelegramServer, bot: Bot) -> None:
    anna = server.private("anna", "zh-hans")
    for text in ("one", "two", "three"):
        anna.say(text)
    first = await hear(bot, count=3)
    assert [one.message.text for one in first if one.message] == ["one", "two", "three"]
    assert first[0].effective_user is not None
    assert first[0].effective_user.language_code == "zh-hans"
    assert [one.update_id for one in await hear(bot, count=3)] == [one.update_id for one in first]
    assert await bot.get_updates(first[1].update_id, limit=1) == (first[1],)
    # That confirmed the first alone.
    assert await bot.get_updates() == tuple(first[1:])
    assert await bot.get_updates(-1) == (first[2],)
    assert await bot.get_updates(first[2].update_id + 1) == ()
    server.repeat_last_update()
    assert await bot.get_updates(first[2].update_id + 1) == (first[2],)
    assert await bot.get_updates(first[2].update_id + 1) == ()


async def test_a_long_poll_ends_with_the_first_news(server: TelegramServer, bot: Bot) -> None:
    anna = server.private("anna")
    waiting = asyncio.ensure_future(bot.get_updates(timeout=20))
    await asyncio.to_thread(server.ledger.wait, lambda: server.updates.pollers, 5, str)
    anna.say("at last")
    [update] = await asyncio.wait_for(waiting, 5)
    assert update.message is not None and update.message.text == "at last"


async def test_only_the_newest_poller_lives(server: TelegramServer, bot: Bot) -> None:
    older = asyncio.ensure_future(bot.get_updates(timeout=20))
    await asyncio.to_thread(server.ledger.wait, lambda: server.updates.pollers, 5, str)
    async with bot_of(server) as other:
        newer = asyncio.ensure_future(other.get_updates(timeout=20))
        with pytest.raises(Conflict, match=r"terminated by other getUpdates request; make sure"):
            await asyncio.wait_for(older, 5)
        server.private("anna").say("hello")
        assert len(await asyncio.wait_for(newer, 5)) == 1


async def test_kinds_are_chosen_when_they_arise(server: TelegramServer, bot: Bot) -> None:
    anna = server.private("anna")
    await bot.get_updates(allowed_updates=["edited_message"])
    said = anna.say("one")
    anna.edit(said, "two")
    [update] = await hear(bot)
    assert update.edited_message is not None and update.edited_message.text == "two"
    assert update.edited_message.edit_date is not None
    await bot.get_updates(allowed_updates=[])
    anna.say("three")
    assert len(await hear(bot, count=2)) == 2


async def test_a_backlog_has_its_dates_and_a_day_is_the_end(
    server: TelegramServer, bot: Bot
) -> None:
    anna = server.private("anna")
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    for hours in (25, 23, 1):
        anna.say(f"{hours} h ago", at=now - datetime.timedelta(hours=hours))
    assert len(server.backlog) == 2
    found = await hear(bot, count=2)
    assert [one.message.text for one in found if one.message] == ["23 h ago", "1 h ago"]
    assert found[0].message is not None
    assert found[0].message.date == now - datetime.timedelta(hours=23)


async def test_entities_count_utf16_units(server: TelegramServer, bot: Bot) -> None:
    anna = server.private("anna")
    links = "https://a.org/x?y=1, or b.de/clip"
    anna.say(f"👨‍👩‍👧 /new@{server.username} see {links} 😀 @{server.username}!")
    [update] = await hear(bot)
    assert update.message is not None
    found = [(one.type, words) for one, words in update.message.parse_entities().items()]
    assert found == [
        ("bot_command", f"/new@{server.username}"),
        ("url", "https://a.org/x?y=1"),
        ("url", "b.de/clip"),
        ("mention", f"@{server.username}"),
    ]


async def test_privacy_lets_through_what_is_for_the_bot(server: TelegramServer, bot: Bot) -> None:
    group = server.group("friends")
    ours = await bot.send_message(group.id, "ours")
    theirs = group.say("chatter")
    group.say("an answer to a person", reply_to=theirs)
    group.say("/new@another_bot")
    group.say("/new", by="ben")
    group.say("do it", mentions_bot=True)
    group.say("an answer", reply_to=ours.message_id)
    found = await hear(bot, count=3)
    assert [one.message.text for one in found if one.message] == [
        "/new",
        f"@{server.username} do it",
        "an answer",
    ]
    assert found[0].effective_user is not None and found[0].effective_user.first_name == "ben"
    server.has_privacy = False
    group.say("chatter")
    assert len(await hear(bot, count=4)) == 4


async def test_what_is_quoted_and_forwarded(server: TelegramServer, bot: Bot) -> None:
    anna, ben = server.private("anna"), server.private("ben")
    group = server.supergroup("far")
    far = group.message(group.say("far away"))
    said = anna.say("one two three")
    anna.say("that", reply_to=said, quote="two")
    anna.say("this", reply_elsewhere=(group, far))
    ben.forward(anna.message(said))
    ben.forward(anna.message(said), is_hidden=True)
    _, quoting, external, forwarded, hidden = (one.message for one in await hear(bot, count=5))
    assert quoting is not None and quoting.quote is not None
    assert (quoting.quote.text, quoting.quote.position) == ("two", 4)
    assert external is not None and external.external_reply is not None
    assert external.external_reply.message_id == far.id
    assert external.external_reply.chat is not None
    assert external.external_reply.chat.id == group.id
    assert forwarded is not None and forwarded.forward_origin is not None
    assert forwarded.text == "one two three"
    assert forwarded.forward_origin.to_dict()["sender_user"]["id"] == anna.id
    assert hidden is not None and hidden.forward_origin is not None
    assert hidden.forward_origin.type == "hidden_user"


class Hook:
    """A bot's end of a webhook, on loopback; ``statuses`` are answered first, then 200."""

    def __init__(self, statuses: list[int], waits: asyncio.Event | None = None) -> None:
        self.heard: list[tuple[str | None, dict[str, Any]]] = []
        self.url = ""
        self._statuses = statuses
        self._waits = waits
        self._news = asyncio.Event()

    async def __aenter__(self) -> Hook:
        app = web.Application()
        app.router.add_post("/hook", self._hear)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def _hear(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.heard.append((secret, await request.json()))
        self._news.set()
        if self._waits is not None:
            await self._waits.wait()
        return web.Response(status=self._statuses.pop(0) if self._statuses else 200)

    async def wait(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.heard) < count:
                self._news.clear()
                await self._news.wait()

    @property
    def texts(self) -> list[str]:
        return [body["message"]["text"] for _, body in self.heard]


async def test_a_webhook_hears_again_until_it_says_yes(server: TelegramServer, bot: Bot) -> None:
    anna = server.private("anna")
    async with Hook([500, 404]) as hook:
        anna.say("before")
        await bot.set_webhook(hook.url, secret_token="s-e_cret", max_connections=3)
        anna.say("after")
        await hook.wait(4)
        assert hook.texts == ["before", "before", "before", "after"]
        assert {secret for secret, _ in hook.heard} == {"s-e_cret"}
        info = await bot.get_webhook_info()
        assert (info.url, info.max_connections) == (hook.url, 3)
        assert info.last_error_message == "Wrong response from the webhook: 404 Not Found"
        with pytest.raises(Conflict, match=r"can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        server.repeat_last_update()
        await hook.wait(5)
        assert hook.texts[-1] == "after"
        await bot.delete_webhook()
        anna.say("polled")
        [update] = await hear(bot)
        assert update.message is not None and update.message.text == "polled"
    with pytest.raises(BadRequest, match=r"Secret token contains unallowed characters"):
        await bot.set_webhook(hook.url, secret_token="no spaces")


async def test_a_webhook_keeps_the_order_of_a_chat_and_its_connections(
    server: TelegramServer, bot: Bot
) -> None:
    gate = asyncio.Event()
    async with Hook([], gate) as hook:
        await bot.set_webhook(hook.url, max_connections=2)
        for number in range(2):
            for name in ("anna", "ben", "cleo"):
                server.private(name).say(f"{name} {number}")
        await hook.wait(2)
        # One of each of two chats; all else waits for these two.
        assert sorted(hook.texts) == ["anna 0", "ben 0"]
        gate.set()
        await hook.wait(6)
        assert server.webhook.most_at_once == 2
        for name in ("anna", "ben", "cleo"):
            mine = [text for text in hook.texts if text.startswith(name)]
            assert mine == [f"{name} 0", f"{name} 1"]
        await bot.delete_webhook()


async def test_a_webhook_ends_the_poller(server: TelegramServer, bot: Bot) -> None:
    waiting = asyncio.ensure_future(bot.get_updates(timeout=20))
    await asyncio.to_thread(server.ledger.wait, lambda: server.updates.pollers, 5, str)
    async with Hook([]) as hook:
        await bot.set_webhook(hook.url)
        with pytest.raises(Conflict, match=r"terminated by setWebhook request"):
            await asyncio.wait_for(waiting, 5)
        await bot.delete_webhook()
