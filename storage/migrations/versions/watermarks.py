"""Up to when a platform was heard, so that what was missed is looked for from there on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table and a column; empty they mean each chat's last message, as before."""
    op.add_column("chats", sa.Column("missed_after", sa.BigInteger(), nullable=True))
    op.create_table(
        "watermarks",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("heard_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "account", name=op.f("pk_watermarks")),
    )
