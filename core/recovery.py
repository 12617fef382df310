"""After a restart: who waits because of it, and hears so if the wait was long.

Owns that one message and the sign of life by which the next start knows how long we were away.
Must not know how jobs go on; the durable library takes them up by itself.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from core.errors import DeliveryError
from core.flows.services import Services

log = logging.getLogger(__name__)


class Recovery:
    """One start of the process, looking back and leaving a trace for the next."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._gone_since: datetime | None = None

    async def begin(self) -> None:
        """Leave the first sign of life, and see when the start before this one left its last."""
        self._gone_since = await self._services.store.beat(self._services.boot)

    async def beat(self) -> None:
        """Leave a sign of life every few seconds, until cancelled."""
        while True:
            await self._services.clock.sleep(self._services.timetable.alive_beat_s)
            try:
                await self._services.store.beat(self._services.boot)
            except Exception:
                # A disk that is full for a while must not end the signs of life for good.
                log.exception("No sign of life could be left; it is tried again.")

    async def tell(self) -> None:
        """Tell everybody whose job waited for long, once for each chat."""
        services = self._services
        if self._gone_since is None:
            return
        away_s = (services.clock.now() - self._gone_since).total_seconds()
        if away_s <= services.timetable.restart_notice_s:
            return
        log.warning("The last start ended %.0f s ago; its jobs go on.", away_s)
        told: set[str] = set()
        for job in await services.store.all_open_jobs():
            incoming = await services.store.message(job)
            if incoming.at > self._gone_since or incoming.chat.key in told:
                continue
            told.add(incoming.chat.key)
            try:
                voice = await services.voice(incoming)
                await voice.note(f"restart-{services.boot}", voice.say("restarted"))
            except DeliveryError as error:
                log.info("A chat could not be told of the restart: %s", error)
            # A thousand chats are not to be told in one burst, before their own work.
            await asyncio.sleep(0)
