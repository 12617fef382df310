"""Wishes about the clips as a whole: their order, and which of them there are."""

from __future__ import annotations

from typing import Any

from engine.agent.edit_trim import lost_titles
from engine.agent.files import named_file
from engine.agent.steps import Fact, Length, Said, Step, Words, asked, done, informed, refused
from engine.timeline import MAIN, Draft, Project, segments
from engine.timeline_edit import cut_span, with_only_clip
from engine.timeline_time import with_order


def only_clip(project: Project, slots: dict[str, Any]) -> Step:
    """The timeline with one of the session's clips alone."""
    if "clip" in slots:
        found = _clip(project, _clip_order(project.draft), slots["clip"])
        if isinstance(found, Step):
            return found
        asset = project.asset(found)
    else:
        asset = named_file(project, slots["file"])
    if asset is None:
        return asked(project, "ask_no_such_clip", name=Words(slots.get("file", "")))
    if asset.file_type != "video":
        return refused(project, "not_a_clip", name=Words(asset.name))
    draft = with_only_clip(project.draft, asset)
    if draft == project.draft:
        return informed(project, "clip_alone_already", name=Words(asset.name))
    facts: dict[str, Fact] = {"name": Words(asset.name), "length": Length(draft["d"])}
    return done(project, draft, Said("clip_alone", facts), *lost_titles(project.draft, draft))


def remove_clip(project: Project, slots: dict[str, Any]) -> Step:
    """One of several clips taken off the timeline; it can be brought back by its name."""
    order = _clip_order(project.draft)
    found = _clip(project, order, slots["clip"])
    if isinstance(found, Step):
        return found
    if len(order) < 2:
        return asked(project, "ask_one_clip")
    draft = project.draft
    for clip in reversed(segments(draft, MAIN)):
        if clip["m"]["asset"] == found:
            draft = cut_span(draft, clip["st"], clip["st"] + clip["d"])
    asset = project.asset(found)
    facts: dict[str, Fact] = {
        "name": Words(asset.name if asset else ""),
        "length": Length(draft["d"]),
    }
    return done(project, draft, Said("clip_removed", facts), *lost_titles(project.draft, draft))


def reorder(project: Project, slots: dict[str, Any]) -> Step:
    """The clips one after another as they are named."""
    order = _clip_order(project.draft)
    if len(order) < 2:
        return asked(project, "ask_one_clip")
    chosen: list[str] = []
    for key in ("one", "two", "three"):
        if key in slots:
            found = _clip(project, order, slots[key]["clip"])
            if isinstance(found, Step):
                return found
            if found in chosen:
                return asked(project, "ask_which_order")
            chosen.append(found)
    rest = [asset for asset in order if asset not in chosen]
    match slots["to"]:
        case "first":
            wanted = [*chosen, *rest]
        case "last":
            wanted = [*rest, *chosen]
        case "listed":
            if rest and len(rest) > 1:
                return asked(project, "ask_which_order")
            wanted = [*chosen, *rest]
        case way:
            moved, other = chosen
            others = [asset for asset in order if asset != moved]
            at = others.index(other) + (way == "after")
            wanted = [*others[:at], moved, *others[at:]]
    return _ordered(project, wanted)


def swap(project: Project, slots: dict[str, Any]) -> Step:
    """Two clips change places."""
    order = _clip_order(project.draft)
    if len(order) < 2:
        return asked(project, "ask_one_clip")
    if "one" not in slots:
        if len(order) != 2:
            return asked(project, "ask_which_order")
        return _ordered(project, [order[1], order[0]])
    one, two = (_clip(project, order, slots[key]["clip"]) for key in ("one", "two"))
    for found in (one, two):
        if isinstance(found, Step):
            return found
    exchange = {one: two, two: one}
    return _ordered(project, [str(exchange.get(asset, asset)) for asset in order])


def join(project: Project, slots: dict[str, Any]) -> Step:
    """The clips are joined as they come."""
    if len(_clip_order(project.draft)) < 2:
        return asked(project, "ask_one_clip")
    return informed(project, "clips_are_joined", names=_names(project))


def _clip_order(draft: Draft) -> list[str]:
    """The files on the main track, each once, in the order in which they begin."""
    return list(dict.fromkeys(clip["m"]["asset"] for clip in segments(draft, MAIN)))


def _clip(project: Project, order: list[str], name: str) -> str | Step:
    """The id of the file that is meant: "1", "last" or its name."""
    if name == "last":
        return order[-1]
    if name.isdigit():
        place = int(name) - 1
        if place < len(order):
            return order[place]
        return asked(project, "ask_clip_number", names=_names(project))
    asset = named_file(project, name)
    if asset is None or asset.id not in order:
        return asked(project, "ask_no_such_clip", name=Words(name))
    return asset.id


def _ordered(project: Project, wanted: list[str]) -> Step:
    clips = segments(project.draft, MAIN)
    ids = [clip["id"] for asset in wanted for clip in clips if clip["m"]["asset"] == asset]
    if ids == [clip["id"] for clip in clips]:
        return informed(project, "order_is_so", names=_names(project))
    draft = with_order(project.draft, ids)
    after = done(project, draft)
    return done(project, draft, Said("ordered", {"names": _names(after.project)}))


def _names(project: Project) -> str:
    found = [project.asset(asset_id) for asset_id in _clip_order(project.draft)]
    return ", ".join(f"“{asset.name}”" for asset in found if asset)
