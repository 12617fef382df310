"""Log lines carry no secret, wherever in them it stands."""

from __future__ import annotations

import base64
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots import log
from bots.log import RedactingFormatter
from core.secrecy import is_discord_token

TOKEN = "nmv_usr_0123456789abcdef"
_BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def _discord_tokens() -> st.SearchStrategy[str]:
    """Of any bot and any age: older ones have a shorter signature."""
    ids = st.integers(10**16, 2**64 - 1).map(lambda bot: base64.b64encode(str(bot).encode()))
    return st.builds(
        lambda bot, time, signature: f"{bot.decode().rstrip('=')}.{time}.{signature}",
        ids,
        st.text(_BASE64, min_size=6, max_size=7),
        st.text(_BASE64, min_size=27, max_size=38),
    )


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


@given(_discord_tokens())
def test_a_discord_bots_token_is_known_and_does_not_pass(token: str) -> None:
    assert is_discord_token(token) and not is_discord_token(f"Bot {token}")
    for line, shown in (
        (f"{token} is not known", "INFO *** is not known"),
        (f"{{'Authorization': 'Bot {token}'}}", "INFO {'Authorization': 'Bot ***'}"),
        (f"DISCORD_BOT_TOKEN={token}", "INFO DISCORD_BOT_TOKEN=***"),
    ):
        assert formatted(line) == shown


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (
            "POST /api/v10/webhooks/1/aW50ZXJhY3Rpb246MTIzOmFiYw-_ gave 404",
            "POST /api/v10/webhooks/1/*** gave 404",
        ),
        (
            "GET https://cdn.example/1/a.mp4?ex=66aa&is=66bb&hm=0123456789abcdef0123& gave 404",
            "GET https://cdn.example/1/a.mp4?ex=66aa&is=66bb&hm=***& gave 404",
        ),
    ],
)
def test_an_interactions_token_and_a_signed_link_do_not_pass(line: str, shown: str) -> None:
    assert formatted(line) == f"INFO {shown}"


@pytest.mark.parametrize(
    "line",
    [
        "onnxruntime 1.22.0.dev20250522001-cp311-manylinux_2_28_x86_64.whl",
        "MyClip.2026-11-27.recorded_at_the_office_in_Berlin.mp4",
        "TypeError in core.flows.delivering_of_the_finished_video",
        "rhythm=0123456789abcdef0123",
    ],
)
def test_what_only_looks_like_a_secret_stays_readable(line: str) -> None:
    assert formatted(line) == f"INFO {line}"


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
