"""Who a browser is, and whether it has logged in: two signed values that it keeps for us.

Owns what these say and their end. Must not know HTTP, or how somebody proves to know the password.

*Browser*: a random secret, signed so that we know it for ours. Its hash is the visitor: database
and log see that alone, and nobody who reads them can come in with it. *Login*: until when that
browser needs no password, signed together with the browser and the password, so that a new
password ends every login. A browser keeps it beyond its end, as a sign that the present password
was known to it: it is not counted among those who guess. They are two because a visitor outlives
his logins: who comes back after a year, or after a new password, types it and finds what he left.

Logging out ends the logins of a visitor in every copy of his cookies, and leaves him what he made.
Since the next person at that browser may be somebody else who knows the same password, he can also
end the visitor for good.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import threading
from collections import Counter
from pathlib import Path
from typing import Final

from bots.serving.key_file import signing_key
from core.ports import Clock

BROWSER_AGE_S: Final = 400 * 24 * 3600
"""The longest that browsers keep a cookie. Source: RFC 6265bis, 5.5; renewed by each visit."""
LOGIN_AGE_S: Final = 30 * 24 * 3600
_RENEWED_AFTER_S: Final = 24 * 3600
_BROWSER: Final = re.compile(r"([A-Za-z0-9_-]{43})\.([0-9a-f]{64})")
_LOGIN: Final = re.compile(r"([0-9]{1,12})\.([0-9a-f]{64})")
_FOR_GOOD: Final = " gone"
_LEFT: Final = re.compile(rf"([0-9a-f]{{32}})({_FOR_GOOD})?")


class Sessions:
    """All browsers of one page. ``password`` is None where none is asked for."""

    def __init__(self, folder: Path, password: str | None, clock: Clock) -> None:
        """Makes the key in the folder if there is none. Blocks. Raises ``OSError``."""
        self._key = signing_key(folder / "page.key")
        self._password = password or ""
        self._clock = clock
        self._left = _Left(folder / "page.left")

    def new_browser(self) -> str:
        """A browser that was never here."""
        secret = secrets.token_urlsafe(32)
        return f"{secret}.{self._sign('browser', secret)}"

    def visitor(self, browser: str) -> str | None:
        """The visitor that a browser is; None for one that we didn't make, or who left."""
        visitor = self._made(browser)
        return None if visitor is None or visitor in self._left else visitor

    def is_gone(self, browser: str) -> bool:
        """Whether that was a visitor who left for good."""
        visitor = self._made(browser)
        return visitor is not None and visitor in self._left

    def _made(self, browser: str) -> str | None:
        read = _BROWSER.fullmatch(browser)
        if read is None or not hmac.compare_digest(self._sign("browser", read[1]), read[2]):
            return None
        return hashed("browser", read[1])

    def new_login(self, visitor: str) -> str:
        """The right to come in without the password, for ``LOGIN_AGE_S``."""
        ends_at_s = self._now_s() + LOGIN_AGE_S
        return f"{ends_at_s}.{self._sign_login(visitor, ends_at_s)}"

    def is_logged_in(self, visitor: str, login: str) -> bool:
        """Whether that visitor may come in with this."""
        return self.was_logged_in(visitor, login) and _end_s(login) > self._now_s()

    def was_logged_in(self, visitor: str, login: str) -> bool:
        """Whether that was a login of theirs, under the present password; it may be over."""
        read = _LOGIN.fullmatch(login)
        return read is not None and hmac.compare_digest(
            self._sign_login(visitor, int(read[1])), read[2]
        )

    def is_due(self, login: str) -> bool:
        """Whether a valid login should be renewed."""
        return _end_s(login) < self._now_s() + LOGIN_AGE_S - _RENEWED_AFTER_S

    def log_out(self, visitor: str) -> None:
        """No login of before is worth anything. Blocks. Raises ``OSError``."""
        self._left.note(visitor, is_for_good=False)

    def end(self, visitor: str) -> None:
        """The visitor never comes in again. Blocks. Raises ``OSError``."""
        self._left.note(visitor, is_for_good=True)

    def _sign_login(self, visitor: str, ends_at_s: int) -> str:
        times = self._left.times(visitor)
        return self._sign("login", f"{visitor}.{ends_at_s}.{times}.{self._password}")

    def _sign(self, what: str, text: str) -> str:
        return hmac.new(self._key, f"{what}.{text}".encode(), hashlib.sha256).hexdigest()

    def _now_s(self) -> int:
        return int(self._clock.now().timestamp())


def hashed(kind: str, name: str) -> str:
    """A visitor's id: 32 hex digits from which nothing leads back to a secret."""
    return hashlib.sha256(f"{kind}:{name}".encode()).hexdigest()[:32]


def _end_s(login: str) -> int:
    return int(login.partition(".")[0])


class _Left:
    """Visitors who logged out, how often, and who went for good: a line for each time.

    Kept for ever, since copies of cookies have no end.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writing = threading.Lock()
        lines = path.read_text().splitlines() if path.exists() else []
        read = [found for line in lines if (found := _LEFT.fullmatch(line))]
        self._times = Counter(one[1] for one in read)
        self._gone = {one[1] for one in read if one[2]}

    def __contains__(self, visitor: str) -> bool:
        return visitor in self._gone

    def times(self, visitor: str) -> int:
        """How often that visitor has logged out."""
        return self._times[visitor]

    def note(self, visitor: str, *, is_for_good: bool) -> None:
        """Kept first, and known when this returns. Raises ``OSError``: then it is neither."""
        line = f"{visitor}{_FOR_GOOD if is_for_good else ''}"
        with self._writing:
            with self._path.open("a") as file:
                # The line break first: a crash may have left half a line.
                file.write(f"\n{line}\n")
                file.flush()
                os.fsync(file.fileno())
            self._times[visitor] += 1
            if is_for_good:
                self._gone.add(visitor)
