"""Pictures that were taken as two half pictures, made whole.

Owns the filter (FFmpeg's bwdif, told to touch only frames that say they are interlaced) and its
beginning, end and renewal. Each frame becomes one frame of the same moment. Must not know rates.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from av.filter import Graph
    from av.video.frame import VideoFrame

THREADS = 2


class Deinterlacer:
    """Passes frames through as they are until the first interlaced one; from then on filters."""

    def __init__(self) -> None:
        self._graph: Graph | None = None
        self._shape: tuple[int, int, str] | None = None

    def frames(self, frame: VideoFrame) -> Iterator[VideoFrame]:
        """What comes out for one more frame; a filtered one counts in a time base of its own.

        Raises FFmpegError for a kind of picture that can't be filtered.
        """
        shape = (frame.width, frame.height, frame.format.name)
        if self._graph is not None and shape != self._shape:
            yield from self.rest()
        if self._graph is None:
            if not frame.interlaced_frame:
                yield frame
                return
            self._graph, self._shape = self._built(frame), shape
        self._graph.vpush(frame)
        yield from self._ready()

    def rest(self) -> Iterator[VideoFrame]:
        """What the filter still holds; it begins anew afterwards."""
        if self._graph is not None:
            self._graph.vpush(None)
            yield from self._ready()
            self._graph = None

    def _built(self, frame: VideoFrame) -> Graph:
        from av.filter import Graph

        graph = Graph()
        graph.threads = THREADS
        source = graph.add_buffer(
            width=frame.width,
            height=frame.height,
            format=frame.format,
            time_base=frame.time_base,
        )
        halves = graph.add("bwdif", "mode=send_frame:parity=auto:deint=interlaced")
        sink = graph.add("buffersink")
        graph.link_nodes(source, halves, sink).configure()
        return graph

    def _ready(self) -> Iterator[VideoFrame]:
        from av.error import BlockingIOError as NothingYet
        from av.error import EOFError as NothingMore

        if self._graph is None:
            return
        while True:
            try:
                yield self._graph.vpull()
            except (NothingYet, NothingMore):
                return
