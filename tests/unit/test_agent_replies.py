"""How the agent talks: plain, in the person's language, with exactly three ways on."""

from __future__ import annotations

import re
import string

import pytest

from engine.agent import phrases_en_edits, phrases_zh_edits, respond
from engine.agent.suggestions import HOW_MANY, TOPICS, Suggestion, suggestions
from engine.agent.wording import instruction
from engine.timeline import Asset, Project, new_project, with_asset, with_draft
from engine.timeline_edit import with_background
from engine.timeline_text import with_title
from tests.unit.agent_cases import built, traps, unforeseen
from tests.unit.agent_cases.effects import CLIP, PICTURE, PROJECTS, SONG, dressed, plain

SAID = [
    *(
        (setup, words)
        for number, (setup, words, effect) in enumerate(built.ROWS + unforeseen.ROWS)
        if effect == "nothing" or number % 8 == 0
    ),
    *traps.ROWS,
]
INTERFACE = re.compile(
    r"\b(button|panel|click|press|tap|drag|drop|menu|tab|open|dashboard|preview)\b"
    r"|点击|按钮|面板|打开|拖|菜单",
    re.IGNORECASE,
)


FILES = {"picture": PICTURE, "sound": SONG}


def _projects() -> list[Project]:
    """Projects in which different things are possible."""
    full = with_draft(
        dressed(), with_background(dressed().draft, "office", "scene", scene="office")
    )
    blue = with_background(plain().draft, "blue", "color", color="#0000ff")
    green = with_background(plain().draft, "green screen", "color", color="#00b140")
    short = with_asset(new_project(), Asset("s", "s.mp4", "video", 900, 1080, 1080, 25.0))
    return [
        plain(),
        dressed(),
        full,
        with_draft(plain(), blue),
        with_draft(plain(), green),
        with_draft(full, with_title(full.draft, "Two", 0, 3000, "top")),
        short,
        with_asset(new_project(), CLIP),
        *(PROJECTS[name]() for name in ("office", "two", "sung", "looked", "branded")),
    ]


@pytest.mark.parametrize(("setup", "words"), SAID, ids=[words for _, words in SAID])
def test_a_reply_has_no_interface_no_ids_and_three_numbered_ways_on_or_none(
    setup: str, words: str
) -> None:
    reply = respond(words, PROJECTS[setup](), "en")
    assert reply.text.strip()
    unquoted = re.sub(r"“[^”]*”", "", reply.text)
    assert not INTERFACE.search(unquoted), reply.text
    assert not re.search(r"[{}\[\]_]|\bs\d+\b|\bclip\b.*\bpic\b", unquoted), reply.text
    numbers = re.findall(r"^(\d)\. ", reply.text, re.MULTILINE)
    if reply.outcome in ("asked", "refused"):
        assert numbers == ["1", "2", "3"], reply.text
    elif reply.picture != "scenes":
        assert numbers in ([], ["1", "2", "3"]), reply.text


PLACES = [(at, project) for at, project in enumerate(_projects())]


@pytest.mark.parametrize(("at", "project"), PLACES, ids=[str(at) for at, _ in PLACES])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_suggestion_is_an_instruction_that_is_done(
    at: int, project: Project, language: str
) -> None:
    said: dict[str, Suggestion] = {}
    for topic in TOPICS:
        found = suggestions(project, topic)
        assert len({one.key for one in found}) == len(found) == HOW_MANY
        said |= {instruction(one, language): one for one in found}
    for words, one in said.items():
        ready = with_asset(project, FILES[one.needs]) if one.needs else project
        reply = respond(words, ready, None)
        assert reply.is_changed, f"{words}: {reply.text}"


@pytest.mark.parametrize(
    ("words", "session", "is_chinese"),
    [
        ("blur the background", "zh-CN", False),
        ("背景虚化", "en", True),
        ("把背景换成 office", "en", True),
        ("add the title “周一新闻”", "zh", False),
        ("加标题“Monday”", "en", True),
        ("#ff0000", "zh-CN", True),
        ("#ff0000", "fr", False),
        ("?!", None, False),
        ("zebra", "zh", False),
        ("鲸", None, True),
    ],
)
def test_the_answer_is_in_the_language_of_the_words(
    words: str, session: str | None, is_chinese: bool
) -> None:
    text = re.sub(r"“[^”]*”", "", respond(words, plain(), session).text)
    assert bool(re.search(r"[\u4e00-\u9fff]", text)) == is_chinese, text


def test_a_change_is_told_with_what_was_before_and_is_after() -> None:
    reply = respond("put me in an office and cut the first 5 seconds", dressed(), "en")
    for told in ("blurred", "an office", "0:00 to 0:05", "2 min", "1 min 55 s"):
        assert told in reply.text
    assert "“Monday news”" in reply.text, "a title that went with its part is named"


def test_removing_alone_says_what_stands_there_now() -> None:
    assert "white" in respond("remove the background", plain(), "en").text
    assert "白" in respond("去掉背景", plain(), "en").text


@pytest.mark.parametrize("words", ["make a video about a cat", "dance for me", "生成一段猫的视频"])
def test_without_a_clip_it_says_that_words_alone_make_no_video(words: str) -> None:
    text = respond(words, new_project(), "en").text
    assert ("Send me a clip first" in text) or ("请先发一段视频" in text)


def test_a_clause_that_cannot_be_done_is_named() -> None:
    text = respond("cut the first 5 seconds and juggle with it", plain(), "en").text
    assert "“juggle with it”" in text
    assert "Nothing has changed" in text


def test_all_languages_have_the_same_phrases_and_facts() -> None:
    english, chinese = phrases_en_edits.TABLE, phrases_zh_edits.TABLE
    for one, other in (
        (english.sentences, chinese.sentences),
        (english.backdrops, chinese.backdrops),
        (english.spots, chinese.spots),
        (english.terms, chinese.terms),
        (english.after_a_file, chinese.after_a_file),
        (english.suggestions, chinese.suggestions),
    ):
        assert one.keys() == other.keys()
        for key in one:
            assert _facts(one[key]) == _facts(other[key]), key


def _facts(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}
