"""A line between a client and a server on loopback that breaks where it is told to: for tests.

Owns the breaking. Must not know what goes over it. Places are counted in bytes from the client to
the server, over all connections that there have been.
"""

from __future__ import annotations

import asyncio
import contextlib
import subprocess
import sys
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

_PIECE_BYTES = 64 * 1024


class Break(Enum):
    """What happens there."""

    CUT = "cut"
    """Both ends see it."""
    DEAD = "dead"
    """Nothing goes through any more, and nobody is told."""
    MUTE = "mute"
    """All goes to the server; at its next answer the line is cut."""


@dataclass(frozen=True)
class Place:
    """``at_bytes`` from the client: the last that gets through."""

    at_bytes: int
    how: Break = Break.CUT


@dataclass
class _State:
    """Of one connection: how it is broken."""

    how: Break | None = None


class CuttingLine:
    """Listens on ``port``, goes on to ``target_port``, which may change."""

    def __init__(self, target_port: int, places: Iterable[Place] = ()) -> None:
        self.target_port = target_port
        self.port = 0
        self.sent_bytes = 0
        """From clients, as far as it got through."""
        self.broken = 0
        self._places = deque(sorted(places, key=lambda place: place.at_bytes))
        self._talks: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[CuttingLine]:
        """There while the block runs."""
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            server.close()
            for talk in self._talks:
                talk.cancel()
            await asyncio.gather(*self._talks, return_exceptions=True)

    def _connected(self, reader: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        talk = asyncio.create_task(self._talk(reader, client))
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)

    async def _talk(
        self, client_reader: asyncio.StreamReader, client: asyncio.StreamWriter
    ) -> None:
        server: asyncio.StreamWriter | None = None
        try:
            # A server that is away looks like a line that breaks.
            server_reader, server = await asyncio.open_connection("127.0.0.1", self.target_port)
            state = _State()
            ways = (
                asyncio.ensure_future(self._up(client_reader, server, state)),
                asyncio.ensure_future(_down(server_reader, client, state)),
            )
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
        except OSError:
            pass
        finally:
            for end in (client, server):
                if end is not None:
                    end.transport.abort()

    async def _up(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: _State
    ) -> None:
        while piece := await reader.read(_PIECE_BYTES):
            while piece:
                place = self._places[0] if self._places else None
                room_bytes = len(piece) if place is None else place.at_bytes - self.sent_bytes
                now, piece = piece[: max(0, room_bytes)], piece[max(0, room_bytes) :]
                writer.write(now)
                await writer.drain()
                self.sent_bytes += len(now)
                if place is None or self.sent_bytes < place.at_bytes:
                    continue
                self._places.popleft()
                self.broken += 1
                state.how = place.how
                if place.how is Break.CUT:
                    return
                if place.how is Break.DEAD:
                    await asyncio.Event().wait()


async def _down(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, state: _State) -> None:
    while piece := await reader.read(_PIECE_BYTES):
        if state.how is Break.DEAD:
            await asyncio.Event().wait()
        if state.how is Break.MUTE:
            return
        writer.write(piece)
        await writer.drain()
    if state.how is Break.DEAD:
        await asyncio.Event().wait()


@contextlib.contextmanager
def process(target_port: int, places: Iterable[int]) -> Iterator[tuple[int, Callable[[], int]]]:
    """A line that is a process of its own, with cuts at those places: its port, and what says,
    once, how many of them were reached; that ends it.
    """
    command = [sys.executable, "-m", "tests.servers.cutting_line", str(target_port)]
    with subprocess.Popen(
        [*command, *map(str, places)],
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        port = int(running.stdout.readline())
        try:
            yield port, lambda: int(running.communicate()[0])
        finally:
            running.kill()


async def _main(target_port: int, places: list[Place]) -> None:
    async with CuttingLine(target_port, places).listening() as line:
        sys.stdout.write(f"{line.port}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)
        sys.stdout.write(f"{line.broken}\n")


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]), [Place(int(at)) for at in sys.argv[2:]]))
