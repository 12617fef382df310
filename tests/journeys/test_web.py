"""Persons at the chat page, over real HTTP: what they say, what they get, what they can't see.

The page itself is driven in a real browser elsewhere; here is its server, with the core behind it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.integration.render_tools import decode, write_clip
from tests.journeys.frames import RED, corner, middle_frame, plain_clip
from tests.journeys.platform_world import COST, WISH
from tests.journeys.traces import kept, rows_about, rows_of
from tests.journeys.webs import WebWorld, nothing_more_comes, video_of, web_world
from tests.journeys.worlds import new_token, said
from tests.servers.web_values import Message, Refused


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebWorld]:
    with web_world(tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture(autouse=True)
def _is_running(world: WebWorld) -> None:
    if not world.bot.is_running:
        world.start()


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


@pytest.fixture(scope="module")
def head(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A second of a person, small."""
    path = tmp_path_factory.mktemp("head") / "me.mp4"
    size = ["--seconds", "1", "--width", "640", "--height", "360"]
    subprocess.run([sys.executable, "-m", "engine.sample", str(path), *size], check=True)
    return path


def test_a_clip_and_words_become_a_video_beside_its_original(world: WebWorld, head: Path) -> None:
    anna = world.person()
    number = anna.send(head, text="put me in an office")
    message = video_of(anna)
    (file,) = message.videos
    assert (file.width, file.height, file.duration_ms) == (1920, 1080, 1000)
    assert (message.tone, message.is_final) == ("done", True)
    assert file.poster_url is not None
    result = anna.browser.file(file)
    before, after = corner(head), corner(result)
    assert sum(abs(a - b) for a, b in zip(before, after, strict=True)) > 60, (before, after)
    assert _face(result) == pytest.approx(_face(head), abs=20), "the person, in the scene's light"
    assert message.before is not None
    original, headers = anna.browser.fetch(message.before["url"])
    assert original.read_bytes() == head.read_bytes(), "to be compared with, as it was given"
    assert headers["Content-Type"] == "video/mp4"
    download = anna.browser.ask("GET", file.download_url)
    assert download.headers["Content-Disposition"].startswith("attachment")
    assert download.body == result.read_bytes()
    assert [one.number for one in anna.own] == [number]
    nothing_more_comes(anna)
    anna.in_step()
    (progress,) = [one for one in anna.sight.seen.values() if one.is_removed]
    assert progress.texts[0] == said("connecting"), "one progress message, gone at the end"
    stages = list(dict.fromkeys(one.stage for one in progress.versions))
    assert stages == ["upload", "edit", "render", "download"][: len(stages)]
    assert len(stages) >= 3
    (listed,) = anna.conversations
    assert (listed.title, listed.is_working) == ("me", False)
    assert world.ledger.charges()[-1:] == [COST]


def test_a_message_posted_again_under_its_key_is_one_message(world: WebWorld, red: Path) -> None:
    """An answer that was lost on its way, a double click, two tabs with one outbox."""
    anna = world.person()
    anna.send(red)
    asked, label = anna.hear(said("ask-what-to-do")), said("idea-title")
    tap = {"press": dict(asked.buttons)[label], "label": label, "reply_to": asked.number}

    def say() -> None:
        tapping = [anna.begin_saying("", key="the-same-key", **tap) for _ in range(3)]
        numbers = {one.result(30) for one in tapping}
        anna.wait(lambda messages: [one for one in messages if one.pictures])
        numbers.add(anna.say("", key="the-same-key", **tap))
        assert len(numbers) == 1

    assert world.charges_of(anna, say) == 1
    assert [one.text for one in anna.own if one.is_press].count(label) == 1
    assert len([one for one in anna.messages if one.pictures]) == 1


def test_two_tabs_and_one_opened_later_show_the_same(world: WebWorld, red: Path) -> None:
    first = world.person()
    second = first.browser.chat(first.id)
    first.send(red)
    asked = second.hear(said("ask-what-to-do"))
    second.press(asked.number, said("idea-title"))
    answer = first.wait(lambda messages: [one for one in messages if one.pictures])[0]
    nothing_more_comes(first)
    first.in_step()
    second.in_step()
    assert [one.text for one in first.everything] == [one.text for one in second.everything]
    taps = [one.text for one in second.own if one.is_press]
    assert taps[:1] == [said("idea-title")]
    assert first.browser.file(answer.pictures[0]).read_bytes()[:2] == b"\xff\xd8", "a JPEG"


def test_a_page_that_lost_its_line_is_told_what_it_missed(world: WebWorld) -> None:
    anna = world.person()
    anna.tap("status")
    anna.hear(said("status-empty"))
    anna.cut()
    anna.say("help")
    anna.hear(said("help"))
    assert anna.sight.resumed >= 1, "told what it missed, not everything anew"
    assert anna.sight.snapshots == 1
    anna.in_step()


