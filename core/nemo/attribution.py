"""The three headers by which the backend knows what kind of client calls.

Owns their names and values. Must not know the token or any request. A request without them makes
a later export fail with 402 (the contract, "Headers").
"""

from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

SOURCE: Final = "tomoviee-video-background"
DISTRIBUTION: Final = "backdrop-bot"

_PLACES: Final = ((".clawhub", "clawhub"), (".cursor/skills", "cursor"))


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where a request comes from; values are printable ASCII, or they could not be sent."""

    version: str
    platform: str
    source: str = SOURCE

    def headers(self) -> dict[str, str]:
        """The headers, for the API's own origin only."""
        return {
            "X-Skill-Source": self.source,
            "X-Skill-Version": self.version,
            "X-Skill-Platform": self.platform,
        }


def attribution(skill_version: str | None = None, skill_source: str | None = None) -> Attribution:
    """The values for this installation; the settings SKILL_VERSION and SKILL_SOURCE override."""
    return Attribution(
        version=_header_value(skill_version) or installed_version(),
        platform=_header_value(skill_source) or platform(Path(__file__), Path.home()),
    )


def platform(install_path: Path, home: Path) -> str:
    """`clawhub` under `~/.clawhub/`, `cursor` under `~/.cursor/skills/`, else `unknown`.

    A link counts by where it stands and by where it leads.
    """
    ways = {install_path.absolute(), install_path.resolve()}
    homes = {home.absolute(), home.resolve()}
    for place, name in _PLACES:
        if any(way.is_relative_to(start / place) for way in ways for start in homes):
            return name
    return "unknown"


def installed_version() -> str:
    """Our version as installed; "0" in a tree that was never installed."""
    try:
        return metadata.version(DISTRIBUTION)
    except metadata.PackageNotFoundError:
        return "0"


def _header_value(text: str | None) -> str:
    return "".join(c for c in text or "" if " " <= c <= "~").strip()[:100]
