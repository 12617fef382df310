"""Log lines: plain, on standard error, with every secret masked at the root.

Owns the one handler. Must not decide what is logged. Redaction sits here so that no library's
line, and no traceback, can carry a token out.
"""

from __future__ import annotations

import logging
import sys
from typing import Final

from core.secrecy import safe_text

_LINE_LIMIT: Final = 2000


class RedactingFormatter(logging.Formatter):
    """Masks secrets and removes control characters in every line, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as lines that are safe to show and to keep."""
        lines = super().format(record).splitlines() or [""]
        return "\n".join(_indent(line) + safe_text(line, _LINE_LIMIT) for line in lines)


def _indent(line: str) -> str:
    return " " * (len(line) - len(line.lstrip(" ")))


def set_up(level: str) -> None:
    """Send all logs through the redacting handler; libraries speak from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel("ERROR" if level == "ERROR" else "WARNING")
    for ours in ("bots", "core", "storage"):
        logging.getLogger(ours).setLevel(level)
