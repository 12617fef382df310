"""Messages in front of the Discord adapter: what is meant for the bot, and what it says."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bots.discord.limits import PROGRESS_PERIOD_S
from core.errors import (
    ChatGone,
    DeliveryDelayed,
    DeliveryForbidden,
    DeliveryMuted,
    DeliveryTooLarge,
    PlatformDown,
)
from core.model import AttachmentKind, Button, Command, Left, Media, Progress, Stage, Text
from tests.integration.discord_adapter import Running, running
from tests.integration.discord_client import check
from tests.servers.discord import DiscordServer
from tests.servers.discord_person import Chat
from tests.servers.discord_rates import Rates


@pytest.fixture
def server(tmp_path: Path) -> Iterator[DiscordServer]:
    with DiscordServer(tmp_path / "discord") as server:
        yield server
        check(server)


@pytest.fixture
async def bot(server: DiscordServer) -> AsyncIterator[Running]:
    async with running(server) as found:
        yield found


@pytest.fixture
def room(server: DiscordServer) -> Chat:
    return server.guild("crew").channel("general").seen_by("anna")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "my clip.mp4"
    path.write_bytes(bytes(range(256)) * 40)
    return path


@pytest.fixture
def video(tmp_path: Path) -> Media:
    path = tmp_path / "office.mp4"
    path.write_bytes(b"v" * 5000)
    return Media(AttachmentKind.VIDEO, str(path), "office.mp4", 5000)


class TestHeard:
    async def test_in_a_server_only_what_names_the_bot(self, room: Chat, bot: Running) -> None:
        room.say("hello everybody")
        room.say("blur the background", mentions_bot=True)
        heard = await bot.next()
        assert heard.body == Text("blur the background")
        assert heard.mentions_bot and not heard.is_direct
        assert len(bot.heard) == 1

    async def test_an_answer_to_the_bot_that_pings_it(self, room: Chat, bot: Running) -> None:
        room.say("status", mentions_bot=True)
        shown = await bot.say(await bot.next(), "Ready.")
        room.say("export", reply_to=room.message(int(shown)))
        heard = await bot.next()
        assert heard.body == Text("export") and heard.reply_to == shown and heard.quoted == ()

    async def test_an_answer_that_hides_its_words_is_told(self, room: Chat, bot: Running) -> None:
        """Discord shows no answer to a command's message, nor one that doesn't ping."""
        room.say("status", mentions_bot=True)
        shown = await bot.say(await bot.next(), "Ready.")
        room.say("export", reply_to=room.message(int(shown)), pings=False)
        await asyncio.to_thread(room.hear, "I can't read that")
        assert len(bot.heard) == 1

    async def test_a_clip_that_is_hidden_is_told(
        self, room: Chat, bot: Running, clip: Path
    ) -> None:
        """The replied-to clip ignored: without the intent it can't be seen, and that is said."""
        said = room.seen_by("ben").say("look", [clip])
        room.say("blur the background", reply_to=room.message(said), mentions_bot=True)
        await asyncio.to_thread(room.hear, "Edit this clip")
        room.say("status", reply_to=room.message(said), mentions_bot=True)
        assert (await bot.next()).body == Text("status"), "what asks for no clip is heard"

    async def test_the_clip_that_is_answered_comes_along(
        self, room: Chat, bot: Running, clip: Path
    ) -> None:
        said = room.seen_by("ben").say("look", [clip], mentions_bot=True)
        assert [one.name for one in (await bot.next()).attachments] == ["my clip.mp4"]
        room.say("blur the background", reply_to=room.message(said), mentions_bot=True)
        heard = await bot.next()
        assert [one.name for one in heard.quoted] == ["my clip.mp4"]
        assert heard.reply_to == str(said)

    async def test_a_bare_name_asks_for_help(self, room: Chat, bot: Running) -> None:
        room.say("", mentions_bot=True)
        assert (await bot.next()).body == Command("help")

    async def test_a_forward_in_a_dm(
        self, server: DiscordServer, room: Chat, bot: Running, clip: Path
    ) -> None:
        """Forwards arrive empty elsewhere (hermes-agent PR 25486)."""
        said = room.say("blur the background", [clip])
        anna = server.dm("anna")
        anna.forward(room.message(said))
        heard = await bot.next()
        assert heard.body == Text("blur the background")
        assert [one.name for one in heard.attachments] == ["my clip.mp4"]
        assert heard.reply_to is None
        async with bot.adapter.open(heard.attachments[0]) as opened:
            assert opened.size_bytes == clip.stat().st_size

    async def test_several_files_in_one_message(
        self, server: DiscordServer, bot: Running, clip: Path
    ) -> None:
        """An album split in two turns, with one caption kept (openclaw#115325, openclaw#110690)."""
        picture = clip.with_name("beach.png")
        picture.write_bytes(b"\x89PNG" + b"0" * 50)
        server.dm("anna").say("put me there", [clip, picture])
        heard = await bot.next()
        kinds = [one.kind for one in heard.attachments]
        assert kinds == [AttachmentKind.VIDEO, AttachmentKind.IMAGE]

    async def test_new_words_for_an_old_message(self, server: DiscordServer, bot: Running) -> None:
        anna = server.dm("anna")
        said = anna.say("blur the bakground")
        first = await bot.next()
        anna.edit(said, "blur the background")
        heard = await bot.next()
        assert heard.is_edited and heard.platform_id == first.platform_id == str(said)
        assert heard.body == Text("blur the background") and heard.id > first.id

    async def test_a_thread_and_a_post_are_chats_of_their_own(
        self, server: DiscordServer, room: Chat, bot: Running
    ) -> None:
        crew = server.guild("crew")
        thread = room.thread("clips")
        post = crew.forum("questions").post("how?", "hello")
        for chat in (room, thread, post):
            chat.say("status", mentions_bot=True)
        heard = [await bot.next() for _ in range(3)]
        assert len({one.chat.key for one in heard}) == 3
        assert heard[1].chat.chat == heard[0].chat.chat and heard[1].chat.thread == str(thread.id)
        for one, chat in zip(heard, (room, thread, post), strict=True):
            await bot.say(one, f"in {chat.name}")
            assert chat.texts == [f"in {chat.name}"], "answers land where they were asked for"

    async def test_in_an_open_channel_all_is_for_the_bot(self, tmp_path: Path) -> None:
        intents = frozenset({"message_content"})
        with DiscordServer(tmp_path / "open", intents_allowed=intents) as server:
            room = server.guild("crew").channel("clips")
            other = server.guild("crew").channel("general")
            async with running(server, discord_open_channels=str(room.id)) as bot:
                other.say("not for the bot")
                room.say("blur the background")
                heard = await bot.next()
                assert heard.body == Text("blur the background") and heard.mentions_bot
                room.thread("more").say("export")
                assert (await bot.next()).body == Text("export")
            check(server)

    async def test_words_are_taken_in_the_language_of_ones_commands(
        self, server: DiscordServer, bot: Running
    ) -> None:
        mei = server.dm("mei", "zh-CN")
        mei.say("hello")
        assert (await bot.next()).sender.language is None
        mei.slash("status")
        await bot.next()
        mei.say("hello")
        assert (await bot.next()).sender.language == "zh-CN"

    async def test_other_bots_are_not_heard(self, server: DiscordServer, bot: Running) -> None:
        room = server.guild("crew").channel("general")
        robot = server.ledger.user("robot")
        robot.is_bot = True
        room.say("status", by=robot, mentions_bot=True)
        room.say("export", mentions_bot=True)
        assert (await bot.next()).body == Text("export")

    async def test_a_server_that_throws_the_bot_out_has_left(
        self, server: DiscordServer, room: Chat, bot: Running
    ) -> None:
        room.say("status", mentions_bot=True)
        heard = await bot.next()
        server.guild("crew").kick_bot()
        left = await bot.until(lambda: [one for one in bot.heard if isinstance(one, Left)])
        assert heard.chat in [one.chat for one in left]


