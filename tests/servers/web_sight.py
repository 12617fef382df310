"""What one open page sees of its conversation: built from the frames of its socket.

Owns the rules by which a page keeps itself in step. Must not know HTTP, sockets or threads.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.servers.web_values import Conversation, Message, conversations_of, message_of


@dataclass
class Seen:
    """A message that stands, or stood, with each version that was seen of it."""

    versions: list[Message]
    is_removed: bool = False

    @property
    def now(self) -> Message:
        """As it was seen last."""
        return self.versions[-1]

    @property
    def texts(self) -> tuple[str, ...]:
        """What it said, one after another."""
        said: list[str] = []
        for version in self.versions:
            if version.text not in said[-1:]:
                said.append(version.text)
        return tuple(said)


@dataclass
class Sight:
    """A page. ``last_id`` is of the last event that it heard of."""

    conversation: str
    last_id: str = ""
    has_snapshot: bool = False
    conversations: tuple[Conversation, ...] = ()
    seen: dict[int, Seen] = field(default_factory=dict)
    snapshots: int = 0
    resumed: int = 0
    ticks: int = 0

    @property
    def messages(self) -> list[Message]:
        """What stands, in order."""
        return [one.now for _, one in sorted(self.seen.items()) if not one.is_removed]

    @property
    def is_listed(self) -> bool:
        """Whether the side list has this conversation."""
        return any(one.id == self.conversation for one in self.conversations)

    def take(self, frame: dict[str, Any]) -> None:
        """One frame, in its order. Fails for one that no page would understand."""
        kind = frame["type"]
        if kind == "tick":
            self.ticks += 1
            return
        assert self.has_snapshot or kind == "snapshot", f"{kind} before all else"
        assert isinstance(frame["id"], str), frame
        getattr(self, f"_take_{kind}")(frame)
        self.last_id = frame["id"]

    def _take_snapshot(self, frame: dict[str, Any]) -> None:
        _has(frame, "conversation", "conversations", "messages")
        assert frame["conversation"] == self.conversation, frame
        told = [message_of(one) for one in frame["messages"]]
        numbers = [one.number for one in told]
        assert numbers == sorted(set(numbers)), numbers
        for number, seen in self.seen.items():
            seen.is_removed = number not in numbers
        for message in told:
            self._put(message)
        self.conversations = conversations_of(frame["conversations"])
        self.has_snapshot = True
        self.snapshots += 1

    def _take_resumed(self, frame: dict[str, Any]) -> None:
        _has(frame)
        self.resumed += 1

    def _take_message(self, frame: dict[str, Any]) -> None:
        _has(frame, "conversation", "message")
        assert frame["conversation"] == self.conversation, frame
        self._put(message_of(frame["message"]))

    def _take_removed(self, frame: dict[str, Any]) -> None:
        _has(frame, "conversation", "number")
        assert frame["conversation"] == self.conversation, frame
        if frame["number"] in self.seen:
            self.seen[frame["number"]].is_removed = True

    def _take_conversations(self, frame: dict[str, Any]) -> None:
        _has(frame, "conversations")
        self.conversations = conversations_of(frame["conversations"])

    def _put(self, message: Message) -> None:
        seen = self.seen.setdefault(message.number, Seen([message]))
        seen.is_removed = False
        if seen.now != message:
            seen.versions.append(message)


def _has(frame: dict[str, Any], *fields: str) -> None:
    assert set(frame) == {"type", "id", *fields}, frame
