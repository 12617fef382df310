"""The agent's words in the words of a chat: tables, streaming, redaction, heartbeats."""

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import OutcomeUnknown
from core.narration.interface import Offer
from core.narration.redaction import safe_name
from core.narrator import Narrated, Narrator, narrate
from core.nemo.events import Closed, Said, Working
from core.phrases import Phrasebook

CASES = Path(__file__).parent / "narration_cases"
BOOK = Phrasebook()


def cases() -> list[tuple[str, str, set[str]]]:
    """Rows of the tables: what the agent says, what a person gets, what is offered."""
    rows = []
    for path in sorted(CASES.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.startswith("#") or "\t" not in line:
                continue
            raw, told, *offers = line.split("\t")
            told = "" if told == "-" else told.replace("\\n", "\n")
            rows.append((raw.replace("\\n", "\n"), told, set("".join(offers).split(",")) - {""}))
    return rows


ALL = cases()


@pytest.mark.parametrize(("raw", "told", "offers"), ALL)
def test_what_a_person_gets(raw: str, told: str, offers: set[str]) -> None:
    assert narrate(raw) == Narrated(told, frozenset(map(Offer, offers)))


@pytest.mark.parametrize(("raw", "told", "offers"), ALL)
def test_what_is_told_stays_as_it_is(raw: str, told: str, offers: set[str]) -> None:
    assert narrate(told).text == told


def _updates(raw: str, cuts: list[int]) -> tuple[list[str], Narrated]:
    telling = Narrator()
    edges = sorted({0, len(raw), *(cut % (len(raw) + 1) for cut in cuts)})
    shown = [telling.feed(Said(raw[a:b])) for a, b in pairwise(edges)]
    assert telling.feed(Closed()) is None
    return [text for text in shown if text is not None], telling.finish()


@given(st.sampled_from([row for row in ALL if row[0]]), st.lists(st.integers(0, 500), max_size=40))
@settings(max_examples=300)
def test_any_cutting_gives_the_same_text_and_no_flash(
    case: tuple[str, str, set[str]], cuts: list[int]
) -> None:
    raw, told, offers = case
    updates, final = _updates(raw, cuts)
    assert final == Narrated(told, frozenset(map(Offer, offers)))
    for update in updates:
        assert told.startswith(update.rstrip())


def test_letter_by_letter_grows_sentence_by_sentence() -> None:
    raw = "Your title is added. It shows for 3.5 seconds. Click Export to download. Enjoy!"
    updates, final = _updates(raw, list(range(len(raw))))
    assert updates == [
        "Your title is added.",
        "Your title is added. It shows for 3.5 seconds.",
    ]
    assert final.text == "Your title is added. It shows for 3.5 seconds. Enjoy!"
    assert final.offers == {Offer.EXPORT}


def test_code_is_held_back_until_it_has_ended() -> None:
    telling = Narrator()
    assert telling.feed(Said('Trimmed. {"a": "One. Two. ')) == "Trimmed."
    assert telling.feed(Said('Three. ", "b": [1. , ')) is None
    assert telling.feed(Said("2]} It is 5 seconds long. ")) == "Trimmed. It is 5 seconds long."


SECRET = st.one_of(
    st.from_regex(r"nmv_usr_[A-Za-z0-9]{6,30}", fullmatch=True),
    st.from_regex(r"clm_[A-Za-z0-9]{6,30}", fullmatch=True),
    st.from_regex(r"[1-9][0-9]{15,22}", fullmatch=True),
    st.uuids().map(str),
    st.from_regex(
        r"https://cdn\.example\.com/[a-z0-9]{4,12}\.mp4\?sig=[a-f0-9]{8}", fullmatch=True
    ),
    st.from_regex(r'\{"id": "[a-z0-9]{4,10}", "n": \[[0-9], [0-9]\]\}', fullmatch=True),
)
FRAME = st.sampled_from(
    [
        "{}",
        "The id is {}.",
        "Done. See {} now.",
        "完成。编号 {}。",
        "It works ({}).",
        "- {}",
        "“{}”",
        "a{} b",
    ]
)


@given(SECRET, FRAME, st.sampled_from(["", "Done. ", "The title is added.\n"]))
def test_no_secret_comes_through(secret: str, frame: str, before: str) -> None:
    if frame == "a{} b":
        frame = "a {} b"
    told = narrate(before + frame.format(secret)).text
    assert secret not in told
    assert not re.search(r"nmv_|clm_|\d{16}|sig=|\{\"", told)
    assert told.startswith(before.strip().partition("\n")[0]) or not before


@given(st.text())
def test_no_text_is_too_strange(raw: str) -> None:
    _, final = _updates(raw, [3, 7, 11])
    assert final == narrate(raw)
    assert final.text == final.text.strip()


@given(st.text(alphabet="[]{}\"'`\n. :,a1", max_size=200))
@settings(deadline=None)
def test_no_mess_of_brackets_is_too_strange(raw: str) -> None:
    _, final = _updates(raw, list(range(0, 200, 9)))
    assert final == narrate(raw)


MESSES = [
    "[",
    "{'",
    '["',
    "(",
    "click ",
    " ",
    ", ",
    ".",
    "“",
    "'",
    "1. ",
    "\n",
    "a,",
    "**",
    "如果",
    "```",
]


@pytest.mark.parametrize("mess", MESSES)
def test_nobody_can_keep_it_busy(mess: str) -> None:
    begin = time.perf_counter()
    for raw in (mess * 8000, mess * 8000 + "x", f"Click {mess * 8000} nmv_usr_a. Done."):
        assert isinstance(narrate(raw).text, str)
    assert time.perf_counter() - begin < 3


def test_a_long_stream_of_small_pieces_is_read_in_time() -> None:
    words = "The title is added, and then (as you asked) it fades out at 0:03.5 again. " * 60
    begin = time.perf_counter()
    _updates(words, list(range(0, len(words), 6)))
    assert time.perf_counter() - begin < 5


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("office", "office"),
        ("74238472384723847238", ""),
        ("nmv_usr_abc", ""),
        ("a\x07b\u202e", "ab"),
    ],
)
def test_names_out_of_the_timeline(name: str, shown: str) -> None:
    assert safe_name(name) == shown


def test_a_sign_of_life_says_nothing_by_itself() -> None:
    telling = Narrator()
    assert telling.feed(Working()) is None
    assert telling.feed(Working(is_tool=True)) is None
    assert telling.feed(Said("已裁剪。")) == "已裁剪。"
    assert telling.feed(Working()) is None


def test_the_end_of_a_stream_says_nothing_by_itself() -> None:
    telling = Narrator()
    assert telling.feed(Closed(OutcomeUnknown("cut"))) is None
    assert telling.finish() == Narrated("", frozenset())
