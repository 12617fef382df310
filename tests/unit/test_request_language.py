"""In which language a browser is answered: what was chosen on the page, else what it prefers."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request

from bots.serving.language import CHOSEN_COOKIE, language_of
from core.phrases import Phrasebook

BOOK = Phrasebook()


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({}, "en"),
        ({"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}, "zh-CN"),
        ({"Accept-Language": "tlh, zh-TW"}, "zh-CN"),
        ({"Accept-Language": "zh-CN", "Cookie": f"{CHOSEN_COOKIE}=en"}, "en"),
        ({"Accept-Language": "en", "Cookie": f"{CHOSEN_COOKIE}=zh-CN"}, "zh-CN"),
        ({"Accept-Language": "zh-CN", "Cookie": f"{CHOSEN_COOKIE}=../../etc"}, "zh-CN"),
        ({"Accept-Language": ",".join(["x" * 5000] * 50)}, "en"),
    ],
)
def test_a_choice_comes_before_what_the_browser_prefers(
    headers: dict[str, str], language: str
) -> None:
    request = make_mocked_request("GET", "/", headers=headers)
    assert language_of(request, BOOK) == language