class TestSaid:
    async def test_nothing_that_is_written_pings_or_formats(self, room: Chat, bot: Running) -> None:
        room.say("status", mentions_bot=True)
        heard = await bot.next()
        text = "@everyone @here <@1> my_clip_1.mp4 **now** [here](https://example.com/a_b)"
        shown = await bot.say(heard, text)
        message = room.message(int(shown))
        assert not message.versions[-1].pinged
        assert "my\\_clip\\_1.mp4 \\*\\*now\\*\\*" in message.text
        edited = await bot.say(heard, f"{text}!", "answer", standing=shown)
        assert edited == shown and not room.message(int(shown)).versions[-1].pinged

    async def test_the_answer_calls_whoever_asked(self, room: Chat, bot: Running) -> None:
        said = room.say("status", mentions_bot=True)
        heard = await bot.next()
        await bot.say(heard, "10 %", "p", progress=Progress(Stage.EDIT), reply_to=str(said))
        await bot.say(heard, "Ready.", reply_to=str(said), is_final=True)
        progress, final = room.messages
        assert final.reference is not None and final.reference["message_id"] == str(said)
        assert not progress.versions[-1].pinged and final.versions[-1].pinged

    async def test_a_repeat_stands_there_once(self, room: Chat, bot: Running, video: Media) -> None:
        """A time-out retried up to nine times elsewhere (hermes-agent PR 5153)."""
        room.say("export", mentions_bot=True)
        heard = await bot.next()
        first = await bot.say(heard, "Here.", media=(video,), is_final=True)
        again = await bot.say(heard, "Here.", media=(video,), is_final=True)
        assert first == again and len(room.messages) == 1

    async def test_the_library_repeats_a_bad_gateway_under_the_same_nonce(
        self, room: Chat, bot: Running
    ) -> None:
        room.say("status", mentions_bot=True)
        heard = await bot.next()
        server_fault = bot.server
        server_fault.arm("send", "http_error", status=502)
        await bot.say(heard, "Ready.", is_final=True)
        assert room.texts == ["Ready."]

    async def test_progress_can_be_sent_anew_under_its_id(self, room: Chat, bot: Running) -> None:
        room.say("export", mentions_bot=True)
        heard = await bot.next()
        first = await bot.say(heard, "10 %", "p", progress=Progress(Stage.EDIT))
        await bot.adapter.delete(heard.chat, first)
        second = await bot.say(heard, "60 %", "p", progress=Progress(Stage.RENDER))
        assert second != first and room.texts == ["60 %"]

    async def test_a_limit_is_waited_out_by_the_library_or_told(
        self, room: Chat, bot: Running
    ) -> None:
        room.say("status", mentions_bot=True)
        heard = await bot.next()
        bot.server.arm("send", "rate_limit", retry_after_s=0.2)
        await bot.say(heard, "Ready.", is_final=True)
        assert room.texts == ["Ready."]
        bot.server.arm("send", "rate_limit", retry_after_s=40)
        with pytest.raises(DeliveryDelayed) as caught:
            await bot.say(heard, "More.", "more", is_final=True)
        assert caught.value.retry_after_s == pytest.approx(40, abs=1)

    async def test_a_blocked_address_is_left_alone(self, room: Chat, bot: Running) -> None:
        room.say("status", mentions_bot=True)
        heard = await bot.next()
        bot.server.arm("send", "banned")
        with pytest.raises(DeliveryDelayed) as caught:
            await bot.say(heard, "Ready.", is_final=True)
        assert caught.value.retry_after_s >= 30

    async def test_what_a_channel_does_not_allow(
        self, room: Chat, bot: Running, video: Media
    ) -> None:
        room.say("export", mentions_bot=True)
        heard = await bot.next()
        room.deny("attach_files")
        with pytest.raises(DeliveryForbidden):
            await bot.say(heard, "Here.", media=(video,), is_final=True)
        await bot.say(heard, "I may not attach files here.", is_final=True)
        room.deny("send_messages")
        with pytest.raises(DeliveryMuted):
            await bot.say(heard, "More.", "more", is_final=True)
        room.deny("view_channel")
        with pytest.raises(DeliveryMuted):
            await bot.say(heard, "More.", "more", is_final=True)
        await bot.adapter.whisper(heard.chat, heard.sender.id, "I may not write there.")
        assert bot.server.dm("anna").texts == ["I may not write there."]

    async def test_without_the_right_to_read_what_was_said_the_answer_stands_alone(
        self, room: Chat, bot: Running
    ) -> None:
        said = room.say("status", mentions_bot=True)
        heard = await bot.next()
        room.deny("read_message_history")
        await bot.say(heard, "Ready.", reply_to=str(said), is_final=True)
        assert room.texts == ["Ready."] and room.messages[0].reference is None

    async def test_a_token_that_was_renewed_loses_no_answer(self, room: Chat, bot: Running) -> None:
        room.say("status", mentions_bot=True)
        heard = await bot.next()
        bot.server.arm("send", "refuse", status=401, code=0)
        with pytest.raises(PlatformDown):
            await bot.say(heard, "Ready.", is_final=True)

    async def test_a_dm_that_is_closed_is_gone(self, server: DiscordServer, bot: Running) -> None:
        anna = server.dm("anna")
        anna.say("status")
        heard = await bot.next()
        anna.close_dms()
        with pytest.raises(ChatGone):
            await bot.say(heard, "Ready.", is_final=True)

    @pytest.mark.parametrize(("boosts", "limit_mib"), [(0, 10), (7, 50), (14, 100)])
    async def test_each_server_has_its_own_limit_of_files(
        self, server: DiscordServer, bot: Running, boosts: int, limit_mib: int
    ) -> None:
        room = server.guild("boosted", boosts=boosts).channel("general")
        room.say("export", mentions_bot=True)
        heard = await bot.next()
        assert bot.adapter.capabilities(heard.chat).max_upload_bytes == limit_mib * 1024 * 1024

    async def test_a_file_that_is_too_large_is_told_and_its_words_are_not_lost(
        self, tmp_path: Path, video: Media
    ) -> None:
        """A 413 loses the text too and is logged as completed elsewhere (openclaw#99021)."""
        with DiscordServer(tmp_path / "small", default_bytes=4000) as server:
            async with running(server) as bot:
                anna = server.dm("anna")
                anna.say("export")
                heard = await bot.next()
                with pytest.raises(DeliveryTooLarge):
                    await bot.say(heard, "Here.", media=(video,), is_final=True)
                await bot.say(heard, "It is too large.", is_final=True)
                assert anna.texts == ["It is too large."]

    async def test_many_buttons_stand_in_rows(self, room: Chat, bot: Running) -> None:
        room.say("projects", mentions_bot=True)
        heard = await bot.next()
        buttons = tuple(Button(f"{n}. {'x' * 90}", f"1:open={n}") for n in range(8))
        shown = await bot.say(heard, "Yours:", buttons=buttons)
        assert len(room.message(int(shown)).labels) == 8
        plain = await bot.say(heard, "Done.", "answer", standing=shown)
        assert room.message(int(plain)).labels == []


