"""The bot on Telegram by webhook: the same conversation, with the secret checked."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.frames import RED, plain_clip
from tests.journeys.telegrams import (
    WISH,
    TelegramWorld,
    nothing_more_comes,
    telegram_world,
    video_of,
)
from tests.journeys.worlds import said


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramWorld]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        here = f"127.0.0.1:{free.getsockname()[1]}"
    with telegram_world(
        tmp_path_factory.mktemp("world"),
        TELEGRAM_WEBHOOK_URL=f"http://{here}/telegram",
        BACKDROP_BIND=here,
    ) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


def test_a_whole_conversation(world: TelegramWorld, red: Path) -> None:
    anna = world.person()
    anna.say("/start")
    anna.hear(said("greeting"))
    anna.send_video(red)
    asked = anna.hear(said("ask-what-to-do"))
    anna.press(asked, said("idea-title"))
    anna.wait(lambda messages: [one for one in messages if one.pictures])
    anna.say("export")
    video_of(anna, 2.0)
    assert not world.server.ledger.requests("getUpdates")


@pytest.mark.soak
def test_a_repeated_delivery_is_done_once(world: TelegramWorld, red: Path) -> None:
    anna = world.person()
    charges = len(world.ledger.charges())
    anna.send_video(red, WISH)
    give_again(world, 2)
    video_of(anna)
    give_again(world, 3)
    nothing_more_comes(anna)
    assert len(anna.videos()) == 1
    assert len(world.ledger.charges()) == charges + 1


def give_again(world: TelegramWorld, times: int) -> None:
    """Deliver the last update once more, so that it has come so often."""
    server = world.server
    server.ledger.wait(lambda: not server.updates.pending(), 15, world.bot.log)
    update = server.updates.all()[-1]
    server.repeat_last_update()
    server.ledger.wait(lambda: update.times_given == times, 15, world.bot.log)


@pytest.mark.parametrize("secret", [None, "", "wrong"])
def test_without_the_secret_nobody_is_heard(world: TelegramWorld, secret: str | None) -> None:
    anna = world.person()
    update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "text": "/help"}}
    update["message"] |= {  # type: ignore[operator]
        "chat": {"id": anna.id, "type": "private"},
        "from": {"id": anna.id, "is_bot": False, "first_name": "anna"},
    }
    headers = {"Content-Type": "application/json"}
    if secret is not None:
        headers["X-Telegram-Bot-Api-Secret-Token"] = secret
    request = urllib.request.Request(  # noqa: S310 - our own bot, on loopback
        world.server.webhook.setting.url, json.dumps(update).encode(), headers
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)  # noqa: S310
    assert refused.value.code == 403
    anna.say("/status")
    anna.hear(said("status-empty"))
    assert said("help") not in "".join(anna.texts)


@pytest.mark.soak
def test_what_comes_while_the_bot_is_away_comes_when_it_is_back(world: TelegramWorld) -> None:
    world.bot.terminate()
    anna = world.person()
    anna.say("/status")
    world.start()
    anna.hear(said("status-empty"))
    assert not world.server.updates.pending()
