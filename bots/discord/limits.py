"""What Discord takes and gives, as figures with their source.

Owns the numbers. Must not know requests. Source of all: Discord's documentation ("Message
resource", "Uploading files", "Receiving and responding to interactions", "Rate limits"); that of a
channel's messages is told in headers only, and was read there.
"""

from __future__ import annotations

from typing import Final

from bots.pacing import Rate

MAX_TEXT: Final = 2000
"""Characters of a message; the core counts UTF-16 units, which are never fewer."""
MAX_LABEL: Final = 80
"""Characters of a button's label."""
UPLOAD_BYTES: Final = 10 * 1024 * 1024
"""A file where nobody boosts; servers and interactions name their own."""
DOWNLOAD_BYTES: Final = 2**63 - 1
"""Everything that a person could upload is given out."""
NONCE_HOLDS_S: Final = 120.0
"""For how long a repeated nonce is known: "the past few minutes"."""
TOKEN_HOLDS_S: Final = 14.5 * 60.0
"""An interaction can be answered for 15 minutes; a request needs a moment of its own."""

OVERALL: Final = Rate(40, 1.0)
"""Discord's limit is 50, all requests together."""
CHANNEL: Final = (Rate(5, 5.0),)
"""Messages in a channel; edits have as many for themselves, and are counted along."""
PROGRESS_PERIOD_S: Final = 2.5
