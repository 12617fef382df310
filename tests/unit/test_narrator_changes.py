"""A silent edit, told from the difference of two real drafts."""

from typing import Any

import pytest

from core.narrator import describe
from core.nemo.changes import difference
from core.phrases import Phrasebook

BOOK = Phrasebook()


def draft(*tracks: dict[str, Any], width: int = 1920, length_ms: int = 10_000) -> dict[str, Any]:
    return {"v": 1, "d": length_ms, "cw": width, "ch": 1080, "t": [main(length_ms), *tracks]}


def main(length_ms: int) -> dict[str, Any]:
    meta = {"name": "sample.mp4", "asset": "a1", "in": 0}
    segment = {"id": "s1", "st": 0, "d": length_ms, "m": meta}
    return {"tt": 0, "m": {"role": "main"}, "sg": [segment]}


def background(scene: str) -> dict[str, Any]:
    meta = {"name": scene, "kind": "scene", "scene": scene}
    segment = {"id": "s2", "st": 0, "d": 10_000, "m": meta}
    return {"tt": 0, "m": {"role": "background", "title": "Background"}, "sg": [segment]}


def title(text: str, position: str = "bottom", length_ms: int = 3000) -> dict[str, Any]:
    meta = {"text": text, "position": position}
    segment = {"id": "s3", "st": 0, "d": length_ms, "m": meta}
    return {"tt": 7, "m": {"role": "title"}, "sg": [segment]}


def music(volume: float) -> dict[str, Any]:
    segment = {"id": "s4", "st": 0, "d": 10_000, "m": {"name": "Lo-fi", "volume": volume}}
    return {"tt": 1, "m": {}, "sg": [segment]}


def edited(**fields: Any) -> dict[str, Any]:
    """The draft with those properties on its one clip."""
    changed = draft()
    changed["t"][0]["sg"][0]["m"].update(fields)
    return changed


@pytest.mark.parametrize(
    ("before", "after", "english", "chinese"),
    [
        (
            draft(),
            draft(title("Monday news")),
            "Added: Title “Monday news” (0-3s)",
            "新增：标题“Monday news”（0-3s）",
        ),
        (
            draft(),
            edited(speed=2, fade_in_ms=500),
            "Changed: Video “sample.mp4” – fade-in 0.5 s, speed 2×",
            "修改：视频“sample.mp4” – 淡入 0.5 秒，速度 2×",
        ),
        (
            edited(turn=90),
            edited(turn=180, loudness_lufs=-16),
            "Changed: Video “sample.mp4” – loudness -16 LUFS, turned 90° → 180°",
            "修改：视频“sample.mp4” – 响度 -16 LUFS，旋转 90° → 180°",
        ),
        (
            draft(title("none")),
            draft(),
            "Removed: Title “none” (0-3s)",
            "删除：标题“none”（0-3s）",
        ),
        (
            draft(background("office")),
            draft(background("beach")),
            "Changed: Background “office” → “beach”",
            "修改：背景“office” → “beach”",
        ),
        (
            draft(title("Hi")),
            draft(title("Hi", "top", 5000)),
            "Changed: Title “Hi” – time 0-3s → 0-5s, position bottom → top",
            "修改：标题“Hi” – 时间 0-3s → 0-5s，位置 bottom → top",
        ),
        (
            draft(music(1.0)),
            draft(music(0.35)),
            "Changed: Music “Lo-fi” – volume 100% → 35%",
            "修改：音乐“Lo-fi” – 音量 100% → 35%",
        ),
        (
            draft(),
            draft(width=608),
            "Changed: Picture size 1920×1080 → 608×1080",
            "修改：画面尺寸 1920×1080 → 608×1080",
        ),
        (
            draft(title("{ $what } 7423847238472384723 {")),
            draft(),
            "Removed: Title (0-3s)",
            "删除：标题（0-3s）",
        ),
    ],
    ids=[
        "added",
        "faster",
        "turned",
        "removed",
        "replaced",
        "moved",
        "quieter",
        "canvas",
        "redacted",
    ],
)
def test_a_change_in_words(before: object, after: object, english: str, chinese: str) -> None:
    changes = difference(before, after)
    assert describe(BOOK, "en", changes) == f"Here is what changed:\n{english}"
    assert describe(BOOK, "zh-CN", changes) == f"改动如下：\n{chinese}"


def test_a_property_of_the_backends_own_is_made_readable() -> None:
    old, new = title("Hi"), title("Hi")
    new["sg"][0]["m"]["fontWeight"] = "bold"
    old["sg"][0]["m"]["has_shadow"] = True
    told = describe(BOOK, "en", difference(draft(old), draft(new)))
    assert told.splitlines()[1] == (
        "Changed: Title “Hi” – font Weight bold, no has shadow any more"
    )


def test_a_trim_tells_the_clip_and_the_length() -> None:
    told = describe(BOOK, "en", difference(draft(), draft(length_ms=5000)))
    assert told.splitlines()[1:] == [
        "Changed: Video “sample.mp4” – time 0-10s → 0-5s",
        "Changed: Length 10s → 5s",
    ]


def test_many_changes_are_counted() -> None:
    titles = [title(f"Title {n}") for n in range(20)]
    for n, track in enumerate(titles):
        track["sg"][0]["id"] = f"t{n}"
    told = describe(BOOK, "en", difference(draft(), draft(*titles))).splitlines()
    assert len(told) == 14
    assert told[-1] == "… and 8 more changes"


def test_nothing_to_tell() -> None:
    assert describe(BOOK, "en", ()).startswith("Nothing changed.")
    assert describe(BOOK, "en", (), is_changed=True) == "Done."
