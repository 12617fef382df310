"""Where the bot's process is shot: a signal that it sends itself at an exact place.

Owns knowing the place, from inside the process. Must not know what is said to the bot.

The core's durable module logs ``step begins: NAME``, ``step ends: NAME`` (done, not yet recorded)
and ``step recorded: NAME``. ``--at "ends upload"`` sends the process a signal of its own right
there, in the middle of the log call, or ``--delay-s`` later. With ``--run`` there is also
``--at "answered getUpdates"``: the HTTP library has the head of that method's answer, and nobody
else has anything of it. At Discord it is ``--at "answered POST /channels/{channel_id}/messages"``,
by the published template, and ``--at "heard MESSAGE_CREATE"`` for an event of its gateway.
``--at "inserts TABLE"`` is right before a row is written into a table of ours, ``--at "inserted
TABLE"`` right after that was committed, before anybody else hears of it.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import threading
from dataclasses import dataclass, field
from typing import Any

STEPS_LOG = "core.durable"
TELEGRAM_HTTP_LOG, DISCORD_HTTP_LOG, DISCORD_GATEWAY_LOG = (
    "httpx",
    "discord.http",
    "discord.gateway",
)


@dataclass(frozen=True)
class Shot:
    """A signal that the process sends itself: at which step's boundary, the how-many-eth time.

    ``at`` is ``begins NAME``, ``ends NAME`` or ``recorded NAME``, ``answered METHOD`` of a Bot
    API, ``answered METHOD /path/{template}`` and ``heard EVENT`` at Discord, or ``inserts TABLE``
    and ``inserted TABLE``; ``delay_s`` puts it so long after that, into the middle of whatever
    comes then.
    """

    at: str
    nth: int = 1
    delay_s: float = 0.0
    number: int = signal.SIGKILL

    def arguments(self) -> list[str]:
        """As the process takes it."""
        numbers = ["--nth", str(self.nth), "--delay-s", str(self.delay_s)]
        return ["--at", self.at, *numbers, "--signal", str(int(self.number))]


@dataclass
class _Gun:
    """Fires the shot at the how-many-eth time."""

    shot: Shot
    left: int = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.shot.nth

    def reach(self) -> None:
        """Its place is reached once more."""
        self.left -= 1
        if self.left:
            return
        if self.shot.delay_s:
            threading.Timer(self.shot.delay_s, self._fire).start()
        else:
            self._fire()

    def _fire(self) -> None:
        os.kill(os.getpid(), self.shot.number)


class _Trigger(logging.Handler):
    """Knows the place by a line of a log."""

    def __init__(self, gun: _Gun) -> None:
        super().__init__(logging.DEBUG)
        self._gun = gun
        word, _, name = gun.shot.at.partition(" ")
        match word:
            case "answered" if " " in name:
                method, _, path = name.partition(" ")
                parts = re.split(r"\{\w+\}", path)
                address = "[^/? ]+".join(map(re.escape, parts))
                self.source = DISCORD_HTTP_LOG
                self.pattern = re.compile(rf"{method} http\S*/api/v\d+{address}[ ?].*has returned")
            case "answered":
                self.source = TELEGRAM_HTTP_LOG
                self.pattern = re.compile(rf"/{re.escape(name)}[ ?]")
            case "heard":
                self.source = DISCORD_GATEWAY_LOG
                self.pattern = re.compile(rf"WebSocket Event: .*'t': '{re.escape(name)}'")
            case _:
                self.source = STEPS_LOG
                self.pattern = re.compile(rf"^step {re.escape(word)}: {re.escape(name)}$")

    def emit(self, record: logging.LogRecord) -> None:
        if self.pattern.search(record.getMessage()):
            self._gun.reach()


def aim(shot: Shot) -> None:
    """Have this process shot there; before its engine is opened."""
    gun = _Gun(shot)
    word, _, table = shot.at.partition(" ")
    if word in ("inserts", "inserted"):
        _aim_at_rows(gun, table, is_before=word == "inserts")
        return
    trigger = _Trigger(gun)
    source = logging.getLogger(trigger.source)
    source.setLevel(logging.INFO if trigger.source == TELEGRAM_HTTP_LOG else logging.DEBUG)
    # What a library tells of each request is for the trigger alone.
    source.propagate = trigger.source == STEPS_LOG
    source.addHandler(trigger)


def _aim_at_rows(gun: _Gun, table: str, *, is_before: bool) -> None:
    """A connection goes back to its pool once its transaction is over."""
    from sqlalchemy import Engine, Pool, event

    @event.listens_for(Engine, "before_cursor_execute")
    def before(connection: Any, _: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith(f"INSERT INTO {table} "):
            return
        if is_before:
            gun.reach()
        else:
            connection.info["inserted"] = True

    @event.listens_for(Pool, "checkin")
    def after(_: Any, record: Any) -> None:
        if record.info.pop("inserted", False):
            gun.reach()
