"""What a person says on the chat page, in a real browser: nothing of it is lost or goes astray."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import web
from playwright.sync_api import Dialog, Page, expect

from core.phrases import Phrasebook
from tests.integration.page_tools import until
from tests.servers.browser import Visit
from tests.servers.whole_page import CONVERSATION, WholePage, person

OTHER = "d" * 32
PHRASES = Phrasebook()
DROP_LINKS = """
() => {
  const dataTransfer = new DataTransfer();
  const list = "# two links\\r\\nhttps://a.example/x\\r\\nhttps://b.example/y\\r\\n";
  dataTransfer.setData("text/uri-list", list);
  dispatchEvent(new DragEvent("drop", { dataTransfer, cancelable: true }));
}
"""
PASTE = """
() => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", "pasted");
  dispatchEvent(new ClipboardEvent("paste", { clipboardData, cancelable: true }));
}
"""


@pytest.fixture
def server() -> Iterator[WholePage]:
    with WholePage(messages=[person(1, "hello")]) as server:
        yield server


@pytest.fixture
def page(visit: Visit, server: WholePage) -> Iterator[Page]:
    with visit.at(server.url) as page:
        yield opened(page, server)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("clips")
    for name in ("a.mp4", "b.mp4"):
        (folder / name).write_bytes(name.encode() * 10_000)
    return folder / "a.mp4", folder / "b.mp4"


def opened(page: Page, server: WholePage, conversation: str = CONVERSATION) -> Page:
    page.goto(f"{server.url}#{conversation}")
    expect(page.locator("#messages > li")).to_have_count(len(server.messages))
    return page


def say(page: Page, words: str) -> None:
    box = page.get_by_label("Your message")
    box.fill(words)
    box.press("Enter")


def told(key: str, **facts: str) -> str:
    return PHRASES.say(key, "en", **facts)


def choose(page: Page, *paths: Path) -> None:
    page.locator("#picker").set_input_files(paths)


def refusal(status: int, code: str, sentence: str) -> web.Response:
    return web.json_response({"error": sentence, "code": code}, status=status)


def test_what_a_reload_broke_off_waits_where_it_was_and_nothing_leaves_without_it(
    page: Page, server: WholePage, files: tuple[Path, Path]
) -> None:
    server.uploads.gate.clear()
    choose(page, *files)
    until(lambda: len(server.uploads.parts) == 1)
    opened(page, server, OTHER)
    page.reload()
    expect(page.locator("#messages > li")).to_have_count(1)
    clips = page.locator("#clips .clip")
    expect(clips).to_have_count(0)
    opened(page, server)
    expect(clips.filter(has_text=told("page-upload-interrupted", percent="0%"))).to_have_count(2)
    say(page, "blur them")
    name = clips.first.locator(".clip-name").text_content() or ""
    why = told("page-choose-first", name=name)
    expect(page.locator("#toast")).to_have_text(why)
    expect(page.get_by_role("log")).to_contain_text(why)
    expect(page.get_by_label("Your message")).to_have_value("blur them")
    server.uploads.gate.set()
    choose(page, *files)
    page.get_by_role("button", name="Send").click()
    until(lambda: len(server.posts) == 1)
    (said,) = server.posts
    assert (said["conversation"], said["text"]) == (CONVERSATION, "blur them")
    names = {server.uploads.kept[one].metadata["filename"] for one in said["uploads"]}
    assert names == {"a.mp4", "b.mp4"}


def test_a_failed_clip_is_chosen_again_in_its_place(
    visit: Visit, page: Page, server: WholePage, files: tuple[Path, Path]
) -> None:
    visit.announced += ["status of 507"]
    server.uploads.refusals.append(refusal(507, "no-room", "There is no room."))
    choose(page, files[0])
    clip = page.locator("#clips .clip")
    expect(clip).to_contain_text("There is no room.")
    say(page, "blur it")
    expect(page.locator("#toast")).to_have_text(told("page-choose-first", name="a.mp4"))
    assert server.posts == []
    expect(clip.get_by_role("button", name=told("page-upload-again"))).to_be_visible()
    choose(page, files[0])
    expect(clip).to_have_count(1)
    page.get_by_label("Your message").press("Enter")
    until(lambda: [len(one["uploads"]) for one in server.posts] == [1])


def test_what_a_closed_tab_held_is_the_next_ones_and_it_warned(
    visit: Visit, page: Page, server: WholePage, files: tuple[Path, Path]
) -> None:
    other = opened(visit.tab(), server)
    server.uploads.gate.clear()
    choose(other, files[0])
    say(other, "not lost")
    until(lambda: len(server.uploads.parts) == 1)
    page.reload()
    box = page.get_by_label("Your message")
    expect(page.locator("#messages > li")).to_have_count(1)
    expect(box).to_have_value("")
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    other.on("dialog", leave)
    other.goto("about:blank")
    assert asked == ["beforeunload"]
    page.reload()
    expect(box).to_have_value("not lost")
    expect(page.locator("#clips .clip")).to_contain_text(told("page-upload-again"))
    server.uploads.gate.set()


def test_another_language_waits_for_the_upload(
    page: Page, server: WholePage, files: tuple[Path, Path]
) -> None:
    server.uploads.gate.clear()
    choose(page, files[0])
    page.get_by_role("button", name=told("page-menu")).click()
    page.get_by_label("中文").click()
    expect(page.locator("#toast")).to_have_text(told("page-language-later"))
    expect(page.get_by_label("English")).to_be_checked()
    server.uploads.gate.set()
    expect(page.locator("#clips .clip-status")).to_have_text("50 kB")
    with page.expect_navigation():
        page.get_by_label("中文").click()
    page.context.clear_cookies()


def test_words_for_a_dead_link_begin_a_new_project(
    visit: Visit, page: Page, server: WholePage, files: tuple[Path, Path]
) -> None:
    visit.announced += ["status of 404"]
    choose(page, files[0])
    expect(page.locator("#clips .clip-status")).to_have_text("50 kB")
    gone = [refusal(404, "missing", "That is not here (any more).") for _ in range(2)]
    server.answers += gone
    say(page, "first")
    say(page, "second")
    expect(page.locator(".is-refused")).to_have_count(2)
    expect(page.get_by_role("button", name=told("page-retry"))).to_have_count(0)
    server.messages = []
    page.get_by_role("button", name=told("page-start-new")).first.click()
    until(lambda: [one["text"] for one in server.posts] == ["first", "second"])
    (conversation,) = {one["conversation"] for one in server.posts}
    assert conversation != CONVERSATION
    assert page.evaluate("location.hash") == f"#{conversation}"
    assert [len(one["uploads"]) for one in server.posts] == [1, 0]
    assert "DELETE" not in server.uploads.asked


def test_nothing_is_dropped_or_pasted_behind_a_dialog(page: Page) -> None:
    box = page.get_by_label("Your message")
    box.fill("see now")
    box.press("Home")
    for _ in "see":
        box.press("ArrowRight")
    page.locator("#film").click()
    page.evaluate(DROP_LINKS)
    page.evaluate(PASTE)
    page.get_by_role("button", name=told("page-cancel")).click()
    expect(box).to_have_value("see now")
    page.evaluate(DROP_LINKS)
    expect(box).to_have_value("see https://a.example/x https://b.example/y now")


def test_what_is_too_long_is_said_before_it_is_sent(
    visit: Visit, page: Page, server: WholePage
) -> None:
    visit.announced += ["status of 413"]
    # A character is one for the server, whatever it takes in JavaScript.
    say(page, "😀" * 8_001)
    count = page.get_by_text(told("page-length", count="8,001", limit="8,000"))
    expect(count).to_be_visible()
    expect(page.get_by_role("log")).to_contain_text(told("page-too-long"))
    assert server.posts == []
    server.answers.append(refusal(413, "too-long", "That is too long."))
    say(page, "😀" * 8_000)
    refused = page.locator(".is-refused")
    expect(refused.get_by_role("button")).to_have_text(
        [told("page-edit-again"), told("page-remove")]
    )
    expect(count).to_be_hidden()


def test_the_sample_is_asked_for_until_it_is_there(page: Page, server: WholePage) -> None:
    server.messages = []
    opened(page, server, OTHER)
    page.evaluate("['once', 'twice'].forEach(() => document.getElementById('sample').click())")
    clip = page.locator("#clips .clip")
    expect(clip).to_have_count(1)
    expect(clip.locator(".clip-name")).to_have_text(told("page-sample-clip"))
    box = page.get_by_label("Your message")
    expect(box).to_be_focused()
    say(page, "first")
    say(page, "second")
    waiting = [told("page-waiting-sample"), told("page-waiting-before")]
    expect(page.locator(".pending-status")).to_have_text(waiting)
    name = told("page-action-of", action=told("page-edit-again"), text="second")
    expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
    server.sample = "5" * 32
    page.reload()
    expect(box).to_have_value("first\nsecond")
    expect(clip.locator(".clip-status")).to_have_text("1 MB")
    box.press("Enter")
    until(lambda: len(server.posts) == 1)
    assert server.posts[0]["uploads"] == ["5" * 32]


def test_a_clip_that_another_tab_sent_is_neither_sent_again_nor_deleted(
    visit: Visit, page: Page, server: WholePage, files: tuple[Path, Path]
) -> None:
    choose(page, files[0])
    clip = page.locator("#clips .clip")
    expect(clip.locator(".clip-status")).to_have_text("50 kB")
    other = opened(visit.tab(), server)
    say(other, "from here")
    until(lambda: len(server.posts) == 1)
    expect(clip).to_have_count(0)
    page.reload()
    expect(page.locator("#messages > li")).to_have_count(1)
    expect(clip).to_have_count(0)
    assert "DELETE" not in server.uploads.asked
    assert len(server.uploads.kept) == 1
