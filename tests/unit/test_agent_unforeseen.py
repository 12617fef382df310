"""Instructions that the grammar was not built for: done as meant, asked back or refused.

Never misdone: a changed draft is the one that was meant, to the last segment. What becomes of each
is recorded, so that a change for the worse (or the better) is seen.
"""

from __future__ import annotations

import pytest

from engine.agent import respond
from tests.unit.agent_cases import unforeseen, unforeseen_later, unforeseen_record
from tests.unit.agent_cases.effects import PROJECTS, expected, shown

ROWS = [
    (number, *row, record.get(number, "done"))
    for rows, record in (
        (unforeseen.ROWS, unforeseen_record.UNFORESEEN_NOW),
        (unforeseen_later.ROWS, unforeseen_record.LATER_NOW),
    )
    for number, row in enumerate(rows, start=1)
]


def test_there_are_fifty_and_fifty() -> None:
    assert len(unforeseen.ROWS) == len(unforeseen_later.ROWS) == 50


@pytest.mark.parametrize(
    ("number", "setup", "words", "effect", "outcome"), ROWS, ids=[row[2] for row in ROWS]
)
def test_nothing_is_misdone(number: int, setup: str, words: str, effect: str, outcome: str) -> None:
    project = PROJECTS[setup]()
    reply = respond(words, project, "en")
    if reply.is_changed:
        assert shown(reply.draft) == expected(project, effect), f"misdone: {reply.text}"
    else:
        assert reply.draft == project.draft
    assert reply.outcome == outcome, f"number {number}: {reply.text}"
