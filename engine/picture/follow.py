"""The person's mask through a clip: when to look, with which network, and what the looks agree on.

Owns the order of the networks in time. They look in turn, and a look's mask is its own times the
mean of the other network's before and after it, square root taken: what one network alone believes,
or for a moment only, fades. A still person is looked at in every second picture, a moving one in
every picture. A mask comes out a few pictures after its picture went in; nothing depends on the
clock. Must not know planes, backgrounds or files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.media.planes import Floats
from engine.picture.person import Network, agreement, box_of, union
from engine.picture.shrink import CellBox, Small
from engine.picture.tidy import tidy

T = TypeVar("T")

FIND_EVERY = 30
"""Pictures after which the whole frame is searched again."""

FIRST_LOOKS = 3
"""Looks at a first picture at most, each in the box that the one before it left."""

SEARCH_EVERY = 5
"""The same while there is nobody."""

CHANGE = 0.03
"""Difference of luma (0..1) above which a cell has changed: ten times what noise leaves in it."""

MOVING_SHARE = 0.03
"""A person of whose cells more than this share changed since the last look is moving."""

CUT_SHARE = 0.6
"""A frame of which more than this share changed at once is another shot."""

VOTE_FROM, VOTE_TO = 0.03, 0.09
"""Difference of luma (0..1) from which a cell's look is heard less in another picture, and from
which not at all."""

STEADY = 0.5
"""Share of the former picture's mask in cells whose colour stayed the same."""


class Looks(Protocol):
    """What `person.Finder` offers."""

    def look(self, small: Small, box: CellBox, network: Network) -> Floats: ...

    def find(self, small: Small) -> Floats: ...

    def forget(self) -> None: ...


@dataclass(frozen=True)
class Followed(Generic[T]):
    """A picture and the person's mask in it, 0..1 by cells; None where there is nobody.

    `likely` is the most that any look at the picture or its neighbours gave: where it is 0 there
    certainly is no person. `shot` tells pictures without a cut between them from others.
    """

    item: T
    small: Small
    mask: Floats | None
    likely: Floats | None = None
    shot: int = 0


@dataclass
class _Seen:
    """What a network gave, and the luma of the picture that it looked at; by cells."""

    raw: Floats
    luma: Floats


@dataclass
class _Look(Generic[T]):
    """A picture that a network looked at, and the pictures after it that none looked at."""

    seen: _Seen
    waiting: list[tuple[T, Small]]


def follow(pictures: Iterable[tuple[T, Small]], finder: Looks) -> Iterator[Followed[T]]:
    """The same pictures in the same order, each with its mask."""
    shot = _Shot[T](finder, 0)
    for item, small in pictures:
        if shot.is_cut(small):
            yield from shot.rest()
            shot = _Shot[T](finder, shot.number + 1)
        yield from shot.add(item, small)
    yield from shot.rest()


