"""A database of an older engine is brought up, and what is in it is kept."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from engine.store import database
from engine.store.database import SCHEMA_VERSION, Database
from engine.store.projects import Projects

_ROWS = """
INSERT INTO accounts VALUES ('a','anonymous','[]','free',100,0,1,0);
INSERT INTO sessions VALUES ('1','2','a','holiday','en',1,'{"d": 5}','[{"d": 4}]',0,0);
INSERT INTO assets(id,session_id,name,file_type,sha256,size_bytes,duration_ms,width,height,fps,
  has_audio,created_at) VALUES ('7','1','clip.mp4','video','00',9,1000,64,48,30,0,0);
"""


async def test_a_project_of_the_first_schema_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "engine.db"
    with sqlite3.connect(path) as old:
        old.executescript(database._SCHEMAS[0] + _ROWS + "PRAGMA user_version=1;")
    old.close()
    opened = await Database.open(path)
    try:
        projects = Projects(opened)
        project = await projects.project("1")
        assert project.draft == {"d": 5}
        assert project.history == ({"d": 4},)
        assert project.undone == ()
        assert [asset.is_cut_short for asset in project.assets] == [False]
        assert await projects.unremarked("1") == []
        row = await opened.one("PRAGMA user_version")
        assert row is not None and row[0] == SCHEMA_VERSION
    finally:
        await opened.close()


async def test_a_new_file_opens_a_second_time(tmp_path: Path) -> None:
    for _ in range(2):
        opened = await Database.open(tmp_path / "engine.db")
        assert await opened.all("SELECT undone FROM sessions") == []
        await opened.close()
