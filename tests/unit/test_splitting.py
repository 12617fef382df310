"""Long texts in pieces: no limit broken, nothing lost, cut where a reader would pause."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.splitting import split, utf16_length


def solid(text: str) -> str:
    return "".join(text.split())


def test_a_text_that_fits_comes_back_as_it_is() -> None:
    assert split(" Two lines.\n\nDone. ", 100) == [" Two lines.\n\nDone. "]
    assert split("🎬🎬", 4) == ["🎬🎬"]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\u3000" * 50])
def test_nothing_to_say_is_no_piece(text: str) -> None:
    assert split(text, 10) == []


@pytest.mark.parametrize("limits", [(1, 10), (10, 1), (0, None), (-5, None)])
def test_a_limit_that_not_every_character_fits_into_is_refused(
    limits: tuple[int, int | None],
) -> None:
    with pytest.raises(ValueError, match="two UTF-16 units"):
        split("x", *limits)


def test_lengths_are_counted_in_utf16_units() -> None:
    assert utf16_length("") == 0
    assert utf16_length("aé你") == 3
    assert utf16_length("🎬👍🏽") == 6
    assert utf16_length("\ud83c") == 1


@pytest.mark.parametrize(
    ("text", "limit", "pieces"),
    [
        ("First part.\n\nSecond one. Third\nMore", 22, ["First part.", "Second one. Third\nMore"]),
        ("First line\nsecond line words", 18, ["First line", "second line words"]),
        ("Done now. Next thing here", 16, ["Done now.", "Next thing here"]),
        ("He said “done.” Next thing", 20, ["He said “done.”", "Next thing"]),
        ("some words without an end", 12, ["some words", "without an", "end"]),
        ("exactly ten", 7, ["exactly", "ten"]),
        ("word      word", 9, ["word", "word"]),
        ("换好了背景。现在可以导出了", 9, ["换好了背景。", "现在可以导出了"]),
        ("他说“换好了。”现在导出", 9, ["他说“换好了。”", "现在导出"]),
        ("换好了！？现在可以导出", 8, ["换好了！？", "现在可以导出"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("一二三四五六七", 3, ["一二三", "四五六", "七"]),
        ("a 🎬🎬🎬", 4, ["a", "🎬🎬", "🎬"]),
        ("line\r\nline\r\n\r\nline", 11, ["line\r\nline", "line"]),
        ("  lead and tail words  ", 10, ["lead and", "tail words"]),
    ],
)
def test_the_cut_is_where_a_reader_would_pause(text: str, limit: int, pieces: list[str]) -> None:
    assert split(text, limit) == pieces


def test_the_first_piece_has_a_limit_of_its_own() -> None:
    text = "one two three four five six seven"
    assert split(text, 8, 20) == ["one two", "three four five six", "seven"]
    assert split(text, 20, 8) == ["one two three four", "five six", "seven"]


def test_an_early_pause_is_not_worth_a_short_piece() -> None:
    text = "Hi.\n\n" + "word " * 30
    assert len(split(text, 100)[0]) > 50


@pytest.mark.parametrize(
    "span",
    [
        "https://e.org/a_long/path.mp4?x=1",
        "**bold words here**",
        "*italic words here*",
        "_italic words here_",
        "`code with blanks`",
        '"a quoted name.mp4"',
        "“a quoted name.mp4”",
        "«un nom entre guillemets»",
        "「标题，一二三四五。六」",
        "“换成办公室。然后导出”",
    ],
)
@pytest.mark.parametrize("before", range(40, 62))
def test_what_belongs_together_stays_together(span: str, before: int) -> None:
    words = ("some words " * 9)[:before].rstrip()
    pieces = split(f"{words} {span} and so on, further and further", 60)
    assert any(span in piece for piece in pieces)
    chinese = split("一" * before + span + "，" * 30, 60)
    assert any(span in piece for piece in chinese)


def test_a_span_longer_than_a_piece_is_cut_at_its_blanks() -> None:
    text = "**" + "word " * 20 + "end**"
    pieces = split(text, 30)
    assert all(piece.split(" ")[0] in {"**word", "word", "end**"} for piece in pieces)
    link = "https://e.org/" + "a" * 100
    assert "".join(split(link, 30)) == link


def test_a_link_is_kept_even_where_bold_must_be_cut() -> None:
    link = "https://e.org/clip"
    pieces = split(f"**{'bold ' * 8}{link} {'bold ' * 8}end**", 30)
    assert any(link in piece for piece in pieces)


CLUSTERS = [
    "a",
    "é",
    "e\u0301",
    "你",
    "한",
    "\u1112\u1161\u11ab",
    "가\u11a8",
    "🎬",
    "👍🏽",
    "❤\ufe0f",
    "1\ufe0f\u20e3",
    "🇩🇪",
    "🇨🇳",
    "👨\u200d👩\u200d👧\u200d👦",
    "🏳\ufe0f\u200d🌈",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "क्\u200dष",
    "க்ஷி",
    "が",
    "か\u3099",
    "\ud83c\udfac",
    " \u0301",
]
CLUSTER = st.sampled_from(CLUSTERS)
MARKED = st.sampled_from(
    [
        *' \t\n*_`"“”「」。！…',
        ". ",
        "? ",
        "\n\n",
        "\r\n",
        "**",
        "https://e.org/a ",
        "word ",
        "longword",
    ]
)
TEXTS = st.lists(CLUSTER | MARKED | st.text(max_size=6), max_size=60).map("".join)
LIMITS = st.integers(2, 40)
WIDEST = max(map(utf16_length, CLUSTERS))


@given(text=TEXTS, first_limit=LIMITS, limit=LIMITS | st.none())
@settings(max_examples=400)
def test_no_limit_is_broken_and_nothing_is_lost(
    text: str, first_limit: int, limit: int | None
) -> None:
    pieces = split(text, first_limit, limit)
    for number, piece in enumerate(pieces):
        assert piece.strip()
        assert utf16_length(piece) <= (limit if number and limit is not None else first_limit)
    assert solid("".join(pieces)) == solid(text)
    at = 0
    for piece in pieces:  # each stands in the text as it is, with only blanks between
        found = text.index(piece, at)
        assert not text[at:found].strip()
        at = found + len(piece)
    if pieces and utf16_length(text) <= first_limit:
        assert pieces == [text]


@given(text=TEXTS, limit=LIMITS)
def test_pieces_are_cut_no_further(text: str, limit: int) -> None:
    for piece in split(text, limit):
        assert split(piece, limit) == [piece]


@given(
    clusters=st.lists(CLUSTER, max_size=80),
    first_limit=st.integers(WIDEST, 40),
    limit=st.integers(WIDEST, 40),
)
@settings(max_examples=400)
def test_no_piece_begins_or_ends_inside_a_character(
    clusters: list[str], first_limit: int, limit: int
) -> None:
    text = "".join(clusters)
    places = {0}
    for cluster in clusters:
        places.add(max(places) + len(cluster))
    at = 0
    for piece in split(text, first_limit, limit):
        at = text.index(piece, at)
        assert at in places
        at += len(piece)
        assert at in places


@given(text=TEXTS, limit=LIMITS)
def test_no_surrogate_is_left_alone(text: str, limit: int) -> None:
    whole = text.encode("utf-16-le", "surrogatepass")
    pairs = re.findall("[\ud800-\udbff][\udc00-\udfff]", text)
    halves = len(re.findall("[\ud800-\udfff]", text)) - 2 * len(pairs)
    alone = 0
    for piece in split(text, limit):
        assert piece.encode("utf-16-le", "surrogatepass") in whole
        inside = re.findall("[\ud800-\udbff][\udc00-\udfff]", piece)
        alone += len(re.findall("[\ud800-\udfff]", piece)) - 2 * len(inside)
    assert alone == halves


def test_a_giant_character_is_cut_only_because_nothing_else_is_left() -> None:
    giant = "e" + "\u0301" * 50
    pieces = split(f"some words {giant} more", 20)
    assert pieces[0] == "some words"
    assert pieces[1] == giant[:20]
    assert solid("".join(pieces)) == f"somewords{giant}more"


def seconds(text: str) -> float:
    began = time.process_time()
    pieces = split(text, 1024, 4096)
    assert solid("".join(pieces)) == solid(text)
    return time.process_time() - began


@pytest.mark.parametrize(
    "motif",
    [
        "Plain words, one after another. ",
        "a",
        "你好。",
        "🇩🇪",
        "👨\u200d👩\u200d👧",
        "e\u0301\u0301",
        '"',
        "“",
        "*a ",
        "_ ",
        " ",
        "https://e.org/",
        f'a "{"b " * 2000}" ',
    ],
    ids=lambda motif: ascii(motif[:12]),
)
def test_time_grows_no_faster_than_the_text(motif: str) -> None:
    tenth = motif * (100_000 // len(motif) + 1)
    short = min(seconds(tenth) for _ in range(2))
    assert seconds(tenth * 10) < 40 * short + 0.5  # quadratic, it would be a hundredfold
