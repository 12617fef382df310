"""What several wishes of one message mean together: their order, and what goes ill together."""

from __future__ import annotations

from itertools import pairwise

from engine.agent.edit_frame import degrees_of
from engine.agent.sentence import Reading, Wish

_TRIMS = ("trim.keep", "trim.cut", "clip.only")
_TIMELINE = (
    *_TRIMS,
    "time.speed",
    "time.reverse",
    "time.freeze",
    "time.order",
    "time.swap",
    "time.still",
    "clip.remove",
)
"""What changes the timeline itself; it comes before all that is laid over it."""
_ONE_VALUE = (
    "frame.canvas",
    "light.on",
    "light.off",
    "music.add",
    "captions.add",
)
"""Wishes of which a draft can hold one: two different ones are unclear."""
_BACKGROUNDS = ("background.set", "background.remove", "background.restore")
_MAKING_ROOM = (
    "background.remove",
    "background.which",
    "background.hide",
    "background.comment",
)
_REPEATED = ("talk.undo", "talk.redo")
_TAKING_BACK = ("talk.undo", "talk.redo", "talk.reset")


def settled(reading: Reading) -> Reading:
    """The wishes less those that another one of the same message contains.

    Whoever removes the background "and replaces it" asks for one thing; so does who takes a blur
    off to put something else there.
    """
    new = [
        at
        for at, wish in enumerate(reading)
        if wish.effect == "background.set" and not wish.is_negated
    ]
    last = max(new, default=0)
    kept = [
        wish
        for at, wish in enumerate(reading)
        if wish.is_negated or at >= last or not _is_making_room(wish)
    ]
    unique: list[Wish] = []
    for wish in kept:
        if not any(_is_same(wish, other) for other in unique) or wish.effect in _REPEATED:
            unique.append(wish)
    return tuple(unique)


def _is_same(wish: Wish, other: Wish) -> bool:
    """Whether the two ask for one thing, also where one complains and the other says the remedy."""
    if wish.effect == other.effect == "frame.turn":
        return degrees_of(wish.slots()) == degrees_of(other.slots())
    return wish.meaning == other.meaning


def in_order(reading: Reading) -> tuple[str | None, Reading]:
    """The wishes in the order to carry them out, and the sentence that says what is unclear.

    What changes the timeline comes first: a title asked for in the same breath belongs to what
    remains. Then the background, as only who stands before another one can be moved. Where a title
    names a time, or something is taken back, the order of the words holds.
    """
    unclear = _unclear(reading)
    if any(wish.effect in _TAKING_BACK or _names_a_time(wish) for wish in reading):
        return unclear, reading
    return unclear, tuple(sorted(reading, key=_stage))


def _stage(wish: Wish) -> int:
    if wish.effect in _TIMELINE:
        return 0
    return 1 if wish.topic == "background" else 2


def _unclear(reading: Reading) -> str | None:
    for before, wish in pairwise(reading):
        if before.is_negated and wish.is_joined and wish.topic != "talk":
            return "unclear_not"
    done = [wish for wish in reading if not wish.is_negated]
    if len([wish for wish in done if wish.effect in _BACKGROUNDS]) > 1:
        return "unclear_backgrounds"
    trims = [wish for wish in done if wish.effect in _TRIMS]
    if len(trims) > 1 and not _are_opposite_edges(trims):
        return "unclear_order"
    if len([wish for wish in done if wish.effect in _TAKING_BACK]) > 1:
        return "unclear_two_ways"
    topics = [wish.effect.partition(".")[0] for wish in done if wish.effect in _ONE_VALUE]
    if len(topics) != len(set(topics)):
        return "unclear_two_ways"
    return None


def _are_opposite_edges(trims: list[Wish]) -> bool:
    """Something off the start and something off the end: the order makes no difference."""
    sides = [wish.slots().get("side") for wish in trims if wish.effect == "trim.cut"]
    return len(trims) == 2 and sorted(map(str, sides)) == ["first", "last"]


def _is_making_room(wish: Wish) -> bool:
    return wish.effect in _MAKING_ROOM or (
        wish.effect == "background.restore" and "which" in wish.slots()
    )


def _names_a_time(wish: Wish) -> bool:
    return wish.topic == "title" and bool(wish.slots().keys() & {"start", "end"})
