"""The data directory: one process at a time, for its owner only, a key that is made once."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from core.secrecy import Secret
from storage.errors import DataDirectoryBusy, DataDirectoryUnusable, KeyInvalid
from storage.key import load_key
from storage.lock import DataDirectory

ROOT = Path(__file__).resolve().parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="modes are a POSIX matter")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_the_directory_is_made_for_its_owner(tmp_path: Path) -> None:
    with DataDirectory(tmp_path / "a" / "b") as directory:
        assert mode(directory.path) == 0o700
        assert directory.database_path.parent == directory.path


def test_a_second_entry_is_told_who_is_in(tmp_path: Path) -> None:
    with DataDirectory(tmp_path), pytest.raises(DataDirectoryBusy, match=str(os.getpid())):
        DataDirectory(tmp_path).__enter__()
    with DataDirectory(tmp_path):
        pass


def test_another_process_is_named_and_its_death_frees_the_directory(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.unit.storage_child", "occupy", str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "occupied"
        with pytest.raises(DataDirectoryBusy) as caught:
            DataDirectory(tmp_path).__enter__()
        assert caught.value.pid == other.pid
        assert str(other.pid) in str(caught.value)
        assert len(str(caught.value).splitlines()) == 1
        other.send_signal(signal.SIGKILL)
        other.wait()
    with DataDirectory(tmp_path):
        pass


def test_a_directory_that_can_t_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataDirectoryUnusable, match="BACKDROP_DATA_DIR"):
        DataDirectory(tmp_path / "file" / "data").__enter__()
    with pytest.raises(DataDirectoryUnusable):
        DataDirectory(tmp_path / "file").__enter__()


@posix
def test_the_key_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "key"
    sealed = load_key(path).encrypt(b"token")
    assert mode(path) == 0o600
    written = path.read_bytes()
    path.chmod(0o644)
    assert load_key(path).decrypt(sealed) == b"token"
    assert mode(path) == 0o600
    assert path.read_bytes() == written
    assert [one.name for one in tmp_path.iterdir()] == ["key"]


def test_the_environment_s_key_needs_no_file(tmp_path: Path) -> None:
    given = Fernet.generate_key().decode()
    sealed = load_key(tmp_path / "key", Secret(given)).encrypt(b"token")
    assert Fernet(given).decrypt(sealed) == b"token"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["hunter2", "ключ", "A" * 43, ""])
def test_what_is_no_key_is_refused_without_being_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "key").write_text(text)
    with pytest.raises(KeyInvalid) as caught:
        load_key(tmp_path / "key")
    assert caught.value.__cause__ is None
    if text:
        with pytest.raises(KeyInvalid) as caught:
            load_key(tmp_path / "key", Secret(text))
        assert text not in str(caught.value)
        assert "BACKDROP_KEY" in str(caught.value)
