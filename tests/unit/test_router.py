"""The router against its tables of cases, and what must hold for any text at all."""

import random
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.router import Action, route

CASES = Path(__file__).parent / "router_cases"


def cases(*names: str) -> list[tuple[str, str, str | None]]:
    """Rows of the tables (all by default): expected action, words, expected argument if given."""
    rows = []
    for path in sorted(CASES.glob("*.tsv")):
        if names and path.stem not in names:
            continue
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line and not line.startswith("#"):
                action, text, *argument = line.split("\t")
                rows.append((action, text, argument[0] if argument else None))
    return rows


ALL = cases()
WORDS = [text for _, text, _ in ALL if text.strip() and not text.strip().startswith(("/", "／"))]


@pytest.mark.parametrize("name", sorted(path.stem for path in CASES.glob("*.tsv")))
def test_every_case_of_the_table(name: str) -> None:
    wrong = []
    for action, text, argument in cases(name):
        intent = route(text)
        if intent.action.value != action or argument not in (None, intent.argument):
            wrong.append(f"{text!r}: wanted {action} {argument or ''}, got {intent}")
    assert not wrong, "\n".join(wrong)


def test_the_tables_are_large_and_full_of_traps() -> None:
    assert len(ALL) >= 1500
    assert sum(action == "edit" for action, _, _ in ALL) >= 400
    assert {action for action, _, _ in ALL} == {action.value for action in Action}


@pytest.mark.parametrize("language", [None, "en", "zh-CN", "fr", "pt-BR", "tlh", "", "-", "DE_at"])
def test_the_language_hint_changes_no_decision(language: str | None) -> None:
    wrong = [
        (text, action, route(text, language))
        for action, text, _ in ALL
        if route(text, language).action.value != action
    ]
    assert not wrong


def test_the_words_are_kept_as_given() -> None:
    assert route("  Éxport, PLEASE! \n").text == "Éxport, PLEASE!"
    assert route("make it darker").text == "make it darker"


def test_an_intent_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        route("export").action = Action.EDIT  # type: ignore[misc]


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    intent = route(text)
    assert isinstance(intent.action, Action)
    assert intent.text == text.strip()


@given(st.lists(st.sampled_from(sorted({w for t in WORDS for w in t.split()})), max_size=12))
def test_no_mixture_of_known_words_is_too_strange(words: list[str]) -> None:
    assert isinstance(route(" ".join(words)).action, Action)


def _spaced(text: str, blank: str) -> str:
    return blank + blank.join(text.split()) + blank


@given(
    st.sampled_from(WORDS),
    st.sampled_from(["", " ", "\n", "\t ", "\u3000", "\u00a0"]),
    st.sampled_from(["", "!", "...", "!!!", "。", "！", " 🙏", "~", " :)", "…"]),
    st.sampled_from([str, str.upper, str.lower, str.title]),
)
@settings(max_examples=400, deadline=None)
def test_blanks_marks_and_case_do_not_count(text: str, blank: str, mark: str, case: object) -> None:
    expected = route(text).action
    dressed = case(text) if "http" not in text else text  # type: ignore[operator]
    assert route(_spaced(dressed, blank or " ") + mark).action is expected


WISHES = ["make the title red", "把背景换成海滩", "ponme música"]


@given(st.sampled_from(WORDS), st.sampled_from(WISHES))
def test_one_wish_too_many_makes_any_message_an_edit(text: str, wish: str) -> None:
    assert route(f"{text}, {wish}").action is Action.EDIT
    assert route(f"{wish}. {text}").action is Action.EDIT


@given(st.sampled_from(WORDS))
def test_quoted_words_are_content(text: str) -> None:
    assert route(f'add a title that says "{text}"').action is Action.EDIT
    assert route(f"标题写「{text.replace('」', '')}」").action is Action.EDIT


def _seconds_a_call(texts: list[str]) -> float:
    best = float("inf")
    for _ in range(3):
        begin = time.perf_counter()
        for text in texts:
            route(text)
        best = min(best, time.perf_counter() - begin)
    return best / len(texts)


def test_a_call_takes_less_than_a_millisecond() -> None:
    assert _seconds_a_call(WORDS) < 0.001


@pytest.mark.parametrize(
    "text",
    ["please " * 60, "stop it now " * 20, "我想要的" * 15, "export the video " * 20, "ね" * 60],
    ids=["fillers", "requests", "chinese", "mixed", "japanese"],
)
def test_nobody_can_keep_it_busy(text: str) -> None:
    route(text)
    assert _seconds_a_call([text]) < 0.02
    assert _seconds_a_call([text * 1000]) < 0.2


def test_shuffled_words_never_raise_and_mostly_stay_edits() -> None:
    shuffled = random.Random(7)
    edits = [text for action, text, _ in ALL if action == "edit" and len(text.split()) > 3]
    kept = 0
    for text in edits:
        words = text.split()
        shuffled.shuffle(words)
        kept += route(" ".join(words)).action is Action.EDIT
    assert kept / len(edits) > 0.97
