"""Albums in groups: their parts come one by one, and only one of them names the bot.

Owns which albums are meant for us. Must not know what is in them. Parts come in one batch or in the
next ones; what came before the part with the name, in an earlier batch, is not known to be ours.
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


class AddressedAlbums:
    """The albums of which some part was meant for us."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], None] = OrderedDict()

    def marked(self, batch: Sequence[Inbound]) -> list[Inbound]:
        """The same, with every part of such an album marked as meant for us."""
        for one in batch:
            if isinstance(one, Incoming) and one.album and is_addressed(one):
                self._known[one.chat.key, one.album] = None
                if len(self._known) > _MOST:
                    self._known.popitem(last=False)
        return [self._marked(one) for one in batch]

    def _marked(self, one: Inbound) -> Inbound:
        if not isinstance(one, Incoming) or one.album is None:
            return one
        is_ours = (one.chat.key, one.album) in self._known
        return replace(one, mentions_bot=True) if is_ours and not one.is_direct else one
