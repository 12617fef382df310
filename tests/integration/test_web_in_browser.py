"""What a real browser makes of the page's cookies, headers and checks: the login, foreign pages.

What the other tests say of browsers is held here to one: which cookies it sends where, and that it
names the page that asks.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from aiohttp import web
from axe_playwright_python.sync_playwright import Axe

from bots.listener import listening
from tests.integration.web_access_rig import PASSWORD, serving
from tests.servers.browser import Browser, chromium
from tests.servers.free_port import free_port
from tests.servers.loop_thread import LoopThread

T = TypeVar("T")
TRIES = """
async (url) => {
  const told = async (path, options) => {
    try {
      const answer = await fetch(url + path, { credentials: "include", ...options });
      return `${answer.type} ${answer.status}`;
    } catch {
      return "nothing";
    }
  };
  const loaded = (name, source) => new Promise((done) => {
    const element = document.createElement(name);
    element.onload = () => done(element.contentDocument?.body?.innerText ?? "nothing");
    element.onerror = () => done("nothing");
    element.src = source;
    document.body.append(element);
  });
  return {
    read: await told("/api/who"),
    "post blindly": await told("/api/do", { method: "POST", mode: "no-cors" }),
    post: await told("/api/do", { method: "POST" }),
    patch: await told("/api/do", { method: "PATCH" }),
    "show a picture": await loaded("img", url + "/assets/icon.svg"),
    "show the page": await loaded("iframe", url + "/"),
    listen: await new Promise((done) => {
      const line = new WebSocket(url.replace("http", "ws") + "/api/socket");
      line.onmessage = () => done("heard");
      line.onclose = () => done("nothing");
    }),
  };
}
"""
SEND_A_FORM = """
(url) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = url;
  document.body.append(form);
  form.submit();
}
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@contextmanager
def hosted(world: AbstractAsyncContextManager[T]) -> Iterator[T]:
    """Servers in a thread, since the browser's library holds this one."""
    with LoopThread("servers") as thread:
        made = thread.do(world.__aenter__())
        try:
            yield made
        finally:
            thread.do(world.__aexit__(None, None, None))


@asynccontextmanager
async def _foreign() -> AsyncIterator[int]:
    """A site of somebody else, by its port."""

    async def show(_: web.Request) -> web.Response:
        return web.Response(text="<link rel=icon href=data:,><p>evil", content_type="text/html")

    port = free_port()
    async with listening(f"127.0.0.1:{port}", [web.get("/", show)]):
        yield port


def test_logging_in_and_out_as_a_person_does(browser: Browser, tmp_path: Path) -> None:
    world = serving(tmp_path, web_password=PASSWORD)
    with hosted(world) as rig, browser.visit(f"{rig.base}/", reduced_motion="reduce") as visit:
        visit.announced += ["403", "favicon.ico"]
        tab = visit.tab()
        assert tab.url == f"{rig.base}/login"
        tab.keyboard.type("wrong password")
        tab.keyboard.press("Enter")
        tab.get_by_role("alert").wait_for()
        for scheme in ("light", "dark"):
            tab.emulate_media(color_scheme=scheme)
            assert Axe().run(tab).response["violations"] == []
        tab.keyboard.type(PASSWORD)
        tab.keyboard.press("Enter")
        tab.wait_for_url(f"{rig.base}/")
        visitor = tab.inner_text("body")
        assert all(one["httpOnly"] for one in visit.context.cookies())
        assert tab.evaluate("document.cookie") == ""
        tab.evaluate(SEND_A_FORM, f"{rig.base}/logout")
        tab.wait_for_url(f"{rig.base}/login")
        assert rig.hung_up == [visitor]
        assert not [one for one in visit.context.cookies() if "login" in one["name"]]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_another_site_gets_and_does_nothing(browser: Browser, tmp_path: Path, host: str) -> None:
    """Another port is the same site to a browser, which then sends it our cookies; a name isn't."""
    with hosted(serving(tmp_path)) as rig, hosted(_foreign()) as port:
        url = f"http://{host}:{port}"
        with browser.visit(f"{rig.base}/") as visit:
            visit.announced += [rig.base.removeprefix("http://"), url, "chrome-error:"]
            tab = visit.tab()
            visitor = tab.inner_text("body")
            evil = visit.context.new_page()
            evil.goto(url)
            told = evil.evaluate(TRIES, rig.base)
            assert told == dict.fromkeys(told, "nothing") and len(told) == 7
            with evil.expect_navigation() as sent:
                evil.evaluate(SEND_A_FORM, f"{rig.base}/api/do")
            assert (sent.value.status, sent.value.json()["code"]) == (403, "foreign")
            # A link leads in, as whom one was.
            evil.goto(url)
            evil.evaluate("(url) => { location = url }", f"{rig.base}/")
            evil.wait_for_url(f"{rig.base}/")
            tab.reload()
            assert (evil.inner_text("body"), tab.inner_text("body")) == (visitor, visitor)
            visit.asked = [line for line in visit.asked if url not in line]
