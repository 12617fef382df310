"""What becomes of one wish: the values that edits give and replies are worded from.

Owns no decision and no sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from engine.timeline import Draft, Project

Outcome = Literal["done", "informed", "asked", "refused"]


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time, worded as one ("5 seconds")."""

    ms: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the timeline, worded as a clock does ("0:05")."""

    ms: int


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A background by its metadata in the draft; None is the original one."""

    metadata: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class InScene:
    """A scene as a place where somebody is put ("in an office")."""

    name: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A title's position: "top", "middle", "bottom", or a corner ("top left")."""

    position: str


@dataclass(frozen=True, slots=True)
class Percent:
    """A share in percent, worded with its sign."""

    amount: int


@dataclass(frozen=True, slots=True)
class Times:
    """A multiple, worded as one ("2×")."""

    amount: float


@dataclass(frozen=True, slots=True)
class Term:
    """A thing that has a name in every language: its key among the phrase table's terms."""

    key: str


@dataclass(frozen=True, slots=True)
class Words:
    """A person's own words, worded in quotation marks."""

    text: str


Fact = Length | Place | Backdrop | InScene | Spot | Percent | Times | Term | Words | str


@dataclass(frozen=True)
class Said:
    """One sentence to say: its key in the phrase tables and the facts in it."""

    key: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """A wish's outcome: the project after it and what to say."""

    outcome: Outcome
    project: Project
    said: tuple[Said, ...]


def done(project: Project, draft: Draft, *said: Said) -> Step:
    """The wish led to that draft."""
    return Step("done", replace(project, draft=draft), said)


def informed(project: Project, key: str, **facts: Fact) -> Step:
    """There was nothing to change."""
    return Step("informed", project, (Said(key, facts),))


def asked(project: Project, key: str, **facts: Fact) -> Step:
    """The wish can be meant in more than one way, or lacks something."""
    return Step("asked", project, (Said(key, facts),))


def refused(project: Project, key: str, **facts: Fact) -> Step:
    """The wish is understood and cannot be done."""
    return Step("refused", project, (Said(key, facts),))
