"""``backdrop edit`` and ``backdrop chat``, from settings to an exit code.

Owns the run of one command: orders, the app around them, Ctrl-C, the closing lines. Must not know
how anything is edited.
"""

from __future__ import annotations

import asyncio
import contextlib
import locale
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from bots import app as composition
from bots.console import outputs
from bots.console.dropped import attachment, is_link
from bots.console.screen import Screen
from bots.engine_process import EngineUnavailable
from bots.exit_codes import DONE, FAILED, STOPPED, WRONG_USE
from bots.platforms.console import Console, Order, Outcome
from bots.settings import Settings
from core import durable
from core.errors import BackdropError, InstructionMissing, Interrupted, OutputNotWritable
from core.greeting import where
from core.model import Stage
from core.phrases import Phrasebook
from storage.errors import StorageError

STOP_LIMIT_S: Final = 8.0
"""After Ctrl-C: the time for renders to be cancelled and files to be removed."""


async def edit(settings: Settings, clips_and_words: Sequence[str], output: Path | None) -> int:
    """One result for each clip; 0 only if all of them are there."""
    face = _Face(settings)
    try:
        words, targets = _targets(clips_and_words, output)
    except BackdropError as error:
        face.tell(error)
        return WRONG_USE
    orders = _orders(face, words, targets)
    if not orders:
        return FAILED
    host = settings.backend().host
    face.screen.note(where(face.phrasebook, face.language, host, is_operators=True))
    console = Console(face.screen, face.language, orders, explain=face.explain)
    code = await _run(settings, face, console)
    for outcome in console.outcomes:
        _close(face, outcome, len(targets) > 1)
    if code != DONE:
        return code
    # What an earlier command was cut off in has no order, and must not make up for a failure.
    done = [it for it in console.outcomes if it.order is not None and it.output is not None]
    return DONE if len(done) == len(targets) else FAILED


async def chat(settings: Settings) -> int:
    """Talk until the input ends."""
    face = _Face(settings)
    console = Console(face.screen, face.language, explain=face.explain)
    return await _run(settings, face, console)


class _Face:
    """The words and the drawing of one command."""

    def __init__(self, settings: Settings) -> None:
        self.phrasebook = Phrasebook()
        self.language = self.phrasebook.negotiate(settings.language or locale.getlocale()[0])
        say = self.phrasebook.say
        self.screen = Screen({stage: say(f"stage-{stage}", self.language) for stage in Stage})

    def explain(self, error: BackdropError) -> str:
        return self.phrasebook.tell(error, self.language)

    def tell(self, error: BackdropError) -> None:
        self.screen.fail(self.explain(error))


Targets = list[tuple[str, Path]]
"""Each clip as it was named, with the file that is wanted of it."""


def _targets(clips_and_words: Sequence[str], output: Path | None) -> tuple[str, Targets]:
    """The words, and the clips with their outputs. Raises ``BackdropError`` for wrong use."""
    *clips, words = clips_and_words
    if not clips or not words.strip() or is_link(words) or Path(words).is_file():
        raise InstructionMissing
    if len(clips) == 1 and output is not None and not output.is_dir():
        return words, [(clips[0], output.absolute())]
    folder = (output or Path.cwd()).absolute()
    if not folder.is_dir():
        raise OutputNotWritable("several clips need a folder that exists")
    targets: Targets = []
    for clip in clips:
        taken = [target for _, target in targets]
        targets.append((clip, outputs.default_output(clip, folder, taken)))
    return words, targets


def _orders(face: _Face, words: str, targets: Targets) -> tuple[Order, ...]:
    """The orders that can be begun; what is wrong with the others is told now."""
    orders: list[Order] = []
    for place, target in targets:
        name = Path(place).name
        try:
            clip = attachment(place)
            outputs.check(target, place)
        except BackdropError as error:
            face.screen.fail(f"{name}: {face.explain(error)}")
        else:
            title = f"{name} " if len(targets) > 1 else ""
            orders.append(Order(clip, words, target, title))
    return tuple(orders)


async def _run(settings: Settings, face: _Face, console: Console) -> int:
    data_dir = settings.data_dir / "console"
    try:
        with _stop_signal() as stop:
            async with composition.running(settings, data_dir, [console]) as app:
                return await _until(stop, app, face)
    except (StorageError, EngineUnavailable) as error:
        face.screen.close()
        face.screen.fail(str(error))
    except BackdropError as error:
        face.screen.close()
        face.tell(error)
    finally:
        face.screen.close()
    return FAILED


async def _until(stop: asyncio.Event, app: composition.App, face: _Face) -> int:
    working = asyncio.create_task(_work(app))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if working.done():
        stopping.cancel()
        await working
        return DONE
    face.screen.close()
    face.tell(Interrupted())
    jobs = await durable.all_open_jobs()
    await app.services.end(jobs)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(STOP_LIMIT_S):
            poll_s = app.services.timetable.queue_poll_s
            ends = (durable.finished(job, poll_s) for job in jobs)
            await asyncio.gather(*ends, return_exceptions=True)
    working.cancel()
    await asyncio.wait({working})
    return STOPPED


async def _work(app: composition.App) -> None:
    """All that was asked for, and what an earlier command was cut off in."""
    await app.run()
    await app.idle()


@contextlib.contextmanager
def _stop_signal() -> Iterator[asyncio.Event]:
    """Set by Ctrl-C or SIGTERM; a second Ctrl-C ends the process at once."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def on_signal() -> None:
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)

    loop.add_signal_handler(signal.SIGINT, on_signal)
    loop.add_signal_handler(signal.SIGTERM, on_signal)
    try:
        yield stop
    finally:
        loop.remove_signal_handler(signal.SIGINT)
        loop.remove_signal_handler(signal.SIGTERM)


def _close(face: _Face, outcome: Outcome, is_batch: bool) -> None:
    name = f"{outcome.order.clip.name}: " if outcome.order else ""
    if outcome.output is None:
        face.screen.fail(name + outcome.text)
        return
    if not is_batch:
        name = ""
    size_mb = outcome.output.stat().st_size / 1e6
    say = face.phrasebook.say
    face.screen.result(
        name
        + say(
            "console-done",
            face.language,
            path=_shown(outcome.output),
            megabytes=size_mb,
            seconds=outcome.took_s,
        )
    )


def _shown(path: Path) -> str:
    """Relative where it lies below the present folder, as a person would write it."""
    with contextlib.suppress(ValueError):
        return str(path.relative_to(Path.cwd()))
    return str(path)
