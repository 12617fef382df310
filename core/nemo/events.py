"""What a message stream says, whatever shape it came in.

Owns: the three values that the stream parser gives.
Must not know: bytes, HTTP, wording.
"""

from dataclasses import dataclass

from core.errors import NemoError


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of the agent's text; pieces follow one another and none is given twice.

    `text` is never empty. It is the backend's own wording: untrusted, and not yet translated
    out of the language of buttons and panels.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Working:
    """The backend is alive and has nothing to say.

    `is_tool` tells a tool call or result (something is being done) from a mere heartbeat.
    """

    is_tool: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """The stream is over; nothing follows.

    `error` is None when the server closed it in good order (with or without any text). An error
    whose `is_outcome_known` is false means: look at the state, never send the message again.
    """

    error: NemoError | None = None


NemoEvent = Said | Working | Closed
