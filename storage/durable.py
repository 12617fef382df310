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


def forget_jobs(engine: sa.Engine, chat: ChatRef) -> int:
    """Delete what DBOS keeps of a chat's jobs, results of steps included; returns how many.

    Blocks: call it in a thread. End the chat's running jobs first, or they fail halfway.
    """
    client = _client(engine)
    prefix = f"{chat.key}:"
    found = client.list_workflows(workflow_id_prefix=prefix, load_input=False, load_output=False)
    # SQLite's LIKE ignores case, so another chat's jobs may be among them.
    ids = [job.workflow_id for job in found if job.workflow_id.startswith(prefix)]
    for start in range(0, len(ids), _DELETED_AT_ONCE):
        client.delete_workflows(ids[start : start + _DELETED_AT_ONCE])
    return len(ids)


def _client(engine: sa.Engine) -> DBOSClient:
    return DBOSClient(system_database_engine=engine, lazy=True)
