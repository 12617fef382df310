"""What must not be done is not done; every word of an instruction has to have its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from engine.agent import respond
from tests.unit.agent_cases import traps, traps_edits, traps_later
from tests.unit.agent_cases.built import DONE
from tests.unit.agent_cases.effects import PROJECTS

ROWS = traps.ROWS + traps_later.ROWS + traps_edits.ROWS
Row = tuple[str, str]
TAKEN_AS_THEY_STAND = ("says", "saying", "title:", "写着", "标题：", "\n")
"""Before words of a title or captions, which may be any."""
UNQUOTED = [row for row in DONE if not any(lead in row[1] for lead in TAKEN_AS_THEY_STAND)]


def _portions(rows: Sequence[Row]) -> list[Any]:
    """Portions of the rows, each called by its first one: less to start than a test for each."""
    size = 20
    return [pytest.param(rows[at : at + size], id=rows[at][1]) for at in range(0, len(rows), size)]


def test_there_are_enough_traps() -> None:
    assert len(ROWS) >= 40
    assert len(set(ROWS)) == len(ROWS)


@pytest.mark.parametrize("rows", _portions(ROWS))
def test_a_trap_changes_nothing(rows: list[Row]) -> None:
    for setup, words in rows:
        project = PROJECTS[setup]()
        reply = respond(words, project, "en")
        assert not reply.is_changed, f"{words}: {reply.text}"
        assert reply.draft == project.draft
        assert reply.history == project.history
        assert reply.outcome != "done"


@pytest.mark.parametrize("rows", _portions(UNQUOTED))
def test_one_unknown_word_anywhere_and_nothing_is_done(rows: list[Row]) -> None:
    for setup, words in rows:
        project = PROJECTS[setup]()
        stranger = "zebra" if words.isascii() else "鲸"
        gaps = _gaps(words)
        # A third of the places in each row; which one, differs from row to row.
        for at in gaps[len(words) % 3 :: 3]:
            said = f"{words[:at]} {stranger} {words[at:]}"
            reply = respond(said, project, "en")
            assert not reply.is_changed, f"{said}: {reply.text}"
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
