"""What every chat adapter must obey where the platform fails: each outcome is told truly, to one.

Must not know a platform.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.errors import (
    ChatGone,
    DeliveryDelayed,
    DeliveryError,
    DeliveryForbidden,
    DeliveryMuted,
    DeliveryRefused,
    DeliveryTooLarge,
    DeliveryUnknown,
)
from core.model import Media, Outgoing, Progress, Stage
from core.ports import Deletes, Idempotent, Platform, Recalls, Whispers
from tests.contract.adapter_case import AdapterCase, needs
from tests.contract.adapter_messages import show, video, words
from tests.contract.adapter_rig import Power, Rig, Seat
from tests.contract.adapter_secrets import raising

FAULTS: list[tuple[str, type[DeliveryError], bool]] = [
    ("rate_limit", DeliveryDelayed, False),
    ("gone", ChatGone, False),
    ("refuse", DeliveryRefused, False),
    ("too_large", DeliveryTooLarge, False),
    ("http_error", DeliveryUnknown, False),
    ("drop", DeliveryUnknown, False),
    ("lost_answer", DeliveryUnknown, True),
]


class ErrorContract(AdapterCase):
    @pytest.mark.parametrize("what", ["send", "upload"])
    @pytest.mark.parametrize(
        ("fault", "expected", "is_there"), FAULTS, ids=[one[0] for one in FAULTS]
    )
    @needs(Power.REMOTE)
    async def test_each_outcome_is_told_truly(
        self,
        rig: Rig,
        platform: Platform,
        anna: Seat,
        tmp_path: Path,
        what: str,
        fault: str,
        expected: type[DeliveryError],
        is_there: bool,
    ) -> None:
        message = _message(anna, tmp_path, what)
        rig.arm(what, fault, **_options(rig, fault))
        with raising(expected, rig) as raised:
            await platform.send(message)
        error = raised.errors[0]
        assert error.is_outcome_known is (expected is not DeliveryUnknown)
        if isinstance(error, DeliveryDelayed):
            assert error.retry_after_s == pytest.approx(rig.long_wait_s, abs=1)
        assert len(anna.standing()) == is_there, "done once, or not at all"
        if isinstance(platform, Recalls):
            recalled = await platform.recall(message)
            found = [recalled.platform_id] if recalled else []
            assert [one.platform_id for one in anna.standing()] == found
        if not isinstance(error, DeliveryDelayed):
            await platform.send(words(anna, "after", "2/answer"))
            assert anna.standing()[-1].text == "after", "one fault is over after once"

    @pytest.mark.parametrize(
        ("fault", "expected"),
        [(fault, expected) for fault, expected, _ in FAULTS[:3] + FAULTS[4:]],
        ids=[one[0] for one in FAULTS[:3] + FAULTS[4:]],
    )
    @pytest.mark.parametrize("what", ["edit", "delete"])
    @needs(Power.REMOTE)
    async def test_an_edit_and_a_removal_tell_it_as_truly(
        self,
        rig: Rig,
        platform: Platform,
        anna: Seat,
        what: str,
        fault: str,
        expected: type[DeliveryError],
    ) -> None:
        receipt = await platform.send(words(anna, "old"))
        if what == "delete" and fault == "lost_answer":
            pytest.skip("it may be asked for again, and then it is gone")
        # Twice: HTTP libraries ask once more for what may be asked for again.
        rig.arm(what, fault, times=2 if what == "delete" else 1, **_options(rig, fault))
        with raising(expected, rig):
            if what == "edit":
                await platform.send(words(anna, "new", standing=receipt.platform_id))
            else:
                assert isinstance(platform, Deletes)
                await platform.delete(anna.ref, receipt.platform_id)
        texts = [one.text for one in anna.standing()]
        if fault == "lost_answer":
            assert texts == ["new"]
        else:
            assert texts == ["old"], "an edit that failed is not sent beside what stands"

    @needs(Power.REMOTE)
    async def test_a_wait_is_for_the_chat_that_it_was_asked_of(
        self, rig: Rig, platform: Platform, anna: Seat
    ) -> None:
        ben = rig.seat("ben")
        rig.arm("send", "rate_limit", seat=anna, retry_after_s=rig.long_wait_s)
        with raising(DeliveryDelayed, rig) as raised:
            await platform.send(words(anna, "held"))
        told_s = raised.of(DeliveryDelayed).retry_after_s
        assert told_s == pytest.approx(rig.long_wait_s, abs=0.5)
        begun_s = time.monotonic()
        await platform.send(words(ben, "free", "2/answer"))
        assert time.monotonic() - begun_s < 2
        assert ben.standing()[0].text == "free"

    @needs(Power.REMOTE)
    async def test_a_slow_send_holds_up_no_other_chat(
        self, rig: Rig, platform: Platform, anna: Seat, tmp_path: Path
    ) -> None:
        ben = rig.seat("ben")
        rig.arm("upload", "slow", seat=anna, delay_s=1.5)
        slow = asyncio.create_task(platform.send(_message(anna, tmp_path, "upload")))
        await asyncio.sleep(0.1)
        await platform.send(words(ben, "quick", "2/answer"))
        assert not slow.done()
        assert [one.text for one in ben.standing()] == ["quick"]
        await slow
        assert len(anna.standing()) == 1

    @pytest.mark.parametrize("what", ["send", "upload"])
    @needs(Power.REMOTE)
    async def test_a_platform_that_is_away_certainly_took_nothing(
        self, rig: Rig, platform: Platform, anna: Seat, tmp_path: Path, what: str
    ) -> None:
        message = _message(anna, tmp_path, what)
        await platform.send(words(anna, "before", "0/answer"))
        rig.go_away()
        for _ in range(3):
            # That kept lines have ended is seen in the loop's next turns, as it would be later.
            await asyncio.sleep(0)
        with raising(DeliveryError, rig, is_exact=False) as raised:
            await platform.send(message)
        assert raised.errors[0].is_outcome_known
        final = (ChatGone, DeliveryRefused, DeliveryTooLarge)
        assert not isinstance(raised.errors[0], final), "it is worth another try"
        rig.come_back()
        await platform.send(message)
        assert len(anna.standing()) == 2

    async def test_a_chat_that_blocks_the_bot_is_gone(
        self, rig: Rig, platform: Platform, anna: Seat, tmp_path: Path
    ) -> None:
        receipt = await platform.send(words(anna, "before"))
        anna.block()
        refused = [words(anna, "text", "2/answer"), _message(anna, tmp_path, "upload")]
        if Power.BLOCKED_EDITS not in rig.lacks:
            refused.append(words(anna, "edit", "3/answer", standing=receipt.platform_id))
        for message in refused:
            with raising(ChatGone, rig):
                await platform.send(message)
        with raising(ChatGone, rig):
            await show(platform, words(anna, "0 %", "4/p", progress=Progress(Stage.EDIT)))
        await platform.send(words(rig.seat("ben"), "others hear", "5/answer"))

    async def test_a_chat_that_nobody_knows_is_gone(
        self, rig: Rig, platform: Platform, anna: Seat
    ) -> None:
        unknown = replace(words(anna, "hello"), chat=replace(anna.ref, chat="4242"))
        with raising(ChatGone, rig):
            await platform.send(unknown)

    @needs(Power.FORBIDDING)
    async def test_a_chat_that_takes_no_files_takes_words(
        self, rig: Rig, platform: Platform, tmp_path: Path
    ) -> None:
        group = rig.seat("team", is_group=True)
        group.forbid_files()
        for number, is_plain_file in enumerate([False, True]):
            media = video(tmp_path / "v.mp4", is_plain_file=is_plain_file)
            with raising(DeliveryForbidden, rig):
                await platform.send(words(group, "film", f"{number}/a", media=(media,)))
        await platform.send(words(group, "it lies elsewhere", "3/a"))
        assert [one.text for one in group.standing()] == ["it lies elsewhere"]

    @needs(Power.MUTING)
    async def test_a_chat_that_takes_no_words_says_so(self, rig: Rig, platform: Platform) -> None:
        group = rig.seat("team", is_group=True)
        before = await platform.send(words(group, "before"))
        group.mute()
        with raising(DeliveryMuted, rig):
            await platform.send(words(group, "text", "2/answer"))
        assert [one.platform_id for one in group.standing()] == [before.platform_id]

    async def test_a_person_of_a_group_can_be_told_in_private(
        self, rig: Rig, platform: Platform
    ) -> None:
        if not isinstance(platform, Whispers):
            pytest.skip("not on this platform: who is in a group can't be written to")
        group = rig.seat("team", is_group=True)
        for text in ("I may not write there", "*so* <b>"):
            await platform.whisper(group.ref, group.sender_id, text)
        assert group.standing() == []
        assert group.whispered() == ["I may not write there", "*so* <b>"]

    async def test_what_is_sent_again_is_the_same_message(
        self, rig: Rig, platform: Platform, anna: Seat, tmp_path: Path
    ) -> None:
        if not isinstance(platform, Idempotent):
            pytest.skip("not on this platform: a message is known by its id")
        assert platform.same_within_s >= 60
        for what in ("send", "upload"):
            message = replace(_message(anna, tmp_path, what), id=f"{what}/answer")
            if Power.REMOTE in rig.lacks:
                await platform.send(message)
            else:
                rig.arm(what, "lost_answer")
                with raising(DeliveryUnknown, rig):
                    await platform.send(message)
            (sent,) = [one for one in anna.standing() if bool(one.files) is (what == "upload")]
            assert (await platform.send(message)).platform_id == sent.platform_id
            async with rig.connected() as again:
                assert (await again.send(message)).platform_id == sent.platform_id
        assert len(anna.standing()) == 2

    async def test_what_was_sent_can_be_recalled(
        self, rig: Rig, platform: Platform, anna: Seat, tmp_path: Path
    ) -> None:
        if not isinstance(platform, Recalls):
            pytest.skip("not on this platform: it can't be asked what arrived")
        for what in ("send", "upload"):
            message = replace(_message(anna, tmp_path, what), id=f"{what}/answer")
            assert await platform.recall(message) is None
            receipt = await platform.send(message)
            assert await platform.recall(message) == receipt
            async with rig.connected() as again:
                assert isinstance(again, Recalls)
                assert await again.recall(message) == receipt
            anna.take_away(receipt.platform_id)
            assert await platform.recall(message) is None
        unknown = replace(words(anna, "hello"), chat=rig.seat("ben").ref)
        assert await platform.recall(unknown) is None

    @needs(Power.UPLOAD_LIMIT)
    async def test_a_file_above_the_limit_is_too_large(
        self, rig: Rig, platform: Platform, anna: Seat, tmp_path: Path
    ) -> None:
        size_bytes = platform.capabilities(anna.ref).max_upload_bytes + 1
        path = tmp_path / "large.mp4"
        with path.open("wb") as file:
            file.truncate(size_bytes)
        media = replace(video(tmp_path / "v.mp4"), path=str(path), size_bytes=size_bytes)
        with raising(DeliveryTooLarge, rig):
            await platform.send(words(anna, "large", media=(media,)))
        await platform.send(words(anna, "small", "2/a", media=(video(tmp_path / "w.mp4"),)))
        assert [one.text for one in anna.standing()] == ["small"]

    async def test_a_file_that_is_not_there_is_no_crash(
        self, rig: Rig, platform: Platform, anna: Seat, tmp_path: Path
    ) -> None:
        media: Media = replace(video(tmp_path / "v.mp4"), path=str(tmp_path / "gone.mp4"))
        with raising(DeliveryRefused, rig):
            await platform.send(words(anna, "film", media=(media,)))
        assert anna.standing() == []

    async def test_a_thumbnail_that_is_not_there_costs_only_itself(
        self, rig: Rig, platform: Platform, anna: Seat, tmp_path: Path
    ) -> None:
        media = video(tmp_path / "v.mp4", thumbnail_path=str(tmp_path / "gone.jpg"))
        await platform.send(words(anna, "film", media=(media,)))
        (message,) = anna.standing()
        assert message.files[0].thumbnail == b""


def _options(rig: Rig, fault: str) -> dict[str, Any]:
    """What that fault is on this platform."""
    match fault:
        case "rate_limit":
            return {"retry_after_s": rig.long_wait_s}
        case "http_error":
            return {"status": rig.error_status}
    return {}


def _message(seat: Seat, folder: Path, what: str) -> Outgoing:
    media = (video(folder / "v.mp4"),) if what == "upload" else ()
    return words(seat, "hello", media=media)
