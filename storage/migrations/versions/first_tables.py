"""The first tables."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make them all; ``storage.tables`` says what they are for."""
    _table(
        "chats",
        _text("key"),
        _text("platform"),
        _text("account"),
        _text("chat"),
        _text("thread"),
        _text("language", nullable=True),
        sa.Column("is_greeted", sa.Boolean(), nullable=False, server_default=sa.false()),
        key=["key"],
    )
    _table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("chat_key"),
        _text("nemo_session_id"),
        _text("nemo_task_id"),
        _text("user_id"),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        _time("created_at"),
        key=["id"],
        belongs_to={"chat_key": "chats.key"},
        indexes=[["chat_key"]],
        sqlite_autoincrement=True,
    )
    _table(
        "accounts",
        _text("name"),
        _text("client_id"),
        sa.Column("token_encrypted", sa.LargeBinary(), nullable=True),
        _text("user_id"),
        _time("expires_at", nullable=True),
        key=["name"],
    )
    _table(
        "messages",
        _text("id"),
        _text("chat_key"),
        _text("job", nullable=True),
        _text("payload"),
        _time("received_at"),
        _time("answered_at", nullable=True),
        key=["id"],
        belongs_to={"chat_key": "chats.key"},
        indexes=[["chat_key"], ["received_at"]],
    )
    _table(
        "attachments",
        _text("message_id"),
        sa.Column("position", sa.Integer(), nullable=False, autoincrement=False),
        _text("chat_key"),
        _text("state"),
        sa.Column("session_id", sa.Integer(), nullable=True),
        _text("file_hash", nullable=True),
        sa.Column("taken_order", sa.Integer(), nullable=True),
        key=["message_id", "position"],
        belongs_to={
            "message_id": "messages.id",
            "chat_key": "chats.key",
            "session_id": "sessions.id",
        },
        indexes=[["chat_key", "state"], ["session_id"]],
    )
    _table(
        "edits",
        _text("message_id"),
        sa.Column("session_id", sa.Integer(), nullable=False),
        _text("boot"),
        _text("state"),
        _text("before"),
        _text("reply"),
        key=["message_id"],
        belongs_to={"session_id": "sessions.id"},
        indexes=[["session_id"]],
    )
    _table(
        "renders",
        _text("id"),
        _text("message_id"),
        sa.Column("session_id", sa.Integer(), nullable=False),
        _text("state"),
        sa.Column("attempt", sa.Integer(), nullable=False),
        _time("created_at"),
        key=["id"],
        belongs_to={"session_id": "sessions.id"},
        indexes=[["message_id"], ["session_id"]],
    )
    _table(
        "deliveries",
        _text("outgoing_id"),
        _text("chat_key"),
        _text("state"),
        _text("platform_id", nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        key=["outgoing_id"],
        belongs_to={"chat_key": "chats.key"},
        indexes=[["chat_key"]],
    )


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _time(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _table(
    name: str,
    *columns: sa.Column[Any],
    key: list[str],
    belongs_to: dict[str, str] | None = None,
    indexes: list[list[str]] | None = None,
    **options: Any,
) -> None:
    """Names of constraints and indexes are those of the tables' naming convention."""
    owners = [
        sa.ForeignKeyConstraint(
            [column], [target], name=op.f(f"fk_{name}_{column}"), ondelete="CASCADE"
        )
        for column, target in (belongs_to or {}).items()
    ]
    op.create_table(
        name, *columns, *owners, sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")), **options
    )
    for indexed in indexes or []:
        op.create_index(op.f(f"ix_{name}_{'_'.join(indexed)}"), name, indexed)
