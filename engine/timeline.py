"""The project that the engine keeps: its files and its draft, the timeline in the cloud's terms.

Owns the values (`Asset`, `Project`), the shape of a draft and how a file or a change enters a
project. A draft is a plain dict of JSON values with the cloud's short names: `t` tracks, `tt` track
type (0 picture, 1 sound, 7 text), `sg` segments, `st` start and `d` length in ms, `m` metadata,
`cw` and `ch` the canvas in pixels. Drafts are values: no function here or in `timeline_edit`
changes one that it was given. Must not know words, files on disk, HTTP or pixels.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Literal

from engine.timeline_ends import fades_of, lay_fades, rounds_of

FileType = Literal["video", "image", "audio"]
Draft = dict[str, Any]
Segment = dict[str, Any]
Track = dict[str, Any]

DRAFT_VERSION = 1
PICTURE_TRACK = 0
SOUND_TRACK = 1
TEXT_TRACK = 7
MAIN = "main"
BACKGROUND = "background"
LOGO = "logo"
TITLE = "title"
CAPTIONS = "captions"
MUSIC = "music"
TRACK_ORDER = (MAIN, BACKGROUND, LOGO, TITLE, CAPTIONS, MUSIC)
TRACK_TYPES = {TITLE: TEXT_TRACK, CAPTIONS: TEXT_TRACK, MUSIC: SOUND_TRACK}
"""The type of each role's track; the others hold pictures."""
TRACK_LABELS = {BACKGROUND: "Background", LOGO: "Logo", CAPTIONS: "Captions"}

# fmt: off
PROJECT_WIDE = (
    "framing", "side", "size", "volume", "loudness_lufs",
    "brightness", "contrast", "warmth", "saturation",
)
# fmt: on
"""Metadata that all clips share: a clip that joins them gets it too."""

LANDSCAPE_PX = (1920, 1080)
PORTRAIT_PX = (1080, 1920)
SQUARE_PX = (1080, 1080)
SQUARE_TOLERANCE = 0.02
"""Sides that differ by less than this share count as equal."""

MAX_HISTORY = 50
"""Drafts that can be gone back to; older ones are forgotten, so that a project stays small."""


@dataclass(frozen=True)
class Asset:
    """A file of a session. Sizes are those of the upright picture.

    `duration_ms` is 0 for a picture; `width_px` and `height_px` are 0 for a sound. A file that
    `is_cut_short` lacks its end; what is there counts. A video that `is_picture` is a picture that
    moves: a clip where there is no other, while beside one it waits as pictures do.
    """

    id: str
    name: str
    file_type: FileType
    duration_ms: int
    width_px: int
    height_px: int
    fps: float | None = None
    is_cut_short: bool = False
    is_picture: bool = False


