"""Faults that do not pass by themselves: a backend that is down, a token that ends, a plan's no."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.frames import RED, plain_clip
from tests.journeys.ledger import seconds
from tests.journeys.worlds import COST, World, asked, engine_world, new_token, said
from tests.servers.chat_person import Chat

WISH = "keep the first second"
CHARGING = ("--credits", "cloud", "--edit-cost", str(COST))
RENEWED = ("session", "upload", "message", "state", "claim")
"""Where a token can end before the edit or after the video, which comes all the same."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    with engine_world(folder, *CHARGING, factor=0.1, operators={"credits": 100_000}) as world:
        yield world


@pytest.fixture(autouse=True)
def disarmed(world: World) -> Iterator[None]:
    yield
    disarm(world)


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


def disarm(world: World) -> None:
    assert world.engine is not None
    asked(world.engine, "DELETE", "/_test/faults")


def assert_edited(chat: Chat, limit_s: float = 40) -> None:
    chat.wait(lambda _: chat.videos(), limit_s)
    assert seconds(chat.videos()[0]) == pytest.approx(1.0, abs=1 / 25)


@pytest.mark.parametrize(
    "endpoint",
    [
        "upload",
        *(pytest.param(it, marks=pytest.mark.soak) for it in ("session", "state", "render_submit")),
    ],
)
def test_while_the_editor_is_down_the_clip_is_kept_and_then_it_goes_on_by_itself(
    world: World, red: Path, endpoint: str
) -> None:
    anna, charged = world.chat(), len(world.ledger.charges())
    for down in (endpoint, "credits"):
        world.ledger.arm(down, "http_error", status=503, times=None)
    anna.say(WISH, [red])
    anna.hear(said("editor-down"))
    disarm(world)
    assert_edited(anna)
    told = [version.text for one in anna.history for version in one.versions]
    assert said("editor-back") in told, told
    assert len(world.ledger.charges()) == charged + 1


def test_an_edit_whose_look_afterwards_fails_is_never_sent_again(world: World, red: Path) -> None:
    anna, before = world.chat(), world.ledger.read()
    # Three looks come before the message; then one fails with all its repeats.
    world.ledger.arm("state", "http_error", status=503, after=3, times=6)
    anna.say(WISH, [red])
    assert_edited(anna)
    after = world.ledger.read()
    assert len(after["messages"]) == len(before["messages"]) + 1, anna.transcript()
    assert len(after["entries"]) == len(before["entries"]) + 1, "charged once"


@pytest.mark.soak
def test_the_engine_gone_altogether_and_back_is_only_a_wait(red: Path, tmp_path: Path) -> None:
    with engine_world(tmp_path, *CHARGING, factor=0.1, operators={}) as world:
        engine = world.engine
        assert engine is not None
        port = engine.url.rpartition(":")[2]
        engine.kill()
        anna = world.chat()
        anna.say(WISH, [red])
        anna.hear(said("editor-down"))
        anna.say("status")
        anna.hear(said("status-working", count=1))
        world.engine = type(engine)(engine.data_dir, *CHARGING, "--port", port).start()
        try:
            assert_edited(anna)
            assert world.ledger.charges() == [COST]
        finally:
            world.engine.stop(signal.SIGKILL)


@pytest.mark.parametrize(
    "endpoint",
    [
        endpoint if endpoint == "message" else pytest.param(endpoint, marks=pytest.mark.soak)
        for endpoint in RENEWED
    ],
)
@pytest.mark.soak
def test_a_free_token_that_ends_is_renewed_once_and_the_work_goes_on(
    red: Path, tmp_path: Path, endpoint: str
) -> None:
    with engine_world(tmp_path, *CHARGING, factor=0.1) as world:
        world.ledger.arm(endpoint, "expired_token")
        anna = world.chat()
        anna.say(WISH, [red])
        assert_edited(anna)
        assert world.ledger.calls("token") == 2, "the first, and one for the one that ended"
        assert world.ledger.charges() == [COST]


@pytest.mark.soak
@pytest.mark.parametrize(
    "endpoint", ["render_submit", pytest.param("render_status", marks=pytest.mark.soak)]
)
def test_a_free_token_that_ends_after_the_edit_takes_the_edit_with_it_and_no_bare_clip_comes(
    red: Path, tmp_path: Path, endpoint: str
) -> None:
    with engine_world(tmp_path, *CHARGING, factor=0.1) as world:
        world.ledger.arm(endpoint, "expired_token")
        anna = world.chat()
        anna.say(WISH, [red])
        anna.hear(said("error-session-lost"))
        assert not anna.videos()
        anna.say(WISH)
        anna.wait(lambda _: any(one.pictures for one in anna.messages))
        assert "(0-1s)" in anna.texts[-1], "the clip was there again"
        assert world.ledger.charges() == [COST, COST], "one for each time that it was said"


