"""Commands, taps and forms in front of the Discord adapter: acknowledged, heard, answered there."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bots.discord.limits import PROGRESS_PERIOD_S
from core.errors import (
    DeliveryError,
    DeliveryRefused,
    DeliveryTooLarge,
    DeliveryUnknown,
    PlatformDown,
)
from core.model import (
    AttachmentKind,
    Button,
    Command,
    Incoming,
    Media,
    Press,
    Progress,
    Stage,
    Text,
)
from tests.integration.discord_adapter import FACTOR, Running, running
from tests.integration.discord_client import check
from tests.servers.discord import DiscordServer

QUARTER_H = 15 * 60


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
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "my clip.mp4"
    path.write_bytes(bytes(range(256)) * 40)
    return path


@pytest.fixture
def video(tmp_path: Path) -> Media:
    path = tmp_path / "office.mp4"
    path.write_bytes(b"v" * 5000)
    return Media(AttachmentKind.VIDEO, str(path), "office.mp4", 5000)


async def test_an_edit_shows_its_progress_where_the_bot_thought_and_its_video_below(
    server: DiscordServer, bot: Running, clip: Path, video: Media
) -> None:
    room = server.guild("crew").channel("general").seen_by("anna")
    used = room.slash("edit", prompt="a beach", clip=clip)
    heard = await bot.next()
    assert heard.body == Command("edit", "a beach")
    assert [(one.name, one.kind) for one in heard.attachments] == [
        ("my clip.mp4", AttachmentKind.VIDEO)
    ]
    assert used.answer == 5 and used.acknowledged_ms is not None and used.acknowledged_ms < 1000
    shown = await bot.say(heard, "10 %", "p", progress=Progress(Stage.EDIT, 0.1))
    assert int(shown) == used.original
    # As the core does: by the id of the message that stands.
    await bot.say(heard, "20 %", "p", progress=Progress(Stage.EDIT, 0.2), standing=shown)
    await bot.until(lambda: room.texts == ["20 %"])
    sent = await bot.say(heard, "Here.", media=(video,), is_final=True)
    await bot.adapter.delete(heard.chat, shown)
    assert [one.id for one in room.messages] == [int(sent)]
    assert room.messages[0].interaction is None, "a person can answer it, and it is sent once"
    assert room.videos()[0].read_bytes() == b"v" * 5000


async def test_a_video_without_progress_leaves_no_sign_of_thinking(
    server: DiscordServer, bot: Running, video: Media
) -> None:
    room = server.guild("crew").channel("general").seen_by("anna")
    room.slash("export")
    heard = await bot.next()
    await bot.say(heard, "Here.", media=(video,), is_final=True)
    assert room.texts == ["Here."] and not room.is_thinking


async def test_credits_are_for_one(server: DiscordServer, bot: Running) -> None:
    room = server.guild("crew").channel("general").seen_by("anna")
    used = room.slash("credits")
    heard = await bot.next()
    await bot.say(heard, "First contact.", "greeting")
    await bot.say(heard, "10 left", is_personal=True, is_final=True)
    await bot.say(heard, "and more", "answer+1", is_personal=True, is_final=True)
    assert used.is_ephemeral
    assert room.texts == ["First contact.", "10 left", "and more"]
    assert room.seen_by("ben").texts == []


async def test_a_failure_is_told_to_one_and_no_sign_of_thinking_stays(
    server: DiscordServer, bot: Running
) -> None:
    room = server.guild("crew").channel("general").seen_by("anna")
    room.slash("edit", prompt="a beach")
    heard = await bot.next()
    await bot.say(heard, "That didn't work.", "failed", is_personal=True, is_final=True)
    assert room.texts == ["That didn't work."]
    assert room.seen_by("ben").texts == [] and not room.seen_by("ben").is_thinking


async def test_a_failure_after_progress_is_told_to_one(server: DiscordServer, bot: Running) -> None:
    room = server.guild("crew").channel("general").seen_by("anna")
    room.slash("edit", prompt="a beach")
    heard = await bot.next()
    shown = await bot.say(heard, "10 %", "p", progress=Progress(Stage.EDIT, 0.1))
    await bot.say(heard, "That didn't work.", "failed", is_personal=True, is_final=True)
    await bot.adapter.delete(heard.chat, shown)
    assert room.texts == ["That didn't work."]
    assert room.seen_by("ben").texts == []


async def test_in_a_dm_nothing_is_gone_with_the_next_start(
    server: DiscordServer, bot: Running
) -> None:
    anna = server.dm("anna")
    used = anna.slash("credits")
    heard = await bot.next()
    assert heard.is_direct and bot.adapter.capabilities(heard.chat).is_private
    await bot.say(heard, "10 left", is_personal=True, is_final=True)
    assert anna.texts == ["10 left"] and not used.is_ephemeral


async def test_after_15_minutes_the_bot_speaks_for_itself(
    server: DiscordServer, bot: Running, video: Media
) -> None:
    room = server.guild("crew").channel("general").seen_by("anna")
    used = room.slash("edit", prompt="a beach")
    heard = await bot.next()
    shown = await bot.say(heard, "10 %", "p", progress=Progress(Stage.EDIT, 0.1))
    room.expire(used)
    await bot.say(heard, "90 %", "p", progress=Progress(Stage.EDIT, 0.9), standing=shown)
    await bot.until(lambda: room.texts == ["90 %"])
    await bot.say(heard, "Here.", media=(video,), is_final=True)
    await bot.say(heard, "Failed.", "failed", is_personal=True, is_final=True)
    await bot.adapter.delete(heard.chat, shown)
    assert room.texts == ["Here.", "Failed."]


async def test_a_first_answer_after_15_minutes(server: DiscordServer, bot: Running) -> None:
    room = server.guild("crew").channel("general").seen_by("anna")
    used = room.slash("status")
    heard = await bot.next()
    room.expire(used)
    await bot.say(heard, "Sorry for the wait.", is_final=True)
    assert "Sorry for the wait." in room.texts


async def test_after_a_restart_the_bot_speaks_for_itself(
    server: DiscordServer, video: Media
) -> None:
    room = server.guild("crew").channel("general").seen_by("anna")
    async with running(server) as before:
        room.slash("edit", prompt="a beach")
        heard = await before.next()
        shown = await before.say(heard, "10 %", "p", progress=Progress(Stage.EDIT, 0.1))
    async with running(server) as after:
        await after.say(heard, "50 %", "p", progress=Progress(Stage.EDIT, 0.5), standing=shown)
        assert room.texts == ["50 %"], "what stands is edited, also by another process"
        await after.say(heard, "Here.", media=(video,), is_final=True)
        await after.adapter.delete(heard.chat, shown)
    assert room.texts == ["Here."]


async def test_a_button_works_after_a_restart(server: DiscordServer) -> None:
    room = server.guild("crew").channel("general").seen_by("anna")
    async with running(server) as before:
        room.slash("status")
        heard = await before.next()
        shown = await before.say(heard, "Ready.", buttons=(Button("Export", "1:export"),))
    async with running(server) as after:
        tap = room.press(room.message(int(shown)), "Export")
        pressed = await after.next()
        assert pressed.body == Press("1:export") and pressed.reply_to == shown
        assert room.answered(tap).answer == 6
        await after.say(pressed, "On it.")
        assert room.texts == ["Ready.", "On it."]


async def test_what_a_tap_asks_for_one_is_for_one(server: DiscordServer, bot: Running) -> None:
    room = server.guild("crew").channel("general").seen_by("anna")
    room.slash("status")
    shown = await bot.say(await bot.next(), "Ready.", buttons=(Button("Credits", "1:credits"),))
    room.press(room.message(int(shown)), "Credits")
    await bot.say(await bot.next(), "10 left", is_personal=True)
    assert room.texts == ["Ready.", "10 left"]
    assert room.seen_by("ben").texts == ["Ready."]


async def test_a_token_goes_into_a_form_and_is_seen_by_nobody(
    server: DiscordServer, bot: Running
) -> None:
    room = server.guild("crew").channel("general").seen_by("anna")
    used = await asyncio.to_thread(room.answered, room.slash("login"))
    assert used.answer == 9 and used.modal is not None
    sent = room.submit(used, {"token": " nmt_secret "})
    heard = await bot.next()
    assert heard.body == Command("login", "nmt_secret") and heard.is_unseen
    await bot.say(heard, "Logged in.", is_personal=True, is_final=True)
    assert room.interaction(sent.id).is_ephemeral
    assert room.texts == ["Logged in."] and room.seen_by("ben").texts == []
    again = await asyncio.to_thread(room.answered, room.slash("login"))
    room.submit(again, {"token": ""})
    assert (await bot.next()).body == Command("login", "")


async def test_login_opens_no_form_where_no_account_is_needed(server: DiscordServer) -> None:
    async with running(server, nemo_api_url="local") as bot:
        room = server.guild("crew").channel("general").seen_by("anna")
        used = room.slash("login")
        heard = await bot.next()
        assert heard.body == Command("login") and used.answer == 5


async def test_the_menu_of_a_message_asks_what_to_do_with_its_clip(
    server: DiscordServer, bot: Running, clip: Path
) -> None:
    room = server.guild("crew").channel("general")
    said = room.say("look", [clip])
    anna = room.seen_by("anna")
    used = await asyncio.to_thread(
        anna.answered, anna.message_command("Edit this clip", anna.message(said))
    )
    assert used.modal is not None and used.modal["title"] == "Edit this clip"
    added = clip.with_name("beach.jpg")
    added.write_bytes(b"\xff\xd8\xff" + b"0" * 500)
    anna.submit(used, {"words": "put her at this beach", "files": [added]})
    heard = await bot.next()
    assert heard.body == Text("put her at this beach") and heard.mentions_bot
    assert [one.name for one in heard.attachments] == ["beach.jpg"]
    assert [one.name for one in heard.quoted] == ["my clip.mp4"]
    assert heard.reply_to == str(said)
    async with bot.adapter.open(heard.quoted[0]) as opened:
        assert opened.size_bytes == clip.stat().st_size


async def test_a_message_without_a_clip_says_so(server: DiscordServer, bot: Running) -> None:
    room = server.guild("crew").channel("general")
    said = room.say("no clip at all")
    anna = room.seen_by("anna")
    anna.message_command("Edit this clip", anna.message(said))
    await asyncio.to_thread(anna.hear, "There is no clip in that message.")
    assert room.seen_by("ben").texts == [] and not bot.heard


async def test_a_form_that_outlived_a_restart_says_so(server: DiscordServer, clip: Path) -> None:
    room = server.guild("crew").channel("general")
    said = room.say("look", [clip])
    anna = room.seen_by("anna")
    async with running(server):
        used = await asyncio.to_thread(
            anna.answered, anna.message_command("Edit this clip", anna.message(said))
        )
    async with running(server) as after:
        anna.submit(used, {"words": "a beach"})
        await asyncio.to_thread(anna.hear, "I had to restart meanwhile")
        assert not after.heard


async def test_an_acknowledgement_waits_for_nobody(server: DiscordServer, bot: Running) -> None:
    """Slow storage, a slow channel: Discord's three seconds are kept all the same."""
    room = server.guild("crew").channel("general").seen_by("anna")
    bot.failures_left = 6
    used = [room.slash("status") for _ in range(5)]
    done = [await asyncio.to_thread(room.answered, one) for one in used]
    assert all(one.acknowledged_ms is not None and one.acknowledged_ms < 1500 for one in done)
    found = [await bot.next() for _ in range(5)]
    assert [one.id.rpartition(":")[2] for one in found] == [f"{one.id:020d}" for one in used]


