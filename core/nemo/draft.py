"""The timeline that the backend keeps, read for people: pure, and deaf to nothing.

Owns: the meaning of the draft's short names, the summary that a person sees, and whether there
is something to export. The draft itself is never changed: it goes back as it came.
Must not know: HTTP, sessions, languages other than the contract's English summary.

Short names: `t` tracks, `tt` track type (0 video, 1 audio, 7 text), `sg` segments, `d` duration
in ms, `m` metadata. The contract names no key for a segment's start; the embedded engine uses
`st` (ms), and without it the segments of a track follow one another. Anything may be missing or
of another type: such a value is passed over, never an error.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from core.nemo.loose import mapping, name, number, objects, text

VIDEO, AUDIO, TITLE = 0, 1, 7
LABELS: Final = {VIDEO: "Video", AUDIO: "BGM", TITLE: "Title"}
OTHER_LABEL: Final = "Track"

_YEAR_MS: Final = 366 * 24 * 3600 * 1000
_MACHINE_KEYS: Final = re.compile(r"(?i)(^|_)(id|ids|in|out|src|key|hash|asset|role|path)$|ur[il]")
_MACHINE_VALUES: Final = re.compile(r"[/\\]|[0-9a-fA-F-]{16}|^.{60}")
_NAMES: Final = ("title", "name", "text")
_TITLE_NAMES: Final = ("text", "title", "name")


@dataclass(frozen=True, slots=True)
class Item:
    """One segment as a person may hear of it.

    `track` is its track's label, `kind` the track type (None where it is odd), times in ms on
    the timeline (None where unknown), `volume_percent` None where none is given. `id` is the
    backend's, "" where it gives none. `details` are those plain values of its metadata that a
    person could make sense of: no ids, addresses or hashes.
    """

    track: str
    kind: int | None
    name: str
    start_ms: float | None
    end_ms: float | None
    volume_percent: float | None
    id: str = ""
    details: dict[str, str | float | bool] = field(default_factory=dict)

    @property
    def timing(self) -> str:
        """`0-10s`, or "" where it is unknown."""
        if self.start_ms is None or self.end_ms is None:
            return ""
        return f"{seconds(self.start_ms)}-{seconds(self.end_ms)}s"

    @property
    def shown_name(self) -> str:
        """The name, a title's words in quotation marks."""
        return f'"{self.name}"' if self.kind == TITLE and self.name else self.name


@dataclass(frozen=True, slots=True)
class Track:
    """One track with its segments in the draft's order."""

    label: str
    kind: int | None
    items: tuple[Item, ...]


def seconds(duration_ms: float) -> str:
    """Milliseconds as seconds for people: at most two decimals, no trailing zeros."""
    return f"{round(duration_ms) / 1000:.2f}".rstrip("0").rstrip(".")


def is_ready(draft: object) -> bool:
    """Whether there is something to export: a track with a non-empty `sg`."""
    return any(isinstance(t.get("sg"), list) and t["sg"] for t in _raw_tracks(draft))


def duration_ms(draft: object) -> float | None:
    """The timeline's length: what the draft says, else the end of its last segment, else None."""
    told = _time_ms(mapping(draft).get("d"))
    if told is not None:
        return told
    ends = [i.end_ms for t in tracks(draft) for i in t.items if i.end_ms is not None]
    return max(ends, default=None)


def canvas_px(draft: object) -> tuple[int, int] | None:
    """Width and height of the canvas, or None where the draft names none."""
    width, height = (number(mapping(draft).get(key)) for key in ("cw", "ch"))
    return (round(width), round(height)) if width and height else None


def tracks(draft: object) -> tuple[Track, ...]:
    """The draft's tracks, in its order."""
    return tuple(map(_track, _raw_tracks(draft)))


