"""Two hundred instructions in strangers' words: done, asked back or refused, never misdone."""

from __future__ import annotations

import pytest

from engine.agent import respond
from tests.unit.agent_cases.built import there_are_pictures_for
from tests.unit.agent_cases.effects import PROJECTS, expected, shown
from tests.unit.agent_cases.paraphrases_record import AT_FIRST, NOW, SETS

ROWS = [
    (name, number, *row, NOW[name].get(number, "done"))
    for name, rows in SETS.items()
    for number, row in enumerate(rows, start=1)
]


def test_there_are_two_hundred_each_said_once() -> None:
    assert [len(rows) for rows in SETS.values()] == [100, 60, 40]
    assert len({words for _, _, _, words, _, _ in ROWS}) == len(ROWS)


def test_none_is_misdone_and_what_was_worse_at_first_is_told() -> None:
    assert not [name for name, record in NOW.items() if "misdone" in record.values()]
    for name, record in NOW.items():
        assert set(record) - set(AT_FIRST[name]) == set()


@pytest.mark.parametrize(
    ("name", "number", "setup", "words", "effect", "outcome"), ROWS, ids=[row[3] for row in ROWS]
)
def test_what_is_done_is_what_was_meant(
    name: str, number: int, setup: str, words: str, effect: str, outcome: str
) -> None:
    if not there_are_pictures_for(effect):
        pytest.skip("the catalogue has no picture of that scene")
    project = PROJECTS[setup]()
    reply = respond(words, project, "en")
    if reply.is_changed:
        assert shown(reply.draft) == expected(project, effect), f"misdone: {reply.text}"
    else:
        assert reply.draft == project.draft
    assert reply.outcome == outcome, f"{name} {number}: {reply.text}"
