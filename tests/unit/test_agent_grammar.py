"""The notation, and that rows, words and edits fit together: a slip in a table is found here."""

from __future__ import annotations

import re

import pytest

from engine.agent import rows_background, standing
from engine.agent.atoms import atoms, folded
from engine.agent.lattice import Lattice
from engine.agent.lexicon import Lexicon
from engine.agent.near_words import NOT_SLIPS
from engine.agent.palette import COLORS
from engine.agent.patterns import MAX_REPEATS, Grammar, Matcher, parse_row, parse_rules
from engine.agent.respond import EDITS
from engine.agent.sentence import Wish
from engine.agent.tongue import INTENTS as INTENT_TABLES
from engine.agent.tongue import RULES as RULE_TABLES
from engine.agent.tongue import TABLES, tongues
from engine.scenes.catalog import SCENES

RULES = {name: rows for table in RULE_TABLES for name, rows in table.items()}
INTENTS = {name: rows for table in INTENT_TABLES for name, rows in table.items()}
READ_BY_SLOTS = {
    "BARE",
    "CLIPFILE",
    "COLOR",
    "COMMA",
    "CUES",
    "DURATION",
    "FACTOR",
    "FILE",
    "LITERAL",
    "LOOSE",
    "LUFS",
    "MOMENT",
    "ONEUNIT",
    "PERCENT",
    "QUOTED",
    "RATIO",
    "SCENE",
    "SONGFILE",
    "WISH",
}
USED_ELSEWHERE = {"FILLER", "SEP", "ORDER", "NEG", "POINTING", "MINE"}


def lexicon() -> Lexicon:
    return tongues()[0].lexicon


def _rows() -> list[str]:
    tables = [*RULES.values(), *INTENTS.values(), *rows_background.PLACES.values()]
    return [row for rows in tables for row in rows]


def test_rows_name_only_concepts_and_rules_that_exist() -> None:
    concepts = {key.split()[0] for table in TABLES for key in table} | READ_BY_SLOTS
    for row in _rows():
        body = row.partition("=>")[0]
        assert set(re.findall(r"\b[A-Z]+\b", body)) <= concepts, row
        assert set(re.findall(r"<([a-z_]+)>", body)) <= RULES.keys(), row


def test_no_word_and_no_rule_is_idle() -> None:
    text = " ".join(_rows())
    used = set(re.findall(r"\b[A-Z]+\b", text)) | USED_ELSEWHERE
    for table in TABLES:
        assert {key.split()[0] for key in table} <= used
    assert set(RULES) <= set(re.findall(r"<([a-z_]+)>", text))


def test_no_rule_calls_itself_so_that_matching_ends() -> None:
    calls = {name: set(re.findall(r"<([a-z_]+)>", " ".join(rows))) for name, rows in RULES.items()}
    for name in calls:
        reached: set[str] = set()
        waiting = set(calls[name])
        while waiting:
            reached |= waiting
            waiting = set().union(*(calls[other] for other in waiting)) - reached
        assert name not in reached


def test_every_intent_is_carried_out_or_only_ever_left_undone() -> None:
    done = INTENTS.keys() - standing.ONLY_NEGATED
    effects = {Wish(name, frozenset(), 0, 0).effect for name in done}
    assert EDITS.keys() == effects
    ruled = {*standing.NEGATABLE, *standing.ONLY_ALONE, *standing.LAST_RESORT}
    ruled |= {*standing.AFTER, *standing.NOT_AFTER}
    assert INTENTS.keys() >= ruled


def test_scenes_of_the_catalogue_are_words_by_name_and_title() -> None:
    for name, scene in SCENES.items():
        for word in (name.replace("_", " "), scene.title_en, scene.title_zh):
            found = atoms(word)
            readings = list(lexicon().phrases(found, 0))
            assert ("SCENE", name, len(found)) in readings


def test_a_color_has_one_meaning_per_name() -> None:
    names = [name.strip() for color in COLORS for name in f"{color.en}, {color.zh}".split(",")]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"#[0-9a-f]{6}", color.hex) for color in COLORS)


@pytest.mark.parametrize(
    "row", ["ONE (TWO", "ONE TWO)", "ONE [TWO", "ONE {TWO)", "one", "ONE ? TWO", "<One>"]
)
def test_a_slip_in_a_row_is_refused(row: str) -> None:
    with pytest.raises(ValueError, match=r"row|bracket"):
        parse_row(row)


def test_a_rule_stands_in_one_table_only() -> None:
    with pytest.raises(ValueError, match="two tables"):
        parse_rules(({"x": ("ONE",)}, {"x": ("TWO",)}))


def _ends(row: str, text: str) -> set[tuple[int, frozenset]]:  # type: ignore[type-arg]
    words = Lexicon(
        [{"ONE": "one", "TWO": "two", "FILLER": "uh", "KIND a": "x, both", "KIND b": "both"}]
    )
    lattice = Lattice(text, atoms(text), words)
    return set(Matcher(Grammar({}), lattice).matches(parse_row(row), 0))


def test_the_notation_means_what_it_says() -> None:
    nothing: frozenset = frozenset()  # type: ignore[type-arg]
    assert _ends("ONE TWO", "one two") == {(2, nothing)}
    assert _ends("ONE TWO", "one uh uh two") == {(4, nothing)}
    assert _ends("ONE TWO", "one zebra two") == set()
    assert _ends("[ONE] TWO", "two") == {(1, nothing)}
    assert _ends("(ONE | TWO) TWO", "two two") == {(2, nothing)}
    assert _ends("{ONE} TWO", "one one one two") == {(4, nothing)}
    assert _ends("{ONE} TWO", "one " * (MAX_REPEATS + 1) + "two") == set()
    assert _ends("ONE => a=b, c=d", "one") == {(1, frozenset({("a", "b"), ("c", "d")}))}
    assert _ends("k=KIND", "both") == {(1, frozenset({("k", v)})) for v in "ab"}
    assert _ends("k=KIND k=KIND", "x both") == {(2, frozenset({("k", "a")}))}


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("offcie", "office"),
        ("ofice", "office"),
        ("offiice", "office"),
        ("backgorund", "background"),
        ("backgroud", "background"),
        ("titel", "title"),
        ("secnods", "seconds"),
        ("officer", "officer"),
        ("blank", "blank"),
        ("beach", "beach"),
        ("form", "form"),
        ("three", "three"),
        *((word, word) for word in sorted(NOT_SLIPS)),
    ],
)
def test_slips_of_the_pen_are_put_right_and_other_words_are_not(typed: str, known: str) -> None:
    (atom,) = lexicon().corrected(atoms(typed))
    assert atom.text == known


def test_words_that_are_protected_would_otherwise_be_put_right() -> None:
    near = lexicon()._nearest  # the list holds nothing that the rule would leave alone anyway
    idle = {word for word in NOT_SLIPS if near(word) == word}
    assert not idle


def test_traditional_characters_read_as_simplified_ones() -> None:
    assert folded("背景換成辦公室") == "背景换成办公室"
