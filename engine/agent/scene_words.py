"""What the scenes of the catalogue are called in an instruction.

A new scene needs a row here only for its synonyms: its own name and titles are words already.
"""

from __future__ import annotations

from engine.scenes.catalog import SCENES

SYNONYMS: dict[str, str] = {
    "office": (
        "office, offices, office room, workplace, work place, office space, "
        "办公室, 写字楼, 办公间, 工位"
    ),
}


def scene_words() -> dict[str, str]:
    """Concept rows for every scene of the catalogue."""
    return {
        f"SCENE {name}": ", ".join(
            filter(None, (name, scene.title_en, scene.title_zh, SYNONYMS.get(name)))
        )
        for name, scene in SCENES.items()
    }
