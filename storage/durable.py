"""Jobs in the message's own transaction: the bridge between the store and DBOS.

Owns how a job's row is written on the store's connection, and its removal. Must not know what a
job does or how it is run. The message row and the job are one commit, so there is one truth for
"seen" (the store's).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import sqlalchemy as sa
from dbos import DBOSClient, EnqueueOptions

from core.durable import QUEUE
from core.model import ChatRef, Incoming

Enqueue = Callable[[sa.Connection, str, Incoming], None]
"""Adds a job of that workflow name to the transaction that is open on the connection."""

_DELETED_AT_ONCE: Final = 200


def enqueuer(engine: sa.Engine, application_version: str) -> Enqueue:
    """Jobs as DBOS rows, in the chat's partition, under the message's id.

    ``engine`` is the ``dbos_engine`` of either database. DBOS must have launched once on it before
    the first call, because it makes its tables there.
    """
    client = _client(engine)

    def enqueue(connection: sa.Connection, job: str, incoming: Incoming) -> None:
        options = EnqueueOptions(
            workflow_name=job,
            queue_name=QUEUE,
            workflow_id=incoming.id,
            app_version=application_version,
            queue_partition_key=incoming.chat.key,
        )
        client.enqueue_in_transaction(connection, options, incoming.id)

    return enqueue


def move_jobs(connection: sa.Connection, before: ChatRef, chat: ChatRef) -> None:
    """Let the jobs of ``before`` wait in the partition of ``chat``, in the open transaction.

    The library has no call for that. A chat's jobs run one at a time, under either name, in the
    order of their times. On SQLite these are whole seconds, and among equals the names decide; so
    a job from before the move is made a millisecond older.
    """
    workflows = _workflows(connection)
    connection.execute(
        sa.update(workflows)
        .where(workflows.c.queue_partition_key == before.key)
        .values(queue_partition_key=chat.key, created_at=workflows.c.created_at - 1)
    )


def forget_jobs(engine: sa.Engine, chat: ChatRef) -> int:
    """Delete what DBOS keeps of a chat's jobs, results of steps included; returns how many.

    Blocks: call it in a thread. End the chat's running jobs first, or they fail halfway.
    """
    client = _client(engine)
    # By the partition: a job from before the chat was moved is not named after it.
    with engine.connect() as connection:
        workflows = _workflows(connection)
        query = sa.select(workflows.c.workflow_uuid).where(
            workflows.c.queue_partition_key == chat.key
        )
        ids = list(connection.execute(query).scalars())
    for start in range(0, len(ids), _DELETED_AT_ONCE):
        client.delete_workflows(ids[start : start + _DELETED_AT_ONCE])
    return len(ids)


def _workflows(connection: sa.Connection) -> sa.TableClause:
    """The library's table of jobs, as far as it is used here."""
    schema = "dbos" if connection.dialect.name == "postgresql" else None
    return sa.table(
        "workflow_status",
        sa.column("workflow_uuid", sa.Text),
        sa.column("queue_partition_key", sa.Text),
        sa.column("created_at", sa.BigInteger),
        schema=schema,
    )


def _client(engine: sa.Engine) -> DBOSClient:
    return DBOSClient(system_database_engine=engine, lazy=True)
