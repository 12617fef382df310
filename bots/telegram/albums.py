"""Albums in groups: their parts come one by one, and only one of them names the bot.

Owns which albums are meant for us. Must not know what is in them. Parts come in one batch or in
several; those before the part with the name are held for a while, in memory alone: after a restart
in the middle of an album they are not known to be ours.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from core.gate import is_addressed
from core.model import Inbound, Incoming

_MOST: Final = 1000
"""Albums remembered: far more than come within the seconds that one takes."""
_MOST_PARTS: Final = 10
"""Source: the Bot API, "sendMediaGroup"."""
_HELD_S: Final = 10.0
"""An album comes within seconds; a part from long before is no news to anybody."""

Album = tuple[str, str]
"""The chat's key and the album's id there."""


class AddressedAlbums:
    """The albums of which some part was meant for us, and parts of which that is not yet known."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._known: OrderedDict[Album, None] = OrderedDict()
        self._held: OrderedDict[Album, tuple[float, list[Incoming]]] = OrderedDict()

    def marked(self, batch: Sequence[Inbound]) -> list[Inbound]:
        """The same, with every part of such an album marked as meant for us.

        Parts of earlier batches that turn out to be meant for us come first, in their order.
        """
        found: list[Inbound] = []
        for one in batch:
            if isinstance(one, Incoming) and one.album and is_addressed(one):
                found += self._named((one.chat.key, one.album))
        found += [self._marked(one) for one in batch]
        return found

    def _named(self, album: Album) -> list[Incoming]:
        self._known[album] = None
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
        self._drop_old()
        _, parts = self._held.pop(album, (0.0, []))
        return [replace(one, mentions_bot=True) for one in parts]

    def _marked(self, one: Inbound) -> Inbound:
        if not isinstance(one, Incoming) or one.album is None or one.is_direct:
            return one
        album = (one.chat.key, one.album)
        if album in self._known:
            return replace(one, mentions_bot=True)
        self._hold(album, one)
        return one

    def _hold(self, album: Album, one: Incoming) -> None:
        self._drop_old()
        _, parts = self._held.setdefault(album, (self._now_s(), []))
        if len(parts) < _MOST_PARTS:
            parts.append(one)
        if len(self._held) > _MOST:
            self._held.popitem(last=False)

    def _drop_old(self) -> None:
        """Forget the albums whose first part came long ago; they stand in that order."""
        while self._held:
            since_s, _ = next(iter(self._held.values()))
            if self._now_s() - since_s <= _HELD_S:
                return
            self._held.popitem(last=False)
