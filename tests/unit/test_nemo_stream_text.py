"""Text of a message stream that comes twice is said once."""

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.nemo.events import NemoEvent, Said
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


def said(*events: object) -> str:
    return text_of(parse([sse(*events)]))


def test_the_whole_after_chunks_is_not_repeated() -> None:
    assert said(chunk("Hel"), chunk("lo"), whole("Hello")) == "Hello"


def test_a_whole_without_chunks_is_said() -> None:
    assert said(whole("Hello")) == "Hello"


def test_a_whole_of_several_parts_is_not_repeated() -> None:
    assert said(chunk("Hel"), chunk("lo "), chunk("you"), whole("Hello ", "you")) == "Hello you"


def test_what_only_the_whole_has_is_said() -> None:
    assert said(chunk("Hello"), whole("Hello you")) == "Hello you"
    assert said(chunk("Hello"), whole("Hello", " you")) == "Hello you"


def test_an_unread_chunk_is_made_good_by_the_whole() -> None:
    data = sse(chunk("A1 ")) + b"data: {broken\n\n" + sse(chunk("C3"), whole("A1 B2 C3"))
    assert sorted(text_of(parse([data])).split()) == ["A1", "B2", "C3"]


def test_only_the_second_part_was_partial() -> None:
    assert sorted(said(chunk("two"), whole("one ", "two")).split()) == ["one", "two"]


def test_blanks_at_the_ends_make_no_difference() -> None:
    assert said(chunk("Done.\n"), whole("Done.")) == "Done.\n"
    assert said(chunk(" Done."), whole("Done.")) == " Done."


def test_turns_follow_one_another() -> None:
    turns = [chunk("One. "), whole("One. "), chunk("One. "), whole("One. "), whole("Two.")]
    assert said(*turns) == "One. One. Two."


def test_speakers_and_invocations_do_not_mix() -> None:
    events = [
        chunk("aa", author="a"),
        chunk("bb", author="b"),
        whole("bb", author="b"),
        whole("aa", author="a"),
        chunk("aa", invocation="i2", author="a"),
        whole("aa", invocation="i2", author="a"),
        whole("bb", invocation="i3", author="b"),
    ]
    assert said(*events) == "aabbaabb"


def test_a_tool_call_between_chunks_changes_nothing() -> None:
    call = {
        "content": {"parts": [{"functionCall": {"name": "x"}}]},
        "invocationId": "i1",
        "author": "nemo_agent",
    }
    assert said(chunk("Wait "), call, chunk("here"), whole("Wait ", "here")) == "Wait here"


def test_thoughts_and_the_persons_own_words_are_never_said() -> None:
    thought = {"content": {"parts": [{"text": "hmm", "thought": True}, {"text": "Yes"}]}}
    own = {"content": {"role": "user", "parts": [{"text": "make it blue"}]}, "author": "user"}
    assert said(thought, own) == "Yes"


def test_halves_of_a_character_in_two_chunks() -> None:
    data = (
        b'data: {"content":{"parts":[{"text":"a\\ud83c"}]},"partial":true}\n\n'
        b'data: {"content":{"parts":[{"text":"\\udfacb"}]},"partial":true}\n\n'
    ) + sse({"content": {"parts": [{"text": "a🎬b"}]}})
    assert text_of(parse([data])) == "a🎬b"


@given(
    text=st.text(alphabet="ab c🎬é\n", min_size=1, max_size=40),
    cuts=st.lists(st.integers(0, 40), max_size=6),
    part_cuts=st.lists(st.integers(0, 40), max_size=3),
)
def test_any_chunks_then_any_parts_say_it_once(
    text: str, cuts: list[int], part_cuts: list[int]
) -> None:
    def pieces(places: list[int]) -> list[str]:
        at = [0, *sorted({p % (len(text) + 1) for p in places}), len(text)]
        return [text[a:b] for a, b in pairwise(at)]

    assert said(*map(chunk, pieces(cuts)), whole(*pieces(part_cuts))) == text


@given(
    text=st.text(alphabet="abc ", min_size=1, max_size=40),
    given_chars=st.integers(0, 40),
)
def test_a_whole_that_goes_on_after_the_chunks(text: str, given_chars: int) -> None:
    assert said(chunk(text[:given_chars]), whole(text)) == text


def test_very_long_partial_text_is_still_said_once() -> None:
    piece = "0123456789" * 10_000
    events = [chunk(f"{n}{piece}") for n in range(8)]
    text = "".join(f"{n}{piece}" for n in range(8))
    assert said(*events, whole(text + "!")) == text + "!"