@dataclass(frozen=True)
class Project:
    """All that a session holds: the draft, the drafts before it (oldest first) and the files.

    `undone` are the drafts that were taken back, the one to come back first at the front.
    """

    draft: Draft
    history: tuple[Draft, ...] = ()
    assets: tuple[Asset, ...] = ()
    undone: tuple[Draft, ...] = ()

    def asset(self, asset_id: str) -> Asset | None:
        """The file of that id, or None."""
        return next((asset for asset in self.assets if asset.id == asset_id), None)

    def to_json(self) -> dict[str, Any]:
        """The project as plain JSON values; `from_json` takes them back."""
        return {
            "draft": deepcopy(self.draft),
            "history": deepcopy(list(self.history)),
            "assets": [asdict(asset) for asset in self.assets],
            "undone": deepcopy(list(self.undone)),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Project:
        """The project that `to_json` wrote, now or before there was as much to write.

        Raises KeyError or TypeError for anything else.
        """
        names = {field.name for field in fields(Asset)}
        return cls(
            draft=deepcopy(value["draft"]),
            history=tuple(deepcopy(value["history"])),
            assets=tuple(
                Asset(**{name: entry[name] for name in names & entry.keys()})
                for entry in value["assets"]
            ),
            undone=tuple(deepcopy(value.get("undone", ()))),
        )


def empty_draft() -> Draft:
    """A draft without tracks, on the landscape canvas."""
    width_px, height_px = LANDSCAPE_PX
    return {"v": DRAFT_VERSION, "d": 0, "cw": width_px, "ch": height_px, "t": []}


def new_project() -> Project:
    """A project of a session that has just begun."""
    return Project(draft=empty_draft())


def canvas_px(width_px: int, height_px: int) -> tuple[int, int]:
    """The canvas (width, height) for a clip of that upright size."""
    if abs(width_px - height_px) <= SQUARE_TOLERANCE * max(width_px, height_px):
        return SQUARE_PX
    return LANDSCAPE_PX if width_px > height_px else PORTRAIT_PX


def with_asset(project: Project, asset: Asset) -> Project:
    """The project with one more file.

    A video goes to the end of the main track, and the first one decides the canvas; a picture or
    a sound only waits among the assets. So does a picture that moves, beside a clip; one that came
    first makes way for the clip, unless something was made of it. The other drafts get the clip
    too: undo takes an instruction back and never a file. Raises ValueError for a video without
    length or size, and for an id that is already there.
    """
    if project.asset(asset.id) is not None:
        raise ValueError(f"the project has a file of the id {asset.id!r} already")
    assets = (*project.assets, asset)
    if asset.file_type != "video":
        return replace(project, assets=assets)
    if asset.duration_ms <= 0 or asset.width_px <= 0 or asset.height_px <= 0:
        raise ValueError("a video needs a length and a size")
    moving = {one.id for one in project.assets if one.is_picture}
    clips = segments(project.draft, MAIN)
    if asset.is_picture and any(clip["m"]["asset"] not in moving for clip in clips):
        return replace(project, assets=assets)
    draft = project.draft
    if not asset.is_picture and not project.history and not project.undone:
        draft = _without_assets(draft, moving)
    return Project(
        draft=with_clip(draft, asset),
        history=tuple(with_clip(draft, asset) for draft in project.history),
        assets=assets,
        undone=tuple(with_clip(draft, asset) for draft in project.undone),
    )


def _without_assets(draft: Draft, asset_ids: set[str]) -> Draft:
    """The draft without the clips of those files on its main track."""
    changed = deepcopy(draft)
    for entry in changed["t"]:
        if entry["m"].get("role") == MAIN:
            entry["sg"] = [one for one in entry["sg"] if one["m"]["asset"] not in asset_ids]
    return settle(changed)


def with_draft(project: Project, draft: Draft) -> Project:
    """The project after a change: the draft so far joins the history, and what was taken back
    can't come back any more. An equal draft is no change."""
    if draft == project.draft:
        return project
    history = (*project.history, project.draft)[-MAX_HISTORY:]
    return replace(project, draft=draft, history=history, undone=())


def undone(project: Project) -> Project:
    """The project before its last change; itself when there was none."""
    if not project.history:
        return project
    return replace(
        project,
        draft=project.history[-1],
        history=project.history[:-1],
        undone=(project.draft, *project.undone)[:MAX_HISTORY],
    )


def redone(project: Project) -> Project:
    """The project with its last change that was taken back; itself when there is none."""
    if not project.undone:
        return project
    return replace(
        project,
        draft=project.undone[0],
        history=(*project.history, project.draft)[-MAX_HISTORY:],
        undone=project.undone[1:],
    )


def with_clip(draft: Draft, asset: Asset) -> Draft:
    """The draft with the whole video at the end of its main track."""
    return with_piece(draft, asset, asset.duration_ms)


def with_piece(draft: Draft, asset: Asset, duration_ms: int, **facts: Any) -> Draft:
    """The draft with so much of a file, from its start on, at the end of the main track.

    It gets what all clips share; the first one decides the canvas.
    """
    changed = deepcopy(draft)
    clips = segments(changed, MAIN)
    if not clips:
        changed["cw"], changed["ch"] = canvas_px(asset.width_px, asset.height_px)
    shared = {key: clips[-1]["m"][key] for key in PROJECT_WIDE if clips and key in clips[-1]["m"]}
    metadata = {
        "name": asset.name,
        "asset": asset.id,
        "in": 0,
        "width": asset.width_px,
        "height": asset.height_px,
        **facts,
        **shared,
    }
    segment = {"id": next_id(changed), "st": changed["d"], "d": duration_ms, "m": metadata}
    track(changed, MAIN)["sg"].append(segment)
    return settle(changed)


def segments(draft: Draft, role: str) -> list[Segment]:
    """The segments of the track of that role; empty when there is no such track."""
    return [
        segment for entry in draft["t"] if entry["m"].get("role") == role for segment in entry["sg"]
    ]


def background(draft: Draft) -> dict[str, Any] | None:
    """The metadata of the background that stands in for the original one, or None."""
    found = segments(draft, BACKGROUND)
    return found[0]["m"] if found else None


def track(draft: Draft, role: str) -> Track:
    """The track of that role IN THE GIVEN draft, added at its place when it is missing."""
    for entry in draft["t"]:
        if entry["m"].get("role") == role:
            return entry  # type: ignore[no-any-return]
    metadata = {"role": role}
    if role in TRACK_LABELS:
        metadata["title"] = TRACK_LABELS[role]
    added: Track = {
        "tt": TRACK_TYPES.get(role, PICTURE_TRACK),
        "m": metadata,
        "sg": [],
    }
    draft["t"].append(added)
    draft["t"].sort(key=lambda entry: TRACK_ORDER.index(entry["m"]["role"]))
    return added


def next_id(draft: Draft) -> str:
    """A segment id that the draft does not use; those in use stay as they are."""
    used = [
        int(segment["id"][1:])
        for entry in draft["t"]
        for segment in entry["sg"]
        if segment["id"][1:].isdigit()
    ]
    return f"s{max(used, default=0) + 1}"


def settle(draft: Draft) -> Draft:
    """Bring length, clip starts and all that lies over the whole of the GIVEN draft in step; drop
    empty tracks."""
    start_ms = 0
    for clip in segments(draft, MAIN):
        clip["st"] = start_ms
        start_ms += clip["d"]
    draft["d"] = start_ms
    for segment in [*segments(draft, BACKGROUND), *segments(draft, LOGO)]:
        segment["st"], segment["d"] = 0, start_ms
    lay_fades(segments(draft, MAIN), start_ms)
    music = segments(draft, MUSIC)
    if music:
        track(draft, MUSIC)["sg"] = rounds_of(music, start_ms, int(next_id(draft)[1:]))
    draft["t"] = [entry for entry in draft["t"] if entry["sg"]]
    return draft


def fades_ms(draft: Draft) -> tuple[int, int]:
    """How long the picture comes out of black at the start and goes into it at the end."""
    return fades_of(segments(draft, MAIN))
