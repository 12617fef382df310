"""Taking back and bringing back, telling what was done, and the list of scenes."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from engine.agent import Reply, respond
from engine.scenes.catalog import SCENES
from engine.timeline import Project
from tests.unit.agent_cases.effects import PROJECTS, plain


def _after(project: Project, reply: Reply) -> Project:
    return replace(project, draft=reply.draft, history=reply.history, undone=reply.undone)


def test_redo_brings_back_what_undo_took_until_something_else_is_done() -> None:
    project = plain()
    drafts = [project.draft]
    for words in ("put me in an office", "mute it", "make it vertical"):
        project = _after(project, respond(words, project, "en"))
        drafts.append(project.draft)
    for draft in reversed(drafts[:-1]):
        project = _after(project, respond("undo", project, "en"))
        assert project.draft == draft
    for draft in drafts[1:]:
        project = _after(project, respond("redo", project, "en"))
        assert project.draft == draft
    assert respond("redo", project, "en").outcome == "informed"
    project = _after(project, respond("undo", project, "en"))
    project = _after(project, respond("louder", project, "en"))
    assert not project.undone
    assert respond("redo", project, "en").outcome == "informed"


def test_an_answer_without_a_change_keeps_what_can_be_brought_back() -> None:
    project = PROJECTS["undone"]()
    for words in ("what did you do?", "put me on the moon", "thanks", "scenes"):
        reply = respond(words, project, "en")
        assert reply.undone == project.undone


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "what did you do?",
            ("2 min 8 s", "an office", "Monday news", "1 captions", "seaside.jpg", "song.mp3"),
        ),
        (
            "你都改了什么？",
            ("2分8秒", "办公室", "Monday news", "1条字幕", "seaside.jpg", "song.mp3"),
        ),
    ],
)
def test_what_was_done_is_told_from_the_draft(words: str, told: tuple[str, ...]) -> None:
    reply = respond(words, PROJECTS["full"](), "en")
    assert reply.outcome == "informed"
    for part in told:
        assert part in reply.text, reply.text


@pytest.mark.parametrize(
    ("setup", "told"),
    [
        ("plain", "Nothing yet"),
        ("fast", "2×"),
        ("tall", "vertical"),
        ("faded", "black"),
        ("quiet", "off"),
        ("unlit", "stay as they were recorded"),
        ("looked", "Brightness is +20"),
        ("undone", "blurred"),
    ],
)
def test_each_kind_of_edit_is_told(setup: str, told: str) -> None:
    assert told in respond("what did you do?", PROJECTS[setup](), "en").text


@pytest.mark.parametrize("words", ["scenes", "有哪些场景"])
def test_all_scenes_are_listed_as_instructions_that_are_done(words: str) -> None:
    reply = respond(words, plain(), "en")
    assert reply.outcome == "informed"
    assert reply.picture == "scenes"
    listed = re.findall(r"^(\d+)\. “(.+)”$", reply.text, re.MULTILINE)
    assert [int(number) for number, _ in listed] == list(range(1, len(SCENES) + 2))
    kinds = [respond(said, plain(), "en").draft["t"][1]["sg"][0]["m"] for _, said in listed]
    assert [facts.get("scene") for facts in kinds] == [*SCENES, None]
    assert kinds[-1]["kind"] == "gradient"


def test_no_other_answer_shows_the_sheet() -> None:
    assert respond("put me in an office", plain(), "en").picture is None


def test_a_place_that_we_have_not_is_answered_with_what_comes_nearest() -> None:
    text = respond("put me in a library", plain(), "en").text
    assert "library" in text
    if "bookshelf" in SCENES:
        assert "bookshelf" in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("louder, then louder", "140%"),
        ("much louder", "200%"),
    ],
)
def test_steps_are_told_with_what_was_before(words: str, told: str) -> None:
    assert told in respond(words, plain(), "en").text


def test_steps_add_up_and_end_at_the_limit() -> None:
    project = plain()
    said = []
    for _ in range(4):
        reply = respond("louder", project, "en")
        project = _after(project, reply)
        said.append(reply.text)
    assert "196%" in said[1]
    assert "200%" in said[2]
    assert said[3].startswith("The volume already is 200%")
