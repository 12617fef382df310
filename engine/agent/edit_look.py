"""Wishes about light, colours and fades, carried out on a draft."""

from __future__ import annotations

from typing import Any

from engine.agent.steps import (
    Fact,
    Length,
    Outcome,
    Said,
    Step,
    Term,
    asked,
    done,
    informed,
    refused,
)
from engine.timeline import MAIN, Project, background, fades_ms, segments
from engine.timeline_look import (
    MOST,
    MOST_FADE_MS,
    with_fades,
    with_light,
    with_look,
    without_look,
)

STEPS = {"bit": 10, None: 20, "lot": 40}
FADE_MS = 1000


def adjust(project: Project, slots: dict[str, Any]) -> Step:
    """Brighter, warmer and so on; steps add up."""
    said = slots.get("adjust") or slots.get("amiss") or ""
    if said == "grey":
        return _changed(project, "saturation", -MOST - _now(project, "saturation"))
    quantity, is_up = (
        (slots["quantity"], slots["dir"] == "up")
        if "quantity" in slots
        else (said[:-1], said[-1] == "+")
    )
    amount = slots.get("percent", slots.get("amount"))
    step = STEPS[slots.get("step")] if amount is None else min(MOST, round(abs(amount)))
    delta = step if is_up else -step
    first = _changed(project, quantity, delta)
    if "also" not in slots or slots["also"] == quantity:
        return first
    second = _changed(first.project, slots["also"], delta)
    outcome: Outcome = "done" if "done" in (first.outcome, second.outcome) else "informed"
    return Step(outcome, second.project, first.said + second.said)


def reset_look(project: Project, slots: dict[str, Any]) -> Step:
    """Light and colours as they were recorded."""
    draft = without_look(project.draft)
    if draft == project.draft:
        return informed(project, "look_is_original")
    return done(project, draft, Said("look_reset"))


def fade(project: Project, slots: dict[str, Any]) -> Step:
    """Out of black at the start, into black at the end."""
    length_ms = slots["length"].ms() if "length" in slots else FADE_MS
    total_ms = project.draft["d"]
    ways = {"in": "in" in slots, "out": "out" in slots}
    now_in_ms, now_out_ms = fades_ms(project.draft)
    in_ms = length_ms if ways["in"] else now_in_ms
    out_ms = length_ms if ways["out"] else now_out_ms
    if not 0 < length_ms <= MOST_FADE_MS or in_ms + out_ms > total_ms:
        other_ms = now_out_ms if ways["in"] else now_in_ms
        room_ms = total_ms // 2 if all(ways.values()) else total_ms - other_ms
        return refused(project, "fade_limits", most=Length(min(MOST_FADE_MS, room_ms)))
    draft = with_fades(project.draft, in_ms, out_ms)
    key = "faded_both" if all(ways.values()) else f"faded_{'in' if ways['in'] else 'out'}"
    if draft == project.draft:
        return informed(project, "fades_are_so", length=Length(length_ms))
    return done(project, draft, Said(key, {"length": Length(length_ms)}))


def remove_fade(project: Project, slots: dict[str, Any]) -> Step:
    """No coming out of black, or going into it, any more."""
    which = slots["which"]
    draft = with_fades(
        project.draft,
        0 if which in ("in", "both") else None,
        0 if which in ("out", "both") else None,
    )
    if draft == project.draft:
        return informed(project, "fade_none")
    return done(project, draft, Said("fade_removed"))


def match_light(project: Project, slots: dict[str, Any]) -> Step:
    """The person takes on the scene's light."""
    return _lit(project, is_on=True)


def leave_light(project: Project, slots: dict[str, Any]) -> Step:
    """The person keeps the light of the recording."""
    return _lit(project, is_on=False)


def _lit(project: Project, is_on: bool) -> Step:
    now = background(project.draft)
    if now is None or now["kind"] in ("blur", "transparent"):
        return asked(project, "ask_light_of_what") if is_on else informed(project, "light_off")
    draft = with_light(project.draft, is_on)
    key = "light_on" if is_on else "light_off"
    if draft == project.draft:
        return informed(project, key)
    return done(project, draft, Said(key))


def _changed(project: Project, quantity: str, delta: int) -> Step:
    draft = with_look(project.draft, **{quantity: delta})
    before = _now(project, quantity)
    facts: dict[str, Fact] = {"quantity": Term(quantity), "before": _signed(before)}
    if draft == project.draft:
        return informed(project, "look_at_limit", **facts)
    after = segments(draft, MAIN)[0]["m"].get(quantity, 0)
    return done(project, draft, Said("look_changed", {**facts, "after": _signed(after)}))


def _now(project: Project, quantity: str) -> int:
    clips = segments(project.draft, MAIN)
    return int(clips[0]["m"].get(quantity, 0)) if clips else 0


def _signed(amount: int) -> str:
    return f"+{amount}" if amount > 0 else str(amount).replace("-", "−")
