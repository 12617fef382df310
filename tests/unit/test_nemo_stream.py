"""The stream parser: any bytes, any split, both shapes, and no text twice."""

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import AgentFailed, NemoError, OutcomeUnknown, OutOfCredits, SessionLost
from core.nemo.events import Closed, NemoEvent, Said, Working
from core.nemo.stream import StreamParser


def parse(chunks: Iterable[bytes]) -> list[NemoEvent]:
    parser = StreamParser()
    events = [event for chunk in chunks for event in parser.feed(chunk)]
    return events + parser.close()


def text_of(events: Sequence[NemoEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, Said))


def sse(*events: object, end: str = "\n") -> bytes:
    lines = (f"data: {json.dumps(event, ensure_ascii=False)}{end}{end}" for event in events)
    return "".join(lines).encode()


def chunk(text: str, *, invocation: str = "i1", author: str = "nemo_agent") -> dict[str, object]:
    return {**whole(text, invocation=invocation, author=author), "partial": True}


def whole(*texts: str, invocation: str = "i1", author: str = "nemo_agent") -> dict[str, object]:
    parts = [{"text": text} for text in texts]
    content = {"role": "model", "parts": parts}
    return {"content": content, "invocationId": invocation, "author": author, "actions": {}}


def split_at(data: bytes, cuts: Iterable[int]) -> list[bytes]:
    places = [0, *sorted({cut % (len(data) + 1) for cut in cuts}), len(data)]
    return [data[a:b] for a, b in pairwise(places)]


FLAT = [
    {"type": "heartbeat"},
    {"type": "tool_call", "name": "add_track", "args": {"a": 1}},
    {"type": "text", "content": "Your office — 你的办公室 "},
    {"type": "tool_result", "name": "add_track", "result": "Click Export", "error": "no"},
    {"type": "text", "content": "is ready 🎬."},
]
ADK = [
    chunk("Your office — "),
    chunk("你的办公室 "),
    chunk("is ready 🎬."),
    whole("Your office — 你的办公室 is ready 🎬."),
    {
        "content": {"parts": [{"functionCall": {"id": "1", "name": "x", "args": {}}}]},
        "author": "nemo_agent",
    },
]


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("events", [FLAT, ADK], ids=["flat", "adk"])
def test_every_single_split_gives_the_same_events(events: list[object], end: str) -> None:
    data = b"\xef\xbb\xbf: hello" + end.encode() + sse(*events, end=end)
    expected = parse([data])
    assert text_of(expected) == "Your office — 你的办公室 is ready 🎬."
    assert expected[0] == Working()
    assert Working(is_tool=True) in expected
    assert expected[-1] == Closed(None)
    for cut in range(len(data) + 1):
        assert parse([data[:cut], data[cut:]]) == expected
    assert parse([data[i : i + 1] for i in range(len(data))]) == expected


@given(data=st.binary(max_size=400), cuts=st.lists(st.integers(0, 400), max_size=8))
def test_any_bytes_any_split_no_crash_same_events(data: bytes, cuts: list[int]) -> None:
    first, second = parse([data]), parse(split_at(data, cuts))
    assert [str(event) for event in first] == [str(event) for event in second]
    assert isinstance(first[-1], Closed)
    assert sum(isinstance(event, Closed) for event in first) == 1


KEYS = st.sampled_from(
    [
        "type",
        "content",
        "parts",
        "text",
        "partial",
        "author",
        "invocationId",
        "error",
        "errorCode",
        "errorMessage",
        "code",
        "message",
        "role",
        "functionCall",
        "thought",
    ]
)
ODD = st.sampled_from(
    [None, True, 0, -1.5, 10**30, "", "x", "\ud83c", "\0", [], {}, "text", "error", "user", 2001]
)
ODD_PART = st.dictionaries(KEYS, ODD, max_size=3)
ODD_CONTENT = st.dictionaries(KEYS, ODD | st.lists(ODD_PART | ODD, max_size=3), max_size=3)
ODD_EVENTS = st.dictionaries(KEYS, ODD | ODD_CONTENT | st.lists(ODD, max_size=2), max_size=5)


@given(events=st.lists(ODD_EVENTS, max_size=5), cuts=st.lists(st.integers(0, 2000), max_size=8))
def test_hostile_types_never_crash_and_text_fits_utf8(
    events: list[object], cuts: list[int]
) -> None:
    data = "".join(f"data: {json.dumps(event)}\n\n" for event in events).encode()
    parsed = parse(split_at(data, cuts))
    text_of(parsed).encode()
    assert isinstance(parsed[-1], Closed)


LINES = st.lists(
    st.sampled_from(
        [
            'data: {"type":"text","content":"aé"}',
            'data:{"type":"heartbeat"}',
            "data: {",
            'data: "type":"text",',
            'data: "content":"b🎬"}',
            "data",
            "data:",
            ": ping",
            "",
            "",
            "id: 4",
            "event: message",
            "data: [1,2]",
            "garbage",
        ]
    ),
    max_size=14,
)


