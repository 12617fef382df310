"""What there is at the fake Discord: people, guilds, rooms, messages, interactions: for tests.

Owns the values, without any behaviour of the platform. Must not know HTTP or JSON's field order.
Ids are snowflakes as whole numbers; ``*_s`` of the monotonic clock unless said otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.servers.discord_markdown import shown

TEXT, DM, PUBLIC_THREAD, FORUM = 0, 1, 11, 15
"""Kinds of channels."""

SLASH, MESSAGE_COMMAND = 1, 3
"""Kinds of commands."""

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
"""Kinds of interactions."""

GUILD_INSTALL, USER_INSTALL = 0, 1
IN_GUILD, IN_BOT_DM, IN_PRIVATE = 0, 1, 2
"""Where a command may be used: a guild, the bot's own DM, a DM of others."""

EPHEMERAL, LOADING, COMPONENTS_V2, HAS_THREAD, HAS_SNAPSHOT = (
    1 << 6,
    1 << 7,
    1 << 15,
    1 << 5,
    1 << 14,
)
"""Flags of messages."""


@dataclass
class User:
    """Somebody at Discord, a bot too. ``locale`` is their program's language."""

    id: int
    name: str
    locale: str = "en-US"
    is_bot: bool = False
    takes_dms: bool = True


@dataclass
class Guild:
    """A server of people. ``boosts`` set the tier, and with it how large files may be."""

    id: int
    name: str
    owner: User
    boosts: int = 0
    locale: str = "en-US"
    has_bot: bool = True
    members: dict[int, User] = field(default_factory=dict)
    denied: set[str] = field(default_factory=set)

    @property
    def tier(self) -> int:
        """2, 7 and 14 boosts make tiers 1, 2 and 3."""
        return sum(self.boosts >= needed for needed in (2, 7, 14))


@dataclass
class Room:
    """A channel: of a guild, a thread (``parent``), a forum, or a DM of its ``people``.

    ``denied`` are permissions that the bot lacks here, by name (``send_messages``).
    """

    id: int
    kind: int
    name: str
    guild: Guild | None = None
    parent: Room | None = None
    people: tuple[User, ...] = ()
    owner: User | None = None
    denied: set[str] = field(default_factory=set)
    is_archived: bool = False
    is_locked: bool = False
    is_gone: bool = False
    last_message: int | None = None

    @property
    def is_thread(self) -> bool:
        """Whether it hangs on another channel."""
        return self.parent is not None

    @property
    def is_dm(self) -> bool:
        """Whether it is outside of guilds."""
        return self.guild is None


@dataclass(frozen=True)
class File:
    """A file that lies at the platform. ``claims`` override JSON fields; None leaves one out.

    ``folder`` is the first part of its link's path: whose attachment it is.
    """

    id: int
    name: str
    title: str
    path: Path
    size_bytes: int
    mime: str
    folder: str
    description: str = ""
    width: int | None = None
    height: int | None = None
    is_ephemeral: bool = False
    claims: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Version:
    """A message as it stood from ``at_s`` on. ``components`` and ``embeds`` are as they were sent.

    ``pinged`` are the ids that were really notified, and "everyone".
    """

    at_s: float
    text: str = ""
    files: tuple[File, ...] = ()
    components: tuple[dict[str, Any], ...] = ()
    embeds: tuple[dict[str, Any], ...] = ()
    flags: int = 0
    pinged: frozenset[int | str] = frozenset()
    allowed_mentions: Mapping[str, Any] | None = None

    @property
    def is_loading(self) -> bool:
        """Whether it only says that the bot thinks."""
        return bool(self.flags & LOADING)

    @property
    def buttons(self) -> tuple[tuple[str, str], ...]:
        """(label, custom id or address) of each button, in order."""
        return tuple(
            (one.get("label") or "", one.get("custom_id") or one.get("url") or "")
            for one in walk(self.components)
            if one.get("type") == 2
        )

    @property
    def words(self) -> list[str]:
        """Everything to read: text, text displays, embeds, button labels, file names."""
        shown = [self.text, *(one["content"] for one in walk(self.components) if one["type"] == 10)]
        for embed in self.embeds:
            shown += [str(embed.get(key) or "") for key in ("title", "description", "url")]
            shown += [f"{one['name']}\n{one['value']}" for one in embed.get("fields", ())]
            shown.append(embed.get("footer", {}).get("text", ""))
        shown += [label for label, _ in self.buttons]
        shown += [one.title for one in self.files] + [one.description for one in self.files]
        return [one for one in shown if one]


