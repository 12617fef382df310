"""Wishes about a logo and captions, carried out on a draft. Owns what is taken when unsaid."""

from __future__ import annotations

from typing import Any

from engine.agent.cues import Unreadable, read
from engine.agent.files import last_file, named_file
from engine.agent.steps import (
    Fact,
    Length,
    Percent,
    Place,
    Said,
    Spot,
    Step,
    Words,
    asked,
    done,
    informed,
    refused,
)
from engine.timeline import CAPTIONS, Asset, Project, segments
from engine.timeline_text import (
    LEAST_LOGO_PERCENT,
    LOGO_PERCENT,
    MOST_LOGO_PERCENT,
    logo,
    with_captions,
    with_logo,
    without_captions,
    without_logo,
)

DEFAULT_CORNER = "top right"
SIZES = {"small": 10, "normal": LOGO_PERCENT, "large": 25}
BIGGER = {"bit": 1.1, None: 1.25, "lot": 1.5}
SMALLER = {"bit": 0.9, None: 0.8, "lot": 0.6}


def add_logo(project: Project, slots: dict[str, Any]) -> Step:
    """A picture that was sent, in a corner; at the top right unless more is said."""
    now = logo(project.draft)
    if "file" in slots:
        asset = named_file(project, slots["file"])
    elif now is not None and "kind" not in slots:
        asset = project.asset(now["asset"])
    else:
        asset = last_file(project, "image")
    if asset is None:
        if "file" in slots:
            return asked(project, "ask_no_such_picture", name=Words(slots["file"]))
        return asked(project, "ask_send_logo")
    if asset.file_type != "image":
        return refused(project, "not_a_logo", name=Words(asset.name))
    before = now or {"corner": DEFAULT_CORNER}
    corner = slots.get("corner", before["corner"])
    size = before.get("size", LOGO_PERCENT)
    size = slots.get("percent", SIZES.get(slots.get("sized", ""), size))
    return _with_logo(project, asset, corner, size, "logo_added")


def change_logo(project: Project, slots: dict[str, Any]) -> Step:
    """The logo in another corner, or larger or smaller."""
    now = logo(project.draft)
    if now is None:
        return asked(project, "ask_no_logo")
    asset = project.asset(now["asset"])
    if asset is None:
        return asked(project, "ask_send_logo")
    size = now.get("size", LOGO_PERCENT)
    if "percent" in slots:
        size = slots["percent"]
    elif "sized" in slots:
        factors = BIGGER if slots["sized"] == "up" else SMALLER
        size = round(size * factors[slots.get("step")])
        size = min(max(size, LEAST_LOGO_PERCENT), MOST_LOGO_PERCENT)
    return _with_logo(project, asset, slots.get("corner", now["corner"]), size, "logo_changed")


def remove_logo(project: Project, slots: dict[str, Any]) -> Step:
    """No logo any more."""
    if logo(project.draft) is None:
        return asked(project, "ask_no_logo")
    return done(project, without_logo(project.draft), Said("logo_removed"))


def add_captions(project: Project, slots: dict[str, Any]) -> Step:
    """What is being said, line by line, instead of the captions before."""
    length_ms = project.draft["d"]
    try:
        cues = read(slots["cues"], length_ms)
    except Unreadable:
        return refused(project, "captions_unreadable")
    if not cues:
        return refused(project, "captions_outside", length=Length(length_ms))
    draft = with_captions(project.draft, [(cue.start_ms, cue.end_ms, cue.text) for cue in cues])
    if _shown(draft) == _shown(project.draft):
        return informed(project, "captions_are_so")
    facts: dict[str, Fact] = {
        "count": str(len(cues)),
        "start": Place(cues[0].start_ms),
        "end": Place(cues[-1].end_ms),
    }
    return done(project, draft, Said("captions_added", facts))


def ask_captions(project: Project, slots: dict[str, Any]) -> Step:
    """Captions, but not which words."""
    return asked(project, "ask_captions")


def remove_captions(project: Project) -> Step:
    """No captions any more."""
    return done(project, without_captions(project.draft), Said("captions_removed"))


def _with_logo(project: Project, asset: Asset, corner: Any, size: int, key: str) -> Step:
    if not LEAST_LOGO_PERCENT <= size <= MOST_LOGO_PERCENT:
        limits = {"least": Percent(LEAST_LOGO_PERCENT), "most": Percent(MOST_LOGO_PERCENT)}
        return refused(project, "logo_limits", **limits)
    draft = with_logo(project.draft, asset, corner, size)
    facts: dict[str, Fact] = {
        "name": Words(asset.name),
        "corner": Spot(corner),
        "size": Percent(size),
    }
    if logo(draft) == logo(project.draft):
        return informed(project, "logo_is_so", **facts)
    return done(project, draft, Said(key, facts))


def _shown(draft: dict[str, Any]) -> list[tuple[int, int, str]]:
    return [(one["st"], one["d"], one["m"]["text"]) for one in segments(draft, CAPTIONS)]
