"""The whole page with given messages in it, for tests of what is seen. Must not know a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.servers.whole_page import CONVERSATION, WholePage, bot, original, person, video


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
