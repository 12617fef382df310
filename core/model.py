"""The values that travel through the house: frozen, comparable, without I/O.

Owns what a message, a chat, an attachment, an answer and a render *are*. Must not know how any of
them is fetched, stored, worded or shown. Times are timezone-aware UTC, durations milliseconds,
sizes bytes. Ids are opaque text: only the platform adapter that made one may parse it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class ChatRef:
    """One conversation on one platform; a topic or thread is a conversation of its own."""

    platform: str
    account: str
    chat: str
    thread: str = ""

    @property
    def key(self) -> str:
        """The chat as one line of text, unique over all platforms: the key of rows and queues."""
        parts = (self.platform, self.account, self.chat, self.thread)
        return "/".join(part.replace("%", "%25").replace("/", "%2F") for part in parts)


def message_id(chat: ChatRef, update: int, part: str = "") -> str:
    """The id of an inbound message: sortable within its chat, the same for a repeated update.

    ``update`` is the platform's number (update id, snowflake) or, where it has none, nanoseconds.
    ``part`` is for a message that came another way than through the platform: it has the number of
    the one that it came after, and can't be mistaken for it. Small letters, digits, dashes.
    """
    return f"{chat.key}/{part}:{update:020d}" if part else f"{chat.key}:{update:020d}"


def update_of(message: str) -> int:
    """The platform's number in a message's id: ``message_id`` read backwards."""
    return int(message.rpartition(":")[2])


def part_of(message: str) -> str:
    """The part in a message's id; "" for one that the platform told."""
    # A chat's key has four fields, whatever is in them.
    fields = message.rpartition(":")[0].split("/", 4)
    return fields[4] if len(fields) > 4 else ""


def handle_of(message: str) -> str:
    """What tells a message from every other of its chat, whatever that is called: for buttons.

    At most 46 bytes of ASCII.
    """
    part = part_of(message)
    return f"{update_of(message)}/{part}" if part else str(update_of(message))


def order_of(message: str) -> tuple[int, str, str]:
    """The key by which a chat's message ids sort.

    Their text alone does not: earlier ids of a chat keep a name that it had before.
    """
    return update_of(message), part_of(message), message


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote. ``language`` is the platform's hint (a BCP 47 tag) or None."""

    id: str
    name: str = ""
    is_bot: bool = False
    language: str | None = None


class AttachmentKind(StrEnum):
    """What a platform, or a look at the first bytes, says that an attachment is."""

    VIDEO = "video"
    IMAGE = "image"
    AUDIO = "audio"
    CAPTIONS = "captions"
    """A text with times, that no backend takes as a file: it goes along with the words."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message. ``ref`` can be stored and opened again after a restart.

    ``name``, ``mime`` and ``size_bytes`` are what the sender claims, never facts. ``is_link``:
    ``ref`` is an address that the person gave, which the backend fetches; no platform opens it.
    ``is_dropped``: it came through a door of ours (``core.doors``) and lies with us: no platform
    opens it either.
    """

    ref: str
    kind: AttachmentKind
    name: str
    mime: str = ""
    size_bytes: int | None = None
    duration_ms: int | None = None
    is_link: bool = False
    is_dropped: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Words as the person wrote them; may be empty when a message is only attachments."""

    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """A platform command without its slash, with the rest of its line."""

    name: str
    argument: str = ""


@dataclass(frozen=True, slots=True)
class Press:
    """A tap on a button of ours; ``data`` is what that button carried (see ``Button``)."""

    data: str


Body = Text | Command | Press


@dataclass(frozen=True, slots=True)
class Incoming:
    """One inbound message. ``id`` is made of platform, chat and update id: sortable and unique.

    ``platform_id`` is the platform's own id of this message in its chat, ``reply_to`` that of the
    message which this one answers: the same names that ``Receipt.platform_id`` uses for ours.
    ``quoted`` are the files of the answered message, for one that we may never have seen.
    ``album`` groups messages that the platform sent as one; each keeps its own words.
    ``is_edited``: not a new message, but new words for the one that stands under ``platform_id``.
    ``is_unseen``: nobody else in the chat saw these words (they were typed into a form).
    """

    id: str
    chat: ChatRef
    sender: Sender
    body: Body
    at: datetime
    attachments: tuple[Attachment, ...] = ()
    album: str | None = None
    platform_id: str = ""
    reply_to: str | None = None
    quoted: tuple[Attachment, ...] = ()
    is_direct: bool = True
    mentions_bot: bool = False
    is_edited: bool = False
    is_unseen: bool = False


def is_named_here(incoming: Incoming) -> bool:
    """Whether the platform knows the message by its ids in the chat as that is called now.

    Not where the chat has moved since: there the platform may count its messages anew.
    """
    own = incoming.id
    return own == message_id(incoming.chat, update_of(own), part_of(own))


@dataclass(frozen=True, slots=True)
class Door:
    """A one-time way into a chat, for files that its platform does not hand out.

    ``about`` is the message whose file was refused; ``taken`` the one that was made of what was
    dropped, None as long as nothing was. Both are in the chat as it is called now.
    """

    id: str
    about: Incoming
    expires_at: datetime
    taken: Incoming | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """The platform gave a chat another name: what was ``before`` is ``chat`` from now on."""

    chat: ChatRef
    before: ChatRef


@dataclass(frozen=True, slots=True)
class Left:
    """The bot was blocked in a chat, or removed from it, or the chat is gone: nobody waits for an
    answer any more, there or in its threads. With a thread only that one is meant.
    """

    chat: ChatRef


Inbound = Incoming | Moved | Left
"""What a platform tells us: a person's message, or that something became of a chat."""


