"""A real Chromium for tests: found on the system, driven by Playwright, watched.

Owns how it is found and started, and what must be true of every visit: no address outside is asked
for, and the console has no error and no breach of the content security policy that no test
announced. Must not know which page is looked at.

Where there is none, the test that asks is skipped; on the continuous integration it fails.
While it is open its thread counts as running an event loop: only plain tests may share its module.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import playwright.sync_api as pw
import pytest
from axe_playwright_python.sync_playwright import Axe

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ON_MACOS: Final = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
_NAMED_BY: Final = "BACKDROP_TESTS_CHROMIUM"
_FLAGS: Final = (
    "--no-proxy-server",
    "--disable-background-networking",
    # A camera and a microphone that show and play a pattern, and are allowed where a test says so.
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)
_OF_THE_PAGE: Final = ("blob", "data", "about")
_CSP_REPORTER: Final = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`breach of the policy: ${event.violatedDirective} ${event.blockedURI}`));
"""
_PAINTED: Final = """
() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
"""
LIMIT_MS: Final = 15_000
"""How long Playwright waits for what it is told to wait for."""


@dataclass
class Visit:
    """One visitor: cookies and a storage of her own, her tabs, and what they did.

    ``announced`` are words by which complaints in the console are known as meant.
    """

    context: pw.BrowserContext
    url: str
    """The page's root, ending in a slash."""
    announced: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Every address that was asked for, with its method before it."""
    complaints: list[str] = field(default_factory=list)

    def tab(self, path: str = "") -> pw.Page:
        """A new tab, opened at a path below the root."""
        page = self.context.new_page()
        page.goto(self.url + path)
        return page

    @contextlib.contextmanager
    def at(self, url: str) -> Iterator[pw.Page]:
        """Use the one tab for another server: much quicker than another visitor.

        What this visit does is counted and checked alone. Another port is another origin, which
        has nothing of the storage of before; cookies are shared.
        """
        self.url = url
        for past in (self.announced, self.asked, self.complaints):
            past.clear()
        page = self.context.pages[0] if self.context.pages else self.context.new_page()
        page.goto(url)
        try:
            yield page
        finally:
            for other in self.context.pages[1:]:
                other.close()
            # It says nothing more, whatever its server does.
            page.goto("about:blank")
        self.check()

    def check(self) -> None:
        """Fail where a visit did what no visit may."""
        ours = urlsplit(self.url).netloc
        outside = []
        for line in self.asked:
            address = urlsplit(line.partition(" ")[2])
            if address.netloc != ours and address.scheme not in _OF_THE_PAGE:
                outside.append(line)
        assert not outside, f"asked for outside: {outside}"
        unknown = [
            line for line in self.complaints if not any(words in line for words in self.announced)
        ]
        assert not unknown, "\n".join(unknown)

    def _watch(self, page: pw.Page) -> None:
        page.on("websocket", lambda socket: self.asked.append(f"GET {socket.url}"))

    def _on_console(self, message: pw.ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url')})")


class Browser:
    """A running browser."""

    def __init__(self, browser: pw.Browser) -> None:
        self._browser = browser

    @contextlib.contextmanager
    def visit(self, url: str, **options: Any) -> Iterator[Visit]:
        """A visitor of the page at ``url``; ``options`` are Playwright's of a context.

        At the end of a visit that went well it is checked.
        """
        context = self._browser.new_context(**({"locale": "en-US"} | options))
        context.set_default_timeout(LIMIT_MS)
        visit = Visit(context, url)
        context.on("request", lambda it: visit.asked.append(f"{it.method} {it.url}"))
        context.on("console", visit._on_console)
        context.on("weberror", lambda it: visit.complaints.append(f"uncaught: {it.error}"))
        context.on("page", visit._watch)
        context.add_init_script(_CSP_REPORTER)
        try:
            yield visit
        finally:
            context.close()
        visit.check()


def shows(page: pw.Page, expression: str, it: Any = None, limit_s: float = LIMIT_MS / 1000) -> None:
    """Wait until a JavaScript expression, which may speak of ``it``, holds in the page.

    Playwright's own ``wait_for_function`` evaluates it in the page, where the policy forbids it.
    """
    end_s = time.monotonic() + limit_s
    while not page.evaluate(f"(it) => Boolean({expression})", it):
        assert time.monotonic() < end_s, f"not so within {limit_s} s: {expression}"
        page.wait_for_timeout(20)


def audit(page: pw.Page) -> None:
    """Hold the page as it stands to axe-core's rules, in both themes."""
    for scheme in ("light", "dark"):
        # Colours that are just changing have the contrast of neither theme.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.evaluate(_PAINTED)
        # Of the second theme only the colours are others.
        options = {"runOnly": ["color-contrast"]} if scheme == "dark" else None
        found = Axe().run(page, options=options).response["violations"]
        told = [
            f"{scheme}: {rule['id']}: {node['failureSummary']} {node['html']}"
            for rule in found
            for node in rule["nodes"]
        ]
        assert not told, "\n".join(told)


@contextlib.contextmanager
def chromium(**ports: int) -> Iterator[Browser]:
    """Start one; it ends with the block.

    ``ports``: ``clips=1234`` leads ``https://clips.example`` to that port of loopback.
    """
    pw.expect.set_options(timeout=LIMIT_MS)
    with pw.sync_playwright() as playwright:
        path = _found(Path(playwright.chromium.executable_path))
        # Nothing is looked up and nobody is called, whatever a page or the browser itself wants.
        rules = [f"MAP {name}.example:443 127.0.0.1:{port}" for name, port in ports.items()]
        rules += ["MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1", "EXCLUDE localhost"]
        flags = [*_FLAGS, f"--host-resolver-rules={', '.join(rules)}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            flags.append("--no-sandbox")
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        try:
            yield Browser(browser)
        finally:
            browser.close()


def _found(playwrights_own: Path) -> Path:
    named = os.environ.get(_NAMED_BY)
    if named:
        assert Path(named).exists(), f"{_NAMED_BY} names a file that is not there: {named}"
        return Path(named)
    on_path = [Path(found) for name in _NAMES if (found := shutil.which(name))]
    for path in (*on_path, Path(_ON_MACOS), playwrights_own):
        if path.exists():
            return path
    if os.environ.get("CI") == "true":
        pytest.fail("Chromium is not installed, and the continuous integration needs it")
    pytest.skip(
        f"no Chromium was found: install it, run `playwright install chromium`, or set {_NAMED_BY}"
    )
