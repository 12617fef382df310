"""The fake Discord's gateway sessions, which outlive their connections: for tests.

Owns numbering, what a session is told by its intents and shard, and keeping it until it is
acknowledged, so that a resumed session misses nothing. Must not know sockets.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.servers.discord_ledger import Ledger
from tests.servers.discord_room_shapes import guild_create_json, user_json
from tests.servers.discord_shapes import Shapes
from tests.servers.discord_values import Guild, Message, Room

GUILDS, GUILD_MESSAGES, DM_MESSAGES, MESSAGE_CONTENT = 1 << 0, 1 << 9, 1 << 12, 1 << 15
PRIVILEGED = {"members": 1 << 1, "presences": 1 << 8, "message_content": MESSAGE_CONTENT}
_KEPT = 1000


@dataclass
class Session:
    """One identified client. ``events`` are (number, name, data) not acknowledged yet.

    ``cursor`` is the number of the last event that was put on a socket, ``last_done`` the last that
    a person did.
    """

    intents: int
    shard: tuple[int, int]
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    number: int = 0
    cursor: int = 0
    events: deque[tuple[int, str, Any]] = field(
        default_factory=lambda: deque(maxlen=_KEPT), repr=False
    )
    is_connected: bool = False
    last_done: tuple[str, Any] | None = field(default=None, repr=False)

    @property
    def has_content(self) -> bool:
        """Whether it is shown what people write."""
        return bool(self.intents & MESSAGE_CONTENT)

    def serves(self, guild: Guild | None) -> bool:
        """Whether the guild, or a DM, is of its shard."""
        number, count = self.shard
        return number == (0 if guild is None else (guild.id >> 22) % count)

    def push(self, name: str, data: Any) -> None:
        """Put an event to the others."""
        self.number += 1
        self.events.append((self.number, name, data))

    def acknowledged(self, number: int) -> None:
        """The client has all up to that one."""
        while self.events and self.events[0][0] <= number:
            self.events.popleft()

    def can_replay(self, number: int) -> bool:
        """Whether everything after that event is still here."""
        if number > self.number:
            return False
        return number == self.number or bool(self.events and self.events[0][0] <= number + 1)


class Sessions:
    """All sessions. ``wake`` is called after something was put into one, from any thread."""

    def __init__(self, ledger: Ledger, shapes: Shapes) -> None:
        self._ledger = ledger
        self._shapes = shapes
        self.by_id: dict[str, Session] = {}
        self.identified = 0
        self.resumed = 0
        self.wake: Callable[[], None] = lambda: None

    def begin(self, intents: int, shard: tuple[int, int], gateway: str) -> Session:
        """A new session: READY, then each guild of its shard."""
        ledger = self._ledger
        with ledger.changed:
            session = Session(intents, shard)
            mine = [one for one in ledger.guilds.values() if one.has_bot and session.serves(one)]
            session.push(
                "READY",
                {
                    "v": 10,
                    "user": user_json(ledger.bot) | {"verified": True, "mfa_enabled": False},
                    "guilds": [{"id": str(one.id), "unavailable": True} for one in mine],
                    "session_id": session.id,
                    "session_type": "normal",
                    "resume_gateway_url": gateway,
                    "shard": list(shard),
                    "application": {"id": str(ledger.bot.id), "flags": 0},
                    "private_channels": [],
                },
            )
            if intents & GUILDS:
                for guild in mine:
                    session.push("GUILD_CREATE", guild_create_json(ledger, guild))
            self.by_id[session.id] = session
            self.identified += 1
            ledger.changed.notify_all()
            return session

    def resume(self, session_id: str, number: int) -> Session | None:
        """The session, set back to that event; None if it is lost."""
        with self._ledger.changed:
            session = self.by_id.get(session_id)
            if session is None or not session.can_replay(number):
                return None
            session.cursor = number
            session.push("RESUMED", {"_trace": []})
            self.resumed += 1
            return session

    def repeat(self) -> None:
        """Tell once more what a person did last, as it happens around resuming."""
        with self._ledger.changed:
            for session in self.by_id.values():
                if session.last_done is not None:
                    session.push(*session.last_done)
        self.wake()

    def forget(self) -> None:
        """Lose every session, and with it what was not told yet."""
        with self._ledger.changed:
            self.by_id.clear()

    # --- what is told -----------------------------------------------------------------------

    def tell(self, name: str, data: Any, guild: Guild | None, intent: int = 0) -> None:
        """Tell an event of a guild, or of a DM, to those that listen for it."""
        self._tell(name, lambda _: data, guild, intent)

    def _tell(
        self, name: str, data: Callable[[Session], Any], guild: Guild | None, intent: int
    ) -> None:
        with self._ledger.changed:
            for session in self.by_id.values():
                if session.serves(guild) and (not intent or session.intents & intent):
                    told = data(session)
                    session.push(name, told)
                    if self._is_done_by_person(name, told):
                        session.last_done = name, told
        self.wake()

    def _is_done_by_person(self, name: str, told: Any) -> bool:
        if name in ("MESSAGE_CREATE", "MESSAGE_UPDATE"):
            return bool(told["author"]["id"] != str(self._ledger.bot.id))
        return name == "INTERACTION_CREATE"

    def tell_message(self, name: str, message: Message) -> None:
        """MESSAGE_CREATE or MESSAGE_UPDATE, where the bot is and sees it."""
        room = self._ledger.rooms[message.room]
        if not self.is_there(room):
            return

        def shape(session: Session) -> dict[str, Any]:
            told = self._shapes.message(message, has_content=session.has_content)
            if room.guild is not None:
                told |= self._shapes.membership(room.guild, message)
            return told

        self._tell(name, shape, room.guild, GUILD_MESSAGES if room.guild else DM_MESSAGES)

    def is_there(self, room: Room) -> bool:
        """Whether the bot is in that room and may look into it."""
        if room.guild is None:
            return self._ledger.bot in room.people
        above = room.parent.denied if room.parent is not None else set()
        hidden = "view_channel" in (room.denied | above | room.guild.denied)
        return room.guild.has_bot and not hidden
