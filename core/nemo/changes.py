"""What an edit did: two drafts compared, for edits whose answer holds no word.

Owns: which segment of the one draft is which of the other, and what changed of it.
Must not know: wording, languages, HTTP.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import islice
from typing import Final

from core.nemo.draft import Item, canvas_px, duration_ms, seconds, tracks
from core.nemo.loose import mapping

MAX_ITEMS: Final = 500
"""Segments compared on either side; nobody wants to hear of more."""


class ChangeKind(StrEnum):
    """What happened to one thing on the timeline."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Aspect:
    """One property before and after, as text for people; "" where there was none.

    `name`: "name", "timing", "volume", "canvas", "length", or a key of the segment's metadata
    (the backend's own word, such as "position" or "color").
    """

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `what` is the track's label, or "Canvas" or "Length" for the whole.

    `before` and `after` are the segment on either side; both None for the whole timeline.
    `aspects` tell a CHANGED thing's properties and are empty for the other kinds.
    """

    kind: ChangeKind
    what: str
    name: str
    timing: str
    before: Item | None = None
    after: Item | None = None
    aspects: tuple[Aspect, ...] = ()


def is_same(before: object, after: object) -> bool:
    """Whether nothing at all changed, also of what no `Change` can tell."""
    return before == after


def difference(before: object, after: object) -> tuple[Change, ...]:
    """What changed from one draft to the next: segments first in the new order, then the whole.

    Segments are the same where the backend's ids say so, else where track, name and order do.
    Empty although `is_same` is false: something changed that has no name for a person.
    """
    old, new = _items(before), _items(after)
    partners = _partners(old, new)
    changes = [
        change
        for index, item in enumerate(new)
        if (change := _compared(old[partners[index]] if index in partners else None, item))
    ]
    kept = set(partners.values())
    changes += [_removed(item) for index, item in enumerate(old) if index not in kept]
    changes += _of_the_whole(before, after)
    return tuple(changes)


def _items(draft: object) -> list[Item]:
    items = (item for track in tracks(draft) for item in track.items)
    return list(islice(items, MAX_ITEMS))


def _partners(old: list[Item], new: list[Item]) -> dict[int, int]:
    """For each new index the old one of the same segment."""
    by_id = {item.id: index for index, item in enumerate(old) if item.id}
    found: dict[int, int] = {}
    for index, item in enumerate(new):
        if item.id in by_id:
            found[index] = by_id.pop(item.id)
    # Ids may be missing or made anew by every edit: then track and name, in order, must do.
    olds, news = _rest(found, old, new)
    before = [(old[i].track, old[i].name) for i in olds]
    after = [(new[i].track, new[i].name) for i in news]
    for block in SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        found.update({news[block.b + n]: olds[block.a + n] for n in range(block.size)})
    # A renamed segment keeps its track: what is left of one is paired in order.
    olds, news = _rest(found, old, new)
    for label in {old[i].track for i in olds}:
        left = [i for i in olds if old[i].track == label]
        right = [i for i in news if new[i].track == label]
        if len(left) == len(right):
            found.update(zip(right, left, strict=True))
    return found


def _rest(found: dict[int, int], old: list[Item], new: list[Item]) -> tuple[list[int], list[int]]:
    """The indices on either side that have no partner yet."""
    taken = set(found.values())
    olds = [index for index in range(len(old)) if index not in taken]
    return olds, [index for index in range(len(new)) if index not in found]


def _compared(before: Item | None, after: Item) -> Change | None:
    if before is None:
        return Change(ChangeKind.ADDED, after.track, after.name, after.timing, None, after)
    aspects = tuple(_aspects(before, after))
    if not aspects:
        return None
    shown = after.name or before.name
    return Change(ChangeKind.CHANGED, after.track, shown, after.timing, before, after, aspects)


def _removed(item: Item) -> Change:
    return Change(ChangeKind.REMOVED, item.track, item.name, item.timing, item, None)


def _aspects(before: Item, after: Item) -> Iterable[Aspect]:
    pairs = [
        ("name", before.name, after.name),
        ("timing", before.timing, after.timing),
        ("volume", _volume(before), _volume(after)),
    ]
    keys = sorted({*before.details, *after.details})
    pairs += [
        (key, _plain(before.details.get(key)), _plain(after.details.get(key))) for key in keys
    ]
    return (Aspect(*pair) for pair in pairs if pair[1] != pair[2])


def _volume(item: Item) -> str:
    return "" if item.volume_percent is None else f"{round(item.volume_percent)}%"


def _plain(value: str | float | bool | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else value


def _of_the_whole(before: object, after: object) -> list[Change]:
    pairs = [("Canvas", "canvas", _canvas(before), _canvas(after))]
    # An explicit length may change without any segment (a longer hold at the end, say).
    if "d" in mapping(before) or "d" in mapping(after):
        pairs.append(("Length", "length", _length(before), _length(after)))
    return [
        Change(ChangeKind.CHANGED, what, "", "", aspects=(Aspect(name, old, new),))
        for what, name, old, new in pairs
        if old and new and old != new
    ]


def _canvas(draft: object) -> str:
    size = canvas_px(draft)
    return f"{size[0]}×{size[1]}" if size else ""


def _length(draft: object) -> str:
    length_ms = duration_ms(draft)
    return "" if length_ms is None else f"{seconds(length_ms)}s"
