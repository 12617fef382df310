"""Somebody with a link to the bot's door, on the other side of a proxy that speaks TLS.

Owns the requests that its page makes; files go by the official tus client. Must not know where the
link came from. The proxy is played by the ``Host`` header, which it would pass on.
"""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from tusclient.client import TusClient

_CHUNK_BYTES = 5 * 1024 * 1024


class Dropper:
    """``bind`` is where the bot listens, host:port; ``public_url`` what stands before it."""

    def __init__(self, told: str, public_url: str, bind: str) -> None:
        found = re.search(re.escape(public_url) + r"/u/[A-Za-z0-9_-]+", told)
        assert found is not None, told
        self.link = found[0]
        self._address = self.link.replace(public_url, f"http://{bind}", 1)
        self._headers = {"Host": urlsplit(public_url).netloc}

    @property
    def secret(self) -> str:
        """What may stand nowhere but in the chat."""
        return self.link.rpartition("/")[2]

    def look(self) -> tuple[int, str]:
        """Open the page: its status, and what it shows."""
        return self._ask(self._address)

    def upload(self, path: Path) -> str:
        """Bring a file; its id."""
        client = TusClient(f"{self._address}/uploads", headers=dict(self._headers))
        metadata = {"filename": path.name, "filetype": "video/mp4"}
        uploader = client.uploader(str(path), chunk_size=_CHUNK_BYTES, metadata=metadata)
        uploader.upload()
        assert uploader.url is not None
        return str(uploader.url.rpartition("/")[2])

    def done(self, uploads: list[str], text: str | None = None) -> int:
        """Say that all is there; the status. Raises ``OSError`` where the line breaks."""
        body = json.dumps({"uploads": uploads, "text": text, "language": "en"}).encode()
        return self._ask(f"{self._address}/done", body)[0]

    def _ask(self, address: str, body: bytes | None = None) -> tuple[int, str]:
        request = urllib.request.Request(address, body, self._headers)  # noqa: S310 - loopback
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()
