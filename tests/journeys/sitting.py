"""A person at the chat page in a real browser: what they do, and what they see.

Owns where things are on the page, by the names that a screen reader gives them. Must not know what
is asked of the bot.
"""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

VIDEO_LIMIT_MS = 60_000
_DROP = """
([name, text]) => {
  const bytes = Uint8Array.from(atob(text), (character) => character.codePointAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name, { type: "video/mp4" }));
  const tell = (kind) =>
    document.body.dispatchEvent(
      new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
  tell("dragenter");
  tell("dragover");
  const isInvited = !document.getElementById("drop-overlay").hidden;
  tell("drop");
  return isInvited && document.getElementById("drop-overlay").hidden;
}
"""

_FOCUSED = """
() => {
  const { ariaLabel, labels, textContent } = document.activeElement;
  return (ariaLabel ?? labels?.[0]?.textContent ?? textContent).trim();
}
"""


class Sitting:
    """One tab."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def words(self) -> Locator:
        """The box in which one types."""
        return self.page.get_by_label("Your message")

    @property
    def messages(self) -> Locator:
        """All that stands in the stream, in its order."""
        return self.page.locator("#messages > li")

    @property
    def videos(self) -> Locator:
        """The finished ones."""
        return self.page.get_by_label("The finished video")

    def drop(self, path: Path, name: str = "") -> None:
        """Drop a small file on the page, as a drag from a window beside does."""
        # A real drag needs a window system.
        content = base64.b64encode(path.read_bytes()).decode()
        assert self.page.evaluate(_DROP, [name or path.name, content]), "the overlay comes and goes"

    def say(self, text: str) -> None:
        """Type it, and send."""
        self.words.fill(text)
        self.words.press("Enter")

    def said(self) -> list[str]:
        """The person's messages, also those that are under way."""
        return self.page.locator(".is-person .words").all_text_contents()

    def hear(self, text: str) -> Locator:
        """Wait until the bot says something with these words in it; the newest such message."""
        found = self.page.locator(".message.is-bot", has_text=text).last
        expect(found).to_be_visible(timeout=VIDEO_LIMIT_MS)
        return found

    def video(self, count: int = 1) -> Locator:
        """Wait for so many finished videos; the last one's card, with its picture loaded."""
        expect(self.videos).to_have_count(count, timeout=VIDEO_LIMIT_MS)
        card = self.page.locator(".player").last
        card.scroll_into_view_if_needed()
        return card

    def tool(self, name: str) -> Locator:
        """A button of the project's own row."""
        return self.page.get_by_role("group", name="Project actions").get_by_role(
            "button", name=name
        )

    def focused(self) -> str:
        """The name of what has the keyboard's focus, as a screen reader says it."""
        return str(self.page.evaluate(_FOCUSED))

    def go(self, name: str, key: str = "Tab") -> None:
        """Press a key until that has the focus, and shows it."""
        passed = []
        for _ in range(60):
            self.page.keyboard.press(key)
            passed.append(self.focused())
            if passed[-1] == name:
                assert self.page.evaluate("document.activeElement.matches(':focus-visible')")
                return
        pytest.fail(f"{name} can't be reached, only {passed}")

    def is_without_sideways_scroll(self) -> bool:
        """Whether all that is seen fits the width."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