@dataclass(frozen=True)
class Message:
    """A message with its whole history. ``seen_by`` None: everybody there, else that user alone.

    ``reference`` is the published ``message_reference``, ``snapshot`` what a forward carries.
    """

    id: int
    room: int
    author: User
    versions: tuple[Version, ...]
    reference: Mapping[str, Any] | None = None
    snapshot: Message | None = None
    seen_by: int | None = None
    nonce: str | int | None = None
    interaction: int | None = None
    deleted_at_s: float | None = None

    @property
    def now(self) -> Version:
        """How it stands."""
        return self.versions[-1]

    @property
    def text(self) -> str:
        """What it says now: its text and text displays."""
        shown = [one["content"] for one in walk(self.now.components) if one["type"] == 10]
        return "\n".join(one for one in (self.now.text, *shown) if one)

    @property
    def shown(self) -> str:
        """What is read of it now: without the marks of Markdown."""
        return shown(self.text)

    @property
    def buttons(self) -> tuple[tuple[str, str], ...]:
        """The buttons now."""
        return self.now.buttons

    @property
    def labels(self) -> list[str]:
        """What the buttons say."""
        return [label for label, _ in self.buttons]

    @property
    def files(self) -> tuple[File, ...]:
        """The files now."""
        return self.now.files

    @property
    def videos(self) -> list[Path]:
        """Where its videos lie."""
        return [one.path for one in self.files if one.mime.startswith("video/")]

    @property
    def is_ephemeral(self) -> bool:
        """Whether one person alone sees it."""
        return self.seen_by is not None


@dataclass
class Interaction:
    """What a person did with a command, a button or a modal, and what the bot did about it.

    ``created_s`` is of the platform's clock, which tests may move. ``answer`` is the type of the
    bot's callback, ``modal`` the data of one, ``message`` the one whose button was pressed,
    ``target`` the one that a message command is for. Its token is secret: no repr shows it.
    """

    id: int
    kind: int
    user: User
    room: Room
    name: str
    is_user_install: bool
    created_s: float
    token: str = field(repr=False)
    at_s: float = 0.0
    message: int | None = None
    target: int | None = None
    answer: int | None = None
    answered_at_s: float | None = None
    original: int | None = None
    modal: dict[str, Any] | None = None
    choices: tuple[dict[str, Any], ...] = ()
    followups: int = 0
    is_ephemeral: bool = False
    is_expired: bool = False

    @property
    def acknowledged_ms(self) -> float | None:
        """Milliseconds from the event to the bot's callback; None if there was none in time."""
        return None if self.answered_at_s is None else (self.answered_at_s - self.at_s) * 1000


@dataclass(frozen=True)
class Request:
    """One request, without bytes and without secrets.

    ``path`` is the published template, ``values`` what stood in it (tokens left out); ``files``
    are (part, name, size in bytes). ``channel`` is the one in the path, or that of the interaction
    whose token stood there. ``status`` 0 means that the line was cut.
    """

    at_s: float
    endpoint: str
    method: str
    path: str
    values: Mapping[str, str]
    query: Mapping[str, str]
    body: Any
    files: tuple[tuple[str, str, int], ...]
    status: int
    code: int
    answer: Any = None
    channel: int | None = None


@dataclass(frozen=True)
class Download:
    """A file that was asked for. ``asked_bytes`` is the range, or all; ``agent`` who asked."""

    at_s: float
    file: int
    asked_bytes: int
    agent: str
    status: int


def walk(components: Any) -> Iterator[dict[str, Any]]:
    """Every component, those inside of others too."""
    for one in components or ():
        yield one
        yield from walk(one.get("components"))
        yield from walk([inner] if (inner := one.get("accessory") or one.get("component")) else ())
