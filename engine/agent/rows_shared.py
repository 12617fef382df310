"""What rows of several topics share: who is spoken of, and by how much.

A row in which `WHAT` stands is written once and read twice: with the thing named, and with "it",
which may mean something else that was named just before (`standing` says when it does not).
"""

from __future__ import annotations

RULES: dict[str, tuple[str, ...]] = {
    "during": ("<part>", "DURING <part>"),
    "times": (
        "[BYWORD] factor=FACTOR",
        "[BYWORD] percent=PERCENT",
        "step=STEP",
    ),
    "then": ("SEP [SEP]", "AND [SEP]"),
}


def named(rows: tuple[str, ...], what: str) -> tuple[str, ...]:
    """The rows with the thing's own words for `WHAT`."""
    return tuple(row.replace("WHAT", what) for row in rows)


def it(rows: tuple[str, ...]) -> tuple[str, ...]:
    """The rows with "it" for `WHAT`."""
    return named(rows, "IT")
