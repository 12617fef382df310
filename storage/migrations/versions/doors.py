"""One-time ways into a chat, for files that its platform does not hand out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "doors",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("chat_key", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_id", sa.Text(), nullable=True),
        sa.Column("taken", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["chat_key"], ["chats.key"], name=op.f("fk_doors_chat_key"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doors")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_doors_token_hash")),
    )
    op.create_index(op.f("ix_doors_chat_key"), "doors", ["chat_key"])
    op.create_index(op.f("ix_doors_expires_at"), "doors", ["expires_at"])
