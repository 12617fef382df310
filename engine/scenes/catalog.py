"""Catalogue of the background scenes that ship with the embedded engine.

Owns the names, titles and picture files of the scenes. Every scene has two pictures, each
composed for its own frame: landscape 1920x1080 px and portrait 1080x1920 px. The pictures are the
project's own work (Apache-2.0), rendered by the model_*.py script beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Scene:
    """One background: its name in settings, its titles for people, its two pictures."""

    name: str
    title_en: str
    title_zh: str
    landscape: Path  # 1920x1080 px
    portrait: Path  # 1080x1920 px


def _scene(name: str, title_en: str, title_zh: str) -> Scene:
    return Scene(
        name=name,
        title_en=title_en,
        title_zh=title_zh,
        landscape=_FOLDER / f"{name}-landscape.jpg",
        portrait=_FOLDER / f"{name}-portrait.jpg",
    )


SCENES: Final[dict[str, Scene]] = {
    scene.name: scene for scene in (_scene("office", "Office", "办公室"),)
}


def picture_path(name: str, width_px: int, height_px: int) -> Path:
    """Picture of a scene for a clip of width_px x height_px pixels, as shown (after rotation).

    Portrait when the clip is higher than wide, else landscape, so a square clip gets landscape.
    Raises KeyError for a scene that is not in the catalogue.
    """
    scene = SCENES[name]
    return scene.portrait if height_px > width_px else scene.landscape
