"""What the chat page shows, in a real browser: the real page, told things by a test server."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from playwright.sync_api import Page, expect

from tests.integration.page_tools import until
from tests.integration.shown_page import opened, with_result
from tests.servers.browser import Visit, audit, shows
from tests.servers.whole_page import CONVERSATION, WholePage, bot, person, video

LOOK_UP = """
() => new Promise((done) => {
  document.getElementById("stream").scrollTop = 300;
  // Whoever listens to scrolling has heard of it by the second frame.
  requestAnimationFrame(() => requestAnimationFrame(done));
})
"""


@pytest.fixture
def server() -> Iterator[WholePage]:
    with WholePage() as server:
        yield server


@pytest.fixture
def page(visit: Visit, server: WholePage) -> Iterator[Page]:
    with visit.at(server.url) as page:
        yield page


@contextlib.contextmanager
def sized(page: Page, width_px: int) -> Iterator[None]:
    """The tab as wide as that, for as long as the block."""
    before = page.viewport_size
    assert before is not None
    page.set_viewport_size({"width": width_px, "height": 844})
    try:
        yield
    finally:
        page.set_viewport_size(before)


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
    expect(page.get_by_role("button", name="Send")).to_have_attribute("aria-disabled", "true")


# --- what one sees


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


def test_work_in_hand_stands_below_what_was_said_meanwhile(page: Page, server: WholePage) -> None:
    opened(page, server, person(1, "blur it"))
    work = bot(2, "", is_final=False, progress={"stage": "render", "fraction": 0.4})
    server.show(work)
    server.show(bot(3, "It is blurred now."))
    rows = page.locator("#messages > li")
    expect(rows.nth(2)).to_contain_text("Rendering")
    expect(rows.nth(1)).to_contain_text("It is blurred now.")
    server.show(work | {"progress": {"stage": "render", "fraction": 0.6}})
    expect(rows.nth(2)).to_contain_text("60%")
    server.show(bot(2, "That did not work.", tone="failed"))
    expect(rows.nth(1)).to_contain_text("That did not work.")


def test_tools_come_with_the_first_answer(page: Page, server: WholePage) -> None:
    opened(page, server, person(1, "hello"))
    tools = page.get_by_role("group", name="Project actions")
    expect(tools).to_be_hidden()
    server.show(bot(2, "Hello."))
    expect(tools.get_by_role("button", name="Export")).to_be_visible()


def test_a_finished_video_is_announced_once(
    page: Page, server: WholePage, clips: tuple[Path, Path]
) -> None:
    opened(page, server, person(1, "blur it"))
    server.files = {"r/result.mp4": clips[0]}
    server.show(bot(2, "✅ Video ready!", media=[video("r")], tone="done"))
    server.show(bot(3, "", media=[video("r")], tone="done"))
    lines = page.get_by_role("log").locator("p")
    expect(lines).to_have_text(["Video ready!", "Video ready"])


def test_a_narrow_page_keeps_list_and_tools_behind_buttons(page: Page, server: WholePage) -> None:
    with sized(page, 390):
        opened(page, server, bot(1, "Hello."))
        show = page.get_by_role("button", name="Show projects")
        show.press("Enter")
        expect(page.get_by_role("button", name="Hide projects")).to_be_focused()
        page.keyboard.press("Escape")
        expect(show).to_be_focused()
        expect(page.locator("#sidebar")).to_be_hidden()
        # Escape is heard wherever the focus is, and shuts what lies on top first.
        show.press("Enter")
        page.get_by_role("button", name="Settings").click()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog", name="Settings")).to_be_hidden()
        page.evaluate("document.activeElement.blur()")
        expect(page.locator("#sidebar")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#sidebar")).to_be_hidden()
        page.get_by_role("button", name="Project actions").click()
        page.get_by_role("button", name="Export").click()
        until(lambda: [one["press"] for one in server.posts] == ["1:export"])
        expect(page.get_by_role("button", name="Export")).to_be_hidden()


def test_a_page_that_becomes_narrow_forgets_its_width(page: Page, server: WholePage) -> None:
    with sized(page, 1000):
        opened(page, server, *[bot(number, f"line {number}\n" * 3) for number in range(1, 40)])
        page.evaluate(LOOK_UP)
        page.set_viewport_size({"width": 390, "height": 844})
        shows(page, "document.getElementById('messages').clientWidth <= 390")
        stream = "document.getElementById('stream')"
        assert page.evaluate(f"{stream}.scrollWidth <= {stream}.clientWidth")


def test_who_deletes_by_the_keyboard_stays_in_the_list(page: Page, server: WholePage) -> None:
    opened(page, server, bot(1, "Hello."))
    listed = [
        {"id": name * 32, "title": name, "changed_at": "2026-01-02T03:04:05Z", "is_working": False}
        for name in "cab"
    ]
    server.tell(type="conversations", conversations=listed)
    page.get_by_role("button", name="Delete “a”").focus()
    server.tell(type="conversations", conversations=[listed[0], listed[2]])
    expect(page.locator("[href='#" + "b" * 32 + "']")).to_be_focused()
    server.tell(type="conversations", conversations=[listed[0]])
    expect(page.locator("[href='#" + "c" * 32 + "']")).to_be_focused()


def test_all_is_deleted_only_by_who_was_asked(page: Page, server: WholePage) -> None:
    server.is_password = True
    page.reload()
    opened(page, server, bot(1, "Hello."))
    settings = page.get_by_role("button", name="Settings")
    settings.click()
    page.get_by_role("button", name="Log out and delete my projects…").click()
    question = page.get_by_role("dialog", name="Delete all your projects?")
    expect(question.get_by_role("button", name="Cancel")).to_be_focused()
    audit(page)
    page.keyboard.press("Enter")
    expect(question).to_be_hidden()
    expect(settings).to_be_focused()
    assert server.log_outs == []
    settings.click()
    page.get_by_role("button", name="Log out and delete my projects…").click()
    question.get_by_role("button", name="Delete and log out").click()
    until(lambda: server.log_outs == [{"delete": "all"}])
