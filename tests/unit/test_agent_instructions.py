"""Instructions that the grammar was built for do exactly what their row says, and say so."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.agent import Reply, respond
from engine.timeline import Asset, Project, with_asset
from tests.unit.agent_cases.built import ROWS
from tests.unit.agent_cases.effects import PROJECTS, expected, shown


def test_there_are_enough_rows_and_each_says_something_of_its_own() -> None:
    assert len(ROWS) >= 350
    assert len({(setup, words) for setup, words, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("setup", "words", "effect"), ROWS, ids=[row[1] for row in ROWS])
def test_the_draft_becomes_what_was_asked_for(setup: str, words: str, effect: str) -> None:
    project = PROJECTS[setup]()
    reply = respond(words, project, "en")
    assert shown(reply.draft) == expected(project, effect), reply.text
    assert reply.is_changed == (effect != "nothing")
    assert reply.is_changed == (reply.outcome == "done")
    if effect == "undone":
        assert reply.history == project.history[:-1]
    elif reply.is_changed:
        assert reply.history == (*project.history, project.draft)
    else:
        assert reply.history == project.history


@pytest.mark.parametrize("words", ["UNDO", "  undo  ", "undo!!!", "Undo…", "“undo”"])
def test_case_spaces_and_marks_do_not_matter_but_quotation_does(words: str) -> None:
    reply = respond(words, PROJECTS["dressed"](), "en")
    assert reply.is_changed == (words != "“undo”")


def test_a_message_of_two_clips_keeps_one_when_its_name_is_given() -> None:
    project = with_asset(
        PROJECTS["plain"](), Asset("two", "second.mp4", "video", 8000, 1080, 1920, 30.0)
    )
    reply = respond("only keep second.mp4 on the timeline", project, "en")
    assert shown(reply.draft)["clips"] == "two:0-8000"
    assert (reply.draft["cw"], reply.draft["ch"]) == (1080, 1920)
    back = respond("只保留 talk.mp4", _after(project, reply), "zh")
    assert shown(back.draft)["clips"] == "0-120000"
    assert (back.draft["cw"], back.draft["ch"]) == (1920, 1080)


def _after(project: Project, reply: Reply) -> Project:
    return replace(project, draft=reply.draft, history=reply.history)
