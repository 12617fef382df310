"""The projects that the case tables speak to, and the notation of what becomes of them.

An effect is `nothing`, `undone`, `redone`, or parts joined by `; `; what it does not name stays
as it was. A draft is compared whole, ids aside. The parts, times in ms:

- `bg=<kind>:<value>` or `bg=none`, with ` light:False` where the person keeps the own light
- `clips=<in>-<out>,...` of the file, with ` speed:2.0` and ` reverse`; `<in>+<length>` stands
  still; a file other than the first is named (`two:0-8000`)
- `each=<key>:<value> ...` what all clips have in common, by key; `fades=<in>-<out>`
- `canvas=<width>x<height>`
- `titles=<text>@<from>-<to> <position> <key>:<value> / ...`, a new line written `|`
- `captions=<text>@<from>-<to> / ...`
- `logo=<asset> <corner>`, with ` size:12`; `music=<asset>` with what is not as usual
"""

from __future__ import annotations

from typing import Any

from engine.timeline import (
    CAPTIONS,
    MAIN,
    TITLE,
    Asset,
    Draft,
    Project,
    Segment,
    background,
    fades_ms,
    new_project,
    segments,
    undone,
    with_asset,
    with_draft,
)
from engine.timeline_edit import with_background
from engine.timeline_frame import with_canvas
from engine.timeline_look import with_fades, with_light, with_look
from engine.timeline_sound import MUSIC_FADE_MS, MUSIC_PERCENT, music, with_music, with_volume
from engine.timeline_text import logo, with_captions, with_logo, with_title
from engine.timeline_time import with_speed

CLIP = Asset("clip", "talk.mp4", "video", 120_000, 1920, 1080, 30.0)
PICTURE = Asset("pic", "seaside.jpg", "image", 0, 1600, 900)
SECOND = Asset("two", "second.mp4", "video", 8000, 1920, 1080, 30.0)
SONG = Asset("song", "song.mp3", "audio", 60_000, 0, 0)


def plain() -> Project:
    """A two-minute clip and a picture, nothing done yet."""
    return with_asset(with_asset(new_project(), CLIP), PICTURE)


def dressed() -> Project:
    """The same after two edits: a blurred background, then a title."""
    project = plain()
    project = with_draft(project, with_background(project.draft, "blur", "blur", strength=0.6))
    return with_draft(project, with_title(project.draft, "Monday news", 0, 4000, "bottom"))


def office() -> Project:
    """The person in an office."""
    project = plain()
    return with_draft(project, with_background(project.draft, "office", "scene", scene="office"))


def two() -> Project:
    """Two clips one after another."""
    return with_asset(plain(), SECOND)


def song() -> Project:
    """A song was sent, and waits."""
    return with_asset(plain(), SONG)


def sung() -> Project:
    """The song plays under the clip."""
    project = song()
    return with_draft(project, with_music(project.draft, SONG))


def looked() -> Project:
    """Brighter, warmer and more colourful than it was recorded."""
    project = plain()
    return with_draft(project, with_look(project.draft, brightness=20, warmth=10, saturation=30))


def captioned() -> Project:
    """Two captions."""
    project = plain()
    return with_draft(
        project, with_captions(project.draft, [(1000, 3000, "One"), (3000, 5000, "Two")])
    )


def branded() -> Project:
    """A logo at the top right."""
    project = plain()
    return with_draft(project, with_logo(project.draft, PICTURE, "top right"))


def full() -> Project:
    """All at once: an office, a song, a title, a logo, captions and two clips."""
    project = with_asset(song(), SECOND)
    draft = with_background(project.draft, "office", "scene", scene="office")
    draft = with_title(draft, "Monday news", 0, 4000, "bottom")
    draft = with_captions(draft, [(5000, 7000, "One")])
    draft = with_music(with_logo(draft, PICTURE, "top right"), SONG)
    return with_draft(project, draft)


def fast() -> Project:
    """Twice as fast as it was recorded."""
    project = plain()
    return with_draft(project, with_speed(project.draft, 2.0))


def tall() -> Project:
    """Upright, filled."""
    project = plain()
    return with_draft(project, with_canvas(project.draft, 1080, 1920))


def faded() -> Project:
    """Out of black, and into it."""
    project = plain()
    return with_draft(project, with_fades(project.draft, 1000, 1000))


def quiet() -> Project:
    """Without its sound."""
    project = plain()
    return with_draft(project, with_volume(project.draft, 0))