@pytest.mark.soak
def test_an_operators_token_that_ends_is_never_replaced(red: Path, tmp_path: Path) -> None:
    with engine_world(tmp_path, *CHARGING, factor=0.1, operators={}) as world:
        world.ledger.arm("session", "expired_token")
        anna = world.chat()
        anna.say(WISH, [red])
        anna.hear(said("error-token-rejected"))
        assert world.ledger.calls("token") == 0
        assert "NEMO_TOKEN" in world.bot.log(), "the log says what the operator can do"


@pytest.mark.soak
def test_an_operators_token_without_a_power_is_the_operators_matter(
    red: Path, tmp_path: Path
) -> None:
    scopes = ["read", "write", "upload"]
    with engine_world(tmp_path, *CHARGING, factor=0.1, operators={"scopes": scopes}) as world:
        anna = world.chat()
        anna.say(WISH, [red])
        anna.hear(said("error-scope-missing", scope="render"))
        assert not anna.videos()


@pytest.mark.parametrize(
    ("token", "key", "facts"),
    [
        ({"scopes": ["read", "upload"]}, "error-scope-missing-own", {"scope": "write"}),
        ({"scopes": ["read", "write"]}, "error-scope-missing-own", {"scope": "upload"}),
        ({"scopes": ["read", "write", "upload"]}, "error-scope-missing-own", {"scope": "render"}),
        ({"plan": "blocked"}, "error-export-blocked", {}),
        ({"credits": 5}, "error-out-of-credits-registered", {}),
    ],
)
@pytest.mark.soak
def test_what_a_persons_own_token_can_not_do_is_said_to_that_person(
    world: World, red: Path, token: dict[str, Any], key: str, facts: dict[str, str]
) -> None:
    assert world.engine is not None
    anna = world.chat()
    anna.say(f"/login {new_token(world.engine, **token)}")
    anna.hear(said("login-done"))
    anna.say(WISH, [red])
    anna.hear(said(key, **facts))
    assert not anna.videos()


@pytest.mark.parametrize(
    "endpoint",
    ["message", *(pytest.param(it, marks=pytest.mark.soak) for it in ("session", "upload"))],
)
@pytest.mark.soak
def test_the_shared_account_without_credits_is_the_operators_matter(
    world: World, red: Path, endpoint: str
) -> None:
    anna, charged = world.chat(), len(world.ledger.charges())
    world.ledger.arm(endpoint, "refuse", code=2001, message="no credits")
    anna.say(WISH, [red])
    anna.hear(said("error-out-of-credits-shared"))
    assert len(world.ledger.charges()) == charged


@pytest.mark.parametrize(
    "endpoint",
    [
        "message",
        *(
            pytest.param(it, marks=pytest.mark.soak)
            for it in ("session", "upload", "state", "render_submit")
        ),
    ],
)
@pytest.mark.soak
def test_a_limit_that_stays_is_waited_for_once_and_told(
    world: World, red: Path, endpoint: str
) -> None:
    anna, charged = world.chat(), len(world.ledger.charges())
    world.ledger.arm(endpoint, "rate_limit", times=2, retry_after_s=1)
    calls = world.ledger.calls(endpoint)
    anna.say(WISH, [red])
    anna.hear(said("error-rate-limited", wait_s=1))
    assert world.ledger.calls(endpoint) - calls <= 3
    assert len(world.ledger.charges()) - charged <= 1


@pytest.mark.parametrize("kind", ["fail_render", "refuse"])
@pytest.mark.soak
def test_a_render_that_fails_twice_is_told_and_can_be_asked_for_again(
    world: World, red: Path, kind: str
) -> None:
    anna = world.chat()
    world.ledger.arm("render_submit", kind, times=2, code=4999)
    anna.say(WISH, [red])
    anna.hear(said("error-render-failed"))
    anna.say("export")
    assert_edited(anna)


@pytest.mark.parametrize(
    ("code", "key", "facts"),
    [
        (4001, "error-clip-unsupported", {}),
        (4002, "error-clip-too-large", {"limit_mb": 500}),
    ],
)
@pytest.mark.soak
def test_a_clip_that_the_editor_does_not_take_is_explained_and_not_kept(
    world: World, red: Path, code: int, key: str, facts: dict[str, int]
) -> None:
    anna = world.chat()
    world.ledger.arm("upload", "refuse", code=code, message="no")
    anna.say(WISH, [red])
    anna.hear(said(key, **facts))
    anna.say("blur the background")
    anna.wait(lambda messages: said("button-generate") in messages[-1].labels)
    assert not anna.videos(), "the refused clip waits for no words"


@pytest.mark.soak
def test_a_render_that_stands_still_is_given_up_and_stopped(red: Path, tmp_path: Path) -> None:
    with engine_world(tmp_path, *CHARGING, factor=0.02, operators={}) as world:
        world.ledger.arm("render_submit", "stuck_render", times=2)
        anna = world.chat()
        anna.say(WISH, [red])
        anna.hear(said("error-render-stalled"), 90)
        assert world.ledger.calls("render_cancel") == 2