async def test_one_that_could_not_be_acknowledged_is_worked_on(
    server: DiscordServer, bot: Running
) -> None:
    room = server.guild("crew").channel("general").seen_by("anna")
    server.arm("callback", "drop", times=2)
    room.slash("status")
    heard = await bot.next()
    await bot.say(heard, "Ready.", is_final=True)
    assert room.texts == ["Ready."]


class TestTrouble:
    @pytest.mark.parametrize("fault", ["drop", "lost_answer"])
    async def test_a_lost_acknowledgement_is_repeated(
        self, server: DiscordServer, bot: Running, fault: str
    ) -> None:
        room = server.guild("crew").channel("general").seen_by("anna")
        server.arm("callback", fault)
        used = room.slash("status")
        heard = await bot.next()
        assert room.answered(used).answer == 5
        await bot.say(heard, "Ready.", is_final=True)
        assert room.texts == ["Ready."] and not room.is_thinking

    @pytest.mark.parametrize("denied", [["send_messages"], ["view_channel"], ["attach_files"]])
    async def test_a_command_is_answered_where_the_bot_may_not_speak(
        self, server: DiscordServer, bot: Running, video: Media, denied: list[str]
    ) -> None:
        room = server.guild("crew").channel("general").seen_by("anna")
        room.deny(*denied)
        room.slash("edit", prompt="a beach")
        heard = await bot.next()
        shown = await bot.say(heard, "10 %", "p", progress=Progress(Stage.EDIT, 0.1))
        await bot.say(heard, "20 %", "p", progress=Progress(Stage.EDIT, 0.2), standing=shown)
        await bot.until(lambda: room.texts == ["20 %"])
        await bot.say(heard, "Here.", media=(video,), is_final=True)
        await bot.adapter.delete(heard.chat, shown)
        assert room.texts == ["Here."] and len(room.files()) == 1

    async def test_while_the_token_is_refused_an_answer_waits_for_another(
        self, server: DiscordServer, bot: Running
    ) -> None:
        room = server.guild("crew").channel("general").seen_by("anna")
        token = server.token
        room.slash("status")
        heard = await bot.next()
        server.know(f"{token[:-1]}?")

        await until_it_ends(bot, heard, PlatformDown)
        server.know(token)
        await until_it_ends(bot, heard, None)
        assert "Ready." in room.texts

    async def test_words_by_an_interaction_are_said_twice_at_most(
        self, server: DiscordServer, bot: Running
    ) -> None:
        room = server.guild("elsewhere", has_bot=False).channel("general").seen_by("anna")
        room.slash("status")
        heard = await bot.next()
        await bot.say(heard, "First.", "greeting")
        server.arm("followup", "lost_answer", times=9)
        for error in (DeliveryUnknown, DeliveryUnknown, DeliveryRefused, DeliveryRefused):
            with pytest.raises(error):
                await bot.say(heard, "Ready.", is_final=True)
        assert room.texts == ["First.", "Ready.", "Ready."]

    @pytest.mark.soak
    async def test_an_acknowledgement_that_hangs_holds_up_nothing(
        self, server: DiscordServer, bot: Running
    ) -> None:
        room = server.guild("crew").channel("general").seen_by("anna")
        server.arm("callback", "slow", delay_s=5, times=2)
        room.slash("status")
        assert (await bot.next()).body == Command("status")

    async def test_a_first_answer_that_was_taken_away_loses_nothing(
        self, server: DiscordServer, bot: Running, video: Media
    ) -> None:
        room = server.guild("crew").channel("general").seen_by("anna")
        room.slash("edit", prompt="a beach")
        heard = await bot.next()
        shown = await bot.say(heard, "10 %", "p", progress=Progress(Stage.EDIT, 0.1))
        room.delete(int(shown))
        again = await bot.say(
            heard, "20 %", "p", progress=Progress(Stage.EDIT, 0.2), standing=shown
        )
        await bot.until(lambda: room.texts == ["20 %"])
        await bot.say(heard, "Here.", media=(video,), is_final=True)
        assert again and room.texts[-1] == "Here."

    async def test_a_tap_brought_along_gives_its_video_once(
        self, server: DiscordServer, bot: Running, video: Media
    ) -> None:
        room = server.guild("elsewhere", has_bot=False).channel("general").seen_by("anna")
        room.slash("status")
        shown = await bot.say(await bot.next(), "Ready.", buttons=(Button("Export", "1:export"),))
        room.press(room.message(int(shown)), "Export")
        heard = await bot.next()
        server.arm("edit_followup", "lost_answer")
        with pytest.raises(DeliveryUnknown):
            await bot.say(heard, "Here.", media=(video,), is_final=True)
        await bot.say(heard, "Here.", media=(video,), is_final=True)
        assert room.texts == ["Ready.", "Here."] and len(room.files()) == 1

    async def test_a_tap_brought_along_leaves_no_words_without_their_file(
        self, server: DiscordServer, bot: Running, video: Media
    ) -> None:
        room = server.guild("elsewhere", has_bot=False).channel("general").seen_by("anna")
        room.slash("status")
        shown = await bot.say(await bot.next(), "Ready.", buttons=(Button("Export", "1:export"),))
        room.press(room.message(int(shown)), "Export")
        heard = await bot.next()
        server.arm("edit_followup", "too_large")
        with pytest.raises(DeliveryTooLarge):
            await bot.say(heard, "Here.", media=(video,), is_final=True)
        assert room.texts == ["Ready."]

    async def test_stale_progress_does_not_overwrite_the_video(
        self, server: DiscordServer, bot: Running, video: Media
    ) -> None:
        room = server.guild("elsewhere", has_bot=False).channel("general").seen_by("anna")
        room.slash("edit", prompt="a beach")
        heard = await bot.next()
        shown = await bot.say(heard, "10 %", "p", progress=Progress(Stage.EDIT, 0.1))
        for number in range(2, 9):
            await bot.say(heard, f"{number}0 %", "p", progress=Progress(Stage.EDIT), standing=shown)
        server.arm("edit_original", "slow", delay_s=0.5)
        await bot.say(heard, "Here.", media=(video,), is_final=True)
        # The next word would have been due by now.
        await asyncio.sleep(3 * PROGRESS_PERIOD_S * FACTOR)
        assert room.texts == ["Here."]

    async def test_after_its_time_progress_is_no_flood_of_dms(
        self, server: DiscordServer, bot: Running, video: Media
    ) -> None:
        room = server.guild("elsewhere", has_bot=False).channel("general").seen_by("anna")
        used = room.slash("edit", prompt="a beach")
        heard = await bot.next()
        shown = await bot.say(heard, "10 %", "p", progress=Progress(Stage.EDIT, 0.1))
        room.expire(used)
        for number in range(2, 5):
            with contextlib.suppress(DeliveryRefused):
                await bot.say(
                    heard, f"{number}0 %", "p", progress=Progress(Stage.EDIT), standing=shown
                )
            await asyncio.sleep(PROGRESS_PERIOD_S * FACTOR)
        with pytest.raises(DeliveryRefused):
            await bot.adapter.delete(heard.chat, shown)
        await bot.say(heard, "Here.", media=(video,), is_final=True)
        assert server.dm("anna").texts == ["Here."]


