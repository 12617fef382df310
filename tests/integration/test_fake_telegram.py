"""The fake Telegram says yes and no as the real one does, to the real client library."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)

from bots.telegram.faults import retry_after_s
from tests.servers.chat_clean import assert_words_clean
from tests.servers.telegram import TelegramServer
from tests.servers.telegram_limits import Rates
from tests.servers.telegram_schema import published
from tests.servers.telegram_testing import bot_of, hear


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TelegramServer]:
    with TelegramServer(tmp_path / "telegram") as server:
        yield server
        # Whatever a test does with the real library, it is as published.
        if (schema := published()) is not None:
            assert schema.faults(one for one in server.requests if one.status != 404) == []


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    async with bot_of(server) as bot:
        yield bot


def keyboard(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data) for label, data in row] for row in rows]
    )


async def test_the_bot_is_who_it_is(server: TelegramServer, bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.username, me.is_bot, me.can_read_all_group_messages) == (
        server.username,
        True,
        False,
    )


async def test_another_token_is_nobody(server: TelegramServer) -> None:
    bot_id = server.token.partition(":")[0]
    stranger = Bot(f"{bot_id}:{'x' * 35}", base_url=f"{server.url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    for token, status in ((f"{bot_id}:{'x' * 35}", 401), ("nonsense", 404)):
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{server.url}/bot{token}/getMe") as answer,
        ):
            assert answer.status == (await answer.json())["error_code"] == status
    await stranger.shutdown()


async def test_get_and_json_and_forms_mean_the_same(server: TelegramServer) -> None:
    anna = server.private("anna")
    url = f"{server.url}/bot{server.token}/sendMessage"
    told = {"chat_id": anna.id, "text": "one"}
    form = {name: str(value) for name, value in told.items()}
    async with aiohttp.ClientSession() as session:
        for request in (
            session.get(url, params=form),
            session.post(url, json=told),
            session.post(url, data=form),
            session.post(url.replace("sendM", "SENDM"), data=form),
        ):
            async with request as answer:
                assert (answer.status, (await answer.json())["ok"]) == (200, True)
        async with session.post(f"{server.url}/bot{server.token}/sendMagic") as answer:
            assert answer.status == 404
    assert anna.texts == ["one"] * 4


async def test_text_counts_after_parsing_in_utf16_units(server: TelegramServer, bot: Bot) -> None:
    anna = server.private("anna")
    await bot.send_message(anna.id, "😀" * 2048)
    await bot.send_message(anna.id, "<b>" + "a" * 4096 + "</b>", parse_mode="HTML")
    for text in ("😀" * 2048 + "a", "a" * 4097):
        with pytest.raises(BadRequest, match=r"^Message is too long$"):
            await bot.send_message(anna.id, text)
    for text in ("", "  \n", "<b></b>"):
        with pytest.raises(BadRequest, match=r"^Message text is empty$"):
            await bot.send_message(anna.id, text, parse_mode="HTML")
    assert len(anna.messages) == 2


@pytest.mark.parametrize(
    ("html", "error"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("é<blink>x</blink>", 'Unsupported start tag "blink" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
    ],
)
async def test_html_that_is_none(server: TelegramServer, bot: Bot, html: str, error: str) -> None:
    anna = server.private("anna")
    with pytest.raises(BadRequest) as caught:
        await bot.send_message(anna.id, html, parse_mode="HTML")
    assert caught.value.message.lower() == f"can't parse entities: {error}".lower()
    assert anna.messages == []


async def test_formatting_becomes_entities(server: TelegramServer, bot: Bot) -> None:
    anna = server.private("anna")
    html = '😀 <b>fat <i>both</i></b> &lt;3 <a href="https://a.org/?x=1&amp;y">link</a>'
    markdown = r"😀 *fat _both_* <3 [link](https://a.org/?x=1&y)\!"
    for text, mode in ((html, "HTML"), (markdown, "MarkdownV2")):
        sent = await bot.send_message(anna.id, text, parse_mode=mode)
        found = {one.type: words for one, words in sent.parse_entities().items()}
        assert found == {"bold": "fat both", "italic": "both", "text_link": "link"}
        links = [one.url for one in sent.entities if one.url]
        assert links == ["https://a.org/?x=1&y"]
    with pytest.raises(BadRequest, match=r"'!' is reserved"):
        await bot.send_message(anna.id, "Done!", parse_mode="MarkdownV2")
    with pytest.raises(BadRequest, match=r"find end of bold entity at byte offset 5"):
        await bot.send_message(anna.id, "😀 *x", parse_mode="MarkdownV2")
    plain = await bot.send_message(
        anna.id, "a b", entities=[MessageEntity(MessageEntity.CODE, 2, 1)]
    )
    assert plain.parse_entities() == {plain.entities[0]: "b"}


async def test_buttons_have_their_limit(server: TelegramServer, bot: Bot) -> None:
    anna = server.private("anna")
    await bot.send_message(anna.id, "x", reply_markup=keyboard([("a", "é" * 32)]))
    for data in ("é" * 33, "x" * 65):
        with pytest.raises(BadRequest, match=r"(?i)^Button_data_invalid$"):
            await bot.send_message(anna.id, "x", reply_markup=keyboard([("a", data)]))
    assert anna.messages[0].buttons == (("a", "é" * 32),)


async def test_an_edit_changes_something_or_is_refused(server: TelegramServer, bot: Bot) -> None:
    anna = server.private("anna")
    buttons = keyboard([("Go", "go")], [("Stop", "stop")])
    sent = await bot.send_message(anna.id, "one", reply_markup=buttons)
    with pytest.raises(BadRequest, match=r"^Message is not modified: specified new message"):
        await sent.edit_text("one", reply_markup=buttons)
    edited = await sent.edit_text("two")
    assert edited.edit_date is not None and edited.reply_markup is None
    await sent.edit_reply_markup(buttons)
    with pytest.raises(BadRequest, match=r"^There is no caption in the message to edit$"):
        await sent.edit_caption("three")
    with pytest.raises(BadRequest, match=r"^Message to edit not found$"):
        await bot.edit_message_text("x", anna.id, 999)
    with pytest.raises(BadRequest, match=r"^Message can't be edited$"):
        await bot.edit_message_text("x", anna.id, anna.say("mine"))
    standing = anna.messages[0]
    assert [one.text for one in standing.versions] == ["one", "two", "two"]
    assert standing.labels == ["Go", "Stop"]
    assert await sent.delete()
    with pytest.raises(BadRequest, match=r"^Message to delete not found$"):
        await sent.delete()
    assert not anna.stands(sent.id) and anna.history


async def test_a_reply_needs_its_message(server: TelegramServer, bot: Bot) -> None:
    anna = server.private("anna")
    asked = anna.say("hello")
    answer = await bot.send_message(anna.id, "hi", reply_to_message_id=asked)
    assert answer.reply_to_message is not None and answer.reply_to_message.text == "hello"
    anna.delete(asked)
    with pytest.raises(BadRequest, match=r"^Message to be replied not found$"):
        await bot.send_message(anna.id, "hi", reply_to_message_id=asked)
    kept = await bot.send_message(
        anna.id,
        "hi",
        reply_parameters=ReplyParameters(asked, allow_sending_without_reply=True),
    )
    assert kept.reply_to_message is None


async def test_taps(server: TelegramServer, bot: Bot) -> None:
    anna = server.private("anna")
    await bot.send_message(anna.id, "choose", reply_markup=keyboard([("Go", "go:1")]))
    query_id = anna.press(anna.messages[0], "Go")
    [update] = await hear(bot)
    query = update.callback_query
    assert query is not None and (query.id, query.data) == (query_id, "go:1")
    assert query.message is not None and query.message.is_accessible
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await query.answer("x" * 201)
    await query.answer("x" * 200, show_alert=True)
    assert anna.answers(query_id) == [("x" * 200, True)]
    anna.expire(query_id)
    for stale in (query_id, "4711"):
        with pytest.raises(BadRequest, match=r"^Query is too old and response timeout expired or"):
            await bot.answer_callback_query(stale)
    anna.press(anna.messages[0], "go:1", is_inaccessible=True)
    [update] = await hear(bot, after=update)
    assert update.callback_query is not None and update.callback_query.message is not None
    assert not update.callback_query.message.is_accessible


async def test_topics(server: TelegramServer, bot: Bot) -> None:
    forum = server.supergroup("forum", is_forum=True)
    cats = forum.topic("cats")
    asked = cats.say("/new")
    forum.say("/status")
    made, first, second = (one.message for one in await hear(bot, count=3))
    assert made is not None and made.forum_topic_created is not None
    assert first is not None and first.is_topic_message
    assert first.message_thread_id == cats.thread == made.message_id
    # As there: what answers nothing in a topic answers the topic's first message.
    assert first.reply_to_message is not None
    assert first.reply_to_message.forum_topic_created is not None
    assert second is not None and second.message_thread_id is None
    assert not second.is_topic_message
    await bot.send_message(forum.id, "in cats", message_thread_id=cats.thread)
    await bot.send_message(forum.id, "also", reply_to_message_id=asked)
    await bot.send_message(forum.id, "general")
    assert cats.texts == ["in cats", "also"] and forum.texts == ["general"]
    await bot.send_chat_action(forum.id, "typing", message_thread_id=cats.thread)
    assert [one.action for one in cats.actions] == ["typing"] and forum.actions == []
    cats.delete_topic()
    for thread in (cats.thread, 1):
        with pytest.raises(BadRequest, match=r"^Message thread not found$"):
            await bot.send_message(forum.id, "x", message_thread_id=thread)
    plain = server.supergroup("plain")
    with pytest.raises(BadRequest, match=r"^Message thread not found$"):
        await bot.send_message(plain.id, "x", message_thread_id=plain.say("/new"))


async def test_a_group_becomes_a_supergroup(server: TelegramServer, bot: Bot) -> None:
    group = server.group("friends")
    old_id = group.id
    sent = await bot.send_message(old_id, "before")
    new_id = group.migrate()
    to, since = (one.message for one in await hear(bot, count=2))
    assert to is not None and (to.chat.id, to.migrate_to_chat_id) == (old_id, new_id)
    assert since is not None and (since.chat.id, since.migrate_from_chat_id) == (new_id, old_id)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(old_id, "after")
    assert caught.value.new_chat_id == new_id
    await bot.send_message(new_id, "after")
    assert group.texts == ["after"] and str(new_id).startswith("-100")
    with pytest.raises(BadRequest, match=r"^Message to edit not found$"):
        await bot.edit_message_text("x", new_id, sent.message_id + 100)


async def test_blocked_removed_restricted(server: TelegramServer, bot: Bot) -> None:
    anna, group = server.private("anna"), server.supergroup("work")
    anna.block()
    [update] = await hear(bot)
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(Forbidden, match=r"^Forbidden: bot was blocked by the user$"):
        await bot.send_message(anna.id, "x")
    anna.unblock()
    await bot.send_message(anna.id, "back")
    group.restrict(can_send_videos=False, can_send_messages=False)
    [_, update] = await hear(bot, after=update, count=2)
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "restricted"
    with pytest.raises(BadRequest, match=r"^Not enough rights to send text messages to the chat$"):
        await bot.send_message(group.id, "x")
    with pytest.raises(BadRequest, match=r"^Not enough rights to send videos to the chat$"):
        await bot.send_video(group.id, b"video")
    member = await bot.get_chat_member(group.id, bot.id)
    assert member.to_dict()["can_send_videos"] is False
    group.remove_bot()
    with pytest.raises(Forbidden, match=r"^Forbidden: bot was kicked from the supergroup chat$"):
        await bot.send_chat_action(group.id, "typing")
    with pytest.raises(BadRequest, match=r"^Chat not found$"):
        await bot.send_message(12345, "x")
    assert (await bot.get_chat(anna.id)).first_name == "anna"


async def test_commands_and_descriptions(server: TelegramServer, bot: Bot) -> None:
    groups = BotCommandScopeAllGroupChats()
    await bot.set_my_commands([BotCommand("new", "begin")])
    await bot.set_my_commands([BotCommand("new", "开始")], language_code="zh")
    await bot.set_my_commands([("help", "h")], scope=groups)
    assert [one.description for one in await bot.get_my_commands(language_code="zh")] == ["开始"]
    assert [one.command for one in await bot.get_my_commands(scope=groups)] == ["help"]
    await bot.delete_my_commands(scope=groups)
    assert await bot.get_my_commands(scope=groups) == ()
    with pytest.raises(BadRequest, match=r"(?i)^bot_command_invalid$"):
        await bot.set_my_commands([("Großes", "x")])
    with pytest.raises(BadRequest, match=r"(?i)^bot_commands_too_much$"):
        await bot.set_my_commands([(f"c{number}", "x") for number in range(101)])
    await bot.set_my_description("x" * 512, language_code="de")
    await bot.set_my_short_description("short")
    assert (await bot.get_my_description("de")).description == "x" * 512
    assert (await bot.get_my_description()).description == ""
    assert (await bot.get_my_short_description("de")).short_description == "short"
    for too_long in (bot.set_my_description("x" * 513), bot.set_my_short_description("x" * 121)):
        with pytest.raises(BadRequest, match=r"is too long$"):
            await too_long


async def test_floods_are_counted(tmp_path: Path) -> None:
    rates = Rates(chat_per_s=1, burst=3, group_per_minute=5, overall_per_s=None)
    with TelegramServer(tmp_path, rates=rates) as server:
        anna, group = server.private("anna"), server.group("friends")
        async with bot_of(server) as bot:
            for _ in range(3):
                sent = await bot.send_message(anna.id, "x")
            with pytest.raises(RetryAfter) as caught:
                await bot.send_message(anna.id, "x")
            assert retry_after_s(caught.value) == 1
            # In private an edit is no message; in a group it is.
            await sent.edit_text("y")
            shown = await bot.send_message(group.id, "0")
            for number in range(1, 5):
                await shown.edit_text(str(number))
            with pytest.raises(RetryAfter) as caught:
                await shown.edit_text("5")
            assert 58 <= retry_after_s(caught.value) <= 60
        assert [one.method for one in server.sent(group)] == [
            "sendMessage",
            *["editMessageText"] * 4,
        ]
        refused = [one for one in server.requests if one.status == 429]
        assert refused[-1].description.startswith("Too Many Requests: retry after ")


async def test_faults_on_order(server: TelegramServer, bot: Bot) -> None:
    anna, ben = server.private("anna"), server.private("ben")
    server.arm("sendMessage", "lost_answer", chat=anna)
    await bot.send_message(ben.id, "not for ben")
    with pytest.raises(NetworkError):
        await bot.send_message(anna.id, "came")
    server.arm("sendMessage", "late_answer", delay_s=5)
    with pytest.raises(TimedOut):
        await bot.send_message(anna.id, "came too", read_timeout=0.2)
    assert anna.texts == ["came", "came too"]
    for kind, error, options in (
        ("drop", NetworkError, {}),
        ("rate_limit", RetryAfter, {"retry_after_s": 7}),
        ("http_error", NetworkError, {"status": 502}),
        ("http_error", NetworkError, {"status": 500}),
        ("refuse", BadRequest, {"description": "Bad Request: no"}),
        ("gone", Forbidden, {}),
        ("too_large", NetworkError, {}),
        ("conflict", Conflict, {}),
    ):
        server.arm("sendMessage", kind, **options)
        with pytest.raises(error):
            await bot.send_message(anna.id, "never came")
    server.arm("sendMessage", "slow", delay_s=0.2)
    begun_s = time.monotonic()
    await bot.send_message(anna.id, "at last")
    assert time.monotonic() - begun_s >= 0.2
    assert anna.texts == ["came", "came too", "at last"]


async def test_a_server_that_is_away(server: TelegramServer, bot: Bot) -> None:
    anna = server.private("anna")
    server.go_away()
    with pytest.raises(NetworkError):
        await bot.send_message(anna.id, "x")
    server.come_back()
    await bot.send_message(anna.id, "y")
    assert anna.texts == ["y"]


async def test_logging_out_and_closing(server: TelegramServer, bot: Bot) -> None:
    with pytest.raises(RetryAfter):
        await bot.close()
    server.methods.started_at_s -= 600
    assert await bot.close()
    assert await bot.log_out()
    with pytest.raises(BadRequest, match=r"^Logged out$"):
        await bot.get_me()
    server.methods.is_logged_out = False


async def test_every_word_is_looked_at(server: TelegramServer, bot: Bot) -> None:
    anna = server.private("anna")
    await bot.send_message(anna.id, "clean", reply_markup=keyboard([("Go", "go")]))
    assert_words_clean(server.said())
    shown = await bot.send_message(anna.id, "here")
    await shown.edit_text(f"{server.url}/file/bot{server.token}/x")
    await shown.edit_text("nothing")
    assert f"{server.token}/x" in anna.transcript()
    with pytest.raises(AssertionError, match=r"a bot's token"):
        assert_words_clean(server.said())


async def test_eyes_wait(server: TelegramServer, bot: Bot) -> None:
    anna = server.private("anna")
    sending = asyncio.ensure_future(bot.send_message(anna.id, "hello anna"))
    heard = await asyncio.to_thread(anna.hear, "anna", 5)
    assert heard.id == (await sending).message_id
    with pytest.raises(AssertionError, match=r"hello anna"):
        await asyncio.to_thread(anna.wait, lambda messages: len(messages) > 1, 0.2)
