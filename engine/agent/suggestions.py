"""Which three instructions to name when one cannot be done: near to it, and possible right now.

Owns the choice; the words are in the phrase tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.agent.edit_frame import CANVAS_PX
from engine.agent.steps import Fact, InScene, Length, Place
from engine.scenes.catalog import SCENES
from engine.timeline import MAIN, TITLE, Draft, Project, background, fades_ms, segments
from engine.timeline_sound import LOUDNESS_LUFS, MOST_PERCENT, music, volume_percent
from engine.timeline_text import logo

HOW_MANY = 3
_BY_TOPIC: dict[str, tuple[str, ...]] = {
    "background": ("scene", "color", "picture", "blur", "restore"),
    "trim": ("keep", "cut", "range"),
    "clip": ("keep", "cut", "range"),
    "time": ("fast", "backwards", "freeze"),
    "frame": ("vertical", "square", "mirror"),
    "turn": ("turn_right", "turn_left", "mirror"),
    "person": ("left", "right", "smaller", "scene_left"),
    "cut_out": ("scene_left", "scene_right", "color"),
    "sound": ("louder", "mute", "normalise", "softer"),
    "music": ("music_softer", "music_gone", "music", "mute"),
    "song": ("music", "mute", "normalise"),
    "look": ("brighter", "warmer", "contrast"),
    "light": ("scene_unlit", "brighter", "scene"),
    "fade": ("fade_both", "fade_out", "brighter"),
    "title": ("title", "retitle", "untitle", "scene", "keep"),
    "title_there": ("retitle", "untitle", "title_top", "title"),
    "captions": ("title", "title_top", "retitle"),
    "logo": ("logo", "logo_left", "title_top"),
    "any": ("scene", "keep", "title"),
    "restore": ("restore", "scene", "color"),
    "picture": ("picture", "scene", "color"),
    "it_background": ("blur", "color", "scene"),
    "it_title": ("retitle", "untitle", "title"),
    "it_person": ("scene_left", "left", "right"),
    "it_look": ("brighter", "darker", "warmer"),
    "it_sound": ("louder", "softer", "mute"),
    "it_music": ("louder", "softer", "music"),
    "it_logo": ("logo", "logo_left", "title_top"),
    "it_frame": ("mirror", "turn_right", "vertical"),
    "it_time": ("fast", "backwards", "freeze"),
    "it_fade": ("fade_both", "fade_out", "title"),
}
TOPICS = tuple(_BY_TOPIC)
Needs = Literal["picture", "sound"]
_NEEDS: dict[str, Needs] = {
    "picture": "picture",
    "logo": "picture",
    "logo_left": "picture",
    "music": "sound",
}
_FILE_TYPES: dict[Needs, str] = {"picture": "image", "sound": "audio"}


@dataclass(frozen=True)
class Suggestion:
    """One instruction: its key in the phrase tables, the facts in it, and what must be sent "
    "first."""

    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    needs: Needs | None = None


def suggestions(project: Project, topic: str, near: str | None = None) -> list[Suggestion]:
    """Three suggestions for that topic, filled up with others where it has fewer.

    `near` is the scene to name where one is named.
    """
    keys = [*_BY_TOPIC.get(topic, ()), *_BY_TOPIC["any"], *_BY_TOPIC["background"]]
    possible = [key for key in dict.fromkeys(keys) if _is_possible(project, key, near)]
    return [_suggestion(project, key, near) for key in possible[:HOW_MANY]]


def scene_list() -> list[Suggestion]:
    """An instruction for every scene, in the order of the sheet, and the gradient after them."""
    scenes = [Suggestion("scene", {"scene": InScene(name)}) for name in SCENES]
    return [*scenes, Suggestion("gradient")]


def _is_possible(project: Project, key: str, near: str | None) -> bool:
    draft = project.draft
    titles = segments(draft, TITLE)
    backdrop = background(draft)
    clips = [clip["m"] for clip in segments(draft, MAIN)]
    facts: dict[str, int] = clips[0] if clips else {}
    match key:
        case "scene":
            return backdrop is None or backdrop.get("scene") != (near or _scene())
        case "color":
            return backdrop is None or backdrop.get("color") != "#0000ff"
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
        case "left" | "right":
            return _is_cut_out(draft) and bool(clips[0].get("side") != key)
        case "smaller":
            return _is_cut_out(draft) and facts.get("size", 100) > 40
        case "scene_left" | "scene_right" | "scene_unlit":
            return not _is_cut_out(draft)
        case "vertical":
            return (draft["cw"], draft["ch"]) != CANVAS_PX["9:16"]
        case "square":
            return (draft["cw"], draft["ch"]) != CANVAS_PX["1:1"]
        case "louder":
            return volume_percent(draft) < MOST_PERCENT
        case "softer":
            return volume_percent(draft) > 2
        case "mute":
            return volume_percent(draft) > 0
        case "normalise":
            return facts.get("loudness_lufs") != LOUDNESS_LUFS
        case "music":
            return music(draft) is None
        case "music_gone":
            return music(draft) is not None
        case "music_softer":
            return bool((music(draft) or {}).get("volume", 0) > 2)
        case "brighter":
            return facts.get("brightness", 0) < 100
        case "darker":
            return facts.get("brightness", 0) > -100
        case "warmer":
            return facts.get("warmth", 0) < 100
        case "contrast":
            return facts.get("contrast", 0) < 100
        case "fade_both":
            return draft["d"] // 1000 > 1 and fades_ms(draft) != (1000, 1000)
        case "fade_out":
            return sum(fades_ms(draft)) + 1000 < draft["d"] and fades_ms(draft)[1] != 1000
        case "fast":
            return all(clip.get("speed", 1) <= 4 for clip in clips)
        case "logo":
            return (logo(draft) or {}).get("corner") != "top right"
        case "logo_left":
            return (logo(draft) or {}).get("corner") != "top left"
        case _:
            return True


def _suggestion(project: Project, key: str, near: str | None) -> Suggestion:
    # Before a clip is there the examples are those of an ordinary one.
    total_ms = project.draft["d"] or 60_000
    part_ms = next((ms for ms in (5000, 2000, 1000) if ms < total_ms), 500)
    needs = _NEEDS.get(key)
    if needs and any(asset.file_type == _FILE_TYPES[needs] for asset in project.assets):
        needs = None
    match key:
        case "scene" | "scene_left" | "scene_right" | "scene_unlit":
            return Suggestion(key, {"scene": InScene(near or _scene())})
        case "keep" | "cut" | "title":
            return Suggestion(key, {"seconds": Length(part_ms)})
        case "range":
            return Suggestion(key, {"end": Place(part_ms)})
        case "freeze":
            return Suggestion(key, {"at": Place(part_ms)})
        case _:
            return Suggestion(key, needs=needs)


def _is_cut_out(draft: Draft) -> bool:
    backdrop = background(draft)
    return backdrop is not None and backdrop["kind"] != "blur"


def _scene() -> str:
    return next(iter(SCENES))
