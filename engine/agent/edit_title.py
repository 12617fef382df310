"""Wishes about words on the picture, carried out on a draft. Owns what is taken when unsaid."""

from __future__ import annotations

from typing import Any

from engine.agent.edit_overlay import remove_captions
from engine.agent.edit_trim import Misfit, Span, fitted
from engine.agent.numerals import Moment
from engine.agent.palette import WHITE
from engine.agent.steps import (
    Backdrop,
    Fact,
    Length,
    Place,
    Said,
    Spot,
    Step,
    Term,
    Words,
    asked,
    done,
    informed,
    refused,
)
from engine.timeline import CAPTIONS, TITLE, Project, Segment, segments
from engine.timeline_text import (
    Position,
    with_changed_title,
    with_timed_title,
    with_title,
    without_titles,
)

DEFAULT_LENGTH_MS = 3000
DEFAULT_POSITION: Position = "bottom"
FADE_MS = 500
SIZES = ("small", "normal", "large")
THIRD_JOINTS = (", ", "，", " | ", " - ", " – ", " — ", " / ", "、")
"""What stands between a name and what somebody is, in a lower third."""


def add_title(project: Project, slots: dict[str, Any]) -> Step:
    """One more title; three seconds from the start, at the bottom, unless more is said."""
    text = _text(slots)
    if text is None:
        return asked(project, "ask_quote_title", text=Words(slots["loose"][0]))
    try:
        span = _title_span(slots, project.draft["d"])
    except Misfit as misfit:
        return refused(project, misfit.key, **misfit.facts)
    position, side = _spot(slots)
    style = _style(slots, side)
    if style["style"]:
        text = _in_two_lines(text, slots.get("second"))
    for title in segments(project.draft, TITLE):
        is_before = title["st"] + title["d"] <= span.start_ms
        is_there = title["m"]["position"] == position and title["m"].get("side") == side
        if is_there and not is_before and title["st"] < span.end_ms:
            return asked(
                project, "ask_title_there", text=Words(title["m"]["text"]), position=_worded(title)
            )
    draft = with_title(
        project.draft, text, span.start_ms, span.end_ms - span.start_ms, position, **style
    )
    facts: dict[str, Fact] = {
        "text": Words(text),
        "start": Place(span.start_ms),
        "end": Place(span.end_ms),
        "position": Spot(f"{position} {side}" if side else position),
    }
    wanted: int | None = slots["length"].ms() if "length" in slots else None
    is_short = wanted is not None and wanted > span.end_ms - span.start_ms
    note = [Said("title_cut_short", {"length": Length(project.draft["d"])})] if is_short else []
    return done(project, draft, Said("title_added", facts), *note)


def ask_text(project: Project, slots: dict[str, Any]) -> Step:
    """A title without words."""
    return asked(project, "ask_title_text")


def ask_quotes(project: Project, slots: dict[str, Any]) -> Step:
    """Words that may be the title's or may describe it: "change the title to something nicer"."""
    return asked(project, "ask_quote_title", text=Words(slots["loose"][0]))


def remove_title(project: Project, slots: dict[str, Any]) -> Step:
    """The title goes, or all of them; captions where there are some and they are named."""
    if slots.get("which") == "captions" and segments(project.draft, CAPTIONS):
        return remove_captions(project)
    found = _chosen(project, slots)
    if not segments(project.draft, TITLE):
        return informed(project, "title_none")
    if not found:
        return asked(project, "ask_no_such_title", texts=_texts(project))
    if len(found) > 1 and "which" not in slots:
        return asked(project, "ask_which_title", texts=_texts(project))
    draft = without_titles(project.draft, frozenset(title["id"] for title in found))
    removed = [Said("title_removed", {"text": Words(title["m"]["text"])}) for title in found]
    return done(project, draft, *removed)


def change_title(project: Project, slots: dict[str, Any]) -> Step:
    """Other words for the title."""
    text = _text(slots)
    if text is None:
        return asked(project, "ask_quote_title", text=Words(slots["loose"][0]))
    title = _one(project, slots, slots.get("from"))
    if isinstance(title, Step):
        return title
    draft = with_changed_title(project.draft, title["id"], text=text)
    before = Words(title["m"]["text"])
    if draft == project.draft:
        return informed(project, "title_is_so", text=before)
    return done(project, draft, Said("title_changed", {"before": before, "after": Words(text)}))


def move_title(project: Project, slots: dict[str, Any]) -> Step:
    """The title at another place."""
    title = _one(project, slots, slots.get("text"))
    if isinstance(title, Step):
        return title
    position, side = _spot(slots)
    draft = with_changed_title(project.draft, title["id"], position=position, side=side)
    facts: dict[str, Fact] = {
        "text": Words(title["m"]["text"]),
        "before": _worded(title),
        "after": Spot(f"{position} {side}" if side else position),
    }
    if draft == project.draft:
        return informed(project, "title_is_there", **facts)
    return done(project, draft, Said("title_moved", facts))


