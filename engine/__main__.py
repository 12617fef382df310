"""``python -m engine``: the command line of the embedded engine.

Owns arguments, the log's form and exit codes: 0 ended on request, 1 could not run (one line says
why). ``--help`` shows every setting.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import sqlite3
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from engine.networks import NetworksMissing, require_all, require_own
from engine.server.serving import DataDirectoryInUse, serve
from engine.settings import DAY_S, MIB, CreditPolicy, RenderShape, Settings, StreamShape
from engine.store.database import NewerDatabase


def parser() -> argparse.ArgumentParser:
    """The arguments, with the defaults of ``engine.settings``."""
    usual = Settings(data_dir=Path())
    root = argparse.ArgumentParser(prog="engine", description="The embedded Nemo engine.")
    add = root.add_argument
    add("--data-dir", type=Path, required=True, help="where projects, clips and renders are kept")
    add("--host", default=usual.host, help="address to listen on (default %(default)s)")
    add("--port", type=int, default=usual.port, help="0 takes a free one and announces it")
    add("--parent-pid", type=int, help="end when that process ends")
    add("--credits", type=CreditPolicy, choices=list(CreditPolicy), default=usual.credits)
    add("--render-slots", type=int, default=usual.render_slots, help="renders at a time")
    add("--render-timeout-s", type=float, default=usual.render_timeout_s)
    add("--stall-timeout-s", type=float, default=usual.stall_timeout_s)
    add("--upload-limit-mb", type=int, default=usual.upload_limit_bytes // MIB)
    add("--retention-days", type=float, default=usual.retention_s / DAY_S)
    add("--quota-mb", type=int, default=usual.quota_bytes // MIB, help="disk space for all files")
    add("--no-claims", action="store_true", help="make no claim tokens: there is no web page here")
    add("--heartbeat-s", type=float, default=usual.heartbeat_s)
    add("--log-level", default="INFO", choices=["DEBUG", "INFO", "WARNING", "ERROR"])
    tests = root.add_argument_group("for tests")
    add = tests.add_argument
    add("--faulty", action="store_true", help="open /_test/… (see engine/faults.py)")
    add("--bare", action="store_true", help="answers without the envelope")
    add("--stream-shape", type=StreamShape, choices=list(StreamShape), default=usual.stream_shape)
    add("--render-shape", type=RenderShape, choices=list(RenderShape), default=usual.render_shape)
    add("--allow-private-urls", action="store_true", help="fetch from private addresses too")
    add("--limit-loopback", action="store_true", help="count tokens of loopback callers too")
    add("--edit-cost", type=int, default=usual.edit_cost, help="credits, with --credits cloud")
    add("--token-lifetime-s", type=float, default=usual.token_lifetime_s)
    add("--sweep-s", type=float, default=usual.sweep_s)
    add("--worker-module", default=usual.worker_module)
    return root


def settings(arguments: Sequence[str]) -> tuple[Settings, str]:
    """(settings, log level) of a command line; ends the process on a wrong one."""
    given = parser().parse_args(arguments)
    return Settings(
        data_dir=given.data_dir.expanduser().absolute(),
        host=given.host,
        port=given.port,
        parent_pid=given.parent_pid,
        credits=given.credits,
        edit_cost=given.edit_cost,
        stream_shape=given.stream_shape,
        render_shape=given.render_shape,
        is_bare=given.bare,
        is_faulty=given.faulty,
        allows_private_urls=given.allow_private_urls,
        limits_loopback=given.limit_loopback,
        token_lifetime_s=given.token_lifetime_s,
        upload_limit_bytes=given.upload_limit_mb * MIB,
        has_claims=not given.no_claims,
        heartbeat_s=given.heartbeat_s,
        render_slots=given.render_slots,
        render_timeout_s=given.render_timeout_s,
        stall_timeout_s=given.stall_timeout_s,
        retention_s=given.retention_days * DAY_S,
        quota_bytes=given.quota_mb * MIB,
        sweep_s=given.sweep_s,
        worker_module=given.worker_module,
    ), given.log_level


def main(arguments: Sequence[str] | None = None) -> int:
    """Run an engine; returns the exit code."""
    chosen, level = settings(sys.argv[1:] if arguments is None else arguments)
    logging.Formatter.converter = time.gmtime
    logging.basicConfig(
        level=level,
        stream=sys.stderr,
        format="%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s %(message)s",
        datefmt="%Y-%m-%dT%H:%M:%S",
    )
    if sys.platform == "win32":
        logging.getLogger("engine").error(
            "cannot run: the embedded engine needs Linux or macOS (on Windows, WSL); "
            "or use the cloud: --nemo cloud"
        )
        return 1
    try:
        # Told at the start: a render that fails for it would be told to the wrong person.
        require_all()
        require_own()
        asyncio.run(serve(chosen))
    except (
        NetworksMissing,
        DataDirectoryInUse,
        NewerDatabase,
        OSError,
        sqlite3.DatabaseError,
    ) as error:
        logging.getLogger("engine").error("cannot run: %s", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
