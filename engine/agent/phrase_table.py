"""The shape of a language's phrases. What a language does not have is said in English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
    few_seconds: str | None = None
    """For 2 to 4 and for parts of a second, where a language counts those apart."""
    scenes: Mapping[str, str] = field(default_factory=dict)
    """Scenes as sentences call them, where the catalogue has no title in the language."""
    places: Mapping[str, str] = field(default_factory=dict)
    """The same as places where somebody is put."""
    colors: Mapping[str, str] = field(default_factory=dict)
    """Colours by `#rrggbb`, where the palette has no name in the language."""
