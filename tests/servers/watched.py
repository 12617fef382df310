"""Something that a test's thread reads while a server's thread writes it: for tests.

Owns the one condition, and waiting for it. Must not know what is watched.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Watched:
    """Every access goes through ``changed``, and each change wakes whoever waits."""

    def __init__(self) -> None:
        self.changed = threading.Condition(threading.RLock())

    def wait(self, value: Callable[[], T], limit_s: float, otherwise: Callable[[], str]) -> T:
        """What ``value`` gives as soon as that is true; fails with ``otherwise`` after the limit.

        ``limit_s`` in seconds. Looked at after each change, and now and then for conditions that
        hang on something else.
        """
        deadline_s = time.monotonic() + limit_s
        with self.changed:
            while not (found := value()):
                left_s = deadline_s - time.monotonic()
                if left_s <= 0:
                    raise AssertionError(f"not so within {limit_s} s:\n{otherwise()}")
                self.changed.wait(min(left_s, 0.1))
            return found
