"""What the chat page is told, as values: messages, files, conversations, refusals.

Owns reading the frames' JSON, and that it has each field and no other. Must not know HTTP.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

MESSAGE = frozenset(
    {
        *("number", "key", "author", "at", "text", "is_press", "reply_to", "is_final", "tone"),
        *("attachments", "media", "before", "buttons", "progress"),
    }
)
ATTACHMENT = frozenset({"file", "name", "kind", "mime", "size_bytes", "url", "is_kept"})
MEDIA = frozenset(
    {
        *("file", "kind", "name", "size_bytes", "width", "height", "duration_ms", "is_kept"),
        *("url", "download_url", "poster_url"),
    }
)
BEFORE = frozenset({"url", "playable_url", "name", "kind"})
CONVERSATION = frozenset(["id", "title", "changed_at", "is_working"])
STAGES = ("upload", "edit", "render", "download")
TONES = ("info", "done", "failed")
KINDS = ("video", "image", "audio", "other")


class Refused(AssertionError):
    """The page's server said no: a sentence for the person and a word for the page."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(f"{status} {code}: {sentence}")
        self.status = status
        self.code = code
        self.sentence = sentence


@dataclass(frozen=True)
class File:
    """A file of a person's, or of ours; addresses are relative to the page."""

    id: str
    name: str
    kind: str
    size_bytes: int
    url: str
    is_kept: bool
    mime: str = ""
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    download_url: str = ""
    poster_url: str | None = None


@dataclass(frozen=True)
class Message:
    """One version of a message."""

    number: int
    key: str | None
    author: str
    at: str
    text: str
    is_press: bool
    reply_to: int | None
    attachments: tuple[File, ...]
    media: tuple[File, ...]
    before: dict[str, Any] | None
    buttons: tuple[tuple[str, str], ...]
    stage: str | None
    fraction: float | None
    tone: str
    is_final: bool

    @property
    def labels(self) -> list[str]:
        """What its buttons say."""
        return [label for label, _ in self.buttons]

    @property
    def videos(self) -> list[File]:
        """Its videos."""
        return [one for one in self.media if one.kind == "video"]

    @property
    def pictures(self) -> list[File]:
        """Its pictures."""
        return [one for one in self.media if one.kind == "image"]


@dataclass(frozen=True)
class Conversation:
    """An entry of the side list."""

    id: str
    title: str
    changed_at: str
    is_working: bool


def message_of(told: dict[str, Any]) -> Message:
    """A message of a frame. Fails for what the page would not understand."""
    _has(told, MESSAGE)
    assert told["author"] in ("person", "bot"), told
    assert told["tone"] in TONES, told
    assert told["author"] == "person" or told["key"] is None, told
    progress = told["progress"]
    if progress is not None:
        _has(progress, frozenset({"stage", "fraction"}))
        assert progress["stage"] in STAGES, told
        assert progress["fraction"] is None or 0 <= progress["fraction"] <= 1, told
    if told["before"] is not None:
        _has(told["before"], BEFORE)
    for button in told["buttons"]:
        _has(button, frozenset({"label", "data"}))
    return Message(
        number=told["number"],
        key=told["key"],
        author=told["author"],
        at=told["at"],
        text=told["text"],
        is_press=told["is_press"],
        reply_to=told["reply_to"],
        attachments=tuple(_file(one, ATTACHMENT) for one in told["attachments"]),
        media=tuple(_file(one, MEDIA) for one in told["media"]),
        before=told["before"],
        buttons=tuple((one["label"], one["data"]) for one in told["buttons"]),
        stage=progress and progress["stage"],
        fraction=progress and progress["fraction"],
        tone=told["tone"],
        is_final=told["is_final"],
    )


def conversations_of(told: Iterable[dict[str, Any]]) -> tuple[Conversation, ...]:
    """The side list of a frame, which is newest first."""
    listed = []
    for one in told:
        _has(one, CONVERSATION)
        listed.append(Conversation(**one))
    changed = [one.changed_at for one in listed]
    assert changed == sorted(changed, reverse=True), changed
    return tuple(listed)


def _file(told: dict[str, Any], fields: frozenset[str]) -> File:
    _has(told, fields)
    assert told["kind"] in KINDS, told
    more = {name: value for name, value in told.items() if name != "file"}
    for name, value in more.items():
        # The page may lie below a path of somebody's domain.
        assert not name.endswith("url") or value is None or not value.startswith(("/", "http")), (
            told
        )
    return File(id=told["file"], **more)


def _has(told: dict[str, Any], fields: frozenset[str]) -> None:
    assert set(told) == fields, f"{sorted(set(told) ^ fields)} in {told}"
