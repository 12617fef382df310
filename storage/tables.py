"""The tables. DBOS keeps its own in the same database; they are none of ours.

Owns names, columns, keys and what is deleted with what. Must not know how they are filled. The
migrations make these same tables; a test holds the two together.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

metadata: Final = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


class UtcTime(TypeDecorator[datetime]):
    """A timezone-aware moment. Kept as UTC, because SQLite keeps no zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """UTC. Raises ``ValueError`` for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """With its zone again; PostgreSQL gives it in the zone of the session."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _of_chat() -> sa.Column[str]:
    return sa.Column(
        "chat_key", sa.Text, sa.ForeignKey("chats.key", ondelete="CASCADE"), nullable=False
    )


def _of_session(*, is_nullable: bool = False) -> sa.Column[int]:
    return sa.Column(
        "session_id",
        sa.Integer,
        sa.ForeignKey("sessions.id", ondelete="CASCADE"),
        nullable=is_nullable,
    )


chats: Final = sa.Table(
    "chats",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("platform", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("chat", sa.Text, nullable=False),
    sa.Column("thread", sa.Text, nullable=False),
    sa.Column("language", sa.Text),
    sa.Column("is_greeted", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("is_low_told", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("wish", sa.Text),
    sa.Column("is_original_quality", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("missed_after", sa.BigInteger),
)

sessions: Final = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    _of_chat(),
    sa.Column("nemo_session_id", sa.Text, nullable=False),
    sa.Column("nemo_task_id", sa.Text, nullable=False),
    sa.Column("user_id", sa.Text, nullable=False),
    sa.Column("is_current", sa.Boolean, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("title", sa.Text, nullable=False, server_default=""),
    sa.Index(None, "chat_key"),
    # Ids of deleted projects must not come back: a job in flight may still name one.
    sqlite_autoincrement=True,
)

accounts: Final = sa.Table(
    "accounts",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("client_id", sa.Text, nullable=False),
    sa.Column("token_encrypted", sa.LargeBinary),
    sa.Column("user_id", sa.Text, nullable=False),
    sa.Column("expires_at", UtcTime),
)

messages: Final = sa.Table(
    "messages",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _of_chat(),
    sa.Column("job", sa.Text),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("received_at", UtcTime, nullable=False),
    sa.Column("answered_at", UtcTime),
    sa.Column("platform_id", sa.Text, nullable=False, server_default=""),
    sa.Column("album", sa.Text),
    # The message whose job works on this one too; null for a message that stands by itself.
    sa.Column("head_id", sa.Text),
    sa.Column("album_closed_at", UtcTime),
    sa.Column("cancel_requested_at", UtcTime),
    sa.Index(None, "chat_key"),
    sa.Index(None, "received_at"),
    sa.Index(None, "chat_key", "platform_id"),
    sa.Index(None, "chat_key", "album"),
    sa.Index(None, "head_id"),
    sa.Index(None, "answered_at", "job"),
)

attachments: Final = sa.Table(
    "attachments",
    metadata,
    sa.Column(
        "message_id",
        sa.Text,
        sa.ForeignKey("messages.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    _of_chat(),
    sa.Column("state", sa.Text, nullable=False),
    _of_session(is_nullable=True),
    sa.Column("file_hash", sa.Text),
    sa.Column("taken_order", sa.Integer),
    sa.Index(None, "chat_key", "state"),
    sa.Index(None, "session_id"),
)

edits: Final = sa.Table(
    "edits",
    metadata,
    # No key to messages: one message may make several edits, each with a name of its own.
    sa.Column("message_id", sa.Text, primary_key=True),
    _of_session(),
    sa.Column("boot", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("before", sa.Text, nullable=False),
    sa.Column("reply", sa.Text, nullable=False),
    sa.Index(None, "session_id"),
)

renders: Final = sa.Table(
    "renders",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("message_id", sa.Text, nullable=False),
    _of_session(),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Index(None, "message_id"),
    sa.Index(None, "session_id"),
)

deliveries: Final = sa.Table(
    "deliveries",
    metadata,
    sa.Column("outgoing_id", sa.Text, primary_key=True),
    _of_chat(),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("platform_id", sa.Text),
    sa.Column("attempts", sa.Integer, nullable=False),
    _of_session(is_nullable=True),
    sa.Index(None, "chat_key"),
    sa.Index(None, "chat_key", "platform_id"),
    sa.Index(None, "session_id"),
)

boots: Final = sa.Table(
    "boots",
    metadata,
    # Counted, because the order of starts must not hang on a clock that was moved.
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("boot", sa.Text, nullable=False),
    sa.Column("alive_at", UtcTime, nullable=False),
    sa.UniqueConstraint("boot"),
)

watermarks: Final = sa.Table(
    "watermarks",
    metadata,
    sa.Column("platform", sa.Text, primary_key=True),
    sa.Column("account", sa.Text, primary_key=True),
    sa.Column("heard_until", UtcTime, nullable=False),
)

page_conversations: Final = sa.Table(
    "page_conversations",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("changed_at", UtcTime, nullable=False),
    sa.Column("is_deleted", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Index(None, "owner"),
)

page_messages: Final = sa.Table(
    "page_messages",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column(
        "conversation_id",
        sa.Text,
        sa.ForeignKey("page_conversations.id", ondelete="CASCADE"),
        nullable=False,
    ),
    # Whoever sends it again, the page or the core, says the same key again.
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("is_heard", sa.Boolean, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.UniqueConstraint("conversation_id", "key"),
    sa.Index(None, "is_heard"),
    # The core knows a message by its number for ever, so none is given twice.
    sqlite_autoincrement=True,
)

doors: Final = sa.Table(
    "doors",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _of_chat(),
    sa.Column("token_hash", sa.Text, nullable=False),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("expires_at", UtcTime, nullable=False),
    # What was dropped there, as a message: in the same words in ``messages``, once it is heard.
    sa.Column("taken_id", sa.Text),
    sa.Column("taken", sa.Text),
    sa.UniqueConstraint("token_hash"),
    sa.Index(None, "chat_key"),
    sa.Index(None, "expires_at"),
)
