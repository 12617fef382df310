"""What the terminal shows: bars where there is a terminal, plain lines where there is none.

Owns the drawing. Must not know flows, files or the backend. Results go to standard output,
everything else to standard error, so that a script reads results only.
"""

from __future__ import annotations

from typing import Final

from rich.console import Console as Terminal
from rich.markup import escape
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

from core.model import Outgoing, Stage

_STAGES: Final = tuple(Stage)


class Screen:
    """Draws answers and the bars of the clips in work. One a process."""

    def __init__(self, labels: dict[Stage, str]) -> None:
        self._labels = labels
        self._err = Terminal(stderr=True, highlight=False, soft_wrap=True)
        self._out = Terminal(highlight=False, soft_wrap=True)
        self._bars: Progress | None = None
        self._tasks: dict[tuple[str, Stage], TaskID] = {}
        self._told: set[tuple[str, Stage]] = set()

    def note(self, text: str) -> None:
        """A line beside the work."""
        self._err.print(escape(text))

    def result(self, text: str) -> None:
        """A line that is the outcome."""
        self._out.print(escape(text))

    def fail(self, text: str) -> None:
        """One plain line on what went wrong and what to do."""
        self._err.print(escape(text), style="red" if self._err.is_terminal else None)

    def progress(self, outgoing: Outgoing, title: str) -> None:
        """Move the bar of the stage that the message speaks of; earlier stages are done."""
        if outgoing.progress is None:
            return
        stage, fraction = outgoing.progress.stage, outgoing.progress.fraction
        about = outgoing.about or outgoing.id
        label = f"{title}{self._labels[stage]}"
        if not self._err.is_terminal:
            if (about, stage) not in self._told:
                self._told.add((about, stage))
                self._err.print(escape(label))
            return
        bars = self._open_bars()
        self._complete_before(about, stage)
        key = (about, stage)
        if key not in self._tasks:
            self._tasks[key] = bars.add_task(escape(label), total=None)
        if fraction is not None:
            bars.update(self._tasks[key], total=100, completed=100 * fraction)

    def end(self, about: str, *, is_done: bool) -> None:
        """The clip is finished: its bars stay as they ended, full where it succeeded."""
        for (owner, _), task in self._tasks.items():
            if owner == about and self._bars is not None:
                if is_done:
                    self._bars.update(task, total=100, completed=100)
                self._bars.stop_task(task)

    def close(self) -> None:
        """Leave the terminal as it was found."""
        if self._bars is not None:
            self._bars.stop()
            self._bars = None
            self._tasks.clear()

    def _open_bars(self) -> Progress:
        if self._bars is None:
            self._bars = Progress(
                SpinnerColumn(finished_text="✓"),
                TextColumn("{task.description}"),
                BarColumn(bar_width=32),
                TextColumn("{task.percentage:>3.0f}%"),
                TimeElapsedColumn(),
                console=self._err,
            )
            self._bars.start()
        return self._bars

    def _complete_before(self, about: str, stage: Stage) -> None:
        for earlier in _STAGES[: _STAGES.index(stage)]:
            task = self._tasks.get((about, earlier))
            if task is not None and self._bars is not None:
                self._bars.update(task, total=100, completed=100)
                self._bars.stop_task(task)
