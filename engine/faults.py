"""Misbehaviour on order: the faulty mode by which tests learn whether a client survives.

Only with ``--faulty``. Owns the list of armed faults and nothing of what they do to an answer:
``engine.server`` asks ``take`` at the place where a fault belongs and misbehaves there.

``POST /_test/faults`` arms one, or a list of them:
``{"endpoint": "message", "fault": "silent", "times": 1, "after": 0, …its own keys}``. ``times``
null means until disarmed; ``after`` lets so many calls of that endpoint pass first. Of several
that fit, the one armed first is taken. ``GET /_test/faults`` lists what is armed, ``DELETE``
disarms everything.

Endpoints: ``token session claim upload message state credits render_submit render_status
render_download render_cancel output``.

===============  =====================  =========================================================
endpoint         fault                  what happens
===============  =====================  =========================================================
any              http_error             ``status`` (500), ``body`` json | html | empty; nothing done
any              rate_limit             429, ``Retry-After: retry_after_s`` (1; null leaves it out)
any              refuse                 ``code``, ``message``, ``status`` (200), ``data``; not done
any              drop                   connection closed before anything is done
any              lost_answer            done, then the connection is closed without a reply
any              slow                   done; ``delay_s`` (0) before, then ``bytes_per_s`` (1000)
any              garbage                done; 200 with a body that is not JSON
any              redirect               307 to the second origin, which notes the headers it sees
any with token   expired_token          the token is void for good from here: 1001
any with session lost_session           the session is deleted for good: 1002
upload           gateway_timeout        504 at once, as of a balancer; done ``delay_s`` (1) later;
                                        addresses only, as a body ends with its request
message          silent                 done; the stream closes with no text at all
message          flat / adk             that shape for this one stream
message          odd_bytes              done; ``newline`` lf | crlf | cr, ``split_bytes`` per write
                                        (1), comment lines and empty ``data:`` lines in between
message          heartbeats             nothing but heartbeats for ``seconds`` (null: for ever), the
                                        work done at their end if ``is_done`` (false); then closed
message          cut_before             heartbeats, then cut; the work is never done
message          cut_during             cut at once; the work is done ``delay_s`` (1) later
message          cut_after              done; cut after half of the text
message          temporary_issue        done; a closing "I encountered a temporary issue" is added
message          interface_talk         done; the text talks of buttons, panels and dragging
message          error_event            ``message``; an error in the stream, nothing is done
render_submit    fail_render            taken; ends as failed with ``message``
render_submit    stuck_render           taken; stays at 42 % until cancelled
render_submit    output_missing         rendered; its output URL answers 404, /download works
render_submit    output_elsewhere       rendered; its output URL is on the second origin
render_submit    output_redirect        rendered; its output URL redirects to the second origin
render_submit    output_cut             rendered; its output URL breaks off in the middle, once
===============  =====================  =========================================================

A fault of ``message`` may also name the ``shape`` (flat | adk) of its stream. ``fail_render`` and
those after it stay with the render, also over a restart.

Beside the faults: ``GET /_test/ledger`` → ``{entries: [{message_id, session_id, account_id, text,
cost, at}], messages: [… every message that arrived, with status and is_changed], calls: {endpoint:
n}, headers: [{endpoint, headers: {…}}], elsewhere: [{path, headers}]}``; header values of
``Authorization`` are shown as a hash only. ``POST /_test/tokens`` ``{scopes, credits, plan}`` →
``{token, user_id}`` makes a token as a person would have made one; ``plan: "blocked"`` answers
every export with 402.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ENDPOINTS = frozenset(
    {
        "token",
        "session",
        "claim",
        "upload",
        "message",
        "state",
        "credits",
        "render_submit",
        "render_status",
        "render_download",
        "render_cancel",
        "output",
    }
)

ANYWHERE = frozenset(
    {
        "http_error",
        "rate_limit",
        "refuse",
        "drop",
        "lost_answer",
        "slow",
        "garbage",
        "redirect",
        "expired_token",
        "lost_session",
    }
)

UPLOAD = frozenset({"gateway_timeout"})

MESSAGE = frozenset(
    {
        "silent",
        "flat",
        "adk",
        "odd_bytes",
        "heartbeats",
        "cut_before",
        "cut_during",
        "cut_after",
        "temporary_issue",
        "interface_talk",
        "error_event",
    }
)

RENDER = frozenset(
    {
        "fail_render",
        "stuck_render",
        "output_missing",
        "output_elsewhere",
        "output_redirect",
        "output_cut",
    }
)

_KNOWN = dict.fromkeys(ENDPOINTS, ANYWHERE) | {
    "upload": ANYWHERE | UPLOAD,
    "message": ANYWHERE | MESSAGE,
    "render_submit": ANYWHERE | RENDER,
}


class UnknownFault(ValueError):
    """No such endpoint, or no such fault there; the text says which."""


@dataclass(slots=True)
class Fault:
    """One armed fault; ``times`` counts down (None: never), ``after`` counts down before it."""

    endpoint: str
    kind: str
    times: int | None = 1
    after: int = 0
    options: Mapping[str, Any] = field(default_factory=dict)

    def number(self, name: str, default: float) -> float:
        """An option as a number; ``default`` where it was not given."""
        return float(self.options.get(name, default))

    def text(self, name: str, default: str) -> str:
        """An option as text; ``default`` where it was not given."""
        return str(self.options.get(name, default))

    def as_json(self) -> dict[str, Any]:
        """As it was armed, with what is left of its counts."""
        return {
            **self.options,
            "endpoint": self.endpoint,
            "fault": self.kind,
            "times": self.times,
            "after": self.after,
        }


class Faults:
    """The armed faults of one engine, taken one by one."""

    def __init__(self) -> None:
        self._armed: list[Fault] = []

    def arm(self, order: Mapping[str, Any]) -> Fault:
        """Arm a fault from its JSON. Raises ``UnknownFault``."""
        options = dict(order)
        endpoint, kind = str(options.pop("endpoint", "")), str(options.pop("fault", ""))
        if endpoint not in ENDPOINTS:
            raise UnknownFault(f"no endpoint {endpoint!r}; there are {sorted(ENDPOINTS)}")
        if kind not in _KNOWN[endpoint]:
            raise UnknownFault(
                f"no fault {kind!r} at {endpoint}; there are {sorted(_KNOWN[endpoint])}"
            )
        times, after = options.pop("times", 1), options.pop("after", 0)
        fault = Fault(endpoint, kind, None if times is None else int(times), int(after), options)
        self._armed.append(fault)
        return fault

    def clear(self) -> None:
        """Disarm everything."""
        self._armed.clear()

    def armed(self) -> list[dict[str, Any]]:
        """What is armed, oldest first."""
        return [fault.as_json() for fault in self._armed]

    def take(self, endpoint: str, kinds: frozenset[str]) -> Fault | None:
        """The first armed fault of these kinds that is due at this call of the endpoint.

        Counts the call down for every fault that fits; ask once a call and group of kinds.
        """
        taken: Fault | None = None
        for fault in list(self._armed):
            if fault.endpoint != endpoint or fault.kind not in kinds:
                continue
            if fault.after > 0:
                fault.after -= 1
            elif taken is None:
                taken = fault
        if taken is not None and taken.times is not None:
            taken.times -= 1
            if taken.times <= 0:
                self._armed.remove(taken)
        return taken