@pytest.mark.soak
async def test_frequent_edits_bring_no_refusal(tmp_path: Path) -> None:
    """Frequent edits bring bans elsewhere (cokacdir#30); here at Discord's own rates and pace."""
    with DiscordServer(tmp_path / "discord", rates=Rates()) as server:
        async with running(server, timetable_factor=1.0) as bot:
            rooms = [server.dm("anna"), server.guild("crew").channel("general")]
            said = [rooms[0].say("export"), rooms[1].say("export", mentions_bot=True)]
            assert all(said)
            jobs = [await bot.next() for _ in range(2)]
            shown = [await bot.say(one, "0 %", "p", progress=Progress(Stage.EDIT)) for one in jobs]
            for number in range(1, 80):
                for one, standing in zip(jobs, shown, strict=True):
                    progress = Progress(Stage.EDIT, number / 80)
                    await bot.say(one, f"{number} %", "p", progress=progress, standing=standing)
                await asyncio.sleep(0.1)
            for one in jobs:
                await bot.say(one, "Ready.", is_final=True)
            for room in rooms:
                at_s = [one.at_s for one in room.history[0].versions]
                assert 3 <= len(at_s) <= 6
                gaps_s = [after - before for before, after in itertools.pairwise(at_s)]
                assert min(gaps_s) > 0.9 * PROGRESS_PERIOD_S
        assert [one for one in server.requests if one.status == 429] == []
