"""A finished video on its way into a chat that is small, slow, forgetful or gone."""

from __future__ import annotations

import re
import socket
import time
import urllib.request
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.journeys.conftest import until
from tests.journeys.frames import RED, plain_clip, short_side
from tests.journeys.ledger import seconds
from tests.journeys.worlds import World, engine_world, nothing_more_comes, said
from tests.servers.chat_person import Chat

WISH = "keep the first second"
TITLE = "add the title “Hello”"
SMALL_BYTES = 330_000
"""The sample's two seconds fit in at 720p and a little more than 1 Mb/s, not as they are."""
TINY_BYTES = 2_000
"""Nothing fits in decently, not even a second of one colour."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with engine_world(tmp_path_factory.mktemp("world"), factor=0.1, operators={}) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


def video_of(chat: Chat, length_s: float = 1.0) -> Path:
    chat.wait(lambda _: chat.videos(), 60)
    (video,) = chat.videos()
    assert seconds(video) == pytest.approx(length_s, abs=1 / 25)
    return video


def test_a_video_too_large_for_the_chat_is_made_to_fit_and_stays_decent(
    world: World, clip: Path
) -> None:
    anna = world.chat(max_upload_bytes=SMALL_BYTES)
    anna.say(TITLE, [clip])
    video = video_of(anna, 2.0)
    assert video.stat().st_size <= SMALL_BYTES
    assert short_side(video) >= 720
    assert said("video-shrunk") in anna.texts[-1]
    assert said("video-ready") in anna.texts[-1]


@pytest.mark.soak
def test_a_chat_that_takes_less_than_it_said_gets_what_it_takes(world: World, clip: Path) -> None:
    anna = world.chat(max_upload_bytes=50_000_000)
    world.server.arm("upload", "too_large", chat=anna.name, limit_bytes=SMALL_BYTES)
    anna.say(TITLE, [clip])
    assert video_of(anna, 2.0).stat().st_size <= SMALL_BYTES


def test_a_video_far_too_large_is_told_plainly(world: World, red: Path) -> None:
    anna = world.chat(max_upload_bytes=TINY_BYTES)
    anna.say(WISH, [red])
    anna.hear(said("error-delivery-too-large"), 60)
    assert not anna.videos()
    assert "http" not in "".join(anna.texts), "no address of ours leads there"


@pytest.mark.soak
def test_with_an_address_of_our_own_it_becomes_a_link_that_works(red: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        here = f"127.0.0.1:{free.getsockname()[1]}"
    public = "https://videos.example.org/results"
    with engine_world(
        tmp_path, factor=0.1, operators={}, PUBLIC_URL=public, BACKDROP_BIND=here
    ) as world:
        anna = world.chat(max_upload_bytes=TINY_BYTES)
        anna.say(WISH, [red])
        text = anna.hear(public, 60).text
        assert not anna.videos()
        (link,) = re.findall(re.escape(public) + r"\S+", text)
        assert said("video-link", link=link) in text
        fetched = tmp_path / "fetched.mp4"
        address = link.replace(public, f"http://{here}")
        urllib.request.urlretrieve(address, fetched)  # noqa: S310 - our own, on loopback
        assert seconds(fetched) == pytest.approx(1.0, abs=1 / 25)


@pytest.mark.parametrize(
    "powers",
    [
        {"can_recall": True, "enforces_nonce": False},
        pytest.param({"can_recall": False, "enforces_nonce": True}, marks=pytest.mark.soak),
    ],
    ids=["recalls", "enforces nonces"],
)
@pytest.mark.soak
def test_an_upload_whose_answer_is_lost_is_not_doubled(
    red: Path, tmp_path: Path, powers: dict[str, bool]
) -> None:
    with engine_world(tmp_path, factor=0.1, operators={}, powers=powers) as world:
        anna = world.chat()
        world.server.arm("upload", "lost_answer")
        anna.say(WISH, [red])
        video_of(anna)
        nothing_more_comes(anna)
        assert len(anna.videos()) == 1
        assert said("video-unknown") not in "".join(anna.texts)


@pytest.mark.soak
def test_where_nobody_can_tell_the_person_is_asked_to_look(red: Path, tmp_path: Path) -> None:
    powers = {"can_recall": False, "enforces_nonce": False}
    with engine_world(tmp_path, factor=0.1, operators={}, powers=powers) as world:
        anna = world.chat()
        world.server.arm("upload", "lost_answer")
        anna.say(WISH, [red])
        asked = anna.hear(said("video-unknown"))
        assert len(anna.videos()) == 1
        anna.press(asked, said("button-export"))
        anna.wait(lambda _: len(anna.videos()) == 2)
        ben = world.chat("ben")
        world.server.arm("upload", "drop")
        ben.say(WISH, [red])
        asked = ben.hear(said("video-unknown"))
        assert not ben.videos(), "this one was lost before it was there"
        ben.press(asked, said("button-export"))
        video_of(ben)


@pytest.mark.soak
def test_a_platform_that_asks_to_wait_is_waited_for(world: World, red: Path) -> None:
    anna = world.chat()
    world.server.arm("upload", "rate_limit", times=2, chat=anna.name, retry_after_s=1)
    anna.say(WISH, [red])
    video_of(anna)
    at_s = [call.at_s for call in world.server.ledger.calls("upload") if call.chat == anna.name]
    assert len(at_s) == 3
    assert all(later - earlier >= 1 for earlier, later in pairwise(at_s))


@pytest.mark.parametrize("fault", ["http_error", "slow", "late_answer"])
@pytest.mark.soak
def test_a_platform_in_trouble_gets_the_video_once(world: World, red: Path, fault: str) -> None:
    anna = world.chat()
    world.server.arm("upload", fault, chat=anna.name)
    world.server.arm("edit", "http_error", times=3, chat=anna.name)
    anna.say(WISH, [red])
    video_of(anna)
    nothing_more_comes(anna)
    assert len(anna.videos()) == 1


@pytest.mark.parametrize("fault", ["lost_answer", "http_error", "rate_limit"])
@pytest.mark.soak
def test_an_answer_in_words_comes_once(world: World, fault: str) -> None:
    anna = world.chat()
    anna.say("help")
    anna.hear(said("help"))
    world.server.arm("send", fault, chat=anna.name)
    anna.say("export")
    anna.hear(said("error-nothing-to-render"))
    nothing_more_comes(anna)
    assert sum(said("error-nothing-to-render") in text for text in anna.texts) == 1


@pytest.mark.soak
def test_in_a_chat_that_is_gone_the_job_ends_quietly(world: World, red: Path) -> None:
    anna = world.chat()
    world.ledger.arm("render_submit", "stuck_render")
    anna.say(WISH, [red])
    anna.hear(said("rendering-percent", percent=42))
    anna.say("cancel")
    anna.block()
    ben = world.chat("ben")
    ben.say(WISH, [red])
    video_of(ben)
    anna.unblock()
    nothing_more_comes(anna)
    lines = world.bot.log().splitlines()
    assert not [line for line in lines if " ERROR " in line or "Traceback" in line]


@pytest.mark.parametrize("fault", ["cut", "http_error", "drop", "rate_limit"])
@pytest.mark.soak
def test_a_clip_that_the_platform_gives_badly_once_is_fetched_again(
    world: World, red: Path, fault: str
) -> None:
    anna = world.chat()
    world.server.arm("file", fault)
    anna.say(WISH, [red])
    video_of(anna)


@pytest.mark.parametrize(
    ("fault", "key"), [("gone", "error-clip-missing"), ("http_error", "error-clip-unreachable")]
)
@pytest.mark.soak
def test_a_clip_that_the_platform_does_not_give_is_told(
    world: World, red: Path, fault: str, key: str
) -> None:
    anna = world.chat()
    world.server.arm("file", fault, times=None)
    try:
        anna.say(WISH, [red])
        anna.hear(said(key))
    finally:
        world.server.faults.clear()


AWAY_S = 4.0
"""Twice as long as all repeats of any other failure take at this factor."""


@pytest.mark.soak
def test_a_platform_that_is_away_is_waited_for(red: Path, tmp_path: Path) -> None:
    with engine_world(tmp_path, factor=0.1, operators={}) as world:
        anna = world.chat()
        anna.say(WISH, [red])
        until(lambda: bool(world.ledger.charges()), 60, world.bot.log)
        world.server.go_away()
        until(lambda: world.ledger.calls("output") > 0, 60, world.bot.log)
        # Long enough to have given up, were it a failure like any other.
        time.sleep(AWAY_S)
        world.server.come_back()
        video_of(anna)
        nothing_more_comes(anna)
        assert len(world.ledger.charges()) == 1


@pytest.mark.parametrize(
    ("kind", "count"), [("lost_answer", 2), pytest.param("drop", 0, marks=pytest.mark.soak)]
)
@pytest.mark.soak
def test_words_that_nobody_can_tell_of_are_said_once_more_and_no_oftener(
    red: Path, tmp_path: Path, kind: str, count: int
) -> None:
    powers = {"can_recall": False, "enforces_nonce": False}
    with engine_world(tmp_path, factor=0.1, operators={}, powers=powers) as world:
        anna = world.chat()
        anna.say("/start")
        anna.wait(lambda messages: messages)
        world.server.arm("send", kind, chat=anna.name, times=2)
        anna.say("/credits")
        until(lambda: "A closing message could not be delivered" in world.bot.log(), 20)
        answers = [text for text in anna.texts if "You have" in text]
        assert len(answers) == count
        anna.say("/credits")
        anna.wait(lambda _: len([t for t in anna.texts if "You have" in t]) == count + 1)
        # With a picture it counts as a file, and its words come without it.
        world.server.arm("upload", "lost_answer", chat=anna.name)
        anna.say(files=[red])
        anna.hear(said("ask-what-to-do"))
        anna.say(WISH)
        anna.wait(lambda _: len([t for t in anna.texts if "I kept" in t]) == 2, 40)
        assert said("error-delivery") not in anna.transcript()
