"""Whole streams as backends send them, in every dress: the same text, and none of it twice.

The streams are built by strategies, so what must come out of them is known. Any bytes, single
splits and the forms of errors are in ``test_nemo_stream``, repeated text in
``test_nemo_stream_text``.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import OutcomeUnknown
from core.nemo.events import Closed, NemoEvent, Said, Working
from core.nemo.sse import Data, SseParser
from core.nemo.stream import StreamParser

Event = dict[str, object]


@dataclass(frozen=True)
class Stream:
    """The events of a stream and the text that a person must read."""

    events: list[Event]
    text: str


def parse(chunks: Iterable[bytes]) -> list[NemoEvent]:
    parser = StreamParser()
    events = [event for chunk in chunks for event in parser.feed(chunk)]
    return events + parser.close()


def text_of(events: Sequence[NemoEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, Said))


def split_at(data: bytes, cuts: Iterable[int]) -> list[bytes]:
    places = [0, *sorted({cut % (len(data) + 1) for cut in cuts}), len(data)]
    return [data[a:b] for a, b in pairwise(places)]


def agent_event(*texts: str, invocation: str, author: str, is_partial: bool = False) -> Event:
    content = {"role": "model", "parts": [{"text": text} for text in texts]}
    event: Event = {"content": content, "invocationId": invocation, "author": author}
    return {**event, "partial": True} if is_partial else event


# Text such as agents write, with what lines and UTF-8 make difficult: no blanks at a piece's ends
# count as lost, so a letter ends each piece.
PIECES = st.builds(
    str.__add__,
    st.text(alphabet='aé你🎬 \n\r"\\:{}\u2028', max_size=8),
    st.sampled_from("xyz好🇩👍"),
)
TOOLS = st.sampled_from(
    [
        {"functionCall": {"id": "1", "name": "add", "args": {"text": "not said"}}},
        {"functionResponse": {"id": "1", "name": "add", "response": {"error": "not said"}}},
        {"text": "a thought, not said", "thought": True},
    ]
)


@st.composite
def flat_streams(draw: st.DrawFn) -> Stream:
    events: list[Event] = []
    said: list[str] = []
    for piece in draw(st.lists(PIECES | st.none(), max_size=8)):
        if piece is None:
            kind = draw(st.sampled_from(["heartbeat", "tool_call", "tool_result"]))
            events.append({"type": kind, "name": "add", "result": "not said"})
        else:
            events.append({"type": "text", "content": piece})
            said.append(piece)
    return Stream(events, "".join(said))


@st.composite
def agent_streams(draw: st.DrawFn) -> Stream:
    """Turns of one or two speakers: chunks, tools between them, then the event that repeats."""
    events: list[Event] = []
    said: list[str] = []
    for turn in range(draw(st.integers(0, 4))):
        author = draw(st.sampled_from(["a", "b"]))
        told = partial(agent_event, invocation=f"i{turn // 2}", author=author)
        pieces = draw(st.lists(PIECES, min_size=1, max_size=4))
        said.extend(pieces)
        if draw(st.booleans()):
            for piece in pieces:
                events.append(told(piece, is_partial=True))
                if draw(st.booleans()):
                    part = draw(TOOLS)
                    events.append({"content": {"parts": [part]}, "author": author})
        whole = ["".join(pieces)] if draw(st.booleans()) else pieces
        events.append(told(*whole))
    return Stream(events, "".join(said))


STREAMS = flat_streams() | agent_streams()


@st.composite
def dressed(draw: st.DrawFn, events: Sequence[Event]) -> bytes:
    """The events as bytes: any line ends, comments and empty events between, JSON over lines."""
    ends = st.sampled_from(["\n", "\r", "\r\n"])
    noise = st.sampled_from([": ping", ":", "data:\0", "data: \0", "id: 7", "event: message", ""])
    lines: list[str] = []
    for event in events:
        for extra in draw(st.lists(noise, max_size=2)):
            # NUL marks an event of its own: empty data and its blank line.
            lines += [extra.rstrip("\0"), ""] if extra.endswith("\0") else [extra]
        text = json.dumps(
            event,
            ensure_ascii=draw(st.booleans()),
            indent=draw(st.sampled_from([None, 1])),
        )
        field = draw(st.sampled_from(["data: ", "data:"]))
        lines += [*(field + line for line in text.split("\n")), ""]
        if draw(st.booleans()):
            lines.append("")
    end = draw(st.none() | ends)
    body = ""
    for line in lines:
        this_end = draw(ends) if end is None else end
        if not line and body.endswith("\r") and this_end == "\n":
            this_end = "\r\n"  # a lone LF would be the second half of the end before it
        body += line + this_end
    start = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return start + body.encode()


CUTS = st.lists(st.integers(0, 10_000), max_size=12)


@given(data=st.data(), stream=STREAMS, cuts=CUTS)
@settings(max_examples=200)
def test_a_stream_in_any_dress_says_its_text_once(
    data: st.DataObject, stream: Stream, cuts: list[int]
) -> None:
    body = data.draw(dressed(stream.events))
    events = parse(split_at(body, cuts))
    assert text_of(events) == stream.text
    assert events[-1] == Closed(None)
    assert events == parse([body])


@given(data=st.data(), stream=STREAMS)
def test_a_stream_byte_by_byte_is_the_same_stream(data: st.DataObject, stream: Stream) -> None:
    body = data.draw(dressed(stream.events))
    assert parse(body[i : i + 1] for i in range(len(body))) == parse([body])


@given(data=st.data(), stream=STREAMS)
def test_the_dress_changes_no_event_but_signs_of_life(data: st.DataObject, stream: Stream) -> None:
    plain = "".join(f"data: {json.dumps(event)}\n\n" for event in stream.events).encode()

    def essential(body: bytes) -> list[NemoEvent]:
        return [event for event in parse([body]) if event != Working()]

    assert essential(data.draw(dressed(stream.events))) == essential(plain)


@given(data=st.data(), stream=STREAMS, at=st.integers(0, 10_000))
def test_a_stream_cut_off_says_a_beginning_and_keeps_the_reason(
    data: st.DataObject, stream: Stream, at: int
) -> None:
    body = data.draw(dressed(stream.events))
    parser = StreamParser()
    lost = OutcomeUnknown("connection lost")
    events = [*parser.feed(body[: at % (len(body) + 1)]), *parser.close(lost)]
    assert stream.text.startswith(text_of(events))
    assert events[-1] == Closed(lost)
    assert parser.is_closed


@given(stream=STREAMS, cuts=CUTS)
def test_nothing_is_said_behind_an_error(stream: Stream, cuts: list[int]) -> None:
    events = [*stream.events, {"error": "it broke"}, *stream.events]
    body = "".join(f"data: {json.dumps(event)}\n\n" for event in events).encode()
    parsed = parse(split_at(body, cuts))
    assert text_of(parsed) == stream.text
    closed = [event for event in parsed if isinstance(event, Closed)]
    assert closed == parsed[-1:]
    assert closed[0].error is not None


@given(stream=STREAMS, data=st.data())
def test_working_tells_tools_and_text_apart_from_nothing(
    stream: Stream, data: st.DataObject
) -> None:
    """Every event of the backend gives a sign: silence can be told from a lost connection."""
    for event in stream.events:
        parser = StreamParser()
        signs = parser.feed(f"data: {json.dumps(event)}\n\n".encode())
        assert signs
        is_tool = "function" in json.dumps(event) or "tool_" in json.dumps(event)
        assert (Working(is_tool=True) in signs) == is_tool


LINE = st.sampled_from(["data: a", "data:b", "data", "data: ", ": c", "id: 1", "", "", "data: é"])


def by_the_standard(lines: Sequence[str]) -> list[Data]:
    """The events of the WHATWG's algorithm, with what stands at the end, and our signs of life."""
    events: list[Data] = []
    for is_blank, block in groupby(lines, key=lambda line: line == ""):
        if is_blank:
            continue
        data: list[str] = []
        for line in block:
            if line.startswith(":"):
                events.append(Data(()))
            field, _, value = line.partition(":")
            if field == "data":
                data.append(value.removeprefix(" "))
        if data:
            events.append(Data(tuple(data)))
    return events


