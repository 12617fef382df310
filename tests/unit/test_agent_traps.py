"""What must not be done is not done; every word of an instruction has to have its place."""

from __future__ import annotations

import pytest

from engine.agent import respond
from tests.unit.agent_cases import (
    built_background,
    built_rest,
    traps,
    traps_edits,
    traps_later,
)
from tests.unit.agent_cases.built import DONE
from tests.unit.agent_cases.effects import PROJECTS

ROWS = traps.ROWS + traps_later.ROWS + traps_edits.ROWS
FIRST = {row[:2] for row in built_background.ROWS + built_rest.ROWS}
TAKEN_AS_THEY_STAND = ("says", "saying", "title:", "写着", "标题：", "\n")


def test_there_are_enough_traps() -> None:
    assert len(ROWS) >= 40
    assert len(set(ROWS)) == len(ROWS)


@pytest.mark.parametrize(("setup", "words"), ROWS, ids=[words for _, words in ROWS])
def test_a_trap_changes_nothing(setup: str, words: str) -> None:
    project = PROJECTS[setup]()
    reply = respond(words, project, "en")
    assert not reply.is_changed, reply.text
    assert reply.draft == project.draft
    assert reply.history == project.history
    assert reply.outcome != "done"


@pytest.mark.parametrize(("setup", "words"), DONE, ids=[words for _, words in DONE])
def test_one_unknown_word_anywhere_and_nothing_is_done(setup: str, words: str) -> None:
    if any(lead in words for lead in TAKEN_AS_THEY_STAND):
        pytest.skip("the words of an unquoted title or a caption may be any")
    project = PROJECTS[setup]()
    stranger = "zebra" if words.isascii() else "鲸"
    gaps = _gaps(words)
    # Every gap of the first tables; of the later ones, which are as long again, three of each.
    few = [gaps[0], gaps[len(gaps) // 2], gaps[1]]
    for at in gaps if (setup, words) in FIRST else few:
        reply = respond(f"{words[:at]} {stranger} {words[at:]}", project, "en")
        assert not reply.is_changed, f"{words[:at]} {stranger} {words[at:]}: {reply.text}"
    assert not respond(f"{words} ♜", project, "en").is_changed


def _gaps(words: str) -> list[int]:
    """The places between words, outside quotations: at spaces and between Han characters."""
    gaps = [0, len(words)]
    is_quoted = False
    for at, character in enumerate(words):
        if character in '“「"':
            is_quoted = character != '"' or not is_quoted
        elif character in "”」":
            is_quoted = False
        elif character == "'":
            is_opening = at == 0 or not words[at - 1].isalnum()
            is_closing = at + 1 == len(words) or not words[at + 1].isalnum()
            is_quoted = is_opening or (is_quoted and not is_closing)
        if not is_quoted and (character == " " or "\u4e00" <= character <= "\u9fff"):
            gaps.append(at)
    return gaps
