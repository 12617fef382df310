"""What holds for any words at all."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.agent import respond
from engine.agent.atoms import MAX_ATOMS
from tests.unit.agent_cases.built import DONE
from tests.unit.agent_cases.effects import PROJECTS, dressed

PIECES = sorted(
    {piece for _, words in DONE for piece in words.split()}
    | {"don't", "not", "and", ",", "，", "再", "不要", "5", "0:99", "'", '"', "“", "zebra", "\x00"}
)
soups = st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join)
setups = st.sampled_from(sorted(PROJECTS))
languages = st.sampled_from(["en", "zh-CN", "", None, "xx"])


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=80), soups), setups, languages)
def test_any_words_are_answered_and_nothing_changes_unsaid(
    words: str, setup: str, language: str | None
) -> None:
    project = PROJECTS[setup]()
    before = deepcopy(project)
    reply = respond(words, project, language)
    assert reply.text.strip()
    assert project == before, "the project that was given is a value"
    assert reply.is_changed == (reply.draft != project.draft)
    assert reply.is_changed == (reply.outcome == "done")
    if not reply.is_changed:
        assert reply.history == project.history
    json.dumps([reply.draft, reply.history])
    _check_consistent(reply.draft)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(DONE), min_size=1, max_size=5))
def test_undo_takes_back_each_change_in_turn(said: list[tuple[str, str]]) -> None:
    project = dressed()
    drafts = [project.draft]
    for _, words in said:
        reply = respond(words, project, "en")
        is_undo = len(reply.history) < len(project.history)
        project = replace(project, draft=reply.draft, history=reply.history)
        _check_consistent(project.draft)
        if is_undo:
            drafts = [*reply.history[2:], reply.draft]
        elif reply.is_changed:
            drafts.append(reply.draft)
    for draft in reversed(drafts):
        assert project.draft == draft
        reply = respond("undo", project, "en")
        project = replace(project, draft=reply.draft, history=reply.history)


@pytest.mark.parametrize(
    "piece",
    [
        "and ",
        "nice ",
        "去掉背景，",
        "的",
        "the first ",
        "top, ",
        "'",
        "#",
        "a bit ",
        "louder ",
    ],
)
def test_long_and_endless_texts_are_refused_and_do_not_take_long(piece: str) -> None:
    reply = respond(piece * 20_000, dressed(), "en")
    assert reply.outcome == "refused"
    assert not respond(piece * (MAX_ATOMS - 1), dressed(), "en").is_changed


def _check_consistent(draft: dict) -> None:  # type: ignore[type-arg]
    """Clips without gaps; what lies over all as long as they are, the rest inside; ids once."""
    ids = [segment["id"] for track in draft["t"] for segment in track["sg"]]
    assert len(ids) == len(set(ids))
    by_role = {track["m"]["role"]: track["sg"] for track in draft["t"]}
    assert len(by_role) == len(draft["t"]), "one track of each role"
    assert all(track["sg"] for track in draft["t"]), "no empty track"
    at_ms = 0
    for clip in by_role.get("main", []):
        assert clip["st"] == at_ms
        assert clip["d"] > 0
        at_ms += clip["d"]
    assert draft["d"] == at_ms
    for segment in [*by_role.get("background", []), *by_role.get("logo", [])]:
        assert (segment["st"], segment["d"]) == (0, draft["d"])
    for title in [*by_role.get("title", []), *by_role.get("captions", [])]:
        assert 0 <= title["st"] < title["st"] + title["d"] <= draft["d"]
    music = by_role.get("music", [])
    assert sum(piece["d"] for piece in music) == (draft["d"] if music else 0)
