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
    terms: Mapping[str, str]
    """Names of things: shapes, sides, sizes, what a look consists of."""
    suggestions: Mapping[str, str]
    after_a_file: Mapping[str, str]
    """How a suggestion reads that needs a picture, or a sound, first."""
    second: str
    seconds: str
    minutes: str
    minutes_seconds: str
    times: str
    """A multiple: `{amount}`."""
    quotation: str
    """Around a person's own words."""
    joint: str
    """Between sentences."""
