"""Server-sent events: bytes in, the `data` of each event out.

Owns: lines, fields, the limits of memory. Must not know: what the data means.
The format is the WHATWG HTML standard's section on server-sent events, with two liberties that
the backend's contract asks for: a comment or an empty `data` is reported (it is a sign of life),
and a complete JSON object in one `data` line is given at once, whether or not a blank line follows.
"""

import json
import re
from dataclasses import dataclass
from typing import Final

MAX_LINE_BYTES: Final = 1024 * 1024
"""A longer line is thrown away up to its end, and counted."""
MAX_EVENT_BYTES: Final = 4 * 1024 * 1024
"""So is an event whose `data` lines are longer than this together."""

_BOM: Final = b"\xef\xbb\xbf"
_LF, _CR = b"\n", b"\r"
_LINE_END: Final = re.compile(rb"[\r\n]")


@dataclass(frozen=True, slots=True)
class Data:
    """The `data` lines of one event, joined by newlines; empty for a mere sign of life."""

    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


class LineSplitter:
    """Cuts bytes into lines at LF, CR or CRLF, however the bytes are split over calls."""

    def __init__(self, max_line_bytes: int = MAX_LINE_BYTES) -> None:
        self._max_line_bytes = max_line_bytes
        self._pending = bytearray()
        self._is_after_cr = False
        self._is_oversized = False
        self._is_at_start = True
        self.oversized = 0
        """Lines thrown away because they were longer than the limit."""

    def feed(self, chunk: bytes) -> list[bytes]:
        """The lines completed by `chunk`, without their ends."""
        lines: list[bytes] = []
        # A CR ends a line at once; an LF right after it belongs to the same end.
        if self._is_after_cr and chunk:
            self._is_after_cr = False
            chunk = chunk.removeprefix(_LF)
        start = 0
        while start < len(chunk):
            found = _LINE_END.search(chunk, start)
            if found is None:
                self._keep(chunk[start:])
                break
            end = found.start()
            self._keep(chunk[start:end])
            self._complete(lines)
            start = end + 1
            if chunk[end : end + 1] == _CR:
                if start == len(chunk):
                    self._is_after_cr = True
                elif chunk[start : start + 1] == _LF:
                    start += 1
        return lines

    def close(self) -> list[bytes]:
        """What stands after the last line end, as a line."""
        lines: list[bytes] = []
        if self._pending or self._is_oversized:
            self._complete(lines)
        return lines

    def _keep(self, piece: bytes) -> None:
        if self._is_oversized:
            return
        self._pending += piece
        if len(self._pending) > self._max_line_bytes:
            self._is_oversized = True
            self._pending.clear()

    def _complete(self, lines: list[bytes]) -> None:
        line = bytes(self._pending)
        self._pending.clear()
        if self._is_at_start:
            self._is_at_start = False
            line = line.removeprefix(_BOM)
        if self._is_oversized:
            self._is_oversized = False
            self.oversized += 1
        else:
            lines.append(line)


class SseParser:
    """Collects lines into events. `feed` any number of times, then `close` once."""

    def __init__(
        self, max_line_bytes: int = MAX_LINE_BYTES, max_event_bytes: int = MAX_EVENT_BYTES
    ) -> None:
        self._splitter = LineSplitter(max_line_bytes)
        self._max_event_bytes = max_event_bytes
        self._data: list[str] = []
        self._data_bytes = 0
        self._is_event_oversized = False
        self._oversized_events = 0

    @property
    def oversized(self) -> int:
        """Lines and events thrown away because they were longer than the limits."""
        return self._splitter.oversized + self._oversized_events

    def feed(self, chunk: bytes) -> list[Data]:
        """The events and signs of life completed by `chunk`, in order."""
        events: list[Data] = []
        for line in self._splitter.feed(chunk):
            self._line(line, events)
        return events

    def close(self) -> list[Data]:
        """What the server left without its blank line; a stream may end after its last line."""
        events: list[Data] = []
        for line in self._splitter.close():
            self._line(line, events)
        self._dispatch(events)
        return events

    def _line(self, line: bytes, events: list[Data]) -> None:
        if not line:
            self._dispatch(events)
            return
        field, _, value = line.partition(b":")
        if not field:
            events.append(Data(()))
        elif field == b"data":
            self._keep(value.removeprefix(b" "))
            # A whole JSON object can't be continued by another line, so nothing is lost by giving
            # it now; servers that leave out the blank line are understood this way.
            if len(self._data) == 1 and self._is_object(self._data[0]):
                self._dispatch(events)

    def _keep(self, value: bytes) -> None:
        self._data_bytes += len(value) + 1
        if self._data_bytes > self._max_event_bytes:
            self._is_event_oversized = True
            self._data.clear()
        if not self._is_event_oversized:
            # Decoding whole lines: a character may be split over reads, never over lines.
            self._data.append(value.decode("utf-8", errors="replace"))

    @staticmethod
    def _is_object(text: str) -> bool:
        if not (text.startswith("{") and text.rstrip().endswith("}")):
            return False
        try:
            json.loads(text)
        except (ValueError, RecursionError):
            return False
        return True

    def _dispatch(self, events: list[Data]) -> None:
        if self._is_event_oversized:
            self._oversized_events += 1
        elif self._data:
            events.append(Data(tuple(self._data)))
        self._data.clear()
        self._data_bytes = 0
        self._is_event_oversized = False
