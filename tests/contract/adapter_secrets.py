"""What the adapter contract suite looks for in errors and in the log: secrets.

Must not know a platform.
"""

from __future__ import annotations

import logging
import pickle
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

import pytest

from bots.log import RedactingFormatter
from core.errors import BackdropError
from tests.contract.adapter_rig import Rig

E = TypeVar("E", bound=BackdropError)


@dataclass
class Raised:
    """What a block raised, once it has ended."""

    errors: list[BackdropError] = field(default_factory=list)

    def of(self, kind: type[E]) -> E:
        """The error, which is exactly of that class."""
        (error,) = self.errors
        assert type(error) is kind
        return error


@contextmanager
def raising(kind: type[BackdropError], rig: Rig, *, is_exact: bool = True) -> Iterator[Raised]:
    """The block raises that error, or else one of its kind.

    No secret stands in anything that shows or keeps it.
    """
    raised = Raised()
    with pytest.raises(kind) as caught:
        yield raised
    error = caught.value
    assert type(error) is kind or not is_exact, repr(error)
    raised.errors.append(error)
    shown = [str(error), repr(error), repr(vars(error)), pickle.dumps(error).decode("latin-1")]
    shown += traceback.format_exception(error)
    assert secrets_in(shown, (*rig.secrets, rig.file_address)) == []


def secrets_in(texts: list[str], secrets: tuple[str, ...]) -> list[str]:
    """The lines of the texts in which one of the secrets stands."""
    lines = "\n".join(texts).splitlines()
    return [line for line in lines if any(one in line for one in secrets)]


class Log(logging.Handler):
    """Every record of a test at DEBUG level.

    ``written``: as `bots.log` writes them; ``own``: those of our modules with no mask before them.
    """

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._redacting = RedactingFormatter("%(name)s: %(message)s")
        self._plain = logging.Formatter("%(name)s: %(message)s")
        self.written: list[str] = []
        self.own: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.written.append(self._redacting.format(record))
        if record.name.partition(".")[0] in ("bots", "core"):
            # A formatter keeps a traceback in the record, and takes it from there.
            record.exc_text = None
            self.own.append(self._plain.format(record))
            record.exc_text = None