@dataclass(frozen=True, slots=True)
class Button:
    """A tappable answer. ``data`` comes back in a ``Press``; at most 64 bytes as UTF-8."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Media:
    """A file of ours to send: a finished video or a preview picture, lying at ``path``.

    ``is_plain_file``: the person wants the very file, not what the platform's player makes of it.
    ``thumbnail_path`` is a JPEG of at most 320 pixels and 200 kB, where there is one.
    """

    kind: AttachmentKind
    path: str
    name: str
    size_bytes: int
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    thumbnail_path: str | None = None
    is_plain_file: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """A figure for platforms that draw a bar; others show the words alone.

    ``fraction`` runs from 0 to 1; None where only the stage is known.
    """

    stage: Stage
    fraction: float | None = None


class Stage(StrEnum):
    """The four stretches of a job that a person waits for, in their order."""

    UPLOAD = "upload"
    EDIT = "edit"
    RENDER = "render"
    DOWNLOAD = "download"


class Tone(StrEnum):
    """What kind of answer it is, for platforms with exit codes or colours."""

    INFO = "info"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message of ours. ``id`` is stable: sent twice it is recognisably the same message.

    ``edits`` names an earlier Outgoing that this one replaces in place where the platform can, and
    ``standing`` is the platform's own id of that one where it still stands; the outbox fills it in.
    ``about`` is the id of the inbound message that this one answers, ``reply_to`` the platform's
    own id of it, for chats in which several people speak; ``session_id`` is the project that it
    shows, so that a reply to it finds the project again. ``is_personal``: it concerns the one who
    is answered (credits, login, a failure), and is shown to no other where the platform can.
    """

    id: str
    chat: ChatRef
    text: str
    media: tuple[Media, ...] = ()
    buttons: tuple[Button, ...] = ()
    about: str | None = None
    reply_to: str | None = None
    edits: str | None = None
    standing: str | None = None
    session_id: int | None = None
    progress: Progress | None = None
    tone: Tone = Tone.INFO
    is_final: bool = False
    is_personal: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof of a send: the platform's own id of the message that now stands in the chat."""

    outgoing_id: str
    platform_id: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a chat can take; limits differ by chat, not only by platform.

    Text limits count UTF-16 units. ``is_operators``: whoever reads this chat runs the bot, so it
    may be shown what opens the account. ``is_one_shot``: one request, one answer, then the chat is
    over: no greeting, no waiting for a backend to come back. ``is_original_kept``: videos arrive as
    the very files that they are, so that there is no quality to choose. ``has_welcome``: the
    platform itself says what to try, before a person says anything.
    """

    max_text: int
    max_upload_bytes: int
    max_download_bytes: int
    can_edit: bool
    has_buttons: bool
    is_private: bool
    max_caption: int = 1024
    is_operators: bool = False
    is_one_shot: bool = False
    is_original_kept: bool = False
    has_welcome: bool = False


@dataclass(frozen=True, slots=True)
class ChatSession:
    """A chat's project at Nemo: one session, one timeline. Ids are long digit strings kept as text.

    ``id`` is our own row's and stays when a lost session is rebuilt; ``user_id`` the account that
    holds the project; ``title`` what its owner calls it: the name of its first clip, or the words.
    """

    id: int
    chat: ChatRef
    nemo_session_id: str
    nemo_task_id: str
    user_id: str
    created_at: datetime
    title: str = ""


@dataclass(frozen=True, slots=True)
class ChatProfile:
    """What we remember of a chat besides its project. ``language`` None: the platform's hint.

    ``is_low_told``: the chat heard that credits run low, and they have not risen since.
    ``wish``: the id of the message whose words await a yes (a video made of words alone).
    ``is_original_quality``: videos are wanted as plain files.
    """

    chat: ChatRef
    language: str | None = None
    is_greeted: bool = False
    is_low_told: bool = False
    wish: str | None = None
    is_original_quality: bool = False


class RenderState(StrEnum):
    """A render's life at the backend."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Render:
    """A render that we asked for. It is written down before the request that uses its id."""

    id: str
    message_id: str
    session_id: int
    state: RenderState
    attempt: int
    created_at: datetime


class EditState(StrEnum):
    """How far an edit's one message to the backend has come.

    ARMED: certainly not sent. SENDING is committed right before the request: whoever finds it has
    an edit whose outcome is unknown, and never sends it again.
    """

    ARMED = "armed"
    SENDING = "sending"
    DONE = "done"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Edit:
    """The fence against a second send.

    ``boot`` is the process start that wrote it last; ``before`` the state seen before the send,
    kept so that after a crash the difference can be told.
    """

    message_id: str
    session_id: int
    boot: str
    state: EditState
    before: dict[str, Any] = field(default_factory=dict)
    reply: str = ""


class DeliveryState(StrEnum):
    """A recorded message's life: what is SENDING at a restart has an unknown outcome."""

    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """The record of one final message, or of a progress message's first send: written before the
    send and completed after it.
    """

    outgoing_id: str
    chat_key: str
    state: DeliveryState
    platform_id: str | None = None
    attempts: int = 0
