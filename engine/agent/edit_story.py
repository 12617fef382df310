"""What was done so far, told from the draft as it is now."""

from __future__ import annotations

from typing import Any

from engine.agent.edit_frame import CANVAS_PX
from engine.agent.steps import (
    Backdrop,
    Fact,
    Length,
    Percent,
    Said,
    Step,
    Term,
    Times,
    Words,
    informed,
)
from engine.timeline import CAPTIONS, MAIN, TITLE, Draft, Project, background, fades_ms, segments
from engine.timeline_look import LOOKS
from engine.timeline_sound import music, volume_percent
from engine.timeline_text import logo


def tell(project: Project, slots: dict[str, Any]) -> Step:
    """The edits that the result will show; nothing changes."""
    draft = project.draft
    said = [
        *_clips(draft),
        *_background(draft),
        *_frame(draft),
        *_sound(draft),
        *_look(draft),
        *_overlays(draft),
    ]
    length = Length(draft["d"])
    if not said and not project.history:
        return informed(project, "story_nothing", length=length)
    return Step("informed", project, (Said("story_length", {"length": length}), *said))


def _clips(draft: Draft) -> list[Said]:
    clips = [clip["m"] for clip in segments(draft, MAIN)]
    said = []
    speeds = {facts.get("speed", 1) for facts in clips if not facts.get("freeze")}
    if speeds - {1}:
        key = "story_speed" if len(speeds) == 1 else "story_speed_partly"
        said.append(Said(key, {"times": Times(max(speeds - {1}))}))
    for name in ("reverse", "freeze", "mirror", "turn"):
        if any(facts.get(name) for facts in clips):
            said.append(Said(f"story_{name}"))
    return said


def _background(draft: Draft) -> list[Said]:
    now = background(draft)
    if now is None:
        return []
    said = [Said("story_background", {"now": Backdrop(now)})]
    if now.get("light") is False:
        said.append(Said("light_off"))
    return said


def _frame(draft: Draft) -> list[Said]:
    clips = [clip["m"] for clip in segments(draft, MAIN)]
    said = []
    if clips and clips[0].get("framing"):
        for shape, size_px in CANVAS_PX.items():
            if (draft["cw"], draft["ch"]) == size_px:
                said.append(Said("story_canvas", {"shape": Term(shape)}))
    if clips and clips[0].keys() & {"side", "size"}:
        facts: dict[str, Fact] = {
            "side": Term(f"at {clips[0].get('side', 'middle')}"),
            "size": Percent(clips[0].get("size", 100)),
        }
        said.append(Said("person_placed", facts))
    return said


def _sound(draft: Draft) -> list[Said]:
    said = []
    volume = volume_percent(draft)
    if volume == 0:
        said.append(Said("muted"))
    elif volume != 100:
        said.append(Said("story_volume", {"now": Percent(volume)}))
    clips = segments(draft, MAIN)
    if clips and "loudness_lufs" in clips[0]["m"]:
        said.append(Said("story_loudness"))
    under = music(draft)
    if under is not None:
        facts: dict[str, Fact] = {
            "name": Words(under["name"]),
            "volume": Percent(under.get("volume", 100)),
        }
        said.append(Said("story_music", facts))
    return said


def _look(draft: Draft) -> list[Said]:
    clips = segments(draft, MAIN)
    facts = clips[0]["m"] if clips else {}
    said = [
        Said("story_look", {"quantity": Term(name), "now": f"{facts[name]:+d}".replace("-", "−")})
        for name in LOOKS
        if facts.get(name)
    ]
    in_ms, out_ms = fades_ms(draft)
    if in_ms:
        said.append(Said("faded_in", {"length": Length(in_ms)}))
    if out_ms:
        said.append(Said("faded_out", {"length": Length(out_ms)}))
    return said


def _overlays(draft: Draft) -> list[Said]:
    said = [
        Said("story_title", {"text": Words(title["m"]["text"])}) for title in segments(draft, TITLE)
    ]
    captions = segments(draft, CAPTIONS)
    if captions:
        said.append(Said("story_captions", {"count": str(len(captions))}))
    mark = logo(draft)
    if mark is not None:
        said.append(Said("story_logo", {"name": Words(mark["name"])}))
    return said
