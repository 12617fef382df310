"""What was said on the chat page, whose server is ourselves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the page's two tables."""
    op.create_table(
        "page_conversations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_deleted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_conversations")),
    )
    op.create_index(op.f("ix_page_conversations_owner"), "page_conversations", ["owner"])
    op.create_table(
        "page_messages",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("is_heard", sa.Boolean(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["page_conversations.id"],
            name=op.f("fk_page_messages_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_page_messages")),
        sa.UniqueConstraint(
            "conversation_id", "key", name=op.f("uq_page_messages_conversation_id_key")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_page_messages_is_heard"), "page_messages", ["is_heard"])
