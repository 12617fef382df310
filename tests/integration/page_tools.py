"""What tests of the page's modules share: loading them, and waiting.

Must not know which module is tried.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page

from tests.servers.browser import shows

LIMIT_S = 10
QUICK = "{ firstMs: 20, longestMs: 60 }"
"""The modules' waits before another try, shrunk."""


def loaded(page: Page) -> Page:
    """The same tab, with all modules there."""
    shows(page, "window.isReady")
    return page


def until(is_so: Callable[[], bool], why: Callable[[], Any] = lambda: "") -> None:
    """Wait for a condition at the server."""
    end_s = time.monotonic() + LIMIT_S
    while not is_so():
        assert time.monotonic() < end_s, f"not so within {LIMIT_S} s: {why()}"
        time.sleep(0.01)
