"""Log lines carry no secret, wherever in them it stands."""

from __future__ import annotations

import logging

import pytest

from bots import log
from bots.log import RedactingFormatter

TOKEN = "nmv_usr_0123456789abcdef"


def formatted(message: str, *arguments: object, with_error: Exception | None = None) -> str:
    information = (type(with_error), with_error, None) if with_error else None
    record = logging.LogRecord("x", logging.INFO, "f.py", 1, message, arguments, information)
    return RedactingFormatter("%(levelname)s %(message)s").format(record)


@pytest.mark.parametrize(
    "line",
    [
        formatted(f"token {TOKEN}"),
        formatted("headers %s", {"Authorization": f"Bearer {TOKEN}"}),
        formatted("GET %s", f"https://api.example/?token={TOKEN}&x=1"),
        formatted("failed", with_error=ValueError(f"bad token {TOKEN}")),
        formatted("several\nlines with %s\nin them", TOKEN),
        formatted("claim clm_abcdef0123456789 nmv_usr_0123456789abcdef"),
    ],
)
def test_no_secret_passes(line: str) -> None:
    assert TOKEN not in line
    assert "clm_abcdef" not in line
    assert "***" in line


def test_what_people_send_cannot_forge_a_line() -> None:
    line = formatted("name %s", "a.mp4\x1b[31m\r2026-01-01 ERROR forged")
    assert "\x1b" not in line and "\r" not in line


def test_a_traceback_keeps_its_shape() -> None:
    try:
        raise ValueError("why")
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "f.py", 1, "m", (), (ValueError, error, error.__traceback__)
        )
    text = RedactingFormatter("%(message)s").format(record)
    assert "\n  File " in text and text.endswith("ValueError: why")


def test_all_logs_go_through_the_one_handler(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        log.set_up("INFO")
        logging.getLogger("core.somewhere").info("has %s", TOKEN)
        logging.getLogger("some.library").warning("has %s", TOKEN)
        logging.getLogger("some.library").info("quiet")
        written = capsys.readouterr().err
    finally:
        root.handlers[:] = before
        root.setLevel(level)
    assert TOKEN not in written and "quiet" not in written
    assert len(written.splitlines()) == 2
