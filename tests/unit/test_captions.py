"""Which files are captions, and what of them is kept."""

import pytest

from core.captions import MAX_BYTES, MAX_CHARACTERS, captions_in
from core.media import kind_of_name
from core.model import AttachmentKind

CUE = "1\n00:00:01,000 --> 00:00:02,500\nHello there\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_captions_are_read_in_the_encodings_that_programs_write(encoding: str) -> None:
    words = CUE + "\n2\n00:00:03.000 --> 00:00:04.000\nSeñor — ça va?\n"
    assert captions_in(words.encode(encoding)) == words.strip()


def test_line_ends_become_plain_and_odd_signs_go() -> None:
    data = CUE.replace("\n", "\r\n").replace("Hello", "He\x00l\u202elo\u200b").encode()
    assert captions_in(data) == CUE.strip()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no times at all",
        b"\x00" * 100,
        b"00:00:01 - 00:00:02\nno arrow",
        b"\xff\xfe\x00",
        CUE.encode() + b" " * MAX_BYTES,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    ],
    ids=["empty", "prose", "zeros", "no arrow", "torn utf-16", "too large", "picture"],
)
def test_what_holds_no_captions_is_none(data: bytes) -> None:
    assert captions_in(data) is None


def test_too_many_are_refused_whole_and_never_cut() -> None:
    many = CUE * (MAX_CHARACTERS // len(CUE))
    assert captions_in(many.encode()) == many.strip()
    more = CUE * (MAX_CHARACTERS // len(CUE) + 10)
    assert len(more) < MAX_BYTES
    assert captions_in(more.encode()) is None


def test_chinese_editors_are_read_and_what_would_be_a_guess_is_not() -> None:
    chinese = CUE.replace("Hello there", "你好，世界！今天天气很好。")
    assert captions_in(chinese.encode("gb18030")) == chinese.strip()
    russian = CUE.replace("Hello there", "Привет мир, сегодня хорошая погода") * 3
    assert captions_in(russian.encode("cp1251")) is None
    assert captions_in(russian.encode()) == russian.strip()


def test_joiners_stay() -> None:
    persian = CUE.replace("Hello there", "می\u200cخواهم")
    assert captions_in(persian.encode()) == persian.strip()


def test_the_name_says_what_it_claims_to_be() -> None:
    assert kind_of_name("Talk.SRT") is AttachmentKind.CAPTIONS
    assert kind_of_name("talk.srt.mp4") is AttachmentKind.VIDEO
