"""What the page's browser tests share: one browser for a module, and clips that differ in colour.

Imported where it is asked for: most integration tests need no browser.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.servers.browser import Visit


@pytest.fixture(scope="module")
def visit() -> Iterator[Visit]:
    """A profile of its own in a browser of the module's."""
    from tests.servers.browser import chromium

    with chromium() as browser, browser.visit("about:blank") as visit:
        yield visit


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A red clip and a green one."""
    from tests.journeys.frames import GREEN, RED, plain_clip

    folder = tmp_path_factory.mktemp("clips")
    return plain_clip(folder / "red.mp4", RED), plain_clip(folder / "green.mp4", GREEN)
