"""The projects that the case tables speak to, and the notation of what becomes of them.

An effect is `nothing`, `undone`, or parts joined by `; `: `bg=<kind>:<value>` or `bg=none`,
`clips=<in>-<out>,...` (ms within the clip), `titles=<text>@<from>-<to> <position> / ...` (ms on the
timeline). What an effect does not name stays as it was. A draft is compared whole, ids aside.
"""

from __future__ import annotations

from typing import Any

from engine.timeline import (
    MAIN,
    TITLE,
    Asset,
    Draft,
    Project,
    Segment,
    background,
    new_project,
    segments,
    with_asset,
    with_draft,
)
from engine.timeline_edit import with_background, with_title

CLIP = Asset("clip", "talk.mp4", "video", 120_000, 1920, 1080, 30.0)
PICTURE = Asset("pic", "seaside.jpg", "image", 0, 1600, 900)


def plain() -> Project:
    """A two-minute clip and a picture, nothing done yet."""
    return with_asset(with_asset(new_project(), CLIP), PICTURE)


def dressed() -> Project:
    """The same after two edits: a blurred background, then a title."""
    project = plain()
    project = with_draft(project, with_background(project.draft, "blur", "blur", strength=0.6))
    return with_draft(project, with_title(project.draft, "Monday news", 0, 4000, "bottom"))


PROJECTS = {"plain": plain, "dressed": dressed, "empty": new_project}


def shown(draft: Draft) -> dict[str, Any]:
    """What a person would notice of a draft: its parts in the notation's terms."""
    backdrop = background(draft)
    return {
        "bg": "none" if backdrop is None else f"{backdrop['kind']}:{_background_value(backdrop)}",
        "clips": ",".join(
            f"{clip['m']['in']}-{clip['m']['in'] + clip['d']}" for clip in segments(draft, MAIN)
        ),
        "titles": " / ".join(_shown_title(title) for title in segments(draft, TITLE)),
    }


def expected(project: Project, effect: str) -> dict[str, Any]:
    """What `shown` must give after that effect on that project."""
    if effect == "nothing":
        return shown(project.draft)
    if effect == "undone":
        return shown(project.history[-1])
    parts = dict(part.split("=", 1) for part in effect.split("; "))
    before = shown(project.draft)
    assert parts.keys() <= before.keys(), f"unknown part in {effect!r}"
    return before | parts


def _shown_title(title: Segment) -> str:
    metadata, end_ms = title["m"], title["st"] + title["d"]
    return f"{metadata['text']}@{title['st']}-{end_ms} {metadata['position']}"


def _background_value(backdrop: dict[str, Any]) -> str:
    field = {"scene": "scene", "color": "color", "blur": "strength", "image": "asset"}
    return str(backdrop[field[backdrop["kind"]]])
