"""An event loop in a thread of its own, for tests that stand outside of it.

Owns the thread, and the ways across: blocking, or from another loop. Must not know what is done
there.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class LoopThread:
    """A context: inside it the loop runs."""

    def __init__(self, name: str) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name=name, daemon=True)

    def __enter__(self) -> LoopThread:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.do(_end_all())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        assert not self._thread.is_alive(), f"{self._thread.name} does not end"
        self.loop.close()

    def begin(self, work: Coroutine[Any, Any, T]) -> concurrent.futures.Future[T]:
        """Have it done there; its future can be waited for by any thread."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def do(self, work: Coroutine[Any, Any, T], limit_s: float = 60.0) -> T:
        """Have it done there, and block until then."""
        return self.begin(work).result(limit_s)

    async def call(self, work: Coroutine[Any, Any, T]) -> T:
        """Have it done there for another loop. Who is cancelled cancels it, and sees its end."""
        here = asyncio.get_running_loop()
        ended: asyncio.Future[None] = here.create_future()
        begun: list[asyncio.Task[T]] = []

        def begin() -> None:
            begun.append(self.loop.create_task(work))
            begun[0].add_done_callback(lambda _: here.call_soon_threadsafe(end))

        def end() -> None:
            if not ended.done():
                ended.set_result(None)

        self.loop.call_soon_threadsafe(begin)
        try:
            await asyncio.shield(ended)
        except asyncio.CancelledError:
            # After ``begin``, since what is called soon is called in its order.
            self.loop.call_soon_threadsafe(lambda: begun[0].cancel())
            await ended
        return begun[0].result()


async def _end_all() -> None:
    """Nothing is left to run when the loop is closed."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()
    await asyncio.get_running_loop().shutdown_default_executor()
