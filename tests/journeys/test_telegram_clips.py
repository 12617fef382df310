"""Each way in which a clip reaches the bot on Telegram.

| complaint of users of such bots                                     | its test                  |
|---------------------------------------------------------------------|---------------------------|
| an album split into two turns (openclaw#115325)                     | …_album_with_a_caption…   |
| only an album's first caption kept (openclaw#110690)                | …_album_with_a_caption…   |
| round video notes missed (hermes-agent PR 107987)                   | …_each_kind_of_clip…      |
| forwards arrive empty (PR 25486)                                    | …_forward…                |
| the replied-to clip ignored (PR 44724)                              | …_answering_a_clip…       |
| "file is too big" answered with nothing (openclaw#4232)             | …_larger_than_the_cloud…  |
"""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.frames import BLUE, GREEN, RED, colour_name, plain_clip, plain_picture
from tests.journeys.ledger import seconds
from tests.journeys.telegrams import (
    WISH,
    TelegramWorld,
    as_json,
    telegram_world,
    video_of,
    with_picture,
)
from tests.journeys.worlds import said
from tests.servers.telegram_person import Chat

MIB = 1 << 20


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramWorld]:
    with telegram_world(
        tmp_path_factory.mktemp("world"), engine_arguments=["--allow-private-urls"]
    ) as world:
        yield world


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three clips of two seconds, by their colour's name."""
    folder = tmp_path_factory.mktemp("clips")
    colours = {"red": RED, "green": GREEN, "blue": BLUE}
    return {name: plain_clip(folder / f"{name}.mp4", it) for name, it in colours.items()}


@pytest.fixture(scope="module")
def red(clips: dict[str, Path]) -> Path:
    return clips["red"]


@pytest.mark.parametrize(
    ("kind", "claims"),
    [
        pytest.param("document", {}, marks=pytest.mark.soak),
        pytest.param("document", {"mime_type": None, "file_name": None}, marks=pytest.mark.soak),
        pytest.param("animation", {}, marks=pytest.mark.soak),
        ("video_note", {}),
    ],
    ids=["file", "nameless file", "animation", "round"],
)
def test_each_kind_of_clip_is_edited(
    world: TelegramWorld, red: Path, kind: Any, claims: dict[str, Any]
) -> None:
    """Round video notes missed (hermes-agent PR 107987); those carry no caption."""
    anna = world.person()
    if kind == "video_note":
        anna.send_video(red, as_=kind)
        anna.hear(said("ask-what-to-do"))
        anna.say(WISH)
        anna.wait(with_picture())
        anna.say("export")
    else:
        anna.send_video(red, WISH, as_=kind, claims=claims)
    video_of(anna)


@pytest.mark.parametrize("kind", ["audio", "voice"])
def test_sound_alone_is_refused_kindly(world: TelegramWorld, tmp_path: Path, kind: Any) -> None:
    anna = world.person()
    sound = tmp_path / "sound.mp3"
    sound.write_bytes(b"ID3\x04" + bytes(2000))
    anna.send_video(sound, "put me in an office", as_=kind)
    anna.hear(said("error-sound-not-clip"))


@pytest.mark.soak
def test_a_photo_alone_is_refused_kindly(world: TelegramWorld, tmp_path: Path) -> None:
    anna = world.person()
    picture = plain_picture(tmp_path / "red.png", RED)
    anna.send_video(picture, "put me in an office", as_="photo")
    anna.hear(said("error-picture-not-clip"))


def shown(chat: Chat) -> dict[str, float]:
    """Which clip each video shows, and how long; no two may show the same."""
    found = {colour_name(video): round(seconds(video), 1) for video in chat.videos()}
    assert len(found) == len(chat.videos()), chat.transcript()
    return found


@pytest.mark.soak
def test_an_album_with_a_caption_each_is_one_job_with_three_videos(
    world: TelegramWorld, clips: dict[str, Path]
) -> None:
    """An album split in two (openclaw#115325); only its first caption kept (openclaw#110690)."""
    anna = world.person()
    anna.send_album(
        [
            (clips["red"], WISH),
            (clips["green"], "keep the first 1.5 seconds"),
            (clips["blue"], "cut the first 0.5 seconds"),
        ]
    )
    anna.wait(lambda _: len(anna.videos()) == 3, 90)
    assert shown(anna) == {"red": 1.0, "green": 1.5, "blue": 1.5}


@pytest.mark.soak
def test_an_albums_only_caption_is_for_all_of_it(
    world: TelegramWorld, clips: dict[str, Path]
) -> None:
    anna = world.person()
    anna.send_album([(clips["red"], ""), (clips["green"], WISH)])
    anna.wait(lambda _: len(anna.videos()) == 2, 90)
    assert shown(anna) == {"red": 1.0, "green": 1.0}


@pytest.mark.soak
def test_a_forward_is_a_clip_like_any_other(world: TelegramWorld, red: Path) -> None:
    """Forwards arrive empty (PR 25486)."""
    ben = world.group()
    sent = ben.send_video(red, WISH, by="ben")
    anna = world.person()
    anna.forward(ben.message(sent), is_hidden=True)
    video_of(anna)


