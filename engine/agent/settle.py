"""What several wishes of one message mean together: their order, and what goes ill together."""

from __future__ import annotations

from itertools import pairwise

from engine.agent.sentence import Reading, Wish

_TRIMS = ("trim.keep", "trim.cut", "clip.only")
_BACKGROUNDS = ("background.set", "background.set_it", "background.remove", "background.restore")
_TAKING_BACK = ("talk.undo", "talk.reset")


def settled(reading: Reading) -> Reading:
    """The wishes less those that another one of the same message contains.

    Whoever removes the background "and replaces it" asks for one thing; so does who takes a blur
    off to put something else there.
    """
    has_new = any(
        wish.name.startswith("background.set") and not wish.is_negated for wish in reading
    )
    kept = [
        wish for wish in reading if not (has_new and not wish.is_negated and _is_making_room(wish))
    ]
    unique: list[Wish] = []
    for wish in kept:
        if not any(wish.meaning == other.meaning for other in unique) or wish.name == "talk.undo":
            unique.append(wish)
    return tuple(unique)


def in_order(reading: Reading) -> tuple[str | None, Reading]:
    """The wishes in the order to carry them out, and the sentence that says what is unclear.

    Cuts come first: a title asked for in the same breath belongs to what remains. Where a title
    names a time, or something is taken back, the order of the words holds.
    """
    unclear = _unclear(reading)
    if any(wish.name in _TAKING_BACK or _names_a_time(wish) for wish in reading):
        return unclear, reading
    return unclear, tuple(sorted(reading, key=lambda wish: wish.name not in _TRIMS))


def _unclear(reading: Reading) -> str | None:
    for before, wish in pairwise(reading):
        if before.is_negated and wish.is_joined and wish.topic != "talk":
            return "unclear_not"
    done = [wish for wish in reading if not wish.is_negated]
    if len([wish for wish in done if wish.name in _BACKGROUNDS]) > 1:
        return "unclear_backgrounds"
    trims = [wish for wish in done if wish.name in _TRIMS]
    if len(trims) > 1 and not _are_opposite_edges(trims):
        return "unclear_order"
    if len([wish for wish in done if wish.name in _TAKING_BACK]) > 1:
        return "unclear_two_ways"
    return None


def _are_opposite_edges(trims: list[Wish]) -> bool:
    """Something off the start and something off the end: the order makes no difference."""
    sides = [wish.slots().get("side") for wish in trims if wish.name == "trim.cut"]
    return len(trims) == 2 and sorted(map(str, sides)) == ["first", "last"]


def _is_making_room(wish: Wish) -> bool:
    return wish.name == "background.remove" or (
        wish.name == "background.restore" and "which" in wish.slots()
    )


def _names_a_time(wish: Wish) -> bool:
    return wish.topic == "title" and bool(wish.slots().keys() & {"start", "end"})