def test_the_sample_is_a_clip_of_ones_own(world: WebWorld, red: Path) -> None:
    made = world.bot.data_dir / "sample" / "sample.mp4"
    made.parent.mkdir()
    # As an earlier try has left it: its making is tested by itself.
    shutil.copy(red, made)
    anna, ben = world.person(), world.person()
    answer = anna.browser.ask("POST", "api/sample")
    assert answer.status == 200
    assert (answer.json["name"], answer.json["size_bytes"]) == ("sample.mp4", red.stat().st_size)
    upload = answer.json["upload"]
    assert anna.browser.ask("GET", f"api/files/{upload}/sample.mp4").body == red.read_bytes()
    assert ben.browser.ask("GET", f"api/files/{upload}/sample.mp4").status == 404
    assert ben.browser.ask("POST", "api/sample").json["upload"] != upload
    anna.say("what can you do?", uploads=[upload])
    anna.wait(lambda _: anna.own[0].attachments)
    nothing_more_comes(anna)
    assert made.read_bytes() == red.read_bytes()


def test_an_original_that_browsers_can_t_play_has_a_copy_that_they_can(
    world: WebWorld, tmp_path: Path
) -> None:
    size = (320, 180)
    picture = np.full((180, 320, 3), RED[::-1], np.uint8)
    old = write_clip(tmp_path / "old.avi", lambda _: picture, 15, size=size, codec="mpeg4")
    anna = world.person()
    upload = anna.browser.upload(old)
    end_s = time.monotonic() + 20
    while (answer := anna.browser.ask("GET", f"api/playable/{upload}")).status == 202:
        assert answer.json["fraction"] is None or 0 <= answer.json["fraction"] <= 1
        assert time.monotonic() < end_s
        time.sleep(0.05)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "video/mp4")
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(answer.body)
    seen = decode(copy)
    assert (seen.stream["codec"], len(seen.frames)) == ("h264", 15)
    part = anna.browser.ask("GET", f"api/playable/{upload}", headers={"Range": "bytes=0-99"})
    assert (part.status, part.body) == (206, answer.body[:100]), "one can jump in it"
    named = anna.browser.upload(old, "playable")
    answer = anna.browser.ask("GET", f"api/files/{named}/playable")
    assert answer.body == old.read_bytes(), "no name has the address of a copy"
    (tmp_path / "page.mp4").write_bytes(b"<!doctype html>")
    page = anna.browser.upload(tmp_path / "page.mp4")
    while (answer := anna.browser.ask("GET", f"api/playable/{page}")).status == 202:
        assert time.monotonic() < end_s
        time.sleep(0.05)
    assert (answer.status, answer.json["code"]) == (415, "unplayable")


def test_nobody_sees_or_touches_what_is_another_visitors(world: WebWorld, red: Path) -> None:
    anna, ben = world.person(), world.browser()
    upload = anna.browser.upload(red)
    anna.say("", uploads=[upload])
    anna.hear(said("ask-what-to-do"))
    (attachment,) = anna.own[0].attachments
    tus = {"Tus-Resumable": "1.0.0"}
    asked = [
        ben.ask("POST", f"api/conversations/{anna.id}/messages", json={"key": "12345678"}),
        ben.ask(
            "POST", f"api/conversations/{anna.id}/messages", json={"key": "12345678", "text": "x"}
        ),
        ben.ask("DELETE", f"api/conversations/{anna.id}"),
        ben.ask("GET", attachment.url),
        ben.ask("GET", f"api/playable/{upload}"),
        ben.ask("HEAD", f"api/uploads/{upload}", headers=tus),
        ben.ask("PATCH", f"api/uploads/{upload}", headers={**tus, "Upload-Offset": "0"}),
        ben.ask("DELETE", f"api/uploads/{upload}", headers=tus),
    ]
    nowhere = ben.ask("DELETE", f"api/conversations/{'0' * 32}")
    assert [one.status for one in asked[1:6]] == [404] * 5
    assert all(400 <= one.status < 500 for one in asked)
    assert asked[2].body == nowhere.body, "nothing is to be learnt of what is there"
    with pytest.raises(Refused) as refused:
        ben.chat().say("mine", uploads=[upload])
    assert refused.value.status == 409
    peeping = ben.chat(anna.id)
    assert (peeping.everything, peeping.conversations) == ([], ())
    anna.say("still mine")
    anna.wait(lambda messages: len(messages) >= 2)
    assert peeping.everything == []
    assert anna.browser.ask("GET", attachment.url).status == 200, "and all of it is still there"


def test_a_token_is_kept_nowhere_in_the_clear(world: WebWorld) -> None:
    anna = world.person()
    tokens = [new_token(world.engine) for _ in range(2)]
    number = anna.say(f"/login {tokens[0]}")
    anna.hear(said("login-done"))
    anna.wait(lambda _: all(one.number != number for one in anna.own))
    anna.say(f"my key is {tokens[1]} ok?")
    anna.wait(lambda messages: len(messages) >= 2)
    seen = repr([anna.sight, anna.browser.chat(anna.id).sight])
    for token in tokens:
        assert token.encode() not in kept(world.bot)
        assert token not in seen, "the page isn't shown it either"


