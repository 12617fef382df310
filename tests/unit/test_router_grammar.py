"""The machinery of the router: notation, matching, folding, slips, names of languages."""

import re
from importlib import resources

import pytest

from core.router import Action
from core.routing.grammar import Automaton, GrammarError, Reference, parse
from core.routing.reader import LANGUAGES
from core.routing.slips import Repair
from core.routing.tongues import names, tag_of, wanted
from core.routing.words import ADDRESS, QUOTED, tokens


def automaton(source: str, *labels: str) -> Automaton:
    return Automaton(parse(source, tokens), labels)


def test_choices_options_and_references() -> None:
    machine = automaton(
        """
        // a comment
        <fruit> = apple | [ripe] (pear | plum);
        <wish> = give me [two] <fruit> please;
        """,
        "wish",
    )
    for phrase in ("give me apple please", "give me two ripe plum please", "give me pear please"):
        words = tuple(phrase.split())
        assert machine.ends(words, 0) == [(len(words), frozenset({"wish"}))]
    assert machine.ends(("give", "me", "ripe", "apple"), 0) == []
    assert machine.ends(("so", "give", "me", "plum", "please"), 1) == [(5, frozenset({"wish"}))]


def test_every_end_is_found_with_every_rule() -> None:
    machine = automaton("<a> = x [y]; <b> = x y;", "a", "b")
    assert machine.ends(("x", "y"), 0) == [(1, frozenset("a")), (2, frozenset("ab"))]


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ("<a> = x", "does not end"),
        ("a = x;", "must begin"),
        ("<a> = x | ;", "empty"),
        ("<a> = (x;", "not closed"),
        ("<a> = x = y;", "= stands in <a>"),
        ("<a> = x <y;", "< stands in <a>"),
        ("<a> = x; <a> = y;", "twice"),
        ("<a> = ;", "empty"),
    ],
)
def test_a_faulty_file_says_where(source: str, part: str) -> None:
    with pytest.raises(GrammarError, match=re.escape(part)):
        parse(source, tokens)


@pytest.mark.parametrize("source", ["<a> = <b>;", "<a> = x <a>;", "<a> = <b>; <b> = [y] <a>;"])
def test_a_reference_must_lead_somewhere(source: str) -> None:
    with pytest.raises(GrammarError, match="nowhere or in a circle"):
        automaton(source, "a")


def _references(what: object) -> set[str]:
    if isinstance(what, Reference):
        return {what.name}
    inner = getattr(what, "parts", None) or getattr(what, "options", ())
    return set().union(*map(_references, inner)) if inner else set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_grammar_has_every_action_and_no_idle_rule(language: str) -> None:
    text = resources.files("core.routing").joinpath(f"{language}.jsgf").read_text("utf-8")
    rules = parse(text, tokens)
    unspoken = {Action.EDIT, Action.LOGIN}
    needed = {action.value for action in Action if action not in unspoken} | {"filler"}
    assert needed <= set(rules)
    assert "login" not in rules
    used = set().union(*(_references(rule) for rule in rules.values()))
    assert set(rules) - used - needed == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Let's EXPORT, now!", ("lets", "export", "now")),
        ("ＥＸＰＯＲＴ　it", ("export", "it")),
        ("télécharge-la", ("telecharge", "la")),
        ("导出 MP4!", ("导", "出", "mp4")),
        ("ﾀﾞｳﾝﾛｰﾄﾞ", tuple("ダウンロード")),
        ('say "export now" twice', ("say", QUOTED, "twice")),
        ("don't say 'export now'", ("dont", "say", QUOTED)),
        ("「エクスポート」と", (QUOTED, "と")),
        ('"export"', ("export",)),
        ("see https://example.org/a?b=c", ("see", ADDRESS)),
        ("/home/ann/a clip.mp4", (QUOTED, "clip", "mp4")),
        ("~/clips/one.MOV", (ADDRESS,)),
        ("@SomeBot export", ("export",)),
        ("<quoted> <address>", ("quoted", "address")),
        ("👍🔥 …", ()),
        ("", ()),
    ],
)
def test_folding(text: str, expected: tuple[str, ...]) -> None:
    assert tokens(text) == expected


WORDS = ("export", "credits", "video", "still", "status", "the", "up")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("exprot", "export"), ("creidts", "credits"), ("vidoe", "video"), ("stil", "still"),
        ("staus", "status"), ("exxport", "export"), ("expart", "export"), ("exportttt", "export"),
        ("expert", None), ("xport", None), ("hte", None), ("upp", None), ("vodka", None),
        ("export", "export"), ("the", "the"), ("thhhe", "the"), ("exp0rt", None), ("", None),
        ("exportexportexportexport", None),
    ],
)  # fmt: skip
def test_slips(typed: str, meant: str | None) -> None:
    assert Repair(WORDS, frozenset({"expert"})).word(typed) == meant


@pytest.mark.parametrize(
    ("argument", "tag"),
    [
        ("zh", "zh-CN"), ("en", "en"), ("EN", "en"), ("pt_br", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"), ("Chinese", "zh-CN"), ("traditional Chinese", "zh-TW"),
        ("по-русски", "ru"), ("日本語", "ja"),
        ("Deutsch", "de"), ("fr", "fr"), ("", ""), ("Klingon", "Klingon"), ("x; y", "x; y"),
    ],
)  # fmt: skip
def test_the_language_behind_the_command(argument: str, tag: str) -> None:
    assert tag_of(argument, tokens) == tag


def test_the_language_that_is_not_wanted_is_not_taken() -> None:
    assert wanted(tokens("I don't speak English"), tokens) == ""
    assert wanted(tokens("switch to simplified Chinese"), tokens) == "zh-CN"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_names_them_all(language: str) -> None:
    assert {"en", "zh-CN", "es", "fr", "de", "pt", "ru", "ja"} <= set(names(language).values())
