"""Stages that work at the same time, each in a thread, joined by short queues.

Owns the threads: their order, their end, the first error. A stage is a generator over what the
stage before it gives, so that what it computes depends on the order of things and never on their
timing; queues are short, so that memory doesn't grow with a clip. Must not know what flows through.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar

T = TypeVar("T")

Stage = Callable[[Iterator[Any]], Iterator[Any]]

JOIN_S = 0.8
"""How long the threads of a pipeline that is given up may take to end."""


class Stopped(Exception):
    """The pipeline was given up; raised in its stages wherever they wait."""


class Channel(Generic[T]):
    """A queue of bounded length between two threads, that can be ended and given up."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._items: deque[T] = deque()
        self._changed = threading.Condition()
        self._has_ended = self._is_given_up = False

    def put(self, item: T) -> None:
        """Add an item, after waiting for room. Raises Stopped."""
        with self._changed:
            self._changed.wait_for(lambda: len(self._items) < self._length or self._is_given_up)
            if self._is_given_up:
                raise Stopped
            self._items.append(item)
            self._changed.notify_all()

    def get(self) -> T:
        """The oldest item, after waiting for one. Raises Stopped; StopIteration after the last."""
        with self._changed:
            self._changed.wait_for(lambda: self._items or self._has_ended or self._is_given_up)
            if self._is_given_up:
                raise Stopped
            if not self._items:
                raise StopIteration
            item = self._items.popleft()
            self._changed.notify_all()
            return item

    def end(self) -> None:
        """Say that nothing more will be put."""
        with self._changed:
            self._has_ended = True
            self._changed.notify_all()

    def give_up(self) -> None:
        """Wake everybody who waits here, with Stopped."""
        with self._changed:
            self._is_given_up = True
            self._items.clear()
            self._changed.notify_all()

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        return self.get()


class Pipeline:
    """A source, stages, and a sink that all run until the source ends or something fails."""

    def __init__(
        self,
        source: Callable[[], Iterator[Any]],
        stages: Sequence[Stage],
        sink: Callable[[Iterator[Any]], None],
        queue_length: int,
    ) -> None:
        joints: list[Channel[Any]] = [Channel(queue_length) for _ in range(len(stages) + 1)]
        self._error: BaseException | None = None
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._running = len(stages) + 2
        runs: list[Callable[[], None]] = [lambda: self._feed(source(), joints[0])]
        for number, stage in enumerate(stages):
            runs.append(self._between(stage, joints[number], joints[number + 1]))
        runs.append(lambda: sink(joints[-1]))
        self._channels = list(joints)
        self._threads = [
            threading.Thread(target=self._guarded, args=(run,), daemon=True) for run in runs
        ]

    def watch(self, channel: Channel[Any]) -> None:
        """Give up this channel too when the pipeline is given up."""
        self._channels.append(channel)

    def run(self, tick: Callable[[], None], every_s: float) -> None:
        """Run to the end, calling `tick` every so often on this thread.

        Raises what the first failing stage raised; whatever ends it, no thread works on after.
        """
        for thread in self._threads:
            thread.start()
        try:
            while not self._ended.wait(every_s):
                tick()
        finally:
            self.give_up()
        if self._error is not None:
            raise self._error

    def give_up(self) -> None:
        """End all stages where they wait next, and wait for them for a moment."""
        for channel in self._channels:
            channel.give_up()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(JOIN_S / len(self._threads))

    @staticmethod
    def _feed(items: Iterator[Any], after: Channel[Any]) -> None:
        for item in items:
            after.put(item)
        after.end()

    def _between(
        self,
        stage: Stage,
        before: Channel[Any],
        after: Channel[Any],
    ) -> Callable[[], None]:
        return lambda: self._feed(stage(before), after)

    def _guarded(self, run: Callable[[], None]) -> None:
        try:
            run()
        except Stopped:
            pass
        except BaseException as error:  # noqa: BLE001 - carried over to the thread that runs it all
            with self._lock:
                self._error = self._error or error
            self._ended.set()
        with self._lock:
            self._running -= 1
            if not self._running:
                self._ended.set()
