"""The catalogues: complete, alike in every language, free of jargon, and impossible to break."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor
from hypothesis import given
from hypothesis import strategies as st

import core.phrases
from bots.discord.commands import EDIT, OPTIONS, PLAIN
from bots.telegram.menu import COMMANDS
from core.buttons import Tap
from core.errors import BackdropError
from core.model import Stage
from core.phrases import Phrasebook, PhraseMissing

FOLDER = Path(core.phrases.__file__).parent
ROOT = FOLDER.parent.parent
BOOK = Phrasebook()


class Variables(Visitor):  # type: ignore[misc]
    """Collects the facts that a sentence takes."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.found.add(node.id.name)


def catalogue(language: str) -> dict[str, set[str]]:
    parsed = FluentParser().parse((FOLDER / f"{language}.ftl").read_text(encoding="utf-8"))
    entries: dict[str, set[str]] = {}
    for entry in parsed.body:
        assert not isinstance(entry, ast.Junk), entry.content
        if isinstance(entry, ast.Message):
            assert entry.id.name not in entries, f"{entry.id.name} stands twice"
            variables = Variables()
            variables.visit(entry.value)
            entries[entry.id.name] = variables.found
    return entries


def sample_facts(names: set[str]) -> dict[str, str | float]:
    words = {"name", "timing", "what", "before", "after", "aspect", "path", "link", "formats"}
    words |= {"host", "languages", "language", "scope", "clip", "thing", "how", "first", "second"}
    words |= {"title", "size", "sent", "speed", "time", "percent", "stage"}
    return {name: "x" if name in words else 3 for name in names}


def of_the_page(suffix: str) -> str:
    files = (ROOT / "bots" / "page").glob(f"*{suffix}")
    return "".join(path.read_text(encoding="utf-8") for path in files)


def said_by_scripts() -> set[str]:
    return set(re.findall(r'"(page-[a-z-]+)"', of_the_page(".js")))


def every_error() -> list[type[BackdropError]]:
    package = importlib.import_module("core.errors")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"core.errors.{module.name}")
    found: list[type[BackdropError]] = []
    waiting = [BackdropError]
    while waiting:
        error = waiting.pop()
        found.append(error)
        waiting += error.__subclasses__()
    return found


@pytest.mark.parametrize("language", BOOK.languages)
def test_every_language_has_the_same_sentences(language: str) -> None:
    assert catalogue(language) == catalogue("en")


@pytest.mark.parametrize("language", BOOK.languages)
def test_every_sentence_can_be_said(language: str) -> None:
    for key, names in catalogue(language).items():
        assert BOOK.say(key, language, **sample_facts(names)).strip()


@pytest.mark.parametrize("language", BOOK.languages)
def test_every_error_has_its_sentence(language: str) -> None:
    keys = catalogue(language)
    for error in every_error():
        assert error.phrase in keys, error


def test_code_and_catalogue_agree() -> None:
    source = "".join(
        path.read_text(encoding="utf-8")
        for package in ("bots", "core")
        for path in (ROOT / package).rglob("*.py")
    )
    keys = set(catalogue("en"))
    # A key is said in pieces only for stages, taps and commands, whose values are enumerations.
    said = set(re.findall(r'(?:say|_Phrase)\(\s*"([a-z0-9-]+)"', source))
    said |= {f"stage-{stage}" for stage in Stage} | {tap.phrase for tap in Tap}
    said |= {f"command-{command}" for command in (*COMMANDS, *PLAIN, EDIT)}
    said |= {f"command-name-{command}" for command in (*PLAIN, EDIT)}
    said |= {f"option-name-{option}" for option in OPTIONS}
    said |= {error.phrase for error in every_error()}
    # What is filled in there and is no sentence has a name without a hyphen.
    blanks = re.findall(r"\{\{([a-z0-9]+(?:-[a-z0-9]+)+)\}\}", of_the_page(".html"))
    said |= said_by_scripts() | set(blanks)
    said |= {word for word in re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source) if word in keys}
    said |= {word for word in re.findall(r"[\"']([a-z]+)[\"']", source) if word in keys}
    assert said - keys == set(), "said, and in no catalogue"
    assert keys - said == set(), "in the catalogue, and never said"


