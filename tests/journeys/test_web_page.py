"""The chat page in a real browser, before a real bot: from a dropped clip to a video that plays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import until
from tests.journeys.frames import RED, plain_clip
from tests.journeys.ledger import seconds
from tests.journeys.platform_world import COST, WISH
from tests.journeys.sitting import Sitting
from tests.journeys.webs import WebWorld, web_world
from tests.journeys.worlds import said
from tests.servers.browser import Browser, Visit, audit, chromium, shows
from tests.servers.tls_line import tls_line

AWAY = ["WebSocket connection", "ERR_CONNECTION_REFUSED", "ERR_CONNECTION_RESET"]
"""What a browser says of a server that is away."""
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebWorld]:
    with web_world(tmp_path_factory.mktemp("world")) as world:
        yield world


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def red(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return plain_clip(tmp_path_factory.mktemp("clips") / "red.mp4", RED)


@pytest.fixture
def visit(browser: Browser, world: WebWorld) -> Iterator[Visit]:
    with browser.visit(world.url, viewport=DESK) as visit:
        yield visit


@pytest.fixture
def anna(visit: Visit) -> Sitting:
    return Sitting(visit.tab())


def test_a_dropped_clip_becomes_a_video_that_plays(
    world: WebWorld, anna: Sitting, red: Path, tmp_path: Path
) -> None:
    page = anna.page
    audit(page)
    charged = len(world.ledger.charges())
    anna.drop(red)
    expect(page.locator(".composer .clip-name")).to_have_text("red.mp4")
    anna.say(WISH)
    expect(page.get_by_role("progressbar").first).to_be_visible()
    anna.hear("I kept 0:00 to 0:01")
    card = anna.video()
    # It was cut, so the original shows other moments: it is not beside it, and it can be seen.
    card.get_by_role("button", name="Original").click()
    shows(page, "document.querySelector('video.original').duration > 1.9")
    expect(card.get_by_label("Original", exact=True)).to_be_visible()
    card.get_by_role("button", name="Result").click()
    page.evaluate("document.querySelector('video.result').play()")
    shows(page, "document.querySelector('video.result').currentTime > 0.1")
    assert page.evaluate("document.querySelector('video.result').videoWidth") == 1920
    with page.expect_download() as told:
        card.get_by_role("link", name="Download").click()
    assert told.value.suggested_filename == "red-backdrop.mp4"
    told.value.save_as(tmp_path / "got.mp4")
    assert seconds(tmp_path / "got.mp4") == pytest.approx(1.0, abs=1 / 25)
    assert world.ledger.charges()[charged:] == [COST]
    anna.tool("Export").click()
    anna.video(2)
    assert anna.said() == [WISH, "Export"]
    assert len(world.ledger.charges()) == charged + 1
    audit(page)


def test_a_reload_in_the_middle_loses_nothing(world: WebWorld, anna: Sitting, red: Path) -> None:
    name = """<img src=x onerror='document.title="mine"'>.mp4"""
    charged = len(world.ledger.charges())
    world.ledger.arm("message", "heartbeats", seconds=1, is_done=True)
    anna.drop(red, name)
    expect(anna.page.locator(".clip-name")).to_have_text(name)
    anna.say(WISH)
    anna.page.reload()
    expect(anna.page.locator(".is-bot.is-busy .progress")).to_be_visible()
    anna.page.reload()
    anna.video()
    assert anna.said() == [WISH]
    anna.page.reload()
    anna.video()
    anna.hear("I kept 0:00 to 0:01")
    assert anna.said() == [WISH]
    assert world.ledger.charges()[charged:] == [COST]
    assert anna.page.title() != "mine"
    assert anna.page.locator("#messages img[src=x]").count() == 0


def test_a_server_killed_in_the_middle_loses_nothing(
    world: WebWorld, anna: Sitting, visit: Visit, red: Path
) -> None:
    visit.announced += AWAY
    charged = len(world.ledger.charges())
    world.ledger.arm("message", "heartbeats", seconds=1, is_done=True)
    anna.drop(red)
    anna.say(WISH)
    expect(anna.page.locator(".is-bot.is-busy .progress")).to_be_visible()
    world.bot.kill()
    banner = anna.page.locator("#banner")
    expect(banner).to_have_text(said("page-lost"))
    anna.say("/credits")
    expect(anna.page.get_by_text(said("page-waiting-line"))).to_be_visible()
    world.start()
    expect(banner).to_be_hidden()
    anna.hear("credits")
    anna.video()
    assert anna.said() == [WISH, "/credits"]
    assert world.ledger.charges()[charged:] == [COST]


def test_two_tabs_stay_in_step(world: WebWorld, anna: Sitting, visit: Visit, red: Path) -> None:
    anna.drop(red)
    anna.say(WISH)
    anna.hear("I kept")
    beside = Sitting(visit.tab(f"#{anna.page.url.partition('#')[2]}"))
    anna.video()
    beside.video()
    beside.say("/credits")
    anna.hear("credits")
    seen = anna.messages.all_text_contents, beside.messages.all_text_contents
    until(lambda: seen[0]() == seen[1](), 10, lambda: f"{seen[0]()}\n{seen[1]()}")
    assert anna.said() == [WISH, "/credits"]
    _is_told_of_too_many(visit)
    beside.page.get_by_role("button", name="Delete “red”").click()
    dialog = beside.page.get_by_role("dialog")
    audit(beside.page)
    dialog.get_by_role("button", name="Delete").click()
    for one in (anna, beside):
        expect(one.messages).to_have_count(0)
        expect(one.page.get_by_role("heading", level=1)).to_have_text("New project")


def _is_told_of_too_many(visit: Visit) -> None:
    """With three tabs nine more lines are all that there are, until some of them are closed."""
    third = visit.tab()
    third.evaluate(
        """async () => {
          const place = new URL("api/socket?conversation=&after=", document.baseURI);
          place.protocol = "ws:";
          window.lines = Array.from({ length: 9 }, () => new WebSocket(place));
          const heard = (line) => new Promise((done) => line.addEventListener("message", done));
          const late = new Promise((done) => setTimeout(done, 5000));
          await Promise.race([late, Promise.all(lines.map(heard))]);
        }"""
    )
    banner = (last := visit.tab()).locator("#banner")
    expect(banner).to_have_text(said("page-too-many-pages"))
    third.close()
    last.evaluate("dispatchEvent(new Event('online'))")
    expect(banner).to_be_hidden()
    last.close()


def test_on_a_phone(browser: Browser, world: WebWorld, red: Path) -> None:
    phone = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    with browser.visit(world.url, **phone) as visit:
        ben = Sitting(visit.tab())
        page = ben.page
        audit(page)
        with page.expect_file_chooser() as chosen:
            page.get_by_role("button", name="Choose a clip").tap()
        chosen.value.set_files(red)
        ben.words.fill(WISH)
        page.get_by_role("button", name="Send").tap()
        card = ben.video()
        assert ben.is_without_sideways_scroll()
        for control in (card.get_by_role("link", name="Download"), ben.words):
            expect(control).to_be_in_viewport()
        shows(page, "document.querySelector('video.result').readyState > 1")
        audit(page)
        page.get_by_role("button", name="Show projects").tap()
        project = page.get_by_role("link", name="red")
        expect(project).to_be_in_viewport()
        audit(page)
        page.get_by_role("button", name="New project").first.tap()
        expect(project).not_to_be_in_viewport()
        expect(ben.messages).to_have_count(0)
        page.set_viewport_size({"width": 320, "height": 480})
        assert ben.is_without_sideways_scroll()
        expect(ben.words).to_be_in_viewport()


def test_by_the_keyboard_alone(anna: Sitting, red: Path) -> None:
    page = anna.page
    go = anna.go
    # From now on the browser tells of choosers: told only when one is awaited, a key is quicker.
    page.on("filechooser", lambda _: None)
    page.evaluate("document.activeElement.blur()")
    go("Choose a clip")
    with page.expect_file_chooser() as chosen:
        page.keyboard.press("Enter")
    chosen.value.set_files(red)
    expect(anna.words).to_be_focused()
    page.keyboard.type(WISH)
    page.keyboard.press("Enter")
    anna.video()
    expect(anna.words).to_be_focused()
    original = page.get_by_role("button", name="Original")
    expect(original).to_be_visible()
    go("Original", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(original).to_have_attribute("aria-pressed", "true")
    expect(original).to_be_focused()
    go("Settings")
    page.keyboard.press("Enter")
    menu = page.get_by_role("dialog", name="Settings")
    expect(menu).to_be_visible()
    audit(page)
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    go("Delete “red”")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    page.keyboard.press("Escape")
    assert anna.focused() == "Delete “red”", "the focus is where it was"
    go("Credits")
    page.keyboard.press("Enter")
    anna.hear("credits")


@pytest.mark.soak
def test_what_the_camera_records_is_edited(browser: Browser, world: WebWorld) -> None:
    permissions = ["camera", "microphone"]
    with browser.visit(world.url, viewport=DESK, permissions=permissions) as visit:
        ben = Sitting(visit.tab())
        page = ben.page
        page.get_by_role("button", name="Record").first.click()
        dialog = page.get_by_role("dialog")
        audit(page)
        dialog.get_by_role("button", name="Start recording").click()
        expect(page.locator("#record-time")).to_have_text("0:01")
        dialog.get_by_role("button", name="Stop and use it").click()
        expect(page.locator(".clip-name")).to_contain_text("recording-")
        ben.say(WISH)
        ben.video()
        shows(page, "document.querySelector('video.result').readyState > 1")
        shows(page, "document.querySelector('video.original').readyState > 1")


@pytest.mark.soak
def test_behind_tls_a_prefix_and_a_password(tmp_path: Path, red: Path) -> None:
    public, password = "https://clips.example/bot", "correct horse battery"
    with (
        tls_line("clips.example", tmp_path) as line,
        chromium(clips=line.port) as browser,
        web_world(tmp_path, is_started=False, password=password, PUBLIC_URL=public) as world,
        browser.visit(f"{public}/", viewport=DESK, ignore_https_errors=True) as visit,
    ):
        world.bot.start()
        until(lambda: "Listening on" in world.bot.log(), 30, world.bot.log)
        line.target_port = int(world.url.strip("/").rpartition(":")[2])
        page = visit.tab()
        page.get_by_label("Password", exact=True).fill(password)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{public}/#*")
        ben = Sitting(page)
        ben.drop(red)
        ben.say(WISH)
        ben.video()
        shows(page, "document.querySelector('video.result').readyState > 1")
        with page.expect_download() as told:
            page.get_by_role("link", name="Download").click()
        assert told.value.suggested_filename == "red-backdrop.mp4"
        cookies = visit.context.cookies()
        assert cookies
        assert all(one["secure"] and one["httpOnly"] and one["path"] == "/bot" for one in cookies)
        asked = [line.partition(" ")[2] for line in visit.asked]
        asked = [one.partition("clips.example")[2] for one in asked if not one.startswith("blob:")]
        assert all(one.startswith("/bot/") for one in asked), asked
