"""What a job reports when it can't be done: a code for programs and one sentence for a person.

Owns the codes of the worker's `failed` event and the sentences that several modules share. Must
not know what raised them.
"""

from __future__ import annotations

from typing import Literal

FailureCode = Literal[
    "unsupported",
    "damaged",
    "empty",
    "no_video",
    "too_long",
    "too_large",
    "no_person",
    "internal",
]

FORMATS_THAT_WORK = "MP4, MOV, AVI and WebM work best."


class JobFailed(Exception):
    """The job can't be done, for a reason that a person can understand and act on.

    `code` is one of `FailureCode`; `message` is one plain English sentence or two, without paths,
    library names or other innards.
    """

    def __init__(self, code: FailureCode, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code: FailureCode = code
        self.message = message


def unsupported() -> JobFailed:
    """The file is no picture, sound or clip that the engine reads."""
    return JobFailed("unsupported", f"I can't read this file. {FORMATS_THAT_WORK}")


def damaged() -> JobFailed:
    """The file is of a kind that the engine reads, and broken."""
    return JobFailed(
        "damaged", "This file is damaged or was cut off on its way. Please send it again."
    )


def empty() -> JobFailed:
    """The file holds nothing, or no frame."""
    return JobFailed("empty", "There is nothing in this file. Please send it again.")


def no_video() -> JobFailed:
    """A clip is needed and the file has no moving picture."""
    return JobFailed(
        "no_video", f"This file has no video in it. Please send a clip; {FORMATS_THAT_WORK}"
    )
