"""What the process tells its caller. Owns the numbers only."""

from typing import Final

DONE: Final = 0
FAILED: Final = 1
"""Something that was asked for is not there."""
WRONG_USE: Final = 2
STOPPED: Final = 130
"""By the person: the shell's convention for Ctrl-C, 128 + SIGINT."""
