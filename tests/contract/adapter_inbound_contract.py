"""What every chat adapter must obey on the way in: what it says of a message, and what it acks.

Must not know a platform. A field that a platform lacks is left out of what is asked of it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.model import Button, Command, Incoming, Press, Text, update_of
from core.ports import Platform
from core.router import route
from tests.contract.adapter_case import AdapterCase, needs, seat_in_thread
from tests.contract.adapter_hearing import Hearing, listening, until
from tests.contract.adapter_messages import pattern, video, words
from tests.contract.adapter_rig import Power, Rig, Seat


class InboundContract(AdapterCase):
    async def test_a_message_in_a_private_chat_says_all_that_is_known(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing
    ) -> None:
        async with listening(rig, platform, ear):
            said = anna.say("make it blue <b>*_[]()~`| 日本 👩‍👩‍👧 שלום")
            (heard,) = await ear.messages(1)
        assert heard.chat == anna.ref
        assert heard.chat.platform == platform.name
        assert heard.chat.thread == ""
        assert heard.body == Text("make it blue <b>*_[]()~`| 日本 👩‍👩‍👧 שלום")
        assert (heard.sender.id, heard.sender.name) == (anna.sender_id, anna.sender_name)
        assert not heard.sender.is_bot
        assert heard.sender.language == (None if Power.LANGUAGES in rig.lacks else "de")
        assert heard.platform_id == said
        assert heard.is_direct
        assert not heard.is_edited
        assert (heard.attachments, heard.quoted, heard.album, heard.reply_to) == (
            (),
            (),
            None,
            None,
        )
        assert heard.at.utcoffset() == timedelta(0), "UTC, and says so"
        assert abs(datetime.now(UTC) - heard.at) < timedelta(minutes=1)
        assert heard.id.startswith(f"{anna.ref.key}:")
        assert update_of(heard.id) > 0

    @needs(Power.GROUPS)
    async def test_a_thread_of_a_group_is_a_chat_of_its_own(
        self, rig: Rig, platform: Platform, ear: Hearing
    ) -> None:
        one = rig.seat("team", is_group=True, thread="clips", language="zh-CN")
        other = rig.seat("team", is_group=True, thread="news")
        async with listening(rig, platform, ear):
            one.say("here", mentions_bot=True)
            other.say("there", by="ben", mentions_bot=True)
            here, there = sorted(await _said(ear, "here", "there"), key=lambda it: it.id)
            if here.body != Text("here"):
                here, there = there, here
        assert here.chat == one.ref
        assert there.chat == other.ref
        assert here.chat.thread
        assert here.chat.thread != there.chat.thread
        assert here.chat.chat == there.chat.chat
        assert here.sender.id != there.sender.id
        assert there.sender.name.casefold() == "ben"
        assert not here.is_direct

    @needs(Power.GROUPS)
    async def test_a_group_tells_what_is_meant_for_the_bot(
        self, rig: Rig, platform: Platform, ear: Hearing
    ) -> None:
        group = rig.seat("team", is_group=True)
        async with listening(rig, platform, ear):
            group.say("among ourselves")
            group.say("blur it", mentions_bot=True)
            (meant,) = await _said(ear, "blur it")
            assert (meant.mentions_bot, meant.is_direct) == (True, False)
            others = [one for one in ear.heard if one is not meant and isinstance(one, Incoming)]
            is_told = Power.OVERHEARING not in rig.lacks
            assert [one.body for one in others] == [Text("among ourselves")] * is_told
            assert not any(one.mentions_bot or one.is_direct for one in others)
            receipt = await platform.send(words(group, "done"))
            group.say("more of it", reply_to=receipt.platform_id)
            (answer,) = await _said(ear, "more of it")
        assert answer.reply_to == receipt.platform_id
        assert answer.mentions_bot, "an answer to the bot is meant for it"

    async def test_an_answer_names_the_message_as_its_receipt_did(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing, tmp_path: Path
    ) -> None:
        text = await platform.send(words(anna, "which one?"))
        film = await platform.send(words(anna, "v", "2/a", media=(video(tmp_path / "v.mp4"),)))
        async with listening(rig, platform, ear):
            anna.say("the first", reply_to=text.platform_id)
            anna.say("that film", reply_to=film.platform_id)
            first, second = await ear.messages(2)
        assert (first.reply_to, first.quoted) == (text.platform_id, ())
        assert second.reply_to == film.platform_id
        assert first.platform_id != second.platform_id

    async def test_an_answer_brings_the_files_of_what_it_answers(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing, tmp_path: Path
    ) -> None:
        clip = tmp_path / "clip.mp4"
        clip.write_bytes(pattern(5000))
        async with listening(rig, platform, ear):
            sent = anna.send_file(clip)
            anna.say("cut it", reply_to=sent)
            film, answer = await ear.messages(2)
        assert film.platform_id == answer.reply_to == sent
        assert film.quoted == answer.attachments == ()
        (quoted,) = answer.quoted
        assert await _bytes(platform, quoted) == pattern(5000)

    async def test_files_of_each_kind_come_with_what_is_claimed_of_them(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing, tmp_path: Path, picture: Path
    ) -> None:
        clip = tmp_path / "clip 我.mp4"
        clip.write_bytes(pattern(5000))
        async with listening(rig, platform, ear):
            for as_, _ in rig.file_kinds:
                path = picture if as_ == "picture" else clip
                anna.send_file(path, "look", as_=as_)
            heard = await ear.messages(len(rig.file_kinds))
        for one, (as_, kind) in zip(heard, rig.file_kinds, strict=True):
            (attachment,) = one.attachments
            path = picture if as_ == "picture" else clip
            assert attachment.kind is kind, as_
            assert attachment.size_bytes == path.stat().st_size, as_
            assert attachment.name, as_
            assert not attachment.is_link
            assert not any(secret in attachment.ref for secret in rig.secrets)
            assert await _bytes(platform, attachment) == path.read_bytes(), as_
        by_kind = {as_: one for one, (as_, _) in zip(heard, rig.file_kinds, strict=True)}
        film = by_kind["video"]
        assert film.body == Text("look")
        assert (film.attachments[0].name, film.attachments[0].mime) == ("clip 我.mp4", "video/mp4")

    @needs(Power.ALBUMS)
    async def test_an_album_keeps_together_and_in_order(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing, tmp_path: Path
    ) -> None:
        clip = tmp_path / "clip.mp4"
        clip.write_bytes(pattern(2000))
        async with listening(rig, platform, ear):
            anna.send_file(clip, "first", album="7001")
            anna.send_file(clip, "", album="7001")
            anna.send_file(clip, "alone")
            first, second, alone = await ear.messages(3)
        assert first.album
        assert first.album == second.album
        assert alone.album is None
        assert [one.body for one in (first, second, alone)] == [
            Text("first"),
            Text(""),
            Text("alone"),
        ]
        assert [len(one.attachments) for one in (first, second, alone)] == [1, 1, 1]

    @needs(Power.SEVERAL_FILES)
    async def test_several_files_of_one_message_come_in_their_order(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing, tmp_path: Path
    ) -> None:
        paths = [tmp_path / f"{number}.mp4" for number in range(5)]
        for number, path in enumerate(paths):
            path.write_bytes(pattern(1000 + number))
        async with listening(rig, platform, ear):
            sent = anna.send_files(paths, "one after another")
            (heard,) = await ear.messages(1)
        assert (heard.body, heard.platform_id) == (Text("one after another"), sent)
        assert [one.name for one in heard.attachments] == [path.name for path in paths]
        for attachment, path in zip(heard.attachments, paths, strict=True):
            assert await _bytes(platform, attachment) == path.read_bytes()

    @pytest.mark.parametrize(
        ("said", "body"),
        [
            ("/language en", Command("language", "en")),
            ("/Cancel", Command("cancel")),
            ("/new  blue  sky ", Command("new", "blue  sky")),
            ("what does /help do?", Text("what does /help do?")),
            ("3/4 of it", Text("3/4 of it")),
        ],
    )
    async def test_a_command_is_told_from_words(
        self,
        rig: Rig,
        platform: Platform,
        anna: Seat,
        ear: Hearing,
        said: str,
        body: Command | Text,
    ) -> None:
        async with listening(rig, platform, ear):
            anna.say(said)
            (heard,) = await ear.messages(1)
        if Power.TYPED_COMMANDS not in rig.lacks or isinstance(body, Text):
            assert heard.body == body
            return
        assert isinstance(heard.body, Text)
        meant, wanted = route(heard.body.text), route(f"/{body.name} {body.argument}".strip())
        assert (meant.action, meant.argument) == (wanted.action, wanted.argument)

    async def test_a_tap_brings_its_buttons_data_and_its_message(
        self, rig: Rig, platform: Platform, ear: Hearing
    ) -> None:
        seat = seat_in_thread(rig, "clips")
        data = "yes:" + "é" * 30
        receipt = await platform.send(
            words(seat, "really?", buttons=(Button("No", "no"), Button("Yes ✓", data)))
        )
        async with listening(rig, platform, ear):
            tap = seat.press(receipt.platform_id, "Yes ✓")
            (heard,) = await ear.messages(1)
            assert heard.body == Press(data)
            assert heard.reply_to == receipt.platform_id
            assert heard.chat == seat.ref
            assert heard.sender.id == seat.sender_id
            assert heard.is_direct is (Power.GROUPS in rig.lacks)
            assert heard.at.utcoffset() == timedelta(0)
            if Power.TAP_ANSWERS not in rig.lacks:
                await until(lambda: seat.is_answered(tap), "the tap's acknowledgement")

    @needs(Power.EDITED_MESSAGES)
    async def test_new_words_for_an_old_message_say_so(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing
    ) -> None:
        async with listening(rig, platform, ear):
            said = anna.say("make it red")
            anna.edit(said, "make it blue")
            first, second = await ear.messages(2)
        assert (first.is_edited, second.is_edited) == (False, True)
        assert first.platform_id == second.platform_id == said
        assert second.body == Text("make it blue")
        assert second.id > first.id

    async def test_the_bots_own_messages_do_not_come_back(
        self, rig: Rig, platform: Platform, ear: Hearing, tmp_path: Path
    ) -> None:
        seat = seat_in_thread(rig, "clips")
        async with listening(rig, platform, ear):
            seat.say("one", mentions_bot=True)
            await _said(ear, "one")
            receipt = await platform.send(words(seat, "mine"))
            await platform.send(words(seat, "mine", "1/b", standing=receipt.platform_id))
            await platform.send(words(seat, "", "1/c", media=(video(tmp_path / "v.mp4"),)))
            seat.say("two", mentions_bot=True)
            await _said(ear, "two")
        assert {one.sender.id for one in ear.heard if isinstance(one, Incoming)} == {seat.sender_id}


async def _said(ear: Hearing, *texts: str) -> list[Incoming]:
    """The messages that say these words, in the order in which they were heard."""

    def found() -> list[Incoming]:
        heard = [one for one in ear.heard if isinstance(one, Incoming)]
        return [one for one in heard if one.body in [Text(text) for text in texts]]

    await until(lambda: len(found()) == len(texts), texts, ear.told)
    return found()


async def _bytes(platform: Platform, attachment: object) -> bytes:
    async with platform.open(attachment) as opened:  # type: ignore[arg-type]
        found = b"".join([chunk async for chunk in opened.chunks])  # type: ignore[union-attr]
        assert len(found) == opened.size_bytes  # type: ignore[union-attr]
        return found