@given(
    lines=LINES,
    ends=st.lists(st.sampled_from(["\n", "\r", "\r\n"]), min_size=14, max_size=14),
    cuts=st.lists(st.integers(0, 400), max_size=10),
)
@settings(max_examples=300)
def test_line_soup_reads_the_same_in_any_split(
    lines: list[str], ends: list[str], cuts: list[int]
) -> None:
    data = "".join(a + b for a, b in zip(lines, ends, strict=False)).encode()
    assert [str(e) for e in parse(split_at(data, cuts))] == [str(e) for e in parse([data])]


def test_data_lines_of_one_event_are_joined() -> None:
    data = b'data: {"type":\ndata: "text",\ndata: "content": "one"}\n\n'
    assert parse([data]) == [Said("one"), Closed(None)]


def test_several_objects_without_blank_lines_are_all_read() -> None:
    data = b'data: {"type":"text","content":"one "}\ndata: {"type":"text","content":"two"}\n'
    assert text_of(parse([data])) == "one two"


def test_an_object_is_given_before_its_blank_line() -> None:
    parser = StreamParser()
    assert parser.feed(b'data: {"type":"text","content":"now"}\n') == [Said("now")]
    assert parser.feed(b"\n") == []


def test_a_last_event_without_any_line_end_is_read() -> None:
    assert parse([b'data: {"type":"text","content":"end"}']) == [Said("end"), Closed(None)]


def test_signs_of_life() -> None:
    assert parse([b": ping\n\ndata:\n\ndata: \n\n"]) == [Working()] * 3 + [Closed(None)]
    assert parse([b""]) == [Closed(None)]


def test_garbage_is_counted_and_passed_over() -> None:
    parser = StreamParser()
    data = b'data: {oops\n\ndata: [DONE]\n\ndata: 7\n\ndata: {"type":"text","content":"x"}\n\n'
    assert parser.feed(data) == [Said("x")]
    assert parser.ignored == 3
    assert parser.close() == [Closed(None)]


def test_a_stream_of_nothing_but_garbage_is_no_silent_success() -> None:
    closed = parse([b"<html>\ndata: <body>\n\n"])[-1]
    assert isinstance(closed, Closed)
    assert isinstance(closed.error, OutcomeUnknown)


def test_memory_is_bounded_by_the_limits_of_line_and_event() -> None:
    parser = StreamParser(max_line_bytes=100, max_event_bytes=150)
    big = b"data: " + b"x" * 1000
    for start in range(0, len(big), 7):
        assert parser.feed(big[start : start + 7]) == []
    assert len(parser._sse._splitter._pending) <= 107
    assert parser.feed(b'\n\ndata: {"type":"text","content":"after"}\n\n') == [Said("after")]
    assert parser.ignored == 1
    for _ in range(5):
        parser.feed(b"data: " + b"y" * 90 + b"\n")
    assert parser.feed(b'\ndata: {"type":"text","content":"more"}\n\n') == [Said("more")]
    assert parser.ignored == 2


def test_deeply_nested_json_is_garbage_not_a_crash() -> None:
    data = b'data: {"a":' + b"[" * 100_000 + b"]" * 100_000 + b'}\n\ndata: {"type":"heartbeat"}\n\n'
    assert parse([data]) == [Working(), Closed(None)]


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        ({"error": "it broke"}, AgentFailed),
        ({"error": {"code": 1002, "message": "gone"}}, SessionLost),
        ({"type": "error", "message": "it broke"}, AgentFailed),
        ({"errorCode": "SAFETY", "errorMessage": "no"}, AgentFailed),
        ({"errorCode": "2001", "errorMessage": "no credits"}, OutOfCredits),
        ({"errorCode": 1002, "errorMessage": "gone"}, SessionLost),
        ({"code": 2001, "message": "no credits"}, OutOfCredits),
    ],
)
def test_errors_in_every_form_close_the_stream(event: object, kind: type[NemoError]) -> None:
    events = parse([sse({"type": "text", "content": "hi"}, event, {"type": "heartbeat"})])
    assert events[0] == Said("hi")
    assert len(events) == 2
    assert isinstance(events[1], Closed)
    assert type(events[1].error) is kind


def test_an_error_event_with_text_says_the_text_first() -> None:
    events = parse([sse({**whole("cut sh"), "errorCode": "MAX_TOKENS"})])
    assert events[0] == Said("cut sh")
    assert isinstance(events[1], Closed)
    assert events[1].error is not None
    assert not events[1].error.is_outcome_known


def test_a_normal_end_is_no_error() -> None:
    assert parse([sse({"errorCode": "STOP"}, {"error": None}, {"code": 0})])[-1] == Closed(None)


def test_a_close_from_outside_keeps_its_error() -> None:
    parser = StreamParser()
    parser.feed(sse({"type": "text", "content": "hi"}))
    lost = OutcomeUnknown("cut")
    assert parser.close(lost) == [Closed(lost)]


def test_errors_carry_no_secret() -> None:
    closed = parse([sse({"error": "bad token nmv_usr_abc123\nsecond line"})])[-1]
    assert isinstance(closed, Closed)
    assert "abc123" not in str(closed)
    assert "abc123" not in str(closed.error)
    assert "\n" not in str(closed.error)
