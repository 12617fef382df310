"""Telegram, in parts: what ``bots.platforms.telegram`` is put together of."""

import os

# The library's coming way of giving durations; without it each look at one is a warning.
os.environ.setdefault("PTB_TIMEDELTA", "true")