class _Shot(Generic[T]):
    """Pictures without a cut between them."""

    def __init__(self, finder: Looks, number: int) -> None:
        # A network that remembers pictures must not see the last shot's person in this one.
        finder.forget()
        self.number = number
        self._finder = finder
        self._count = 0
        self._box: CellBox | None = None
        self._next: Network = "square"
        self._looked: Small | None = None
        self._last: Small | None = None
        self._since_look = 0
        self._before: _Seen | None = None
        self._looks: list[_Look[T]] = []
        self._agreed: Floats | None = None
        self._shown: tuple[Floats, Floats] | None = None

    def is_cut(self, small: Small) -> bool:
        """Whether this picture belongs to another shot than the last one added."""
        if self._last is None:
            return False
        if self._last.cells.shape != small.cells.shape:
            return True
        return float(_changed(self._last, small).mean()) > CUT_SHARE

    def add(self, item: T, small: Small) -> Iterator[Followed[T]]:
        """Take a picture in; give out those whose masks are now known."""
        self._search(small)
        self._count += 1
        self._last = small
        if self._box is None:
            yield from self.rest()
            yield Followed(item, small, None, None, self.number)
            return
        self._since_look += 1
        if self._looks and self._since_look < 2 and not self._is_moving(small):
            self._looks[-1].waiting.append((item, small))
            return
        if self._looks:
            raw = self._finder.look(small, self._box, self._next)
            self._next = "landscape" if self._next == "square" else "square"
            self._box = box_of(raw, self._box)
        else:
            raw = self._first_look(small, self._box)
        self._looked, self._since_look = small, 0
        self._looks.append(_Look(_Seen(raw, small.cells[..., 0]), [(item, small)]))
        if len(self._looks) > 2:
            yield from self._give(self._looks[2].seen)

    def rest(self) -> Iterator[Followed[T]]:
        """Give out what still waits, and forget what was seen."""
        while self._looks:
            yield from self._give(self._looks[2].seen if len(self._looks) > 2 else None)
        self._before = self._agreed = self._shown = None

    def _search(self, small: Small) -> None:
        every = FIND_EVERY if self._box is not None else SEARCH_EVERY
        if self._count % every:
            return
        found = box_of(self._finder.find(small))
        if found is not None:
            self._box = found if self._box is None else union(self._box, found)

    def _first_look(self, small: Small, box: CellBox) -> Floats:
        """Both networks' look at a first picture, before which nothing lies, and again while that
        draws the box closer: what a search of the whole frame finds is often too large."""
        for _ in range(FIRST_LOOKS):
            other = self._finder.look(small, box, "landscape")
            raw = self._finder.look(small, box, "square")
            self._before = _Seen(other, small.cells[..., 0])
            self._box = box_of(agreement(other, raw), box)
            if self._box is None or self._box == box:
                break
            box = self._box
        self._next = "landscape"
        return raw

    def _is_moving(self, small: Small) -> bool:
        if self._looked is None:
            return True
        is_person = self._looks[-1].seen.raw > 0.5
        area = int(np.count_nonzero(is_person))
        moved = np.count_nonzero(_changed(self._looked, small) & is_person)
        return bool(moved > MOVING_SHARE * area)

    def _give(self, after_next: _Seen | None) -> Iterator[Followed[T]]:
        """The pictures of the oldest look; those in between get the mean of both looks."""
        first = self._looks.pop(0)
        own, after = first.seen, self._looks[0].seen if self._looks else None
        if self._agreed is None:
            self._agreed = _agreed(self._before, own, after)
        mask = self._agreed
        likely = _most(self._before, own, after)
        self._agreed = _agreed(own, after, after_next) if after is not None else None
        self._before = own
        for number, (item, small) in enumerate(first.waiting):
            if number == 1 and self._agreed is not None:
                mask = (mask + self._agreed) * np.float32(0.5)
            yield Followed(item, small, self._steadied(small, mask), likely, self.number)

    def _steadied(self, small: Small, mask: Floats) -> Floats:
        """The mask, held back where the picture stayed the same."""
        luma = small.cells[..., 0]
        if self._shown is not None:
            former_luma, former = self._shown
            still = np.clip(1 - cv2.absdiff(luma, former_luma) * (1 / CHANGE), 0, 1)
            mask = mask + (former - mask) * (still * np.float32(STEADY))
        self._shown = (luma, mask)
        return mask


def _agreed(before: _Seen | None, own: _Seen, after: _Seen | None) -> Floats:
    votes = [_vote(other, own) for other in (before, after) if other is not None]
    if not votes:
        return tidy(own.raw)
    vote = votes[0] if len(votes) == 1 else (votes[0] + votes[1]) * np.float32(0.5)
    return tidy(agreement(own.raw, vote))


def _vote(other: _Seen, own: _Seen) -> Floats:
    """What another picture's look says of this one: where the two differ much, something fast was
    in one of them and not in the other, and the look isn't heard."""
    apart = cv2.absdiff(other.luma, own.luma) - np.float32(VOTE_FROM)
    unheard = np.clip(apart * np.float32(1 / (VOTE_TO - VOTE_FROM)), 0, 1)
    vote: Floats = np.maximum(other.raw, own.raw * unheard)
    return vote


def _most(*looks: _Seen | None) -> Floats:
    most: Floats = np.maximum.reduce([look.raw for look in looks if look is not None])
    return most


def _changed(one: Small, other: Small) -> NDArray[np.bool_]:
    return np.asarray(cv2.absdiff(one.cells[..., 0], other.cells[..., 0]) > CHANGE)
