"""Wishes about the background, carried out on a draft. Owns what they mean when they say little."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from engine.agent.files import named_file
from engine.agent.palette import COLORS, GRADIENT_COLOR, GREEN_SCREEN, WHITE
from engine.agent.steps import (
    Backdrop,
    Fact,
    Length,
    Said,
    Step,
    Words,
    asked,
    done,
    informed,
    refused,
)
from engine.scenes.catalog import SCENES
from engine.timeline import MAIN, Asset, Project, background, segments
from engine.timeline_edit import cut_span, with_background, without_background

BLUR_STRENGTHS = {"light": 0.3, "normal": 0.6, "strong": 1.0}


def put_background(project: Project, slots: dict[str, Any]) -> Step:
    """Another background, whatever was there before."""
    now = background(project.draft)
    kind_now = now["kind"] if now else None
    if slots.get("only_if") not in (None, kind_now):
        return asked(project, "ask_blur_what")
    if (scene := slots.get("instead_of")) and (now is None or now.get("scene") != scene):
        return asked(project, "ask_not_there", scene=_scene_label(scene))
    match slots["kind"]:
        case "scene":
            name = slots["scene"]
            return _put(project, SCENES[name].title_en.lower(), "scene", scene=name)
        case "color":
            return _put(project, _color_name(slots["color"]), "color", color=slots["color"])
        case "blur":
            strength = BLUR_STRENGTHS[slots.get("degree", "normal")]
            if "percent" in slots:
                strength = slots["percent"] / 100
            if not 0 < strength <= 1:
                return refused(project, "blur_limits")
            return _put(project, "blur", "blur", strength=strength)
        case "gradient":
            color = slots.get("color", GRADIENT_COLOR)
            return _put(project, f"{_color_name(color)} gradient", "gradient", color=color)
        case "transparent":
            return _put(project, "transparent", "transparent")
        case "video":
            return _put_video(project, slots.get("clip"))
        case _:
            return _put_picture(project, slots.get("file"))


def remove_background(project: Project, slots: dict[str, Any]) -> Step:
    """The background gone, with nothing said about what comes instead: plain white.

    Somebody who says no more wants to be seen alone, in a film that plays everywhere. When
    another background is there already it is not clear which one is to go.
    """
    now = background(project.draft)
    if now is not None and now["kind"] != "blur":
        return asked(project, "ask_remove_which", now=Backdrop(now))
    draft = with_background(project.draft, _color_name(WHITE), "color", color=WHITE)
    return done(project, draft, Said("background_removed", {"length": Length(draft["d"])}))


def restore_background(project: Project, slots: dict[str, Any]) -> Step:
    """The original background again."""
    now = background(project.draft)
    which = slots.get("which")
    if which == "old" and _had_another(project):
        return asked(project, "ask_restore_which")
    if now is None:
        key = "ask_green_original" if which == "green" else "background_is_original"
        return informed(project, key)
    is_there = {
        "blur": now["kind"] == "blur",
        "green": now.get("color") == GREEN_SCREEN,
        "scene": now.get("scene") == slots.get("scene"),
    }
    if which in is_there and not is_there[which]:
        return asked(project, "ask_remove_which", now=Backdrop(now))
    draft = without_background(project.draft)
    return done(project, draft, Said("background_restored", {"before": Backdrop(now)}))


def keep_background(project: Project, slots: dict[str, Any]) -> Step:
    """The background as it is."""
    return informed(project, "background_stays", now=Backdrop(background(project.draft)))


def take_comment(project: Project, slots: dict[str, Any]) -> Step:
    """A word about the background that asks for nothing by itself."""
    return Step("informed", project, ())


def ask_background(project: Project, slots: dict[str, Any]) -> Step:
    """Another background, but not which."""
    return asked(project, "ask_which_background")


def _put(project: Project, name: str, kind: str, **fields: Any) -> Step:
    now = background(project.draft)
    if now is not None and now.get("light") is False and kind not in ("blur", "transparent"):
        fields["light"] = False
    draft = with_background(project.draft, name, kind, **fields)
    after = background(draft)
    if after == now:
        return informed(project, "background_is_so", now=Backdrop(now))
    facts: dict[str, Fact] = {
        "before": Backdrop(now),
        "after": Backdrop(after),
        "length": Length(draft["d"]),
    }
    key = "background_transparent" if kind == "transparent" else "background_set"
    return done(project, draft, Said(key, facts))


def _put_picture(project: Project, name: str | None) -> Step:
    asset = _picture(project, name)
    if asset is None:
        if name is not None:
            return asked(project, "ask_no_such_picture", name=Words(name))
        return asked(project, "ask_send_picture")
    if asset.file_type == "video":
        return _put_clip(project, asset)
    if asset.file_type != "image":
        return refused(project, "not_a_picture", name=Words(asset.name))
    return _put(project, asset.name, "image", asset=asset.id)


def _put_video(project: Project, number: str | None) -> Step:
    """One of the clips behind the person: by its place, or the one that came last."""
    clips = [asset for asset in project.assets if asset.file_type == "video"]
    if number is None or number == "last":
        return _put_clip(project, clips[-1])
    if int(number) > len(clips):
        return asked(project, "ask_one_clip")
    return _put_clip(project, clips[int(number) - 1])


def _put_clip(project: Project, asset: Asset) -> Step:
    """A clip, looped, behind the person: it leaves the main track, where another must remain."""
    clips = segments(project.draft, MAIN)
    own = [clip for clip in clips if clip["m"]["asset"] == asset.id]
    if len(own) == len(clips):
        return asked(project, "ask_clip_behind", name=Words(asset.name))
    draft = project.draft
    for clip in reversed(own):
        draft = cut_span(draft, clip["st"], clip["st"] + clip["d"])
    step = _put(replace(project, draft=draft), asset.name, "video", asset=asset.id)
    return step


def _picture(project: Project, name: str | None) -> Asset | None:
    """The file of that name, or the picture that came last, which may move."""
    if name is not None:
        return named_file(project, name)
    pictures = (
        one for one in reversed(project.assets) if one.file_type == "image" or one.is_picture
    )
    return next(pictures, None)


def _had_another(project: Project) -> bool:
    now = background(project.draft)
    earlier = [background(draft) for draft in project.history]
    return any(was is not None and was != now for was in earlier)


def _color_name(value: str) -> str:
    if value == GREEN_SCREEN:
        return "green screen"
    return next((color.en.split(",")[0] for color in COLORS if color.hex == value), value)


def _scene_label(name: str) -> Backdrop:
    return Backdrop({"kind": "scene", "scene": name})
