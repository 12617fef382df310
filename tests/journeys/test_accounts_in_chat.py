"""A person's own account, being forgotten, and the manners of a group: on a scripted cloud."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.frames import RED, plain_clip
from tests.journeys.traces import kept, rows_about
from tests.journeys.worlds import World, cloud_world, said

WISH = "keep the first second"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with cloud_world(tmp_path_factory.mktemp("world"), factor=0.1) as world:
        yield world


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


def test_a_person_brings_an_account_and_its_token_is_nowhere_to_be_read(
    world: World, red: Path
) -> None:
    token = world.script.new_token("user_of_anna")
    world.script.purse.fill("user_of_anna", 777)
    anna = world.chat()
    message = anna.say(f"/login {token}")
    heard = anna.hear(said("login-done"))
    assert said("login-delete-yourself") not in heard.text
    assert not anna.stands(message), "the message with the token was taken away"
    anna.say("credits")
    anna.hear(said("credits-balance", available=777, frozen=0))
    anna.say(WISH, [red])
    anna.wait(lambda _: anna.videos())
    assert len(world.script.sessions_of("user_of_anna")) == 1
    assert token.encode() not in kept(world.bot)
    anna.say("settings")
    anna.hear(said("settings-own-account"))
    anna.say("/login")
    anna.hear(said("logged-out"))
    anna.say("credits")
    anna.hear(said("credits-balance", available=60, frozen=40))


@pytest.mark.parametrize("words", ["{}", "my key is {} ok?", "/token {}", "/Login   {}"])
def test_a_token_is_kept_nowhere_however_it_is_sent(world: World, words: str) -> None:
    token = world.script.new_token("user_of_ben")
    ben = world.chat("ben")
    ben.say(words.format(token))
    ben.wait(lambda messages: len(messages) >= 2)
    assert token.encode() not in kept(world.bot)


@pytest.mark.soak
def test_a_token_that_the_editor_does_not_take_changes_nothing(world: World) -> None:
    anna = world.chat()
    anna.say("/login nmv_usr_made_up")
    anna.hear(said("login-rejected"))
    anna.say("credits")
    anna.hear(said("credits-balance", available=60, frozen=40))
    assert b"nmv_usr_made_up" not in kept(world.bot)


@pytest.mark.soak
def test_a_token_is_refused_in_a_group_and_taken_away(world: World) -> None:
    token = world.script.new_token("user_of_carl")
    group = world.chat("group", private=False)
    message = group.say(f"/login {token}", sender="carl", mentions_bot=True)
    group.hear(said("login-private"))
    assert not group.stands(message)
    assert token.encode() not in kept(world.bot)


@pytest.mark.soak
def test_without_credits_each_account_hears_what_helps_it(world: World, red: Path) -> None:
    purse = world.script.purse
    token = world.script.new_token("user_of_dora")
    purse.fill("user_of_dora", 5)
    dora, anna = world.chat("dora"), world.chat("anna")
    dora.say(f"/login {token}")
    dora.hear(said("login-done"))
    purse.message_cost = 61
    try:
        dora.say(WISH, [red])
        dora.hear(said("error-out-of-credits-registered"))
        anna.say(WISH, [red])
        anna.hear(said("error-out-of-credits-shared"))
    finally:
        purse.message_cost = 0
    assert "bind=" not in "".join([*dora.texts, *anna.texts])


@pytest.mark.soak
def test_a_group_is_answered_only_when_it_asks(world: World, red: Path) -> None:
    group = world.chat("group", private=False)
    group.say("put me in an office", [red], sender="anna")
    group.say("export", sender="ben")
    group.say("hello bot", sender="bob", is_bot=True, mentions_bot=True)
    group.say("status", sender="anna", mentions_bot=True)
    group.hear(said("status-empty"))
    assert [text for text in group.texts if said("greeting") not in text] == [said("status-empty")]
    group.say(WISH, [red], sender="anna", mentions_bot=True)
    group.wait(lambda _: group.videos())
    assert "claim" not in group.texts[-1], "whoever opens that link has the project"


@pytest.mark.soak
def test_forgotten_means_that_no_row_is_left(red: Path, tmp_path: Path) -> None:
    with cloud_world(tmp_path, factor=0.1) as world:
        zoe, ben = world.server.chat("zoe-the-forgotten"), world.server.chat("ben-who-stays")
        token = world.script.new_token("user_of_zoe")
        zoe.say(f"/login {token}")
        zoe.hear(said("login-done"))
        for chat in (zoe, ben):
            chat.say(WISH, [red])
            chat.wait(lambda _, chat=chat: chat.videos())
        zoe.say("forget me")
        question = zoe.hear(said("forget-ask"))
        zoe.press(question, said("button-forget"))
        zoe.hear(said("forgotten"))
        world.bot.terminate()
        rows = rows_about(world.bot.data_dir, tmp_path, "zoe-the-forgotten", "ben-who-stays")
    assert rows["zoe-the-forgotten"] == []
    assert len(rows["ben-who-stays"]) > 5, "the look finds what is there"


@pytest.mark.soak
def test_forgetting_does_not_wait_for_a_delivery_that_waits(red: Path, tmp_path: Path) -> None:
    name = "zoe-whose-platform-waits"
    with cloud_world(tmp_path, factor=0.1) as world:
        zoe = world.server.chat(name)
        world.server.arm("upload", "rate_limit", retry_after_s=600)
        zoe.say(WISH, [red])
        zoe.wait(
            lambda _: any(one.status == 429 for one in world.server.ledger.calls("upload")), 30
        )
        zoe.say("forget me")
        question = zoe.hear(said("forget-ask"))
        zoe.press(question, said("button-forget"))
        zoe.hear(said("forgetting"))
        zoe.hear(said("forgotten"))
        zoe.say("status")
        zoe.hear(said("status-empty"))
        world.bot.terminate()
        assert not list((world.bot.data_dir).rglob("render_*"))
        assert " ERROR " not in world.bot.log()
    assert not zoe.videos()