def summary(draft: object) -> str:
    """The timeline in one line, as the contract shows it.

    `Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%)
    3. Title: "Urban Dreams" (0-3s)`
    """
    listed = tracks(draft)
    count = f"{len(listed)} track" if len(listed) == 1 else f"{len(listed)} tracks"
    if not listed:
        return f"Timeline ({count})"
    lines = (f"{n}. {track.label}: {_contents(track)}" for n, track in enumerate(listed, start=1))
    return f"Timeline ({count}): {' '.join(lines)}"


def _contents(track: Track) -> str:
    return ", ".join(map(_described, track.items)) or "empty"


def _described(item: Item) -> str:
    facts = [item.timing] if item.timing else []
    percent = item.volume_percent
    # Full volume is worth a word only where sound is all there is.
    if percent is not None and (item.kind == AUDIO or round(percent) != 100):
        facts.append(f"{round(percent)}%")
    shown = item.shown_name or "untitled"
    return f"{shown} ({', '.join(facts)})" if facts else shown


def _raw_tracks(draft: object) -> list[dict[str, Any]]:
    return objects(mapping(draft).get("t"))


def _track(raw: dict[str, Any]) -> Track:
    kind = _kind(raw.get("tt"))
    meta = mapping(raw.get("m"))
    segments = objects(raw.get("sg"))
    own_names = [_name(mapping(segment.get("m")), kind) for segment in segments]
    title = name(meta.get("title"))
    # A track's title is its label where the segments have names of their own, else their name.
    is_label = bool(title) and any(own_names)
    label = title if is_label else LABELS.get(-1 if kind is None else kind, OTHER_LABEL)
    inherited = "" if is_label else _name(meta, kind)
    items: list[Item] = []
    end_ms = 0.0
    for position, segment in enumerate(segments):
        item_name = own_names[position] or inherited
        item = _item(segment, meta, label, kind, item_name, end_ms)
        end_ms = end_ms if item.end_ms is None else item.end_ms
        items.append(item)
    return Track(label, kind, tuple(items))


def _item(
    segment: dict[str, Any],
    track_meta: dict[str, Any],
    label: str,
    kind: int | None,
    item_name: str,
    after_ms: float,
) -> Item:
    meta = mapping(segment.get("m"))
    start_ms = _time_ms(segment.get("st"))
    start_ms = after_ms if start_ms is None else start_ms
    length_ms = _time_ms(segment.get("d"))
    volume = number(meta.get("volume", track_meta.get("volume")))
    return Item(
        track=label,
        kind=kind,
        name=item_name,
        start_ms=None if length_ms is None else start_ms,
        end_ms=None if length_ms is None else start_ms + length_ms,
        volume_percent=None if volume is None or volume < 0 else _percent(volume),
        id=text(segment.get("id"))[:80],
        details=_details(meta, item_name),
    )


def _kind(value: object) -> int | None:
    found = number(value)
    return int(found) if found is not None and found == int(found) else None


def _name(meta: dict[str, Any], kind: int | None) -> str:
    keys = _TITLE_NAMES if kind == TITLE else _NAMES
    return next((found for key in keys if (found := name(meta.get(key)))), "")


def _percent(volume: float) -> float:
    """A volume as the backend gives it, a fraction (0.35) or a percentage (35)."""
    return volume * 100 if volume <= 1 else volume


def _details(meta: dict[str, Any], item_name: str) -> dict[str, str | float | bool]:
    """The metadata's plain values that mean something to a person, but for names and volume."""
    found: dict[str, str | float | bool] = {}
    for key, value in meta.items():
        if key in (*_NAMES, "volume") or _MACHINE_KEYS.search(key):
            continue
        if isinstance(value, bool):
            found[name(key)] = value
        elif isinstance(value, str):
            if value != item_name and not _MACHINE_VALUES.search(value):
                found[name(key)] = name(value)
        elif (plain := number(value)) is not None:
            found[name(key)] = plain
    return found


def _time_ms(value: object) -> float | None:
    """A time or a length in ms, or None; what is negative or beyond a year is none."""
    found = number(value)
    return found if found is not None and 0 <= found <= _YEAR_MS else None
