"""Looking at a project takes no more than what is looked at: its history stays on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.store.accounts import Accounts
from engine.store.database import Database
from engine.store.projects import Projects, SessionGone
from engine.timeline import empty_draft


async def test_the_draft_is_read_without_the_drafts_before_it(tmp_path: Path) -> None:
    database = await Database.open(tmp_path / "engine.db")
    try:
        accounts = Accounts(database, lifetime_s=60, credits=1)
        account = await accounts.issue_registered(["*"], credits=1, plan="pro")
        projects = Projects(database)
        session = await projects.create(account.account_id, "p", "en", is_attributed=True)
        await projects.add_claim(session.id, "token", 60)
        # Whoever reads these would fail.
        await database.write("UPDATE sessions SET history='no', undone='no'")
        assert await projects.draft(session.id) == empty_draft()
        assert await projects.find(session.id, account.account_id) == session
        assert await projects.claimed("token") == session
        with pytest.raises(ValueError):
            await projects.project(session.id)
        with pytest.raises(SessionGone):
            await projects.draft("1")
    finally:
        await database.close()