def style_title(project: Project, slots: dict[str, Any]) -> Step:
    """The title in another colour or size, or fading in and out."""
    title = _one(project, slots, slots.get("text"))
    if isinstance(title, Step):
        return title
    now = title["m"]
    size = slots.get("size")
    if "sized" in slots:
        at = SIZES.index(now.get("size", "normal")) + (1 if slots["sized"] == "up" else -1)
        size = SIZES[min(max(at, 0), len(SIZES) - 1)]
    wanted: dict[str, Any] = {}
    if size is not None:
        wanted["size"] = None if size == "normal" else size
    if "color" in slots:
        wanted["color"] = None if slots["color"] == WHITE else slots["color"]
    if "fade" in slots:
        wanted["fade_ms"] = FADE_MS
    draft = with_changed_title(project.draft, title["id"], **wanted)
    text = Words(now["text"])
    if draft == project.draft:
        return informed(project, "title_looks_so", text=text)
    said = []
    if "color" in slots:
        said.append(Said("title_colored", {"text": text, "color": Backdrop(_plain(slots))}))
    if size is not None:
        said.append(Said("title_sized", {"text": text, "size": Term(f"size {size}")}))
    if "fade" in slots:
        said.append(Said("title_fades", {"text": text}))
    return done(project, draft, *said)


def time_title(project: Project, slots: dict[str, Any]) -> Step:
    """The title at another time, or for longer."""
    title = _one(project, slots, slots.get("text"))
    if isinstance(title, Step):
        return title
    total_ms = project.draft["d"]
    times = ("start", "end", "length", "when")
    own: dict[str, Any] = {key: slots[key] for key in times if key in slots}
    if own.keys() == {"length"}:
        own["start"] = Moment(title["st"], 1)
    elif own.keys() & {"start", "when"} and not own.keys() & {"end", "length"}:
        if own.get("when") != "always":
            own["length"] = Moment(title["d"], 1)
    elif own.keys() == {"end"}:
        own["start"] = Moment(title["st"], 1)
    try:
        span = _title_span(own, total_ms)
    except Misfit as misfit:
        return refused(project, misfit.key, **misfit.facts)
    draft = with_timed_title(project.draft, title["id"], span.start_ms, span.end_ms - span.start_ms)
    facts: dict[str, Fact] = {
        "text": Words(title["m"]["text"]),
        "start": Place(span.start_ms),
        "end": Place(span.end_ms),
    }
    if draft == project.draft:
        return informed(project, "title_timed_so", **facts)
    return done(project, draft, Said("title_timed", facts))


def _spot(slots: dict[str, Any]) -> tuple[Position, str | None]:
    """The position and the side that are asked for; no side is the middle."""
    if "corner" in slots:
        position, _, side = slots["corner"].partition(" ")
        return position, side
    return slots.get("position", DEFAULT_POSITION), None


def _style(slots: dict[str, Any], side: str | None) -> dict[str, Any]:
    color, size = slots.get("color"), slots.get("size")
    return {
        "style": slots.get("style"),
        "side": side,
        "size": None if size == "normal" else size,
        "color": None if color == WHITE else color,
        "fade_ms": FADE_MS if "fade" in slots else None,
    }


def _in_two_lines(text: str, second: str | None) -> str:
    """A lower third's name and, below it, what somebody is."""
    if second is not None:
        return f"{text}\n{second}"
    for joint in THIRD_JOINTS:
        first, found, rest = text.partition(joint)
        if found and first.strip() and rest.strip():
            return f"{first.strip()}\n{rest.strip()}"
    return text


def _worded(title: Segment) -> Spot:
    position, side = title["m"]["position"], title["m"].get("side")
    return Spot(f"{position} {side}" if side in ("left", "right") else position)


def _plain(slots: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "word", "color": slots["color"]}


def _one(project: Project, slots: dict[str, Any], text: str | None) -> Segment | Step:
    """The title that is meant, or the step that says why none can be chosen."""
    if slots.get("word") == "captions" and segments(project.draft, CAPTIONS):
        return refused(project, "cannot_change_captions")
    if not segments(project.draft, TITLE):
        return asked(project, "ask_title_text")
    found = _chosen(project, {} if text is None else {"text": text})
    if not found:
        return asked(project, "ask_no_such_title", texts=_texts(project))
    if len(found) > 1:
        return asked(project, "ask_which_title", texts=_texts(project))
    return found[0]


def _chosen(project: Project, slots: dict[str, Any]) -> list[Segment]:
    return [
        title
        for title in segments(project.draft, TITLE)
        if slots.get("text", title["m"]["text"]).casefold() == title["m"]["text"].casefold()
        and slots.get("position", title["m"]["position"]) == title["m"]["position"]
        and slots.get("style", title["m"].get("style")) == title["m"].get("style")
    ]


def _texts(project: Project) -> str:
    titles = [title["m"]["text"] for title in segments(project.draft, TITLE)]
    return ", ".join(f"“{text}”" for text in titles)


def _text(slots: dict[str, Any]) -> str | None:
    """The title's words; None when they were not quoted and may hold more than words."""
    if "text" in slots:
        return str(slots["text"])
    words, is_sure = slots["loose"]
    return str(words) if is_sure else None


def _title_span(slots: dict[str, Any], total_ms: int) -> Span:
    """When a title shows. Raises Misfit for a time that the video does not have."""
    start, end, length, when = (slots.get(key) for key in ("start", "end", "length", "when"))
    is_double = (when and (start or end)) or (end and length) or (when == "always" and length)
    if is_double:
        raise Misfit("title_times", {})
    if when == "always":
        return Span(0, total_ms)
    if end is not None:
        return fitted(start.ms(end) if start else 0, end.ms(start), total_ms)
    length_ms = min(length.ms() if length else DEFAULT_LENGTH_MS, total_ms)
    if length_ms <= 0:
        raise Misfit("title_times", {})
    if when == "end":
        return Span(total_ms - length_ms, total_ms)
    start_ms = start.ms() if start else 0
    if start_ms >= total_ms:
        raise Misfit("time_outside", {"at": Place(start_ms), "length": Length(total_ms)})
    return Span(start_ms, min(start_ms + length_ms, total_ms))
