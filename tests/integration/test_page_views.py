"""What the chat page shows, in a real browser: the real page, told things by a test server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.sync_api import Page, expect

from tests.integration.page_tools import until
from tests.journeys.frames import GREEN, RED, plain_clip
from tests.servers.browser import Visit, audit, chromium, shows
from tests.servers.whole_page import CONVERSATION, WholePage, bot, original, person, video

PAIR = "(() => [...document.querySelectorAll('.stage-box video')].map((one) => one.currentTime))()"

LOOK_UP = """
() => new Promise((done) => {
  document.getElementById("stream").scrollTop = 300;
  // Whoever listens to scrolling has heard of it by the second frame.
  requestAnimationFrame(() => requestAnimationFrame(done));
})
"""


@pytest.fixture(scope="module")
def visit() -> Iterator[Visit]:
    with chromium() as browser, browser.visit("about:blank") as visit:
        yield visit


@pytest.fixture
def server() -> Iterator[WholePage]:
    with WholePage() as server:
        yield server


@pytest.fixture
def page(visit: Visit, server: WholePage) -> Iterator[Page]:
    with visit.at(server.url) as page:
        yield page


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("clips")
    return plain_clip(folder / "red.mp4", RED), plain_clip(folder / "green.mp4", GREEN)


def opened(page: Page, server: WholePage, *messages: dict[str, Any]) -> Page:
    """The page with these messages in it."""
    server.messages = list(messages)
    page.goto(f"{server.url}#{CONVERSATION}")
    expect(page.locator("#messages > li")).to_have_count(len(messages))
    return page


def with_result(
    page: Page, server: WholePage, clips: tuple[Path, Path], **more: Any
) -> dict[str, Any]:
    """The page with a finished video in it; returns its message."""
    server.files = {"r/result.mp4": clips[0], "o/clip.mp4": clips[1]} | server.files
    message = bot(2, "Ready", media=[video("r")], before=original("o"), tone="done") | more
    opened(page, server, person(1, "blur it"), message)
    return message


def choose(page: Page, path: Path) -> None:
    page.locator("#picker").set_input_files(path)


# --- what one says


def test_words_of_a_running_upload_leave_once_it_is_done_and_in_their_order(
    page: Page, server: WholePage, clips: tuple[Path, Path]
) -> None:
    opened(page, server, bot(1, "hello"))
    server.uploads.gate.clear()
    choose(page, clips[0])
    box = page.get_by_label("Your message")
    box.fill("first")
    box.press("Enter")
    box.fill("second")
    box.press("Enter")
    page.get_by_role("button", name="Export").click()
    waiting = page.locator(".is-pending")
    expect(waiting).to_have_count(3)
    expect(waiting.first).to_contain_text("Will be sent when the upload finishes.")
    assert server.posts == []
    server.uploads.gate.set()
    until(lambda: len(server.posts) == 3)
    # All that is under way is shown until the socket brings it: nothing stands there twice.
    assert waiting.locator(".words").all_text_contents() == ["first", "second", "Export"]
    assert [(one["text"], one["press"]) for one in server.posts] == [
        ("first", None),
        ("second", None),
        ("", "1:export"),
    ]
    assert [len(one["uploads"]) for one in server.posts] == [1, 0, 0]
    assert server.uploads.kept[server.posts[0]["uploads"][0]].data == clips[0].read_bytes()


def test_what_is_held_at_a_reload_is_in_the_box_again(
    page: Page, server: WholePage, clips: tuple[Path, Path]
) -> None:
    opened(page, server, person(1, "hello"))
    server.uploads.gate.clear()
    choose(page, clips[0])
    box = page.get_by_label("Your message")
    box.fill("first")
    box.press("Enter")
    until(lambda: len(server.uploads.parts) == 1)
    page.reload()
    expect(box).to_have_value("first")
    expect(page.locator("#clips .clip")).to_contain_text("Choose it again")
    server.uploads.gate.set()
    choose(page, clips[0])
    box.press("Enter")
    until(lambda: len(server.posts) == 1)
    assert [(one["text"], len(one["uploads"])) for one in server.posts] == [("first", 1)]
    assert len(server.uploads.kept) == 1


def test_a_refused_message_says_why_and_can_be_changed(
    visit: Visit, page: Page, server: WholePage
) -> None:
    visit.announced += ["status of 413"]
    opened(page, server, person(1, "hello"))
    server.answers.append(web.json_response({"error": "Too long.", "code": "x"}, status=413))
    box = page.get_by_label("Your message")
    box.fill("words")
    box.press("Enter")
    refused = page.locator(".is-refused")
    expect(refused).to_contain_text("Too long.")
    expect(page.get_by_role("log")).to_contain_text("Too long.")
    refused.get_by_role("button", name="Edit").click()
    expect(refused).to_have_count(0)
    expect(box).to_have_value("words")
    expect(box).to_be_focused()
    box.fill("fewer")
    box.press("Enter")
    until(lambda: [one["text"] for one in server.posts] == ["fewer"])


def test_enter_that_ends_a_composition_sends_nothing(page: Page, server: WholePage) -> None:
    opened(page, server, person(1, "hello"))
    box = page.get_by_label("Your message")
    box.fill("你好")
    composing = {"key": "Enter", "isComposing": True, "bubbles": True, "cancelable": True}
    box.dispatch_event("keydown", composing)
    box.press("Shift+Enter")
    expect(box).to_have_value("你好\n")
    box.press("Enter")
    until(lambda: [one["text"] for one in server.posts] == ["你好"])


# --- what one sees


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


def test_words_are_only_words_and_links_lead_to_the_web_alone(
    page: Page, server: WholePage
) -> None:
    hostile = "<img src=x onerror=alert(1)> javascript:alert(1) ftp://a.example"
    links = "See https://a.example/x_(y). and (http://b.example/?q=1&r=2), ok"
    name = '"><script>alert(1)</script>.mp4'
    file = {"file": "f", "name": name, "kind": "other", "mime": "", "size_bytes": 5}
    attached = {**file, "url": "api/files/f/x", "is_kept": True}
    opened(page, server, person(1, hostile, attachments=[attached]), bot(2, links))
    expect(page.locator(".is-person .words")).to_have_text(hostile)
    expect(page.locator(".is-person .clip-name")).to_have_text(name)
    assert page.locator(".is-person .words a, #messages img, #messages script").count() == 0
    found = page.locator(".is-bot .words a")
    assert [one.get_attribute("href") for one in found.all()] == [
        "https://a.example/x_(y)",
        "http://b.example/?q=1&r=2",
    ]
    assert found.first.get_attribute("rel") == "noopener noreferrer"


def test_stages_are_told_once_and_not_every_percent(page: Page, server: WholePage) -> None:
    opened(page, server, person(1, "blur it"))
    for stage, fraction in (("upload", 0.1), ("upload", 0.6), ("edit", None), ("edit", 0.5)):
        progress = {"stage": stage, "fraction": fraction}
        server.show(bot(2, "⏳ Working", is_final=False, progress=progress))
    expect(page.get_by_role("progressbar", name="Editing")).to_have_attribute("aria-valuenow", "50")
    server.show(bot(2, "✅ Done", tone="done"))
    lines = page.get_by_role("log").locator("p")
    expect(lines).to_have_text(["Uploading", "Editing", "Done"])


def test_who_reads_above_is_not_torn_to_the_end(page: Page, server: WholePage) -> None:
    messages = [bot(number, f"line {number}\n" * 3) for number in range(1, 61)]
    opened(page, server, *messages)
    end = "Math.abs(it.scrollHeight - it.scrollTop - it.clientHeight) < 2"
    at_end = f"((it) => {end})(document.getElementById('stream'))"
    shows(page, at_end)
    server.show(bot(61, "news"))
    shows(page, f"{at_end} && document.getElementById('newer').hidden")
    page.evaluate(LOOK_UP)
    server.show(bot(62, "more news"))
    newer = page.get_by_role("button", name="New messages")
    expect(newer).to_be_visible()
    newer.click()
    shows(page, at_end)
    expect(newer).to_be_hidden()


def test_a_project_deleted_elsewhere_makes_room_for_a_new_one(
    page: Page, server: WholePage
) -> None:
    opened(page, server, person(1, "hello"))
    server.messages = []
    server.tell(type="conversations", conversations=[])
    expect(page.get_by_role("heading", name="Drop a clip. Say what to change.")).to_be_visible()
    expect(page.get_by_text("Your clips stay on this computer.")).to_be_visible()
    assert page.evaluate("location.hash") != f"#{CONVERSATION}"


def test_everything_fits_a_page_320_pixels_wide(
    page: Page, server: WholePage, clips: tuple[Path, Path]
) -> None:
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 640})
    buttons = [{"label": "A rather long label of a button", "data": "1:a"}] * 3
    with_result(page, server, clips, text="x" * 300, buttons=buttons)
    choose(page, clips[0])
    expect(page.locator("#clips .clip")).to_be_visible()
    wide = "[...document.querySelectorAll('body, #stream, #composer, .player, .body')]"
    assert page.evaluate(f"{wide}.every((one) => one.scrollWidth <= one.clientWidth + 1)")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    audit(page)
    assert before is not None
    page.set_viewport_size(before)
