"""What is typed or dropped in a terminal: files, links and words told apart."""

from pathlib import Path

import pytest

from bots.console.dropped import Line, attachment, read_line
from bots.console.outputs import check, default_output, in_folder, place
from core.errors import ClipEmpty, ClipMissing, ClipTooLarge, ClipUnsupported, OutputNotWritable
from core.model import AttachmentKind

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("me.mp4", "my clip.mp4", "it's me.mp4", "b.png"):
        (tmp_path / name).write_bytes(PNG)
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "places", "words"),
    [
        ("me.mp4", ("me.mp4",), ""),
        ("me.mp4 put me in an office", ("me.mp4",), "put me in an office"),
        ("my clip.mp4", ("my clip.mp4",), ""),
        ("'my clip.mp4'", ("my clip.mp4",), ""),
        ("it's me.mp4", ("it's me.mp4",), ""),
        ('"my clip.mp4" blur the room', ("my clip.mp4",), "blur the room"),
        ("me.mp4 b.png use the picture", ("me.mp4", "b.png"), "use the picture"),
        ("export", (), "export"),
        ("don't change a thing", (), "don't change a thing"),
        ('add the title "Monday news"', (), 'add the title "Monday news"'),
        ("/no/such/clip.mp4 cut it", ("/no/such/clip.mp4",), "cut it"),
        ("/export", (), "/export"),
        ("https://example.org/a.mp4 blur it", (), "https://example.org/a.mp4 blur it"),
        ("put me at 1/2 size", (), "put me at 1/2 size"),
        ("背景换成办公室", (), "背景换成办公室"),
        ("", (), ""),
    ],
)
def test_a_line_is_told_apart(
    folder: Path, typed: str, places: tuple[str, ...], words: str
) -> None:
    assert read_line(typed) == Line(places, words)


def test_a_backslash_before_a_blank_is_read_as_a_terminal_writes_it(folder: Path) -> None:
    assert read_line("my\\ clip.mp4 blur it") == Line(("my clip.mp4",), "blur it")


def test_a_file_is_judged_before_anything_starts(folder: Path) -> None:
    assert attachment("b.png").kind is AttachmentKind.IMAGE
    (folder / "empty.mp4").touch()
    (folder / "text.mp4").write_text("no clip at all")
    with (folder / "huge.mp4").open("wb") as huge:
        huge.truncate(600 * 1024 * 1024)
    for name, error in [
        ("nowhere.mp4", ClipMissing),
        (".", ClipMissing),
        ("empty.mp4", ClipEmpty),
        ("text.mp4", ClipUnsupported),
        ("huge.mp4", ClipTooLarge),
    ]:
        with pytest.raises(error):
            attachment(name)


def test_nothing_is_overwritten_unasked(folder: Path) -> None:
    first = default_output("me.mp4", folder)
    assert first.name == "me-backdrop.mp4"
    assert default_output("me.mp4", folder, [first]).name == "me-backdrop-2.mp4"
    first.touch()
    assert default_output("x/me.mp4", folder).name == "me-backdrop-2.mp4"
    assert in_folder("me.mp4", folder).name == "me-2.mp4"


def test_a_place_that_takes_no_file_is_told_before_the_work(folder: Path) -> None:
    check(folder / "out.mp4", "me.mp4")
    for output in (folder, folder / "none" / "out.mp4", folder / "me.mp4"):
        with pytest.raises(OutputNotWritable):
            check(output, str(folder / "me.mp4"))
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["me.mp4", "my clip.mp4", "it's me.mp4", "b.png"]
    )


def test_a_result_is_whole_or_not_there(folder: Path) -> None:
    place(folder / "b.png", folder / "out.mp4")
    assert (folder / "out.mp4").read_bytes() == PNG
    with pytest.raises(OutputNotWritable):
        place(folder / "b.png", folder / "none" / "out.mp4")
    with pytest.raises(OutputNotWritable):
        place(folder / "gone.mp4", folder / "other.mp4")
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]
