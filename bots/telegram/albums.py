"""Albums in groups: their parts come one by one, and only one of them names the bot.

Owns which albums are meant for us. Must not know what is in them. Parts come in one batch or in
several; those before the part with the name are held for a while, in memory alone: after a restart
in the middle of an album they are not known to be ours.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from core.gate import is_addressed
from core.model import Inbound, Incoming

_MOST: Final = 1000
"""Albums remembered: far more than come within the seconds that one takes."""
_MOST_PARTS: Final = 10
"""Source: the Bot API, "sendMediaGroup"."""

Album = tuple[str, str]
"""The chat's key and the album's id there."""


class AddressedAlbums:
    """The albums of which some part was meant for us, and parts of which that is not yet known."""

    def __init__(self) -> None:
        self._known: OrderedDict[Album, None] = OrderedDict()
        self._held: OrderedDict[Album, list[Incoming]] = OrderedDict()

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
        return [replace(one, mentions_bot=True) for one in self._held.pop(album, [])]

    def _marked(self, one: Inbound) -> Inbound:
        if not isinstance(one, Incoming) or one.album is None or one.is_direct:
            return one
        album = (one.chat.key, one.album)
        if album in self._known:
            return replace(one, mentions_bot=True)
        self._hold(album, one)
        return one

    def _hold(self, album: Album, one: Incoming) -> None:
        parts = self._held.setdefault(album, [])
        if len(parts) < _MOST_PARTS:
            parts.append(one)
        if len(self._held) > _MOST:
            self._held.popitem(last=False)
