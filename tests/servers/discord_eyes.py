"""A pair of eyes in a channel of the fake Discord: for tests.

Owns reading what stands there, and waiting for it. What is ephemeral is seen by its one person
alone. Must not know HTTP or the bot.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tests.servers.discord_ledger import Ledger
from tests.servers.discord_limits import ACKNOWLEDGE_S
from tests.servers.discord_values import File, Interaction, Message, Room, User

T = TypeVar("T")


class Eyes:
    """One channel, thread or DM, seen by one person."""

    def __init__(self, ledger: Ledger, room: Room, person: User) -> None:
        self._ledger = ledger
        self.room = room
        self.person = person

    @property
    def id(self) -> int:
        """The channel's id."""
        return self.room.id

    @property
    def name(self) -> str:
        """What it is called."""
        return self.room.name

    @property
    def history(self) -> list[Message]:
        """The bot's messages that this person ever saw here, each with all of its versions."""
        return [
            one
            for one in self._ledger.messages(self.id)
            if one.author == self._ledger.bot and one.seen_by in (None, self.person.id)
        ]

    @property
    def messages(self) -> list[Message]:
        """The bot's messages that stand here now, oldest first, without a mere "thinking"."""
        return [one for one in self.history if one.deleted_at_s is None and not one.now.is_loading]

    @property
    def texts(self) -> list[str]:
        """What is read of the bot's messages now."""
        return [one.shown for one in self.messages]

    @property
    def is_thinking(self) -> bool:
        """Whether a deferred answer shows that the bot thinks."""
        return any(one.deleted_at_s is None and one.now.is_loading for one in self.history)

    @property
    def typing(self) -> list[float]:
        """When the bot showed itself typing here, in monotonic seconds."""
        with self._ledger.changed:
            return [at_s for at_s, room in self._ledger.typing if room == self.id]

    def videos(self) -> list[Path]:
        """Where the videos lie that came, oldest first."""
        return [path for one in self.messages for path in one.videos]

    def files(self) -> list[File]:
        """The files that came."""
        return [file for one in self.messages for file in one.files]

    def message(self, message_id: int) -> Message:
        """One message that stands here, a person's too."""
        found = self._ledger.message(message_id, self.id)
        assert found is not None, f"{message_id} does not stand in {self.name}"
        return found

    def stands(self, message_id: int) -> bool:
        """Whether a message, a person's too, is (still) there."""
        return self._ledger.message(message_id, self.id) is not None

    def interaction(self, interaction_id: int) -> Interaction:
        """What a person did, by its number."""
        with self._ledger.changed:
            return self._ledger.interactions[interaction_id]

    def wait(self, value: Callable[[list[Message]], T], limit_s: float = 30.0) -> T:
        """What ``value`` makes of the bot's messages, as soon as that is true."""
        return self._ledger.wait(lambda: value(self.messages), limit_s, self.transcript)

    def hear(self, words: str, limit_s: float = 30.0, *, after: int = 0) -> Message:
        """The first message, from place ``after`` on, that says these words; waits for it."""

        def heard(messages: list[Message]) -> Message | None:
            return next((one for one in messages[after:] if words in one.shown), None)

        found = self.wait(heard, limit_s)
        assert found is not None
        return found

    def answered(self, interaction: Interaction, limit_s: float = 10.0) -> Interaction:
        """The interaction, as soon as the bot has answered it first; waits for it."""
        self._ledger.wait(lambda: interaction.answer is not None, limit_s, self.transcript)
        return interaction

    def reply_to(self, interaction: Interaction, limit_s: float = 30.0) -> Message:
        """The interaction's own answer, once it says something; waits for it."""

        def shown() -> Message | None:
            found = self._ledger.message(interaction.original)
            return None if found is None or found.now.is_loading else found

        found = self._ledger.wait(shown, limit_s, self.transcript)
        assert found is not None
        return found

    def has_failed(self, interaction: Interaction) -> bool:
        """Whether the person reads "The application did not respond"."""
        is_late = time.monotonic() - interaction.at_s > ACKNOWLEDGE_S
        return interaction.answer is None and is_late

    def transcript(self) -> str:
        """All that was said here by anybody, each version of it, for a failed test."""
        lines = []
        for message in self._ledger.messages(self.id):
            versions = ["…" if one.is_loading else one.words for one in message.versions]
            gone = " (deleted)" if message.deleted_at_s is not None else ""
            alone = f" (for {message.seen_by} alone)" if message.is_ephemeral else ""
            lines.append(f"{message.author.name} {message.id}{alone}{gone}: {versions}")
        with self._ledger.changed:
            for one in self._ledger.interactions.values():
                if one.room is self.room:
                    lines.append(f"{one.user.name} used {one.name!r}: answered with {one.answer}")
        return "\n".join(lines) or "(nothing was said)"