@pytest.mark.soak
def test_answering_a_clip_means_that_clip(world: TelegramWorld, clips: dict[str, Path]) -> None:
    """The replied-to clip ignored (PR 44724)."""
    anna = world.person()
    first = anna.send_video(clips["red"])
    anna.send_video(clips["green"])
    anna.hear(said("ask-what-to-do"))
    anna.say(WISH, reply_to=first)
    answer = anna.wait(lambda _: anna.videos() or with_picture()(anna.messages))
    assert answer
    if not anna.videos():
        anna.say("export")
        anna.wait(lambda _: anna.videos())
    assert shown(anna) == {"red": 1.0}


@pytest.mark.soak
def test_a_clip_of_another_chat_that_is_answered_here_is_taken(
    world: TelegramWorld, red: Path
) -> None:
    group = world.group()
    there = group.send_video(red, by="ben")
    anna = world.person()
    anna.say(WISH, reply_elsewhere=(group, there))
    video_of(anna)


@pytest.fixture
def address(red: Path) -> Iterator[str]:
    """Where the red clip can be fetched by anyone."""
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=str(red.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/{red.name}"
        server.shutdown()


@pytest.mark.soak
def test_a_link_in_words_is_a_clip(world: TelegramWorld, address: str) -> None:
    anna = world.person()
    anna.say(f"{address} {WISH}")
    video_of(anna)


@pytest.mark.soak
def test_a_link_that_leads_to_no_file_is_refused_by_name(world: TelegramWorld) -> None:
    anna = world.person()
    anna.say("https://youtu.be/abc put me in an office")
    anna.hear(said("error-link-streaming", site="YouTube"))


@pytest.mark.soak
def test_a_file_larger_than_the_cloud_gives_out_is_told_at_once(
    world: TelegramWorld, red: Path
) -> None:
    """ "file is too big" answered with nothing (openclaw#4232); a 210 MB video silently kills
    polling (openclaw#44368)."""
    anna = world.person()
    before = world.ledger.read()
    anna.send_video(red, WISH, as_="document", claims={"file_size": 25 * MIB})
    told = anna.hear(said("error-clip-too-large-to-fetch", limit_mb=20))
    assert "link" in told.text
    anna.send_video(red, WISH, claims={"file_size": 210 * MIB})
    anna.wait(lambda _: sum(told.text in text for text in anna.texts) == 2)
    anna.say("/status")
    anna.hear(said("status-empty"))
    after = world.ledger.read()
    assert after["entries"] == before["entries"], "nothing was charged"
    assert after["calls"].get("upload") == before["calls"].get("upload")
    anna.send_video(red, WISH)
    video_of(anna)


@pytest.mark.soak
def test_a_size_that_only_the_file_server_knows_is_told_too(
    world: TelegramWorld, red: Path
) -> None:
    anna = world.person()
    world.server.arm("getFile", "refuse", description="Bad Request: file is too big")
    anna.send_video(red, WISH, claims={"file_size": None})
    anna.hear(said("error-clip-too-large-to-fetch", limit_mb=20))


@pytest.mark.soak
def test_one_part_of_an_album_too_large_costs_only_itself(
    world: TelegramWorld, clips: dict[str, Path]
) -> None:
    anna = world.person()
    album = "70000000000000001"
    anna.send_video(clips["red"], WISH, album=album, claims={"file_size": 25 * MIB})
    anna.send_video(clips["green"], album=album)
    anna.hear(said("error-clip-too-large-to-fetch", limit_mb=20))
    anna.wait(lambda _: anna.videos())
    assert shown(anna) == {"green": 1.0}


@pytest.mark.parametrize(
    "fault", ["cut", *(pytest.param(one, marks=pytest.mark.soak) for one in ("http_error", "drop"))]
)
@pytest.mark.soak
def test_a_file_that_comes_badly_once_is_fetched_again(
    world: TelegramWorld, red: Path, fault: str
) -> None:
    anna = world.person()
    world.server.arm("file", fault)
    anna.send_video(red, WISH)
    video_of(anna)


@pytest.mark.soak
def test_a_file_that_is_no_longer_there_is_told(world: TelegramWorld, red: Path) -> None:
    anna = world.person()
    world.server.arm("file", "gone", times=None)
    try:
        anna.send_video(red, WISH)
        anna.hear(said("error-clip-missing"))
    finally:
        world.server.faults.clear()


@pytest.mark.soak
def test_the_backend_gets_bytes_and_never_the_files_address(
    world: TelegramWorld, red: Path
) -> None:
    before = world.ledger.calls("upload")
    anna = world.person()
    anna.send_video(red, WISH)
    video_of(anna)
    assert world.ledger.calls("upload") == before + 1
    seen = as_json(world.ledger.read()) + world.engine.log()
    for word in (world.server.token.partition(":")[2], "/file/bot", world.server.url):
        assert word not in seen
