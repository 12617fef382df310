"""Captions in a message: found, read within bounds, fitted to the video, or refused."""

from __future__ import annotations

import time

import pytest

from engine.agent import respond
from engine.agent.cues import MAX_CUES, Cue, Unreadable, read, split
from engine.timeline import CAPTIONS, segments
from tests.unit.agent_cases.effects import PROJECTS, plain

SRT = """\
1
00:00:01,000 --> 00:00:02,500 X1:0
{\\an8}<b>Hello</b>
there

2
0:00:02.000 --> 00:00:04,000

3
00:00:05,000 --> 00:00:09,000
1984
"""


def test_srt_is_read_with_its_marks_of_form_left_out() -> None:
    assert read(SRT, 120_000) == [
        Cue(1000, 2500, "Hello\nthere"),
        Cue(5000, 9000, "1984"),
    ]


def test_what_overlaps_ends_where_the_next_begins_and_late_ones_end_with_the_video() -> None:
    block = "0:01 - 0:05 One\n0:03 Two\n0:09 Three\n0:30 Four\n"
    assert read(block, 10_000) == [
        Cue(1000, 3000, "One"),
        Cue(3000, 9000, "Two"),
        Cue(9000, 10_000, "Three"),
    ]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("captions:\n0:01 Hello\n", "captions:\n"),
        ("字幕：\n0:01 你好\n", "字幕：\n"),
        ("0:01 Hello\n0:04 World", ""),
        (
            "put me in an office\ncaptions:\n1\n00:00:01,000 --> 00:00:02,000\nHi",
            "put me in an office\ncaptions:\n",
        ),
        ("keep 0:10 to 0:20", None),
        ("keep\n0:10 to 0:20", None),
        ("keep\n0:10 - 0:20\n0:30 - 0:40", None),
        ("0:10 to 0:20\n0:30 to 0:40", None),
        ("freeze at\n0:10 for 2 seconds", None),
        ("a --> b", None),
    ],
)
def test_a_block_begins_where_only_captions_can(written: str, words: str | None) -> None:
    if words is None:
        assert split(written) == (written, None)
    else:
        assert split(written) == (words, written[len(words) :])


@pytest.mark.parametrize(
    "block",
    [
        "",
        "0:05 --> 0:04\nbackwards\n",
        "0:05 --> 0:06\n\n",
        "".join(f"0:{at % 60:02} {at}\n" for at in range(MAX_CUES + 1)),
        "x" * 500_000,
    ],
)
def test_nonsense_and_too_much_is_refused(block: str) -> None:
    with pytest.raises(Unreadable):
        read(block, 120_000)


def test_many_captions_do_not_count_as_words_and_are_put_in_at_once() -> None:
    block = "".join(
        f"{at + 1}\n{_clock(at * 100)} --> {_clock(at * 100 + 100)}\nLine {at} of the talk\n\n"
        for at in range(1190)
    )
    begun = time.process_time()
    reply = respond(f"mute it\ncaptions:\n{block}", plain(), "en")
    assert time.process_time() - begun < 1
    assert reply.outcome == "done"
    captions = segments(reply.draft, CAPTIONS)
    assert len(captions) == 1190
    assert captions[600]["m"] == {"text": "Line 600 of the talk"}
    assert len({one["id"] for track in reply.draft["t"] for one in track["sg"]}) == 1191


def _clock(ms: int) -> str:
    return f"00:{ms // 60_000:02}:{ms // 1000 % 60:02},{ms % 1000:03}"


def test_captions_after_the_end_are_refused_with_a_sentence() -> None:
    reply = respond("captions:\n5:00 Too late\n", plain(), "en")
    assert reply.outcome == "refused"
    assert "2 min long" in reply.text


def test_captions_that_are_sent_again_change_nothing_and_others_replace_them() -> None:
    project = PROJECTS["captioned"]()
    again = respond("captions:\n0:01 - 0:03 One\n0:03 - 0:05 Two\n", project, "en")
    assert again.outcome == "informed"
    others = respond("captions:\n0:02 Three\n", project, "en")
    assert [one["m"]["text"] for one in segments(others.draft, CAPTIONS)] == ["Three"]


@pytest.mark.parametrize(
    "words", ["make the captions yellow", "字幕变黄", "move the caption to the top"]
)
def test_the_look_of_captions_stays_as_it_is(words: str) -> None:
    reply = respond(words, PROJECTS["captioned"](), "en")
    assert not reply.is_changed
