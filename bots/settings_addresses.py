"""Addresses in settings: what http(s) addresses are taken, and how they are written.

Must not know which settings there are. No fault repeats the value, which may hold a secret.
"""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator


def http_address(value: str, wanted: str) -> str:
    """The http(s) address without a slash at its end. Raises ``ValueError`` that names ``wanted``.

    Names and passwords are refused.
    """
    try:
        parts = urlsplit(value)
        is_one = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        # Its own words repeat the value.
        is_one = False
    if not is_one:
        raise ValueError(f"must be {wanted}")
    if parts.username or parts.password:
        raise ValueError("must not carry a name or password; tokens have their own settings")
    return value.rstrip("/")


def _plain(value: str) -> str:
    return http_address(value, "an address like https://host")


Address = Annotated[str, AfterValidator(_plain)]
"""A setting that is an http(s) address."""
