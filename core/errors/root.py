"""The root of the error tree and the errors that belong to no branch.

Owns: what every error can say. Must not know: any branch.
"""

from typing import ClassVar, Final

from core.secrecy import safe_text

Fact = str | int | float

MAX_UPLOAD_BYTES: Final = 500 * 1024 * 1024
"""Largest file that the backend takes; the contract says 500 MB, read as MiB."""
CLIP_FORMATS: Final = "MP4, MOV, AVI, WebM"
"""What a person is advised to send."""


class BackdropError(Exception):
    """Root. `detail` says what happened this time, `facts` are the arguments of the phrase.

    `str()` is one line for operators: cause, detail, remedy.
    """

    phrase: str = "error-internal"
    is_outcome_known: ClassVar[bool] = True
    cause: ClassVar[str] = "Something went wrong inside"
    remedy: ClassVar[str] = "Report it, with the log around this line"

    def __init__(self, detail: object = "") -> None:
        self.detail = safe_text(detail)
        self.facts: dict[str, Fact] = {}
        super().__init__(self.detail)

    def __str__(self) -> str:
        told = f": {self.detail}" if self.detail else ""
        return f"{self.cause}{told}. {self.remedy}."


class InstructionMissing(BackdropError):
    """A clip came without a word on what to do with it."""

    phrase = "error-no-instruction"
    cause = "There is no instruction"
    remedy = "Say what to do, for instance: replace the background with an office"


class Interrupted(BackdropError):
    """The person stopped it (Ctrl-C, cancel)."""

    phrase = "error-interrupted"
    cause = "Stopped on request"
    remedy = "Start again whenever you like"
