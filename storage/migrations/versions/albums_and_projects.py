"""Albums, cancels and replies of messages; titles of projects; signs of life of the process."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and a table; no row is lost, and old ones read as what they were."""
    op.add_column("chats", _flag("is_low_told"))
    op.add_column("chats", sa.Column("wish", sa.Text(), nullable=True))
    op.add_column("sessions", _word("title"))
    op.add_column("messages", _word("platform_id"))
    op.add_column("messages", sa.Column("album", sa.Text(), nullable=True))
    op.add_column("messages", sa.Column("head_id", sa.Text(), nullable=True))
    op.add_column("messages", _time("album_closed_at"))
    op.add_column("messages", _time("cancel_requested_at"))
    for columns in (
        ["chat_key", "platform_id"],
        ["chat_key", "album"],
        ["head_id"],
        ["answered_at", "job"],
    ):
        op.create_index(op.f(f"ix_messages_{'_'.join(columns)}"), "messages", columns)
    with op.batch_alter_table("deliveries") as deliveries:
        deliveries.add_column(sa.Column("session_id", sa.Integer(), nullable=True))
        deliveries.create_foreign_key(
            op.f("fk_deliveries_session_id"), "sessions", ["session_id"], ["id"], ondelete="CASCADE"
        )
    for columns in (["chat_key", "platform_id"], ["session_id"]):
        op.create_index(op.f(f"ix_deliveries_{'_'.join(columns)}"), "deliveries", columns)
    op.create_table(
        "boots",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("boot", sa.Text(), nullable=False),
        sa.Column("alive_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_boots")),
        sa.UniqueConstraint("boot", name=op.f("uq_boots_boot")),
    )
    _end_old_jobs()


def _end_old_jobs() -> None:
    """Until now a job's end was noted by the durable library only, in the same database."""
    messages = sa.table(
        "messages",
        sa.column("id", sa.Text()),
        sa.column("job", sa.Text()),
        sa.column("received_at", sa.DateTime()),
        sa.column("answered_at", sa.DateTime()),
    )
    ended = sa.update(messages).where(messages.c.job.is_not(None))
    connection = op.get_bind()
    if sa.inspect(connection).has_table("workflow_status"):
        jobs = sa.table("workflow_status", sa.column("workflow_uuid"), sa.column("status"))
        running = sa.select(jobs.c.workflow_uuid).where(
            jobs.c.status.in_(["ENQUEUED", "PENDING"]),
        )
        ended = ended.where(messages.c.id.not_in(running))
    connection.execute(ended.values(answered_at=messages.c.received_at))


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _word(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False, server_default="")


def _time(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)
