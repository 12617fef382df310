"""Catalogue of the background scenes that ship with the embedded engine.

Owns the names, titles, light and picture files of the scenes. Every scene has three pictures:
landscape 1920x1080 px, portrait 1080x1920 px and square 1080x1080 px. The pictures are the
project's own work (Apache-2.0), rendered by the model_*.py scripts beside them. The gradient is
listed with the scenes, but drawn (see `gradient`), so it has no picture and is no scene.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

Side = Literal["left", "right"]
Warmth = Literal["warm", "neutral", "cool"]

_FOLDER: Final = Path(__file__).resolve().parent

_PORTRAIT_BELOW, _LANDSCAPE_FROM = 3 / 4, 4 / 3
"""Ratios of width to height up to which, and from which, the square would lose more."""


@dataclass(frozen=True)
class Scene:
    """One background: its name in settings, its titles for people, its light, its pictures."""

    name: str
    title_en: str
    title_zh: str
    light_side: Side
    """The half of the pictures that is brighter: the main light stands there."""
    light_color: Warmth

    @property
    def landscape(self) -> Path:
        """1920x1080 px."""
        return _FOLDER / f"{self.name}-landscape.jpg"

    @property
    def portrait(self) -> Path:
        """1080x1920 px."""
        return _FOLDER / f"{self.name}-portrait.jpg"

    @property
    def square(self) -> Path:
        """1080x1080 px."""
        return _FOLDER / f"{self.name}-square.jpg"


SCENES: Final[dict[str, Scene]] = {
    scene.name: scene
    for scene in (
        Scene("office", "Office", "办公室", "left", "neutral"),
        Scene("home_office", "Home office", "家庭办公室", "left", "warm"),
        Scene("bookshelf", "Bookshelf", "书架", "left", "neutral"),
        Scene("meeting_room", "Meeting room", "会议室", "right", "neutral"),
        Scene("studio", "Studio", "工作室", "left", "warm"),
        Scene("loft", "Loft", "复式公寓", "right", "neutral"),
        Scene("cafe", "Café", "咖啡馆", "left", "warm"),
        Scene("classroom", "Classroom", "教室", "left", "neutral"),
        Scene("news_desk", "News desk", "新闻演播室", "right", "cool"),
        Scene("kitchen", "Kitchen", "厨房", "right", "neutral"),
        Scene("terrace", "Terrace", "露台", "right", "warm"),
    )
}

GRADIENT: Final = "gradient"
"""Name of the background that is drawn in any colour; it stands last in every list of scenes."""

_GRADIENT_TITLES: Final = {"en": "Gradient", "zh": "渐变"}


def titles(language: Literal["en", "zh"]) -> dict[str, str]:
    """Titles by name of all that a list of scenes shows, in the order of the list."""
    rooms = {
        scene.name: scene.title_zh if language == "zh" else scene.title_en
        for scene in SCENES.values()
    }
    return {**rooms, GRADIENT: _GRADIENT_TITLES[language]}


def picture_path(name: str, width_px: int, height_px: int) -> Path:
    """Picture of a scene for a clip of width_px x height_px pixels, as shown (after rotation).

    The one of which least is cut off. Raises KeyError for a scene that is not in the catalogue.
    """
    scene, ratio = SCENES[name], width_px / height_px
    if ratio <= _PORTRAIT_BELOW:
        return scene.portrait
    return scene.landscape if ratio >= _LANDSCAPE_FROM else scene.square
