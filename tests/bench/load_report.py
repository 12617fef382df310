"""What a bench prints. Must not know what was measured."""

from __future__ import annotations

import os
import sys


def say(line: str = "") -> None:
    """A line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def title(words: str) -> None:
    """What is measured now, and on what a machine."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    say(f"\n{words} ({os.cpu_count()} cores, load before: {load})")
