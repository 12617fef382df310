"""The message stream, pure: bytes in, `Said`, `Working` and `Closed` out.

Owns: both shapes of event that the contract lists (the flat one and the agent server's own), the
telling of text once that comes twice, and the errors within a stream.
Must not know: HTTP, time, what is done with the events.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from core.errors import AgentFailed, NemoError, OutcomeUnknown
from core.nemo.codes import as_code, refusal
from core.nemo.events import Closed, NemoEvent, Said, Working
from core.nemo.partials import PartialText, join_surrogates
from core.nemo.sse import MAX_EVENT_BYTES, MAX_LINE_BYTES, Data, SseParser

_NO_ERRORS: Final = frozenset({"", "STOP", "FINISH_REASON_UNSPECIFIED"})
"""Values of `errorCode` by which the agent server only says that the model ended normally."""
_FLAT_TOOLS: Final = frozenset({"tool_call", "tool_result"})
_KNOWN_CODES: Final = frozenset({1001, 1002, 2001, 402, 403, 4001, 4002})
_HIGH_SURROGATES: Final = ("\ud800", "\udbff")
_TOOL_KEYS: Final = ("functionCall", "functionResponse", "function_call", "function_response")

Event = Mapping[str, Any]


class StreamParser:
    """Feed it bytes in any split, then close it: the last event is one `Closed`, always.

    An error event closes the stream at once; what comes after it is not read.
    """

    def __init__(
        self, max_line_bytes: int = MAX_LINE_BYTES, max_event_bytes: int = MAX_EVENT_BYTES
    ) -> None:
        self._sse = SseParser(max_line_bytes, max_event_bytes)
        self._partials = PartialText()
        self._half_pair = ""
        self._unreadable = 0
        self._understood = 0
        self._is_closed = False

    @property
    def ignored(self) -> int:
        """Events thrown away: no JSON object, or beyond the limits of length."""
        return self._unreadable + self._sse.oversized

    @property
    def is_closed(self) -> bool:
        """Whether `Closed` has been given."""
        return self._is_closed

    def feed(self, chunk: bytes) -> list[NemoEvent]:
        """The events completed by `chunk`, in order."""
        return self._read(self._sse.feed(chunk))

    def close(self, error: NemoError | None = None) -> list[NemoEvent]:
        """The last events; `error` is what ended the stream if it was not the server's will.

        A stream that held only what nobody can read ends in `OutcomeUnknown`: taken for silence,
        it would hide that.
        """
        events = self._read(self._sse.close())
        if self._is_closed:
            return events
        if error is None and self.ignored and not self._understood:
            error = OutcomeUnknown(f"{self.ignored} events, none of them readable")
        self._is_closed = True
        return [*events, Closed(error)]

    def _read(self, batch: Iterable[Data]) -> list[NemoEvent]:
        events: list[NemoEvent] = []
        for data in batch:
            for event in self._objects(data):
                if self._is_closed:
                    return events
                events.extend(self._translate(event))
        return events

    def _objects(self, data: Data) -> Sequence[Event]:
        """The JSON objects of one event: its lines joined, or else each by itself."""
        if not data.text.strip():
            self._understood += 1
            return [{}]
        whole = _json_object(data.text)
        if whole is not None:
            self._understood += 1
            return [whole]
        found = [_json_object(line) for line in data.lines if line.strip()]
        objects = [event for event in found if event is not None]
        self._understood += len(objects)
        self._unreadable += len(found) - len(objects)
        return objects

    def _translate(self, event: Event) -> list[NemoEvent]:
        is_flat = isinstance(event.get("type"), str) and not isinstance(event.get("content"), dict)
        pieces, sign = self._flat(event) if is_flat else self._agent_event(event)
        said = [Said(text) for text in map(self._whole_characters, pieces) if text]
        events: list[NemoEvent] = [*said]
        if sign.is_tool or not events:
            events.append(sign)
        error = _error(event)
        if error is None:
            return events
        self._is_closed = True
        return [*said, Closed(error)]

    @staticmethod
    def _flat(event: Event) -> tuple[list[str], Working]:
        content = event.get("content")
        texts = [content] if event["type"] == "text" and isinstance(content, str) else []
        return texts, Working(is_tool=event["type"] in _FLAT_TOOLS)

    def _agent_event(self, event: Event) -> tuple[list[str], Working]:
        content = event.get("content")
        listed = content.get("parts") if isinstance(content, dict) else None
        parts = [p for p in listed if isinstance(p, dict)] if isinstance(listed, list) else []
        sign = Working(is_tool=any(key in part for part in parts for key in _TOOL_KEYS))
        texts = [_text(part) for part in parts]
        if not any(texts) or _is_from_person(event):
            return [], sign
        if event.get("partial") is True:
            self._partials.add(_speaker(event), "".join(texts))
            return texts, sign
        return self._partials.unsaid(_speaker(event), texts), sign

    def _whole_characters(self, text: str) -> str:
        """`text` fit for UTF-8: a character beyond the BMP may come as halves in two chunks."""
        text = self._half_pair + text
        self._half_pair = ""
        if text and _HIGH_SURROGATES[0] <= text[-1] <= _HIGH_SURROGATES[1]:
            self._half_pair, text = text[-1], text[:-1]
        return join_surrogates(text).replace("\0", "")


def _json_object(text: str) -> dict[str, Any] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _text(part: Event) -> str:
    """The text that a person may see: a model's thoughts are none."""
    text = part.get("text")
    return text if isinstance(text, str) and part.get("thought") is not True else ""


def _is_from_person(event: Event) -> bool:
    content = event.get("content")
    role = content.get("role") if isinstance(content, dict) else None
    return role == "user" or event.get("author") == "user"


def _speaker(event: Event) -> tuple[str, str]:
    invocation = event.get("invocationId", event.get("invocation_id"))
    return (_short(invocation), _short(event.get("author")))


def _short(value: object) -> str:
    return value[:200] if isinstance(value, str) else ""


def _error(event: Event) -> NemoError | None:
    """The error that an event reports in any of its forms, or None."""
    kind = event.get("type")
    if isinstance(kind, str) and kind != "error":
        return None  # a tool's own error is the agent's to handle
    code: object = event.get("errorCode", event.get("error_code"))
    message: object = event.get("errorMessage", event.get("error_message"))
    told = event.get("error")
    if kind == "error" and not told:
        told = event.get("message") or event.get("content") or "no reason given"
    if isinstance(told, dict):
        code, message = told.get("code", code), told.get("message", message)
    elif told:
        message = told
    elif as_code(event.get("code")) and "content" not in event:
        code, message = event["code"], event.get("message")
    if not told and (code is None or (isinstance(code, str) and code in _NO_ERRORS)):
        return None
    number = as_code(code)
    if number is not None and number in _KNOWN_CODES:
        return refusal(number, 200, message)
    return AgentFailed(f"{code}: {message}" if code else message or "")
