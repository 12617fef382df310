"""Which three instructions to name when one cannot be done: near to it, and possible right now.

Owns the choice; the words are in the phrase tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine.agent.steps import Backdrop, Fact, Length, Place
from engine.scenes.catalog import SCENES
from engine.timeline import TITLE, Project, background, segments

HOW_MANY = 3
_BY_TOPIC: dict[str, tuple[str, ...]] = {
    "background": ("scene", "color", "picture", "blur", "restore"),
    "trim": ("keep", "cut", "range"),
    "title": ("title", "retitle", "untitle", "scene", "keep"),
    "title_there": ("retitle", "untitle", "title_top", "title"),
    "any": ("scene", "keep", "title"),
    "keying": ("green", "color", "scene"),
    "named": ("blur", "color", "scene"),
    "restore": ("restore", "scene", "color"),
    "picture": ("picture", "scene", "color"),
}


@dataclass(frozen=True)
class Suggestion:
    """One instruction: its key in the phrase tables and the facts in it."""

    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    needs_picture: bool = False


def suggestions(project: Project, topic: str) -> list[Suggestion]:
    """Three suggestions for that topic, filled up with others where it has fewer."""
    keys = [*_BY_TOPIC.get(topic, ()), *_BY_TOPIC["any"], *_BY_TOPIC["background"]]
    possible = [key for key in dict.fromkeys(keys) if _is_possible(project, key)]
    return [_suggestion(project, key) for key in possible[:HOW_MANY]]


def _is_possible(project: Project, key: str) -> bool:
    titles = segments(project.draft, TITLE)
    backdrop = background(project.draft)
    match key:
        case "scene":
            return backdrop is None or backdrop.get("scene") != _scene()
        case "color":
            return backdrop is None or backdrop.get("color") != "#0000ff"
        case "green":
            return backdrop is None or backdrop["name"] != "green screen"
        case "blur":
            return backdrop is None or backdrop["kind"] != "blur"
        case "restore":
            return backdrop is not None
        case "title":
            return not any(title["m"]["position"] == "bottom" for title in titles)
        case "title_top":
            return not any(title["m"]["position"] == "top" for title in titles)
        case "retitle":
            return len(titles) == 1
        case "untitle":
            return bool(titles)
        case _:
            return True


def _suggestion(project: Project, key: str) -> Suggestion:
    # Before a clip is there the examples are those of an ordinary one.
    total_ms = project.draft["d"] or 60_000
    part_ms = next((ms for ms in (5000, 2000, 1000) if ms < total_ms), 500)
    has_picture = any(asset.file_type == "image" for asset in project.assets)
    match key:
        case "scene":
            return Suggestion(key, {"scene": Backdrop({"kind": "scene", "scene": _scene()})})
        case "keep" | "cut" | "title":
            return Suggestion(key, {"seconds": Length(part_ms)})
        case "range":
            return Suggestion(key, {"end": Place(part_ms)})
        case "picture":
            return Suggestion(key, needs_picture=not has_picture)
        case _:
            return Suggestion(key)


def _scene() -> str:
    return next(iter(SCENES))
