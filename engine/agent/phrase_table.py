"""The shape of a language's phrases, so that every language has the same ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PhraseTable:
    """All that the agent says in one language; `{name}` stands for a fact."""

    sentences: Mapping[str, str]
    backdrops: Mapping[str, str]
    spots: Mapping[str, str]
    suggestions: Mapping[str, str]
    after_a_picture: str
    """How a suggestion reads that needs a picture first."""
    second: str
    seconds: str
    minutes: str
    minutes_seconds: str
    quotation: str
    """Around a person's own words."""
    joint: str
    """Between sentences."""