@pytest.mark.parametrize("language", BOOK.languages)
def test_scripts_can_fill_in_all_that_they_say(language: str) -> None:
    patterns = BOOK.patterns(language, "page-", "stage-", "project-untitled")
    assert said_by_scripts() | {f"stage-{stage}" for stage in Stage} <= set(patterns)


def test_patterns_name_their_facts_and_leave_out_what_only_fluent_can_say() -> None:
    assert BOOK.patterns("en", "thing-named", "claim-link", "credits-") == {
        "thing-named": "{what} “{name}”",
        "claim-link": "Keep this project: {link}",
        "credits-local": BOOK.say("credits-local", "en"),
        "credits-low": BOOK.say("credits-low", "en"),
    }


@pytest.mark.parametrize("language", BOOK.languages)
def test_nobody_hears_of_the_machinery(language: str) -> None:
    jargon = re.compile(r"token|session|json|http|traceback|endpoint|令牌|会话|接口", re.IGNORECASE)
    for key, names in catalogue(language).items():
        said = BOOK.say(key, language, **sample_facts(names))
        assert not jargon.search(said), (key, said)


@given(st.text())
def test_facts_cannot_break_a_sentence(fact: str) -> None:
    assert fact in BOOK.say("claim-link", "en", link=fact)


def test_a_very_long_fact_is_cut_short() -> None:
    said = BOOK.say("claim-link", "en", link="x" * 100_000)
    assert 900 < len(said) < 1100
    assert said.endswith("…")


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0, "0 sec", "0秒"),
        (0.04, "0 sec", "0秒"),
        (4.25, "4.2 sec", "4.2秒"),
        (10, "10 sec", "10秒"),
        (59.7, "1 min", "1分钟"),
        (80.2, "1 min 20 sec", "1分钟20秒"),
        (3600, "60 min", "60分钟"),
    ],
)
def test_durations_are_told_in_words(seconds: float, english: str, chinese: str) -> None:
    assert BOOK.say("video-caption", "en", seconds=seconds, megabytes=0.44) == f"{english}, 0.4 MB"
    assert BOOK.say("video-caption", "zh-CN", seconds=seconds, megabytes=1234.5) == (
        f"{chinese}，1234 MB"
    )


def test_credits_are_counted() -> None:
    balance = {n: BOOK.say("credits-balance", "en", available=n, frozen=0) for n in (0, 1, 87.0)}
    assert balance[0] == "You have 0 credits."
    assert balance[1] == "You have one credit."
    assert balance[87] == "You have 87 credits."
    frozen = BOOK.say("credits-balance", "en", available=1050, frozen=50)
    assert frozen == "You have 1,050 credits (50 reserved for work in progress)."


def test_languages_go_by_their_own_names() -> None:
    said = BOOK.say("language-unknown", "en", languages=", ".join(BOOK.languages))
    assert said.endswith("I speak: English, 中文.")
    assert "no-such-tag" in BOOK.say("settings-summary", "zh-CN", language="no-such-tag")


def test_a_language_without_a_catalogue_is_negotiated() -> None:
    assert BOOK.say("working", "zh-TW") == BOOK.say("working", "zh-CN")
    assert BOOK.say("working", "fr") == BOOK.say("working", "en")


def test_a_missing_sentence_or_fact_is_a_fault() -> None:
    with pytest.raises(PhraseMissing):
        BOOK.say("no-such-sentence", "en")
    with pytest.raises(PhraseMissing):
        BOOK.say("claim-link", "en")


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("en_US.UTF-8", "en"),
        ("zh", "zh-CN"),
        ("zh-TW", "zh-CN"),
        ("zh_CN.UTF-8", "zh-CN"),
        ("中文", "zh-CN"),
        ("Chinese", "zh-CN"),
        ("English", "en"),
        ("英语", "en"),
        ("C", "en"),
        ("tlh", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_a_language_is_chosen(wanted: str | None, language: str) -> None:
    assert BOOK.negotiate(wanted) == language
