"""Takes single files out of published wheels, each known by its hash.

Owns the call of pip and the opening of the wheel. pip downloads, so that a proxy, a mirror or
credentials set for it hold here too. Nothing of a wheel is installed, run or unpacked besides the
files asked for. Knows nothing of networks or pictures.
"""

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Generator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final

from engine.networks.catalog import Member, Wheel

TIMEOUT_S: Final = 300.0
"""For one download; 36 MB at 1 Mbit/s."""


class FetchError(Exception):
    """A file could not be had; the message is one plain line with what to do next."""


def fetch(members: Sequence[Member]) -> Generator[tuple[Member, bytes | FetchError]]:
    """Each member with its bytes, or with why it could not be had; wheels download side by side.

    Whatever happens, no download is left running and no wheel left on disk; who stops half-way
    through closes the generator.
    """
    wheels = list(dict.fromkeys(member.wheel for member in members))
    with ExitStack() as stack:
        downloads = {wheel: stack.enter_context(_Download(wheel)) for wheel in wheels}
        for wheel, download in downloads.items():
            wanted = [member for member in members if member.wheel == wheel]
            try:
                path = download.wait()
            except FetchError as error:
                yield from ((member, error) for member in wanted)
                continue
            yield from ((member, _result(path, member)) for member in wanted)


def _result(wheel: Path, member: Member) -> bytes | FetchError:
    try:
        return read_member(wheel, member)
    except FetchError as error:
        return error


def read_member(wheel: Path, member: Member) -> bytes:
    """The member's bytes out of the wheel at that path; FetchError if they are not those."""
    package = member.wheel.requirement
    try:
        with zipfile.ZipFile(wheel) as archive:
            # The size is looked at first, so that no archive makes us unpack gigabytes.
            if archive.getinfo(member.path).file_size != member.content.size_bytes:
                raise FetchError(_wrong_content(member))
            data = archive.read(member.path)
    except (OSError, zipfile.BadZipFile, KeyError, NotImplementedError, RuntimeError) as error:
        raise FetchError(
            f"The downloaded {package} is damaged ({error}); run the same again, "
            "with an empty cache of pip (`pip cache purge`) if it stays so."
        ) from error
    if not member.content.is_in(data):
        raise FetchError(_wrong_content(member))
    return data


def _wrong_content(member: Member) -> str:
    name = member.path.rsplit("/", 1)[-1]
    return (
        f"{name} in {member.wheel.requirement} is not the file that we know (its SHA-256 differs) "
        "and was not used; check which package index pip is set to, and run the same again."
    )


class _Download:
    """One `pip download` into a temporary folder; on leaving, both are gone."""

    def __init__(self, wheel: Wheel) -> None:
        self._wheel = wheel

    def __enter__(self) -> "_Download":
        self._folder = tempfile.TemporaryDirectory(prefix="backdrop-", ignore_cleanup_errors=True)
        self._path = Path(self._folder.name)
        self._log = (self._path / "pip.log").open("wb")
        # Fixed words and this very interpreter: nothing from outside reaches the command line.
        self._pip = subprocess.Popen(  # noqa: S603
            [
                *(sys.executable, "-m", "pip", "download"),
                *("--no-deps", "--only-binary", ":all:"),
                *("--platform", self._wheel.platform),
                *("--python-version", self._wheel.python_version),
                *("--dest", str(self._path / "wheels")),
                *("--quiet", "--no-input", "--disable-pip-version-check", "--retries", "2"),
                self._wheel.requirement,
            ],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pip.kill()
        self._pip.wait()
        self._log.close()
        self._folder.cleanup()

    def wait(self) -> Path:
        """The path of the wheel; FetchError if pip gives none."""
        try:
            status = self._pip.wait(TIMEOUT_S)
        except subprocess.TimeoutExpired as error:
            raise FetchError(
                f"Downloading {self._wheel.requirement} took longer than {TIMEOUT_S:.0f} s; "
                "try again on a faster connection."
            ) from error
        wheels = list((self._path / "wheels").glob("*.whl"))
        if status != 0 or len(wheels) != 1:
            raise FetchError(self._explanation())
        return wheels[0]

    def _explanation(self) -> str:
        lines = (self._path / "pip.log").read_text("utf-8", "replace").splitlines()
        lines = [line.strip() for line in lines if line.strip()]
        if any("No module named pip" in line for line in lines):
            return (
                f"This Python has no pip, which fetches {self._wheel.requirement}; "
                f"run `{sys.executable} -m ensurepip` and then the same again."
            )
        # pip masks passwords in the addresses it prints.
        last = next((line for line in reversed(lines) if line.startswith("ERROR:")), "")
        reason = f" (pip says: {last.removeprefix('ERROR:').strip()})" if last else ""
        return (
            f"{self._wheel.requirement} could not be downloaded{reason}; "
            "check the internet connection or pip's index and proxy settings, "
            "and run the same again."
        )