def test_who_says_too_much_waits_and_no_other_does(world: WebWorld) -> None:
    anna, ben = world.person(), world.person()
    path = f"api/conversations/{anna.id}/messages"
    statuses = [anna.browser.ask("POST", path, json={}).status for _ in range(60)]
    assert set(statuses) == {400, 429}
    assert statuses == sorted(statuses)
    refused = anna.browser.ask("POST", path, json={"key": "12345678", "text": "status"})
    assert refused.status == 429
    assert 0 < float(refused.headers["Retry-After"]) < 60
    assert "Please go on in" in refused.json["error"]
    ben.say("status")
    ben.hear(said("status-empty"))


def test_what_is_no_clip_runs_nowhere_and_is_told_in_a_sentence(
    world: WebWorld, tmp_path: Path
) -> None:
    page = tmp_path / "evil.mp4"
    page.write_text("<!DOCTYPE html><script>alert(document.cookie)</script>" * 100)
    anna = world.person()
    anna.send(page, text=WISH)
    anna.hear(said("error-clip-unsupported"))
    (attachment,) = anna.own[0].attachments
    got, headers = anna.browser.fetch(attachment.url)
    assert got.read_bytes() == page.read_bytes()
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "script" not in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private, no-cache", "nor is a copy shown to who logged out"
    held = {"If-None-Match": headers["Etag"]}
    assert anna.browser.ask("GET", attachment.url, headers=held).status == 304


@pytest.mark.parametrize(
    "name",
    [
        "../../../../etc/passwd.mp4",
        '"><script>alert(1)</script>.mp4',
        "a\r\nSet-Cookie: x=1\r\n.mp4",
        "..",
        "%2e%2e%2f%00.mp4",
        "\u202egnp.mp4",
        "x" * 200 + ".mp4",
    ],
)
def test_a_name_is_only_a_name(world: WebWorld, red: Path, name: str) -> None:
    anna = world.person()
    before = {path.parent for path in world.bot.data_dir.rglob("*")}
    upload = anna.browser.upload(red, name, "video/mp4")
    anna.say("", uploads=[upload])
    anna.hear(said("ask-what-to-do"))
    (attachment,) = anna.own[0].attachments
    assert attachment.url.count("/") == 3, "its name leads nowhere else"
    got, headers = anna.browser.fetch(attachment.url)
    assert got.read_bytes() == red.read_bytes()
    disposition = headers["Content-Disposition"]
    assert disposition.isascii()
    assert not set(disposition.partition("filename*=UTF-8''")[2]) & set("\"'<>/\\\r\n ")
    assert "Set-Cookie" not in headers
    shelf = world.bot.data_dir / "shelf"
    assert {path.parent for path in world.bot.data_dir.rglob("*")} <= before | {shelf}
    names = [path.name for path in shelf.iterdir()]
    assert all(set(one.partition(".")[0]) <= set("0123456789abcdef") for one in names), names


def test_forgotten_and_deleted_means_that_nothing_is_left(
    world: WebWorld, red: Path, tmp_path: Path
) -> None:
    anna, ben, carl = (world.person() for _ in range(3))
    for chat in (anna, carl):
        chat.send(red)
        chat.hear(said("ask-what-to-do"))
    ben.send(red, text=WISH)
    video_of(ben)
    nothing_more_comes(ben)
    files = {chat: _files(chat.everything) for chat in (anna, ben, carl)}
    other = anna.browser.chat(anna.id)
    anna.say("forget me")
    question = anna.hear(said("forget-ask"))
    anna.press(question.number, said("button-forget"))
    ben.delete()
    for chat in (anna, ben, other):
        chat.wait(lambda _, chat=chat: not chat.conversations)
    shelf = world.bot.data_dir / "shelf"
    gone = files[anna] | files[ben]
    anna.wait(lambda _: not any((shelf / f"{one}.bin").exists() for one in gone))
    for again in (ben.delete, lambda: anna.say("said before, and late")):
        with pytest.raises(Refused) as refused:
            again()
        assert refused.value.status == 404
    world.bot.terminate()
    rows = rows_about(world.bot.data_dir, tmp_path, anna.id, ben.id, carl.id)
    # All that is left says that there was one of that id, so that nothing late begins it anew.
    assert rows[anna.id] == rows[ben.id] == ["page_conversations"]
    left_behind = rows_of(world.bot.data_dir, tmp_path, "page_conversations")
    assert [
        row for row in left_behind if row["is_deleted"] and (row["owner"] or row["title"])
    ] == []
    assert len(rows[carl.id]) > 5, "the look finds what is there"
    left = {path.name.partition(".")[0] for path in shelf.iterdir()}
    assert not left & gone
    assert files[carl] <= left


def _files(messages: list[Message]) -> set[str]:
    found = {file.id for one in messages for file in (*one.attachments, *one.media)}
    posters = {file.poster_url for one in messages for file in one.media if file.poster_url}
    return found | {poster.split("/")[2] for poster in posters}


def _face(path: Path) -> list[float]:
    """The mean colour in the middle of a portrait."""
    frame = middle_frame(path)
    height, width = frame.shape[:2]
    middle = frame[height * 2 // 5 : height * 3 // 5, width * 9 // 20 : width * 11 // 20]
    return [float(one) for one in np.mean(middle.reshape(-1, 3), axis=0)]
