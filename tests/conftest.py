"""What all tests share."""

from __future__ import annotations

import os

from hypothesis import settings

# A run that decides over a change must not depend on luck; everywhere else new examples are
# searched for at each run.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI") == "true":
    settings.load_profile("ci")
