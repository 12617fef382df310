"""The background of a timeline: made when it is first needed, in the look of the clip before it.

Owns which kind becomes what, and the tone that brings a person into a scene's light. Must not know
masks or threads.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from engine.media.failures import JobFailed
from engine.picture.background import (
    Background,
    Blur,
    Still,
    checkered,
    still_color,
    still_gradient,
    still_picture,
)
from engine.picture.light import Match, light_of_scene, match
from engine.picture.look import Look, tone_of
from engine.picture.placement import Placement
from engine.worker_draft import Clip
from engine.worker_layers import Backdrop
from engine.worker_light import Finds, light_in

_LIT = ("scene", "image")
"""Kinds whose light falls on the person: rooms. A colour is a studio, a blur the own room, and a
clip's light changes."""


WRAP = 0.25
"""More makes a halo."""


class Backgrounds:
    """What stands behind the clips of one timeline."""

    def __init__(self, backdrop: Backdrop, canvas_px: tuple[int, int], rate: Fraction) -> None:
        self._backdrop = backdrop
        self._canvas_px = canvas_px
        self._rate = rate
        self._still: Still | None = None
        self._made: tuple[tuple[Placement | None, Look], Background] | None = None
        self._lights: dict[tuple[Path, int, int], Match | None] = {}
        if backdrop.kind not in ("blur", "video"):
            self._still = self._made_still()

    @property
    def is_moving(self) -> bool:
        """Whether it is another in each frame."""
        return self._backdrop.kind == "video"

    @property
    def wrap(self) -> float:
        """How much of its light shines round the person's edge, 0..1."""
        return WRAP if self._backdrop.is_lit and self._backdrop.kind in (*_LIT, "video") else 0.0

    def behind(self, placement: Placement, look: Look) -> Background:
        """The background behind a clip at that place, in that look."""
        key = (placement if self._backdrop.kind == "blur" else None, look)
        if self._made is None or self._made[0] != key:
            self._made = (key, self._make(placement, look))
        return self._made[1]

    def light_on(self, clip: Clip, finder: Finds) -> Match | None:
        """What this background's light does to the person of a clip; None for nothing."""
        key = (clip.path, clip.in_ms, clip.duration_ms)
        if key not in self._lights:
            self._lights[key] = self._light(clip, finder)
        return self._lights[key]

    def _light(self, clip: Clip, finder: Finds) -> Match | None:
        if self._still is None or not self._backdrop.is_lit or self._backdrop.kind not in _LIT:
            return None
        person = light_in(clip.path, clip.in_ms, round(clip.span_ms), finder)
        return None if person is None else match(person, light_of_scene(self._still.planes))

    def _make(self, placement: Placement, look: Look) -> Background:
        backdrop = self._backdrop
        if backdrop.kind == "blur":
            # The clip's own picture is in its look already.
            return Blur(backdrop.strength, placement, self._canvas_px)
        if backdrop.kind == "video":
            from engine.picture.moving import Moving

            if backdrop.path is None:
                raise ValueError("a clip as the background without a file")
            return Moving(backdrop.path, self._rate, self._canvas_px, tone_of(look))
        assert self._still is not None, "every other kind is a still"  # noqa: S101
        return self._still.toned(tone_of(look))

    def _made_still(self) -> Still:
        backdrop = self._backdrop
        if backdrop.kind == "transparent":
            return checkered(self._canvas_px)
        if backdrop.kind in ("color", "gradient"):
            make = still_color if backdrop.kind == "color" else still_gradient
            try:
                return make(backdrop.value, self._canvas_px)
            except ValueError as error:
                raise JobFailed(
                    "unsupported", "I don't know that colour. Please name another one."
                ) from error
        path = backdrop.path
        if backdrop.kind == "scene":
            from engine.scenes.catalog import picture_path

            try:
                path = picture_path(backdrop.value, *self._canvas_px)
            except KeyError as error:
                raise JobFailed(
                    "unsupported", "I don't have that scene. Please choose another one."
                ) from error
        if path is None:
            raise ValueError("a picture background without a file")
        return still_picture(path, self._canvas_px)
