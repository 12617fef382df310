"""The browser's files: those and no others, as what they are, and pages that nothing can break."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bots.serving.assets import PAGE, TYPES, Assets
from core.phrases import Phrasebook, PhraseMissing
from tests.integration.web_access_rig import serving

BOOK = Phrasebook()
HOSTILE = """</script><script>alert(1)</script><!-- " ' & {{access-login}} \u2028 中文"""


async def test_every_file_of_the_page_is_served_as_what_it_is(tmp_path: Path) -> None:
    async with serving(tmp_path) as rig:
        browser = rig.browser()
        files = [path for path in PAGE.iterdir() if path.suffix in TYPES]
        assert {path.suffix for path in files} == set(TYPES)
        for path in files:
            answer = await browser.ask(f"/assets/{path.name}")
            assert (answer.status, answer.text) == (200, path.read_text(encoding="utf-8"))
            assert answer.headers["Content-Type"] == f"{TYPES[path.suffix]}; charset=utf-8"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_there_is_no_file_that_nobody_could_have() -> None:
    kept = {path for path in PAGE.rglob("*") if path.is_file() and not path.name.startswith(".")}
    assert {path for path in kept if path.suffix not in {*TYPES, ".html"}} == set()
    assert {path for path in kept if path.parent != PAGE} == set()


async def test_a_browser_asks_each_time_and_is_sent_only_what_changed(tmp_path: Path) -> None:
    async with serving(tmp_path) as rig:
        browser = rig.browser()
        answer = await browser.ask("/assets/page.css")
        assert answer.headers["Cache-Control"] == "no-cache"
        etag = answer.headers["ETag"]
        for known in (etag, f'"other", {etag}', f"W/{etag}", "*"):
            again = await browser.ask("/assets/page.css", If_None_Match=known)
            assert (again.status, again.text, again.headers["ETag"]) == (304, "", etag)
        assert (await browser.ask("/assets/page.css", If_None_Match='"other"')).status == 200


async def test_no_name_leads_to_any_other_file(tmp_path: Path) -> None:
    async with serving(tmp_path) as rig:
        browser = rig.browser()
        for path in (
            "/assets/../access.py",
            "/assets/..%2fweb%2faccess.py",
            "/assets/%2e%2e/web/access.py",
            "/assets/%2fetc%2fpasswd",
            "/assets/..%5cweb%5caccess.py",
            "/assets/page.css%00.html",
            "/assets/index.html",
            "/assets/login.html",
            "/assets/PAGE.CSS",
            "/assets/",
            "/assets/./",
        ):
            answer = await browser.ask(path)
            assert answer.status == 404, path
            assert "def " not in answer.text and "root:" not in answer.text


@pytest.fixture
def assets(tmp_path: Path) -> Assets:
    (tmp_path / "a.html").write_text(
        '<p title="{{given}}">{{access-login}}</p>'
        '<script id="config">{{config}}</script>{{two_parts}}'
    )
    return Assets(BOOK, tmp_path)


def test_what_is_filled_in_breaks_nothing(assets: Assets) -> None:
    page = assets.fill(
        "a.html", "en", given=HOSTILE, two_parts="{{config}}", config={"said": [HOSTILE]}
    )
    assert page.count("<script") == 1 and page.count("</script>") == 1
    assert "alert(1)</script>" not in page and "<!--" not in page
    config = re.search('<script id="config">(.*?)</script>', page)
    assert config and json.loads(config[1]) == {"said": [HOSTILE]}
    title = re.search('<p title="(.*?)">Log in</p>', page)
    assert title and not set("<>") & set(title[1])
    # Filled in once: what a value says is no blank.
    assert page.endswith("{{config}}") and "{{access-login}}" in title[1]


def test_a_page_speaks_the_language_that_is_asked_for(assets: Assets) -> None:
    for language, said in (("zh-CN", "登录"), ("zh-TW", "登录"), ("tlh", "Log in")):
        page = assets.fill("a.html", language, given="", two_parts="", config={})
        assert f">{said}<" in page


def test_a_blank_that_nothing_fills_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("{{nothing-like-that}}")
    with pytest.raises(PhraseMissing):
        Assets(BOOK, tmp_path).fill("a.html", "en")
    with pytest.raises(KeyError):
        Assets(BOOK, tmp_path).fill("b.html", "en")


@pytest.mark.parametrize("language", BOOK.languages)
def test_every_sentence_of_every_page_is_there(language: str) -> None:
    for path in PAGE.glob("*.html"):
        names = set(re.findall(r"\{\{([a-z0-9_]+)\}\}", path.read_text(encoding="utf-8")))
        assert "language" in names
        page = Assets(BOOK).fill(path.name, language, **dict.fromkeys(names, "x"))
        assert "{{" not in page and "<html" in page