def unlit() -> Project:
    """In an office, in the light of the recording."""
    project = office()
    return with_draft(project, with_light(project.draft, is_on=False))


def taken_back() -> Project:
    """The title of `dressed` was taken back."""
    return undone(dressed())


PROJECTS = {
    "plain": plain,
    "dressed": dressed,
    "empty": new_project,
    "office": office,
    "two": two,
    "song": song,
    "sung": sung,
    "looked": looked,
    "captioned": captioned,
    "branded": branded,
    "full": full,
    "fast": fast,
    "tall": tall,
    "faded": faded,
    "quiet": quiet,
    "unlit": unlit,
    "undone": taken_back,
}
_OWN = ("name", "asset", "in", "width", "height", "speed", "reverse", "freeze")
_FADES = ("fade_in_ms", "fade_out_ms")


def shown(draft: Draft) -> dict[str, Any]:
    """What a person would notice of a draft: its parts in the notation's terms."""
    backdrop = background(draft)
    clips = segments(draft, MAIN)
    return {
        "bg": "none" if backdrop is None else _shown_background(backdrop),
        "clips": ",".join(_shown_clip(clip) for clip in clips),
        "each": " / ".join(dict.fromkeys(_shown_facts(clip["m"], _OWN + _FADES) for clip in clips)),
        "fades": "-".join(map(str, fades_ms(draft))),
        "canvas": f"{draft['cw']}x{draft['ch']}",
        "titles": " / ".join(_shown_title(title) for title in segments(draft, TITLE)),
        "captions": " / ".join(
            f"{_line(one['m']['text'])}@{one['st']}-{one['st'] + one['d']}"
            for one in segments(draft, CAPTIONS)
        ),
        "logo": _shown_logo(draft),
        "music": _shown_music(draft),
    }


def expected(project: Project, effect: str) -> dict[str, Any]:
    """What `shown` must give after that effect on that project."""
    if effect == "nothing":
        return shown(project.draft)
    if effect == "undone":
        return shown(project.history[-1])
    if effect == "redone":
        return shown(project.undone[0])
    parts = dict(part.split("=", 1) for part in effect.split("; "))
    before = shown(project.draft)
    assert parts.keys() <= before.keys(), f"unknown part in {effect!r}"
    return before | parts


def _shown_clip(clip: Segment) -> str:
    facts = clip["m"]
    name = "" if facts["asset"] == CLIP.id else f"{facts['asset']}:"
    if facts.get("freeze"):
        return f"{name}{facts['in']}+{clip['d']}"
    speed = float(facts.get("speed", 1))
    said = f"{name}{facts['in']}-{round(facts['in'] + clip['d'] * speed)}"
    said += "" if speed == 1 else f" speed:{speed}"
    return said + (" reverse" if facts.get("reverse") else "")


def _shown_title(title: Segment) -> str:
    metadata, end_ms = title["m"], title["st"] + title["d"]
    said = f"{_line(metadata['text'])}@{title['st']}-{end_ms} {metadata['position']}"
    return f"{said} {_shown_facts(metadata, ('text', 'position'))}".strip()


def _shown_background(backdrop: dict[str, Any]) -> str:
    field = {
        "scene": "scene",
        "color": "color",
        "gradient": "color",
        "blur": "strength",
        "image": "asset",
        "video": "asset",
    }
    kind = backdrop["kind"]
    value = backdrop[field[kind]] if kind in field else True
    return f"{kind}:{value}{' light:False' if backdrop.get('light') is False else ''}"


def _shown_logo(draft: Draft) -> str:
    mark = logo(draft)
    if mark is None:
        return ""
    facts = _shown_facts(mark, ("name", "asset", "corner"))
    return f"{mark['asset']} {mark['corner']} {facts}".strip()


def _shown_music(draft: Draft) -> str:
    under = music(draft)
    if under is None:
        return ""
    usual = {
        "volume": MUSIC_PERCENT,
        "fade_in_ms": MUSIC_FADE_MS,
        "fade_out_ms": MUSIC_FADE_MS,
        "ducking": True,
    }
    facts = {"volume": 100, "fade_in_ms": 0, "fade_out_ms": 0, "ducking": False} | under
    odd = {key: facts[key] for key, value in usual.items() if facts[key] != value}
    return f"{under['asset']} {_shown_facts(odd, ())}".strip()


def _shown_facts(facts: dict[str, Any], without: tuple[str, ...]) -> str:
    return " ".join(f"{key}:{facts[key]}" for key in sorted(facts) if key not in without)


def _line(text: str) -> str:
    return text.replace("\n", "|")
