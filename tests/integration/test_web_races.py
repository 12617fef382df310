"""Races at the chat page's server: who is heard, and what stands, whatever happens at once.

Through the adapter with its real listener and database, as the contract suite has it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from core.errors import ClipMissing, DeliveryError
from core.model import Progress, Stage
from storage.lock import DataDirectory
from storage.sqlite import sqlite_module
from tests.contract.adapter_hearing import Hearing, listening, stays, until, words_of
from tests.contract.adapter_messages import pattern, video, words
from tests.contract.adapter_web_rig import WebRig, web_rig
from tests.contract.adapter_web_seat import WebSeat
from tests.servers.web_values import Refused


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[WebRig]:
    with web_rig(tmp_path / "page") as rig:
        yield rig


@pytest.fixture
def anna(rig: WebRig) -> WebSeat:
    return rig.seat("anna")  # type: ignore[return-value]


async def test_who_hangs_up_before_the_answer_is_heard_once_all_the_same(
    rig: WebRig, anna: WebSeat
) -> None:
    """The page does that as soon as its socket has brought the message."""
    ear = Hearing()
    async with rig.connected() as platform, listening(rig, platform, ear):
        for number in range(5):
            _post_and_hang_up(anna, f"message {number}")
        heard = await ear.messages(5)
        await stays(lambda: len(ear.heard) == 5, "heard twice", 0.2)
    assert {words_of(one) for one in heard} == {f"message {number}" for number in range(5)}


async def test_what_the_database_fails_to_note_is_tried_again(
    rig: WebRig, anna: WebSeat, caplog: pytest.LogCaptureFixture
) -> None:
    """It was acknowledged to the page, so nobody would say it a second time."""
    ear = Hearing()
    async with rig.connected() as platform, listening(rig, platform, ear):
        ear.shut(anna.ref)
        anna.say("1")
        await until(lambda: ear.attempts == ["1"])
        _execute(rig, "ALTER TABLE page_messages RENAME TO elsewhere")
        ear.let_in()
        await until(lambda: "it is tried again" in caplog.text)
        _execute(rig, "ALTER TABLE elsewhere RENAME TO page_messages")
        await until(lambda: not rig.unacknowledged(), "noted")
    assert len({one.id for one in ear.heard}) == 1, "the core knows it by its id"  # type: ignore[union-attr]


async def test_an_answer_that_the_database_refused_stands_once_when_it_is_sent_again(
    rig: WebRig, anna: WebSeat, tmp_path: Path
) -> None:
    async with rig.connected() as platform:
        film = words(anna, "here", media=(video(tmp_path / "v.mp4"),))
        _execute(rig, "ALTER TABLE page_messages RENAME TO elsewhere")
        with pytest.raises(DeliveryError) as raised:
            await platform.send(film)
        assert raised.value.is_outcome_known
        _execute(rig, "ALTER TABLE elsewhere RENAME TO page_messages")
        first = await platform.send(film)
        assert await platform.send(film) == first
        assert [one.text for one in anna.standing()] == ["here"]


async def test_one_file_in_two_messages_goes_with_the_last_of_them(
    rig: WebRig, anna: WebSeat, tmp_path: Path
) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(pattern(3000))
    other = anna.chat.browser.conversation()
    ear = Hearing()
    async with rig.connected() as platform, listening(rig, platform, ear):
        upload = anna.chat.browser.upload(path)
        for chat in (anna.chat, other):
            chat.say("take it", uploads=[upload])
        first, second = await ear.messages(2)
        await platform.delete(first.chat, first.platform_id)  # type: ignore[attr-defined]
        async with platform.open(second.attachments[0]) as opened:
            assert opened.size_bytes == 3000
        await platform.delete(second.chat, second.platform_id)  # type: ignore[attr-defined]
        with pytest.raises(ClipMissing):
            async with platform.open(second.attachments[0]):
                pass


async def test_a_message_said_again_is_the_same_though_its_file_has_had_its_time(
    rig: WebRig, anna: WebSeat, tmp_path: Path
) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(pattern(3000))
    ear = Hearing()
    async with rig.connected() as platform, listening(rig, platform, ear):
        upload = anna.chat.browser.upload(path)
        number = anna.chat.say("take it", uploads=[upload], key="the-same-key")
        (heard,) = await ear.messages(1)
        (rig.folder / "shelf" / f"{heard.attachments[0].ref}.bin").unlink()
        assert anna.chat.say("take it", uploads=[upload], key="the-same-key") == number
        with pytest.raises(Refused) as refused:
            anna.chat.say("take it", uploads=[upload], key="another-key")
    assert (refused.value.status, len(ear.heard)) == (409, 1)


async def test_a_deleted_conversation_does_not_come_back(rig: WebRig, anna: WebSeat) -> None:
    ear = Hearing()
    async with rig.connected() as platform, listening(rig, platform, ear):
        anna.chat.say("hello", key="the-same-key")
        await ear.messages(1)
        await platform.forget(anna.ref)  # type: ignore[attr-defined]
        with pytest.raises(Refused) as refused:
            anna.chat.say("hello", key="the-same-key")
        assert refused.value.status == 404
        await stays(lambda: len(ear.heard) == 1, "heard again", 0.2)


async def test_a_label_is_written_down_without_its_secret(rig: WebRig, anna: WebSeat) -> None:
    token = "nmv_usr_LABELSECRET1"
    ear = Hearing()
    async with rig.connected() as platform, listening(rig, platform, ear):
        anna.chat.say("", press="1:status", label=f"see {token}")
        await ear.messages(1)
        kept = _kept(rig)
    assert b"see ***" in kept
    assert token.encode() not in kept


async def test_many_that_say_the_same_at_once_are_one(rig: WebRig, anna: WebSeat) -> None:
    ear = Hearing()
    async with rig.connected() as platform, listening(rig, platform, ear):
        saying = [anna.chat.begin_saying("once", key="the-same-key") for _ in range(10)]
        numbers = {await asyncio.wrap_future(one) for one in saying}
        await ear.messages(1)
        await stays(lambda: len(ear.heard) == 1, "heard twice", 0.2)
        anna.chat.in_step()
    assert len(numbers) == 1
    assert [one.text for one in anna.chat.own][1:] == ["once"]


async def test_a_token_among_other_words_comes_to_the_core_whole(
    rig: WebRig, anna: WebSeat
) -> None:
    """Only a mask of it is on the disk, and another message's turn may read that first."""
    ear, tokens = Hearing(), [f"nmv_usr_{number:032x}" for number in range(4)]
    async with rig.connected() as platform, listening(rig, platform, ear):
        http = anna.chat.browser.http
        path = f"api/conversations/{anna.chat.id}/messages"
        for number, token in enumerate(tokens):
            said = [
                {"key": f"first-{number:04}", "text": "hello"},
                {"key": f"second-{number:04}", "text": f"/login {token}"},
            ]
            asking = [
                anna.chat.browser.begin(http.ask("POST", path, json=message)) for message in said
            ]
            statuses = [(await asyncio.wrap_future(one)).status for one in asking]
            assert statuses == [200, 200]
        heard = await ear.messages(2 * len(tokens))
    logins = [words_of(one) for one in heard if words_of(one) != "hello"]
    assert sorted(logins) == [f"/login {token}" for token in tokens]
    assert not any(token.encode() in _kept(rig) for token in tokens)