@given(lines=st.lists(LINE, max_size=20), end=st.sampled_from(["\n", "\r", "\r\n"]), cuts=CUTS)
def test_lines_become_events_as_the_standard_has_it(
    lines: list[str], end: str, cuts: list[int]
) -> None:
    body = "".join(line + end for line in lines).encode()
    parser = SseParser()
    events = [event for piece in split_at(body, cuts) for event in parser.feed(piece)]
    assert [*events, *parser.close()] == by_the_standard(lines)
    assert parser.oversized == 0


@given(sizes=st.lists(st.integers(0, 60), max_size=12), cuts=CUTS, blank=st.lists(st.booleans()))
def test_what_is_too_long_is_counted_and_the_rest_read_in_any_split(
    sizes: list[int], cuts: list[int], blank: list[bool]
) -> None:
    lines = "".join(
        f"data: {'x' * size}\n" + ("\n" if is_last else "")
        for size, is_last in zip(sizes, blank + [True] * len(sizes), strict=False)
    )
    body = (lines + "\ndata: after\n\n").encode()

    def read(pieces: Iterable[bytes]) -> tuple[list[Data], int]:
        parser = SseParser(max_line_bytes=40, max_event_bytes=70)
        events = [event for piece in pieces for event in parser.feed(piece)]
        return [*events, *parser.close()], parser.oversized

    whole = read([body])
    assert whole[0][-1] == Data(("after",))
    assert read(split_at(body, cuts)) == whole
    assert all(len(event.text) <= 70 for event in whole[0])
    if all(size + 6 <= 40 for size in sizes) and all(blank[: len(sizes)]):
        assert whole[1] == 0
