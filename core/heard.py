"""What one platform's adapter may know of the store: how far it was heard.

Owns ``core.ports.Heard``. Must not know a platform.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.model import ChatRef
from core.store import Store


@dataclass(frozen=True, slots=True)
class HeardOn:
    """The store, for the platform of that name."""

    store: Store
    platform: str

    async def newest(self, account: str, since: datetime) -> Mapping[ChatRef, int]:
        """See ``core.ports.Heard``."""
        return await self.store.heard(self.platform, account, since)

    async def watermark(self, account: str) -> datetime | None:
        """See ``core.ports.Heard``."""
        return await self.store.watermark(self.platform, account)

    async def set_watermark(self, account: str, at: datetime) -> None:
        """See ``core.ports.Heard``."""
        await self.store.set_watermark(self.platform, account, at)

    async def put_off(self, chat: ChatRef, number: int) -> None:
        """See ``core.ports.Heard``."""
        await self.store.put_off(chat, number)