@pytest.mark.soak
async def test_the_list_of_all_ends_as_it_is_whatever_happened_at_once(
    rig: WebRig, anna: WebSeat
) -> None:
    """Lists are read side by side; the one read first must not be told last."""
    async with rig.connected() as platform:
        seats = [anna, *(rig.seat("anna", thread=str(number)) for number in range(10))]
        for turn in range(40):

            async def work(number: int, turn: int = turn) -> None:
                seat, progress = seats[number], Progress(Stage.EDIT, 0.0)
                shown = words(seat, "0 %", f"{turn}/{number}", progress=progress)
                receipt = await platform.send(shown)
                await platform.delete(seat.ref, receipt.platform_id)  # type: ignore[attr-defined]

            await asyncio.gather(*map(work, range(len(seats))))
            anna.chat.in_step(3.0)
            assert not any(one.is_working for one in anna.chat.conversations)


def _post_and_hang_up(seat: WebSeat, text: str) -> None:
    http = seat.chat.browser.http
    body = json.dumps({"key": f"key-{text.replace(' ', '-')}", "text": text}).encode()
    head = [
        f"POST /api/conversations/{seat.chat.id}/messages HTTP/1.1",
        f"Host: {urlsplit(http.root).netloc}",
        f"Origin: {http.origin}",
        f"Cookie: {http.cookie_header}",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
    ]
    host, _, port = urlsplit(http.root).netloc.rpartition(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall("\r\n".join([*head, "", ""]).encode() + body)


def _execute(rig: WebRig, statement: str) -> None:
    path = DataDirectory(rig.folder).database_path
    with contextlib.closing(sqlite_module().connect(path)) as database:
        database.execute(statement)


def _kept(rig: WebRig) -> bytes:
    return b"".join(path.read_bytes() for path in rig.folder.rglob("*") if path.is_file())
