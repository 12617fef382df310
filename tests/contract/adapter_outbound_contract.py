"""What every chat adapter must obey on the way out: what stands in the chat is what was meant.

Must not know a platform. Its errors are in ``adapter_error_contract``.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import DeliveryError, DeliveryRefused
from core.model import AttachmentKind, Button, Media, Progress, Stage
from core.ports import Deletes, Platform
from core.splitting import utf16_length
from tests.contract.adapter_case import AdapterCase, needs, seat_in_thread, skip_without
from tests.contract.adapter_hearing import Hearing, listening, until
from tests.contract.adapter_messages import pattern, show, video, words
from tests.contract.adapter_rig import Power, Rig, Seat
from tests.contract.adapter_secrets import raising

TEXTS = [
    "<b>*_[]()~`|{}#+-=.!>\\ &amp; </b> **bold** __no__ ||s|| [a](http://b)",
    "👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301 ☕️",
    "שלום, عالم! \u200fabc\u200e 123",
    "把背景换成办公室，谢谢。",
    "one\n\n  two\n\tthree",
    "@everyone @here /cancel #tag https://example.com/?a=1&b=2",
]


class OutboundContract(AdapterCase):
    @pytest.mark.parametrize("text", TEXTS)
    async def test_words_stand_as_they_are_also_after_an_edit(
        self, platform: Platform, anna: Seat, text: str
    ) -> None:
        receipt = await platform.send(words(anna, text))
        assert receipt.outgoing_id == "1/answer"
        (message,) = anna.standing()
        assert (message.text, message.platform_id) == (text, receipt.platform_id)
        await platform.send(words(anna, f"{text} {text}", standing=receipt.platform_id))
        (message,) = anna.standing()
        assert message.versions == (text, f"{text} {text}")

    async def test_the_longest_text_is_sent_in_one(self, platform: Platform, anna: Seat) -> None:
        limit = platform.capabilities(anna.ref).max_text
        text = "😀" * (limit // 2 - 1) + "é" * (limit % 2 + 1) + "字"
        assert utf16_length(text) == limit
        await platform.send(words(anna, text))
        assert [one.text for one in anna.standing()] == [text]

    async def test_the_longest_caption_is_sent_in_one(
        self, platform: Platform, anna: Seat, tmp_path: Path
    ) -> None:
        limit = platform.capabilities(anna.ref).max_caption
        text = "😀" * (limit // 2 - 1) + "é" * (limit % 2 + 1) + "字"
        await platform.send(words(anna, text, media=(video(tmp_path / "v.mp4"),)))
        assert [one.text for one in anna.standing()] == [text]

    async def test_buttons_stand_in_their_order_with_their_data(
        self, platform: Platform, anna: Seat, tmp_path: Path
    ) -> None:
        buttons = tuple(Button(f"Choice {n} 选", f"{n}:".ljust(64, "x")) for n in range(8))
        shown = tuple((one.label, one.data) for one in buttons)
        receipt = await platform.send(words(anna, "choose", buttons=buttons))
        assert anna.standing()[0].buttons == shown
        await platform.send(words(anna, "chosen", "1/b", standing=receipt.platform_id))
        assert anna.standing()[0].buttons == (), "an edit without buttons takes them away"
        media = (video(tmp_path / "v.mp4"),)
        await platform.send(words(anna, "film", "1/c", buttons=buttons, media=media))
        assert anna.standing()[1].buttons == shown

    async def test_each_thread_gets_its_own(
        self, rig: Rig, platform: Platform, tmp_path: Path
    ) -> None:
        clips, news = seat_in_thread(rig, "clips"), seat_in_thread(rig, "news")
        first = await platform.send(words(clips, "a text"))
        await platform.send(words(news, "another", "2/a"))
        await platform.send(words(clips, "film", "1/b", media=(video(tmp_path / "v.mp4"),)))
        await platform.send(words(clips, "new", "1/c", standing=first.platform_id))
        progress = Progress(Stage.UPLOAD, 0.5)
        await show(platform, words(clips, "50 %", "1/d", progress=progress))
        assert [one.text for one in clips.standing()] == ["new", "film", "50 %"]
        assert [one.text for one in news.standing()] == ["another"]
        clips.take_away(first.platform_id)
        await platform.send(words(clips, "anew", "1/c", standing=first.platform_id))
        assert [one.text for one in clips.standing()] == ["film", "50 %", "anew"]

    @needs(Power.GROUPS, Power.REPLYING)
    async def test_in_a_group_it_is_seen_what_is_answered(
        self, rig: Rig, platform: Platform, ear: Hearing, tmp_path: Path
    ) -> None:
        group = rig.seat("team", is_group=True)
        async with listening(rig, platform, ear):
            group.say("blur it", mentions_bot=True)
            (heard,) = await ear.messages(1)
        await platform.send(words(group, "I do", reply_to=heard.platform_id))
        media = (video(tmp_path / "v.mp4"),)
        await platform.send(words(group, "", "1/b", reply_to=heard.platform_id, media=media))
        group.take_away(heard.platform_id)
        await platform.send(words(group, "still", "1/c", reply_to=heard.platform_id))
        assert [one.reply_to for one in group.standing()] == [
            heard.platform_id,
            heard.platform_id,
            None,
        ]

    async def test_an_edit_stands_in_the_place_of_what_it_edits(
        self, rig: Rig, platform: Platform, anna: Seat
    ) -> None:
        first = words(anna, "10 %", "1/progress", buttons=(Button("Stop", "stop"),))
        receipt = await platform.send(first)
        standing = replace(first, standing=receipt.platform_id)
        assert await platform.send(standing) == receipt, "it says that already"
        async with rig.connected() as again:
            assert await again.send(replace(standing, text="20 %")) == receipt
            done = words(anna, "done", edits="1/progress", standing=receipt.platform_id)
            assert (await again.send(done)).platform_id == receipt.platform_id
        (message,) = anna.standing()
        assert message.versions == ("10 %", "20 %", "done")

    async def test_an_edit_of_what_is_gone_is_sent_anew(
        self, platform: Platform, anna: Seat
    ) -> None:
        receipt = await platform.send(words(anna, "old"))
        anna.take_away(receipt.platform_id)
        anew = await platform.send(words(anna, "new", standing=receipt.platform_id))
        assert anew.platform_id != receipt.platform_id
        (message,) = anna.standing()
        assert (message.text, message.platform_id) == ("new", anew.platform_id)

    async def test_a_file_for_an_edit_is_sent_anew(
        self, platform: Platform, anna: Seat, tmp_path: Path
    ) -> None:
        receipt = await platform.send(words(anna, "soon"))
        done = words(anna, "done", standing=receipt.platform_id, media=(video(tmp_path / "v.mp4"),))
        sent = await platform.send(done)
        (message,) = [one for one in anna.standing() if one.platform_id == sent.platform_id]
        assert (message.text, len(message.files)) == ("done", 1)

    async def test_a_video_stands_with_what_is_known_of_it(
        self, rig: Rig, platform: Platform, anna: Seat, tmp_path: Path, picture: Path
    ) -> None:
        media = video(
            tmp_path / "v.mp4",
            70_001,
            name="my first clip 我-_.mp4",
            width=1080,
            height=1920,
            duration_ms=61_400,
            thumbnail_path=str(picture),
        )
        receipt = await platform.send(words(anna, "here *it* is", media=(media,)))
        (message,) = anna.standing()
        (file,) = message.files
        assert (message.text, message.platform_id) == ("here *it* is", receipt.platform_id)
        assert file.path.read_bytes() == pattern(70_001)
        assert file.shown_as == "video"
        assert file.name == media.name
        if Power.VIDEO_FACTS in rig.lacks:
            return
        assert (file.width, file.height, file.duration_s) == (1080, 1920, 61)
        assert file.thumbnail == picture.read_bytes()
        assert file.is_streamable

    async def test_a_video_is_a_plain_file_where_that_is_wanted(
        self, rig: Rig, platform: Platform, anna: Seat, tmp_path: Path
    ) -> None:
        media = video(tmp_path / "v.mp4", is_plain_file=True, name="clip.mp4")
        await platform.send(words(anna, "", media=(media,)))
        ((file,),) = [one.files for one in anna.standing()]
        assert file.shown_as == ("video" if Power.PLAIN_FILES in rig.lacks else "file")
        assert file.name == "clip.mp4"
        assert file.path.read_bytes() == pattern(3000)

    async def test_a_picture_is_shown_as_one(
        self, platform: Platform, anna: Seat, picture: Path
    ) -> None:
        size_bytes = picture.stat().st_size
        media = Media(AttachmentKind.IMAGE, str(picture), "beach.jpg", size_bytes, 300, 200)
        await platform.send(words(anna, "a frame", media=(media,)))
        (message,) = anna.standing()
        (file,) = message.files
        assert (message.text, file.shown_as) == ("a frame", "picture")
        assert file.path.read_bytes() == picture.read_bytes()

    @pytest.mark.parametrize("is_group", [False, True])
    async def test_of_a_burst_of_progress_the_last_words_stand(
        self, rig: Rig, platform: Platform, is_group: bool
    ) -> None:
        if is_group:
            skip_without(rig, Power.GROUPS)
        seat = rig.seat("team" if is_group else "anna", is_group=is_group)
        first = words(seat, "0 %", "1/progress", progress=Progress(Stage.RENDER, 0.0))
        receipt = await show(platform, first)
        for percent in range(1, 41):
            shown = replace(first, text=f"{percent} %", standing=receipt.platform_id)
            assert await platform.send(shown) == receipt
        await until(lambda: seat.standing()[0].text == "40 %", "the last words", seat.standing)
        (message,) = seat.standing()
        if Power.PACING not in rig.lacks:
            assert len(message.versions) <= 5, message.versions
        figures = [int(text.removesuffix(" %")) for text in message.versions]
        assert figures == sorted(figures), "progress never runs backwards"

    async def test_a_final_word_is_not_overtaken_by_progress(
        self, rig: Rig, platform: Platform, anna: Seat
    ) -> None:
        first = words(anna, "0 %", "1/progress", progress=Progress(Stage.RENDER, 0.0))
        receipt = await show(platform, first)
        for percent in (1, 2, 3):
            await platform.send(replace(first, text=f"{percent} %", standing=receipt.platform_id))
        await platform.send(words(anna, "done", standing=receipt.platform_id))
        await asyncio.sleep(0.5)
        assert [one.text for one in anna.standing()] == ["done"]

    async def test_progress_goes_and_does_not_come_back(
        self, platform: Platform, anna: Seat
    ) -> None:
        assert isinstance(platform, Deletes)
        first = words(anna, "0 %", "1/progress", progress=Progress(Stage.RENDER, 0.0))
        receipt = await show(platform, first)
        for percent in (1, 2, 3):
            await platform.send(replace(first, text=f"{percent} %", standing=receipt.platform_id))
        await platform.delete(anna.ref, receipt.platform_id)
        await asyncio.sleep(0.5)
        assert anna.standing() == []

    async def test_messages_can_be_taken_away(
        self, rig: Rig, platform: Platform, anna: Seat, ear: Hearing
    ) -> None:
        assert isinstance(platform, Deletes)
        async with listening(rig, platform, ear):
            anna.say("my token is …")
            (heard,) = await ear.messages(1)
        receipt = await platform.send(words(anna, "mine"))
        await platform.delete(anna.ref, receipt.platform_id)
        assert anna.standing() == []
        if Power.CLEARING in rig.lacks:
            with raising(DeliveryRefused, rig):
                await platform.delete(anna.ref, heard.platform_id)
        else:
            await platform.delete(anna.ref, heard.platform_id)
            assert not anna.has_message(heard.platform_id)
        with pytest.raises(DeliveryError):
            await platform.delete(anna.ref, receipt.platform_id)

    async def test_what_it_can_do_is_told_sensibly(
        self, rig: Rig, platform: Platform, anna: Seat
    ) -> None:
        seats = [anna]
        if Power.GROUPS not in rig.lacks:
            seats.append(rig.seat("team", is_group=True))
            await platform.send(words(seats[1], "hello"))
        own, *common = [platform.capabilities(seat.ref) for seat in seats]
        for one in (own, *common):
            assert 500 <= one.max_text <= 100_000
            assert 100 <= one.max_caption <= one.max_text
            assert one.max_upload_bytes >= 1_000_000
            assert one.max_download_bytes >= 1_000_000
            assert not one.is_operators
            assert not one.is_one_shot
        assert own.is_private
        assert not any(one.is_private for one in common)
        assert own.can_edit
        assert own.has_buttons

    async def test_it_says_who_it_is(self, rig: Rig, platform: Platform) -> None:
        line = await platform.probe()
        assert rig.bot_name in line
        assert len(line.splitlines()) == 1
        assert not any(secret in line for secret in rig.secrets)
