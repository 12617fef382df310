"""The card of a finished video, in a real browser: the real page, told things by a test server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from playwright.sync_api import Page, expect

from tests.integration.shown_page import opened, with_result
from tests.journeys.frames import RED, plain_clip
from tests.servers.browser import Visit, shows
from tests.servers.whole_page import WholePage, bot, original, person, video

IS_SEEN_WHOLE = """
(([stream, card, buttons]) => stream.top <= card.top && buttons.bottom <= stream.bottom)(
  ["#stream", ".player", ".is-bot .buttons"].map((one) =>
    document.querySelector(one).getBoundingClientRect()))
"""
PAIR = "(() => [...document.querySelectorAll('.stage-box video')].map((one) => one.currentTime))()"


@pytest.fixture
def server() -> Iterator[WholePage]:
    with WholePage() as server:
        yield server


@pytest.fixture
def page(visit: Visit, server: WholePage) -> Iterator[Page]:
    with visit.at(server.url) as page:
        yield page


@pytest.fixture(scope="module")
def short(clips: tuple[Path, Path]) -> Path:
    return plain_clip(clips[0].with_name("short.mp4"), RED, seconds=1.5)


def test_a_video_goes_on_playing_while_its_message_changes(
    page: Page, server: WholePage, clips: tuple[Path, Path]
) -> None:
    message = with_result(page, server, clips)
    page.get_by_role("button", name="Play").click()
    shows(page, "document.querySelector('.result').currentTime > 0.1")
    page.evaluate("() => { window.before = document.querySelector('.result'); }")
    server.show(message | {"text": "Ready, and more", "buttons": [{"label": "Undo", "data": "u"}]})
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert page.evaluate("window.before === document.querySelector('.result') && !before.paused")


def test_the_divider_moves_by_keys_and_by_hand(
    page: Page, server: WholePage, clips: tuple[Path, Path]
) -> None:
    with_result(page, server, clips)
    divider = page.get_by_role("slider", name="Divider")
    expect(divider).to_have_attribute("aria-valuenow", "50")
    for key, place in (("ArrowLeft", 48), ("PageUp", 58), ("Home", 0), ("End", 100)):
        divider.press(key)
        expect(divider).to_have_attribute("aria-valuenow", str(place))
    assert divider.get_attribute("aria-valuetext") == "100% original"
    box = page.locator(".stage-box").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + 20, steps=3)
    page.mouse.up()
    expect(divider).to_have_attribute("aria-valuenow", "25")
    assert page.evaluate("document.querySelector('.result').paused"), "a drag is no tap"


def test_the_original_follows_the_result_and_is_never_heard(
    page: Page, server: WholePage, clips: tuple[Path, Path]
) -> None:
    with_result(page, server, clips)
    shows(page, "[...document.querySelectorAll('.stage-box video')].every((v) => v.readyState > 1)")
    place = page.get_by_label("Position")
    place.fill("0.5")
    shows(page, f"{PAIR}.every((at) => Math.abs(at - 0.5) < 0.06)")
    assert page.evaluate("document.querySelector('.original').muted")
    assert not page.evaluate("document.querySelector('.result').muted")


def test_an_original_that_browsers_cannot_play_is_made_playable(
    visit: Visit, page: Page, server: WholePage, clips: tuple[Path, Path], tmp_path: Path
) -> None:
    visit.announced += ["Failed to load resource"]
    broken = tmp_path / "clip.mp4"
    broken.write_bytes(b"not a video" * 100)
    server.files |= {
        "o/clip.mp4": broken,
        "o/playable": lambda: web.json_response({"fraction": 0.4}, status=202),
    }
    with_result(page, server, clips)
    expect(page.get_by_text("Preparing the original for this browser… 40%")).to_be_visible()
    server.files["o/playable"] = clips[1]
    shows(page, "document.querySelector('.original').videoWidth === 320")
    expect(page.locator(".note")).to_be_hidden()


def test_where_the_original_cannot_be_shown_the_result_is(
    visit: Visit, page: Page, server: WholePage, clips: tuple[Path, Path], tmp_path: Path
) -> None:
    visit.announced += ["Failed to load resource"]
    broken = tmp_path / "clip.mp4"
    broken.write_bytes(b"not a video" * 100)
    server.files |= {"o/clip.mp4": broken, "o/playable": lambda: web.Response(status=415)}
    with_result(page, server, clips)
    expect(page.get_by_role("button", name="Compare")).to_be_disabled()
    assert page.evaluate("document.querySelector('.result').controls")


def test_after_a_cut_it_is_result_or_original_and_both_are_heard(
    page: Page, server: WholePage, clips: tuple[Path, Path], short: Path
) -> None:
    with_result(page, server, (short, clips[1]))
    other = page.get_by_role("button", name="Original")
    expect(other).to_have_attribute("aria-pressed", "false")
    expect(page.get_by_role("slider", name="Divider")).to_be_hidden()
    other.click()
    alone = page.get_by_label("Original", exact=True)
    expect(alone).to_be_visible()
    expect(page.locator(".result")).to_have_css("visibility", "hidden")
    assert alone.evaluate("(it) => it.controls && !it.muted")
    page.get_by_role("button", name="Result").click()
    expect(page.locator(".comparison")).to_be_hidden()
    assert page.evaluate("document.querySelector('.result').controls")
    assert page.evaluate("localStorage.getItem('backdrop-view')") is None, "no wish for the next"


def test_an_original_is_fetched_whole_only_once_it_plays(
    page: Page, server: WholePage, clips: tuple[Path, Path]
) -> None:
    with_result(page, server, clips)
    expect(page.get_by_role("slider", name="Divider")).to_be_visible()
    preload = "document.querySelector('.original').preload"
    assert page.evaluate(preload) == "metadata"
    page.get_by_role("button", name="Play").click()
    shows(page, f"{preload} === 'auto'")


def test_a_video_that_is_gone_says_so_and_is_offered_no_more(
    visit: Visit, page: Page, server: WholePage, clips: tuple[Path, Path]
) -> None:
    visit.announced += ["status of 404"]
    server.files["r/result.mp4"] = lambda: web.Response(status=404)
    message = bot(2, "Ready", media=[video("r")], before=original("o"), tone="done")
    server.files["o/clip.mp4"] = clips[1]
    opened(page, server, person(1, "blur it"), message)
    expect(page.get_by_text("This file is no longer kept.")).to_be_visible()
    expect(page.get_by_role("link", name="Download")).to_have_count(0)
    # Once for each time that it is drawn, which a second snapshot may be; never in a loop.
    assert len([line for line in visit.asked if line.startswith("HEAD ")]) in (1, 2)


def test_a_video_that_did_not_load_is_tried_again(
    visit: Visit, page: Page, server: WholePage, clips: tuple[Path, Path]
) -> None:
    visit.announced += ["status of 503"]
    server.files["r/result.mp4"] = lambda: web.Response(status=503)
    server.files["o/clip.mp4"] = clips[1]
    message = bot(2, "Ready", media=[video("r")], before=original("o"), tone="done")
    opened(page, server, person(1, "blur it"), message)
    expect(page.get_by_text("This video could not be loaded.")).to_be_visible()
    expect(page.get_by_role("link", name="Download")).to_be_hidden()
    server.files["r/result.mp4"] = clips[0]
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("slider", name="Divider")).to_be_visible()
    download = page.get_by_role("link", name="Download")
    expect(download).to_be_focused()


@pytest.mark.parametrize(
    "size", [(320, 180), (240, 240), (180, 320)], ids=["wide", "square", "tall"]
)
def test_a_card_is_seen_whole_on_a_desktop(
    page: Page, server: WholePage, tmp_path: Path, size: tuple[int, int]
) -> None:
    before = page.viewport_size
    page.set_viewport_size({"width": 1440, "height": 800})
    clip = plain_clip(tmp_path / "clip.mp4", RED, size=size, seconds=1.0)
    media = [video("r") | {"width": size[0], "height": size[1]}]
    buttons = [{"label": "Undo", "data": "1:undo"}]
    with_result(page, server, (clip, clip), media=media, buttons=buttons)
    expect(page.get_by_role("slider", name="Divider")).to_be_visible()
    shows(page, IS_SEEN_WHOLE)
    assert before is not None
    page.set_viewport_size(before)


def test_lengths_are_rounded_as_the_bot_rounds_them(
    page: Page, server: WholePage, short: Path
) -> None:
    media = [video("r") | {"duration_ms": 1500}]
    with_result(page, server, (short, short), media=media)
    expect(page.locator(".time")).to_have_text("0:00 / 0:02")
    expect(page.locator(".facts-told")).to_contain_text("0:02")
    page.get_by_label("Position").fill("1.5")
    expect(page.locator(".time")).to_have_text("0:02 / 0:02")
