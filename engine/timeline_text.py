"""The changes of a draft that concern what lies on the picture: titles, captions, a logo.

Each function takes a draft and gives a new one; times are ms on the timeline. What stands in the
metadata: on titles `text`, `position`, `style` "lower_third", `side`, `size`, `color` (#rrggbb)
and `fade_ms`; on captions `text`; on the logo `asset`, `corner` and `size` (percent of the canvas'
shorter side). Must not know words or pixels.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from typing import Any, Literal

from engine.timeline import (
    CAPTIONS,
    LOGO,
    TITLE,
    Asset,
    Draft,
    next_id,
    segments,
    settle,
    track,
)
from engine.timeline_pieces import check_span

Position = Literal["top", "middle", "bottom"]
Corner = Literal["top left", "top right", "bottom left", "bottom right"]

CORNERS = ("top left", "top right", "bottom left", "bottom right")
MAX_CAPTIONS = 2000
LOGO_PERCENT = 15
LEAST_LOGO_PERCENT, MOST_LOGO_PERCENT = 3, 60


def with_title(
    draft: Draft, text: str, start_ms: int, duration_ms: int, position: Position, **style: Any
) -> Draft:
    """One more title. What of its style is None is not said.

    Raises ValueError for a span outside the timeline or an empty text.
    """
    check_span(draft, start_ms, start_ms + duration_ms)
    if not text:
        raise ValueError("a title needs words")
    changed = deepcopy(draft)
    titles = track(changed, TITLE)["sg"]
    facts = {"text": text, "position": position, **_said(style)}
    titles.append({"id": next_id(changed), "st": start_ms, "d": duration_ms, "m": facts})
    titles.sort(key=lambda title: title["st"])
    return changed


def with_changed_title(draft: Draft, title_id: str, **fields: Any) -> Draft:
    """The title of that id with other metadata; None takes away what was said."""
    changed = deepcopy(draft)
    for title in segments(changed, TITLE):
        if title["id"] == title_id:
            title["m"] = _said(title["m"] | fields)
    return changed


def with_timed_title(draft: Draft, title_id: str, start_ms: int, duration_ms: int) -> Draft:
    """The title of that id at another time. Raises ValueError for a span outside the timeline."""
    check_span(draft, start_ms, start_ms + duration_ms)
    changed = deepcopy(draft)
    titles = track(changed, TITLE)["sg"]
    for title in titles:
        if title["id"] == title_id:
            title["st"], title["d"] = start_ms, duration_ms
    titles.sort(key=lambda title: title["st"])
    return settle(changed)


def without_titles(draft: Draft, title_ids: frozenset[str]) -> Draft:
    """The draft less the titles of those ids."""
    changed = deepcopy(draft)
    for entry in changed["t"]:
        if entry["m"].get("role") == TITLE:
            entry["sg"] = [title for title in entry["sg"] if title["id"] not in title_ids]
    return settle(changed)


def with_captions(draft: Draft, cues: Iterable[tuple[int, int, str]]) -> Draft:
    """Those captions (start, end, text) instead of all before, in their order of time.

    Raises ValueError for one outside the timeline or without words, for two that overlap, for none
    and for more than 2000.
    """
    laid = sorted(cues)
    if not 0 < len(laid) <= MAX_CAPTIONS:
        raise ValueError(f"{len(laid)} captions are none, or too many")
    changed = without_captions(draft)
    number = int(next_id(changed)[1:])
    captions = track(changed, CAPTIONS)["sg"]
    before_ms = 0
    for count, (start_ms, end_ms, text) in enumerate(laid):
        check_span(draft, start_ms, end_ms)
        if start_ms < before_ms:
            raise ValueError(f"two captions are there at {start_ms} ms")
        if not text:
            raise ValueError("a caption needs words")
        before_ms = end_ms
        captions.append(
            {
                "id": f"s{number + count}",
                "st": start_ms,
                "d": end_ms - start_ms,
                "m": {"text": text},
            }
        )
    return changed


def without_captions(draft: Draft) -> Draft:
    """The draft less all captions."""
    return _without(draft, CAPTIONS)


def with_logo(
    draft: Draft, asset: Asset, corner: Corner, size_percent: int = LOGO_PERCENT
) -> Draft:
    """That picture in that corner over the whole timeline, instead of the logo before.

    Raises ValueError for anything but a picture, another corner, and a size outside 3..60 percent.
    """
    if asset.file_type != "image":
        raise ValueError("only a picture is a logo")
    if corner not in CORNERS:
        raise ValueError(f"there is no corner {corner!r}")
    if not LEAST_LOGO_PERCENT <= size_percent <= MOST_LOGO_PERCENT:
        raise ValueError(f"a logo of {size_percent} percent is too small or too large")
    changed = without_logo(draft)
    facts: dict[str, Any] = {"name": asset.name, "asset": asset.id, "corner": corner}
    if size_percent != LOGO_PERCENT:
        facts["size"] = size_percent
    segment = {"id": next_id(changed), "st": 0, "d": changed["d"], "m": facts}
    track(changed, LOGO)["sg"].append(segment)
    return changed


def logo(draft: Draft) -> dict[str, Any] | None:
    """The metadata of the logo, or None."""
    found = segments(draft, LOGO)
    return found[0]["m"] if found else None


def without_logo(draft: Draft) -> Draft:
    """The draft less its logo."""
    return _without(draft, LOGO)


def _without(draft: Draft, role: str) -> Draft:
    changed = deepcopy(draft)
    changed["t"] = [entry for entry in changed["t"] if entry["m"].get("role") != role]
    return changed


def _said(facts: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if value is not None}
