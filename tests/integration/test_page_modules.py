"""The page's modules that talk, in a real browser: nothing is lost, nothing comes twice.

Each is loaded as it is shipped, under the real content security policy; its server misbehaves.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.integration.page_tools import QUICK, loaded, until
from tests.servers.browser import Visit, shows
from tests.servers.page_server import SIGNED_OUT, PageServer, lost, told

ONE, OTHER = "1" * 32, "2" * 32

LISTEN = f"""
(quietMs) => {{
  window.heard = [];
  window.states = [];
  const hear = (frame) => heard.push(frame);
  window.connection = new Connection({{
    root: document.baseURI, waits: {{ quietMs, backoff: {QUICK} }},
    onSnapshot: hear, onMessage: hear, onRemoved: hear, onConversations: hear,
    onState: (state) => states.push(state),
  }});
}}
"""
POST = f"""
() => {{
  window.refused = [];
  window.unanswered = 0;
  window.isSignedOut = false;
  window.outbox = new Outbox({{
    root: document.baseURI, storage: ownStorage(),
    waits: {{ answerWithinMs: 5000, foreignMs: 300, backoff: {QUICK} }},
    onChange: () => {{}}, onRefused: (entry) => refused.push(entry),
    onSignedOut: () => {{ isSignedOut = true; }}, onUnanswered: () => {{ unanswered += 1; }},
  }});
}}
"""
SAY = "([conversation, text]) => outbox.send({ conversation, text, language: 'en' })"
PENDING = "(conversation) => outbox.pending(conversation).map(({ text, state }) => [text, state])"


@pytest.fixture
def server() -> Iterator[PageServer]:
    with PageServer() as server:
        yield server


@pytest.fixture
def page(visit: Visit, server: PageServer) -> Iterator[Page]:
    with visit.at(server.url) as page:
        loaded(page)
        yield page


# --- connection.js


def listen(page: Page, quiet_ms: int = 40_000) -> None:
    page.evaluate(LISTEN, quiet_ms)
    page.evaluate("(conversation) => connection.open(conversation)", ONE)
    shows(page, "states.at(-1) === 'open'")


def test_a_cut_line_goes_on_after_the_last_event(server: PageServer, page: Page) -> None:
    listen(page)
    server.tell(type="message", conversation=ONE, message={"number": 2})
    shows(page, "heard.length === 2")
    last = page.evaluate("heard.at(-1).id")
    server.cut()
    server.tell(type="message", conversation=ONE, message={"number": 3})
    server.tell(type="removed", conversation=ONE, number=2)
    server.tell(type="conversations", conversations=[{"id": ONE}])
    shows(page, "heard.length === 5")
    assert server.asked == [(ONE, ""), (ONE, last)]
    kinds = page.evaluate("heard.map(({ type }) => type)")
    assert kinds == ["snapshot", "message", "message", "removed", "conversations"]
    assert page.evaluate("states") == ["connecting", "open", "lost", "open"]


def test_a_server_that_forgot_sends_a_snapshot(
    server: PageServer, page: Page, visit: Visit
) -> None:
    visit.announced += ["WebSocket connection"]
    listen(page)
    server.stop()
    shows(page, "states.at(-1) === 'lost'")
    server.start()
    shows(page, "states.at(-1) === 'open'")
    texts = page.evaluate("heard.map((frame) => frame.messages[0].text)")
    assert texts == ["snapshot of start 1", "snapshot of start 2"]
    assert server.asked[-1] == (ONE, "1.0")


def test_it_is_tried_until_it_is_let_in(server: PageServer, page: Page, visit: Visit) -> None:
    visit.announced += ["WebSocket connection"]
    server.refused_sockets = 3
    server.crowded_sockets = 2
    listen(page)
    assert len(server.asked) == 6
    assert page.evaluate("states") == ["connecting", "lost", "crowded", "open"]


def test_a_silent_line_is_left(server: PageServer, page: Page) -> None:
    listen(page, quiet_ms=300)
    for _ in range(4):
        page.wait_for_timeout(100)
        server.tick()
    assert len(server.asked) == 1, "ticks keep it"
    shows(page, "states.includes('lost')")
    until(lambda: len(server.asked) > 1)


def test_whoever_is_signed_out_is_not_tried_again(server: PageServer, page: Page) -> None:
    listen(page)
    server.cut(SIGNED_OUT)
    shows(page, "states.at(-1) === 'signed-out'")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(150)
    assert len(server.asked) == 1


def test_another_conversation_begins_anew(server: PageServer, page: Page) -> None:
    listen(page)
    server.tell(type="message", conversation=ONE, message={"number": 2})
    shows(page, "heard.length === 2")
    page.evaluate("(conversation) => connection.open(conversation)", OTHER)
    shows(page, "heard.at(-1).conversation === it", OTHER)
    assert server.asked[-1] == (OTHER, "")


def test_the_networks_return_is_a_reason_to_try(server: PageServer, page: Page) -> None:
    listen(page)
    page.evaluate("dispatchEvent(new Event('online'))")
    until(lambda: len(server.asked) == 2)
    shows(page, "states.at(-1) === 'open'")
    page.evaluate("connection.close()")
    page.evaluate("dispatchEvent(new Event('online'))")
    page.wait_for_timeout(100)
    assert len(server.asked) == 2, "a closed one stays closed"


def test_a_dead_line_that_has_not_said_so_is_left(server: PageServer, page: Page) -> None:
    listen(page)
    page.evaluate("dispatchEvent(new Event('offline'))")
    shows(page, "states.includes('lost') && states.at(-1) === 'open'")
    page.evaluate("connection.doubt()")
    shows(page, "states.at(-1) === 'open' && states.filter((one) => one === 'lost').length === 2")
    assert len(server.asked) == 3


# --- outbox.js


def texts(server: PageServer) -> list[str]:
    return [post.said["text"] for post in server.taken]


def test_a_message_is_sent_as_agreed(server: PageServer, page: Page) -> None:
    page.evaluate(POST)
    key, at_once = page.evaluate(
        """(conversation) => {
          const said = { text: "cut it", press: "x", label: "Cut", uploads: ["u1"], replyTo: 7 };
          const key = outbox.send({ conversation, language: "de", ...said });
          return [key, outbox.pending(conversation)[0].state];
        }""",
        ONE,
    )
    assert at_once == "sending"
    until(lambda: len(server.taken) == 1)
    words = {"text": "cut it", "press": "x", "label": "Cut", "language": "de"}
    assert server.taken[0].said == {"key": key, "uploads": ["u1"], "reply_to": 7} | words
    shows(page, "outbox.pending(it)[0].state === 'sent'", ONE)
    page.evaluate("(key) => outbox.seen(key)", key)
    assert page.evaluate(PENDING, ONE) == []


def test_a_lost_answer_doubles_nothing(server: PageServer, page: Page, visit: Visit) -> None:
    visit.announced += ["ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET"]
    server.faults += [lost, lost]
    page.evaluate(POST)
    page.evaluate(SAY, [ONE, "once"])
    shows(page, "outbox.pending(it)[0].state === 'sent'", ONE)
    assert len(server.posts) == 3
    assert texts(server) == ["once"]


def test_a_dead_line_is_told_once(server: PageServer, page: Page, visit: Visit) -> None:
    visit.announced += ["ERR_CONNECTION_REFUSED"]
    page.evaluate(POST)
    server.stop()
    page.evaluate(SAY, [ONE, "patience"])
    tries = "performance.getEntriesByType('resource').filter((it) => it.name.endsWith('messages'))"
    shows(page, f"{tries}.length > 2")
    server.start()
    until(lambda: texts(server) == ["patience"])
    assert page.evaluate("unanswered") == 1


def test_what_is_under_way_survives_a_reload(server: PageServer, page: Page, visit: Visit) -> None:
    visit.announced += ["503"]
    server.busy.add(ONE)
    page.evaluate(POST)
    page.evaluate(SAY, [ONE, "first"])
    page.evaluate(SAY, [ONE, "second"])
    until(lambda: len(server.posts) > 1)
    page.reload()
    loaded(page)
    server.busy.clear()
    page.evaluate(POST)
    assert [text for text, _ in page.evaluate(PENDING, ONE)] == ["first", "second"]
    until(lambda: len(server.taken) == 2)
    assert texts(server) == ["first", "second"]
    shows(page, "outbox.pending(it).every(({ state }) => state === 'sent')", ONE)
    assert page.evaluate("Object.keys(localStorage)") == []


def test_order_is_kept_in_a_conversation_and_no_other_waits(
    server: PageServer, page: Page, visit: Visit
) -> None:
    visit.announced += ["503"]
    server.busy.add(ONE)
    page.evaluate(POST)
    for number in range(4):
        page.evaluate(SAY, [ONE, str(number)])
    page.evaluate(SAY, [OTHER, "beside"])
    until(lambda: texts(server) == ["beside"])
    assert {post.said["text"] for post in server.posts} == {"0", "beside"}, "none overtakes"
    server.busy.clear()
    until(lambda: len(server.taken) == 5)
    assert texts(server) == ["beside", "0", "1", "2", "3"]


def test_as_long_is_waited_as_the_server_asks(server: PageServer, page: Page, visit: Visit) -> None:
    visit.announced += ["429"]
    server.faults += [lambda _: told(429, **{"Retry-After": "1"})]
    page.evaluate(POST)
    begun_s = time.monotonic()
    page.evaluate(SAY, [ONE, "patience"])
    until(lambda: len(server.taken) == 1)
    assert time.monotonic() - begun_s > 0.9


def test_a_refusal_is_told_and_holds_nothing_up(
    server: PageServer, page: Page, visit: Visit
) -> None:
    visit.announced += ["413", "404"]
    server.faults += [lambda _: told(413, "too-long", "That is too long.")]
    page.evaluate(POST)
    page.evaluate(SAY, [ONE, "long"])
    page.evaluate(SAY, [ONE, "short"])
    until(lambda: texts(server) == ["short"])
    problem = page.evaluate("refused[0].problem")
    assert problem == {"code": "too-long", "sentence": "That is too long."}
    page.reload()
    loaded(page)
    page.evaluate(POST)
    assert page.evaluate(PENDING, ONE) == [["long", "refused"]], "the words are not lost"
    page.evaluate("(it) => outbox.retry(outbox.pending(it)[0].key)", ONE)
    until(lambda: texts(server) == ["short", "long"])
    server.faults += [lambda _: told(404)]
    page.evaluate(SAY, [OTHER, "gone"])
    shows(page, "refused.length === 1")
    page.evaluate("outbox.remove(refused[0].key)")
    assert page.evaluate(PENDING, OTHER) == []


def test_whoever_is_signed_out_keeps_her_message(
    server: PageServer, page: Page, visit: Visit
) -> None:
    visit.announced += ["401"]
    server.faults += [lambda _: told(401)]
    page.evaluate(POST)
    page.evaluate(SAY, [ONE, "later"])
    shows(page, "isSignedOut")
    page.reload()
    loaded(page)
    page.evaluate(POST)
    until(lambda: texts(server) == ["later"])


def test_what_the_socket_brought_is_tried_no_more(
    server: PageServer, page: Page, visit: Visit
) -> None:
    visit.announced += ["503"]
    server.busy.add(ONE)
    page.evaluate(POST)
    key = page.evaluate(SAY, [ONE, "there already"])
    until(lambda: len(server.posts) > 1)
    page.evaluate("(key) => outbox.seen(key)", key)
    page.wait_for_timeout(100)
    count = len(server.posts)
    page.wait_for_timeout(200)
    assert len(server.posts) == count


def test_a_closed_tabs_message_is_sent_by_the_other(
    server: PageServer, page: Page, visit: Visit
) -> None:
    visit.announced += ["503"]
    page.evaluate(POST)
    other = loaded(visit.tab())
    other.evaluate(POST)
    server.busy.add(ONE)
    other.evaluate(SAY, [ONE, "left behind"])
    shows(page, "outbox.pending(it).length === 1", ONE)
    other.close()
    server.busy.clear()
    until(lambda: texts(server) == ["left behind"])


# --- keeping.js


def test_a_duplicated_tab_takes_nothing_over(page: Page) -> None:
    keep = "window.kept = new KeptByTab(ownStorage(), 'x', new URL(document.baseURI), () => {})"
    page.evaluate(keep)
    page.evaluate("kept.put('1', { words: 'held' })")
    with page.expect_popup() as opened:
        page.evaluate("void open(location.href)")
    copy = loaded(opened.value)
    copy.evaluate(keep)
    assert copy.evaluate("kept.left()") == []
    copy.evaluate("kept.put('2', { words: 'its own' })")
    page.reload()
    loaded(page)
    page.evaluate(keep)
    assert page.evaluate("kept.left().map(({ words }) => words)") == ["held"]


# --- recorder.js

RECORD = """
async () => {
  const recorder = new Recorder();
  await recorder.start(document.querySelector("video"));
  await new Promise((resolve) => setTimeout(resolve, 600));
  const isRecording = recorder.isRecording && recorder.elapsedMs > 500;
  const file = await recorder.stop();
  const isCameraFree = document.querySelector("video").srcObject.getTracks()
    .every(({ readyState }) => readyState === "ended");
  const video = document.createElement("video");
  video.src = URL.createObjectURL(file);
  video.muted = true;
  const isSeen = new Promise((resolve, reject) => {
    video.onplaying = resolve;
    video.onerror = () => reject(video.error);
  });
  await video.play();
  await isSeen;
  const { name, type, size } = file;
  const { videoWidth: width, videoHeight: height } = video;
  return { name, type, size, width, height, isRecording, isCameraFree };
}
"""


def test_the_camera_gives_a_file_that_plays(page: Page, visit: Visit) -> None:
    visit.context.grant_permissions(["camera", "microphone"])
    clip = page.evaluate(RECORD)
    visit.context.clear_permissions()
    assert clip["isRecording"] and clip["isCameraFree"]
    assert (clip["width"], clip["height"]) == (1280, 720)
    assert clip["type"] in ("video/mp4", "video/webm")
    assert clip["name"].startswith("recording-") and clip["name"].endswith(
        clip["type"][-4:].strip("/")
    )


def test_why_nothing_can_be_recorded_is_said_in_a_word(page: Page) -> None:
    start = """async () => {
      const recorder = new Recorder();
      return await recorder.start(document.querySelector("video")).catch(({ reason }) => reason);
    }"""
    assert page.evaluate(start) == "denied"
    page.evaluate("delete globalThis.MediaRecorder")
    assert page.evaluate(start) == "unsupported"
