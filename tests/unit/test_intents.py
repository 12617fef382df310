"""What a message asks for: links that become files, taps, and the words for the agent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.buttons import Tap, data
from core.errors import FolderLink, StreamingLink
from core.intents import edit_words, interpret, is_quiet_tap, refused_link, tapped, with_links
from core.model import AttachmentKind, Command, Incoming, Press, Text
from core.phrases import Phrasebook
from core.router import Action, Intent
from tests.contract.store_rig import CLIP, incoming

BOOK = Phrasebook()
DRIVE = "https://drive.usercontent.google.com/download?id={}&export=download&confirm=t"
LINK = "https://files.example.org/a/clip.mp4"


def wrote(text: str) -> Incoming:
    return replace(incoming(1), body=Text(text))


def tap(carried: str) -> Incoming:
    return replace(incoming(1), body=Press(carried))


@pytest.mark.parametrize(
    ("text", "words", "files"),
    [
        (
            f"put me in an office {LINK}",
            "put me in an office",
            [(LINK, "clip.mp4", AttachmentKind.VIDEO)],
        ),
        (
            "https://drive.google.com/file/d/1AbC-d_E/view?usp=sharing blur it",
            "blur it",
            [
                (
                    DRIVE.format("1AbC-d_E"),
                    "clip",
                    AttachmentKind.OTHER,
                )
            ],
        ),
        (
            f"{LINK} with this behind me: https://e.org/beach.jpg",
            "with this behind me:",
            [
                (LINK, "clip.mp4", AttachmentKind.VIDEO),
                ("https://e.org/beach.jpg", "beach.jpg", AttachmentKind.IMAGE),
            ],
        ),
    ],
)
def test_links_become_files(
    text: str, words: str, files: list[tuple[str, str, AttachmentKind]]
) -> None:
    read = with_links(wrote(text))
    assert read.body == Text(words)
    assert [(it.ref, it.name, it.kind) for it in read.attachments] == files
    assert all(it.is_link for it in read.attachments)


def test_a_dropbox_page_becomes_the_file_behind_it() -> None:
    read = with_links(wrote("https://www.dropbox.com/s/abc/me.mov?dl=0 cut the first second"))
    (file,) = read.attachments
    assert (file.name, file.kind, file.is_link) == ("me.mov", AttachmentKind.VIDEO, True)
    assert file.ref == "https://www.dropbox.com/s/abc/me.mov?dl=1"
    assert read.body == Text("cut the first second")


@pytest.mark.parametrize(
    "text",
    ["put me in an office", "", f'add the title "{LINK}" please', "add the title “see e.org/a”"],
)
def test_words_and_quoted_links_stay_as_they_are(text: str) -> None:
    assert with_links(wrote(text)) == wrote(text)


@pytest.mark.parametrize("body", [Command("edit", LINK), Press(LINK)])
def test_only_words_are_read_for_links(body: Command | Press) -> None:
    message = replace(incoming(1), body=body)
    assert with_links(message) is message
    assert refused_link(message) is None


def test_beside_a_file_of_its_own_a_page_is_content_and_a_file_is_a_file() -> None:
    titled = replace(wrote("add the title https://example.org/about"), attachments=(CLIP,))
    assert with_links(titled) is titled
    video = replace(wrote("add the title https://youtu.be/abc"), attachments=(CLIP,))
    assert with_links(video) is video
    assert refused_link(video) is None
    behind = replace(wrote("behind me: https://e.org/beach.jpg"), attachments=(CLIP,))
    assert [it.name for it in with_links(behind).attachments] == ["clip.mp4", "beach.jpg"]


def test_a_link_that_nobody_can_fetch_is_refused_by_its_name_and_stays() -> None:
    watched = wrote("blur this https://www.youtube.com/watch?v=abc")
    refused = refused_link(watched)
    assert isinstance(refused, StreamingLink)
    assert refused.site == "YouTube"
    assert "YouTube" in BOOK.tell(refused, "en")
    assert with_links(watched) is watched
    folder = wrote("https://drive.google.com/drive/folders/abc blur the first one")
    assert isinstance(refused_link(folder), FolderLink)
    assert with_links(folder) is folder


def test_one_refused_link_keeps_the_others_from_being_taken_too() -> None:
    both = wrote(f"{LINK} like https://youtu.be/abc")
    assert isinstance(refused_link(both), StreamingLink)
    assert with_links(both) is both


@pytest.mark.parametrize(
    ("carried", "intent"),
    [
        (data(Tap.EXPORT), Intent(Action.EXPORT, "")),
        (data(Tap.CANCEL), Intent(Action.CANCEL, "")),
        (data(Tap.CANCEL_ONE, "17"), Intent(Action.CANCEL, "", "17")),
        (data(Tap.PROJECTS), Intent(Action.PROJECTS, "")),
        (data(Tap.OPEN, "7"), Intent(Action.PROJECTS, "", "7")),
        (data(Tap.FORGET), Intent(Action.FORGET, "")),
        (data(Tap.UNDO), Intent(Action.EDIT, "undo")),
        (data(Tap.IDEA_BLUR), Intent(Action.EDIT, "blur the background")),
        ("1:of-tomorrow", Intent(Action.HELP, "")),
        ("", Intent(Action.HELP, "")),
    ],
)
def test_a_tap_asks_for_what_its_button_says(carried: str, intent: Intent) -> None:
    assert interpret(tap(carried), BOOK, "en") == intent


@pytest.mark.parametrize("known", Tap)
def test_every_tap_asks_for_something_else_than_help(known: Tap) -> None:
    intent = interpret(tap(data(known, "7")), BOOK, "zh-CN")
    assert intent.action is not Action.HELP
    assert intent.text or intent.action is not Action.EDIT


def test_taps_that_change_nothing_are_quiet() -> None:
    quiet = {known for known in Tap if is_quiet_tap(tap(data(known)))}
    assert quiet == {Tap.KEEP, Tap.DROP_WISH}
    assert not is_quiet_tap(wrote("no"))
    assert not is_quiet_tap(tap("1:of-tomorrow"))


def test_only_presses_are_taps() -> None:
    assert tapped(wrote("1:export")) is None
    assert tapped(replace(incoming(1), body=Command("export"))) is None


def test_the_words_for_the_agent_are_the_persons_own() -> None:
    assert edit_words(wrote("  blur it \n"), BOOK, "en") == "blur it"
    assert (
        edit_words(replace(wrote(""), body=Command("edit", " blur it ")), BOOK, "en") == "blur it"
    )
    assert edit_words(tap(data(Tap.IDEA_OFFICE)), BOOK, "zh-CN") == BOOK.say("idea-office", "zh-CN")
    assert edit_words(tap("1:of-tomorrow"), BOOK, "en") == ""


def test_a_typed_command_and_a_platforms_are_one() -> None:
    typed = interpret(wrote("/language de"), BOOK, "en")
    sent = interpret(replace(wrote(""), body=Command("language", "de")), BOOK, "en")
    assert typed == sent
    assert typed.action is Action.LANGUAGE