class TestBroughtAlong:
    """Where a person uses the app, and the bot is no member."""

    async def test_everything_goes_by_the_interaction(
        self, server: DiscordServer, bot: Running, video: Media
    ) -> None:
        room = server.guild("elsewhere", has_bot=False).channel("general").seen_by("anna")
        room.slash("edit", prompt="a beach")
        heard = await bot.next()
        assert not bot.adapter.capabilities(heard.chat).is_private
        await bot.say(heard, "First contact.", "greeting")
        shown = await bot.say(heard, "10 %", "p", progress=Progress(Stage.EDIT, 0.1))
        await bot.say(heard, "20 %", "p", progress=Progress(Stage.EDIT, 0.2), standing=shown)
        await bot.until(lambda: "20 %" in room.texts)
        sent = await bot.say(heard, "Here.", media=(video,), is_final=True)
        await bot.adapter.delete(heard.chat, shown)
        assert room.texts == ["First contact.", "Here."]
        assert [one.name for one in room.files()] == ["office.mp4"]
        assert sent in {str(one.id) for one in room.messages}
        sends = [one for one in server.requests if one.endpoint == "send"]
        assert not sends, "it may not speak for itself there"

    async def test_progress_becomes_the_video(
        self, server: DiscordServer, bot: Running, video: Media
    ) -> None:
        """Of the five answers that Discord allows, one is used; repeated, it is the same."""
        room = server.guild("elsewhere", has_bot=False).channel("general").seen_by("anna")
        used = room.slash("edit", prompt="a beach")
        heard = await bot.next()
        shown = await bot.say(heard, "10 %", "p", progress=Progress(Stage.EDIT, 0.1))
        server.arm("edit_original", "lost_answer")
        with pytest.raises(DeliveryUnknown):
            await bot.say(heard, "Here.", media=(video,), is_final=True)
        sent = await bot.say(heard, "Here.", media=(video,), is_final=True)
        await bot.adapter.delete(heard.chat, shown)
        assert sent == shown == str(used.original)
        assert room.texts == ["Here."] and len(room.files()) == 1

    async def test_two_persons_have_two_conversations(
        self, server: DiscordServer, bot: Running
    ) -> None:
        room = server.guild("elsewhere", has_bot=False).channel("general")
        room.seen_by("anna").slash("status")
        room.seen_by("ben").slash("status")
        first, second = await bot.next(), await bot.next()
        assert first.chat != second.chat

    async def test_after_15_minutes_it_comes_as_a_dm(
        self, server: DiscordServer, bot: Running, video: Media
    ) -> None:
        room = server.guild("elsewhere", has_bot=False).channel("general").seen_by("anna")
        used = room.slash("edit", prompt="a beach")
        heard = await bot.next()
        await bot.say(heard, "10 %", "p", progress=Progress(Stage.EDIT, 0.1))
        room.expire(used)
        await bot.say(heard, "Here.", media=(video,), is_final=True)
        assert server.dm("anna").texts == ["Here."]

    async def test_its_own_limit_of_files_counts(self, server: DiscordServer, bot: Running) -> None:
        room = server.guild("elsewhere", boosts=14, has_bot=False).channel("general")
        room.seen_by("anna").slash("export")
        heard = await bot.next()
        assert bot.adapter.capabilities(heard.chat).max_upload_bytes == 100 * 1024 * 1024


async def until_it_ends(bot: Running, about: Incoming, error: type[DeliveryError] | None) -> None:
    """Say something until that comes of it: an error, or none."""
    async with asyncio.timeout(8):
        for number in itertools.count():
            try:
                await bot.say(about, "Ready.", f"try-{number}", is_final=True)
                if error is None:
                    return
            except DeliveryError as raised:
                if type(raised) is error:
                    return
            await asyncio.sleep(0.02)
