"""Wishes about the work itself: taking back, starting over, help, a kind word."""

from __future__ import annotations

from typing import Any

from engine.agent.steps import Length, Said, Step, done, informed
from engine.timeline import Project, empty_draft, redone, undone, with_clip


def undo(project: Project, slots: dict[str, Any]) -> Step:
    """The draft before the last change."""
    if not project.history:
        return informed(project, "undo_nothing")
    return Step("done", undone(project), (Said("undone"),))


def redo(project: Project, slots: dict[str, Any]) -> Step:
    """The draft that was taken back last."""
    if not project.undone:
        return informed(project, "redo_nothing")
    return Step("done", redone(project), (Said("redone"),))


def list_scenes(project: Project, slots: dict[str, Any]) -> Step:
    """All backgrounds of ours, by name."""
    return informed(project, "scenes")


def reset(project: Project, slots: dict[str, Any]) -> Step:
    """The clips as they were sent, one after another. The drafts so far stay in the history."""
    draft = empty_draft()
    for asset in project.assets:
        if asset.file_type == "video":
            draft = with_clip(draft, asset)
    if draft == project.draft:
        return informed(project, "reset_nothing")
    return done(project, draft, Said("reset", {"length": Length(draft["d"])}))


def help_out(project: Project, slots: dict[str, Any]) -> Step:
    """What can be asked for."""
    return informed(project, "help")


def thank(project: Project, slots: dict[str, Any]) -> Step:
    """An answer to a kind word."""
    return informed(project, "praise")


def greet(project: Project, slots: dict[str, Any]) -> Step:
    """An answer to a greeting."""
    return informed(project, "greeting")


def leave_all(project: Project, slots: dict[str, Any]) -> Step:
    """Nothing is to change."""
    return informed(project, "nothing_changes")


def say_nothing(project: Project, slots: dict[str, Any]) -> Step:
    """A word that only leads to what follows it."""
    return Step("informed", project, ())
