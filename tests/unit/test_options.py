"""Which lines of an answer are ways to go on, and which are only lines."""

import pytest

from core.options import LONGEST, MOST, options


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ("What now?\n1. “put me in an office”\n2. “blur it”", ("put me in an office", "blur it")),
        ("1. “add the title “Monday” at the top”", ("add the title “Monday” at the top",)),
        ('1) "mute it"\n2) "make it louder"', ("mute it", "make it louder")),
        ("要哪个？\n1. “换成办公室”\n2. 「模糊背景」", ("换成办公室", "模糊背景")),
        (
            "1. „setz mich in ein Büro“\n2. „Titel »Neu« oben“",
            ("setz mich in ein Büro", "Titel »Neu« oben"),
        ),
        ("1. “one”\n2. “two” (once you have sent me one)", ("one",)),
        ("1. “A” and “B”", ()),
        ("1. Office: bright\n2. Café: warm", ()),
        ("2. “late”\n3. “later”", ()),
        ("1. “one”\n3. “three”", ()),
        ("Scene 1. “one”", ()),
        ("1. “old”\n1. “new”\n2. “newer”", ("new", "newer")),
        ("1. “”\n2. “  ”", ()),
        ("1. “open", ()),
        ("1. ”wrong“", ()),
        ("", ()),
    ],
)
def test_only_numbered_lines_that_are_one_quotation_are_options(reply, found):
    assert options(reply) == found


def test_there_are_never_too_many_nor_too_long_ones():
    many = "\n".join(f"{number}. “option {number}”" for number in range(1, 30))
    assert len(options(many)) == MOST
    assert options(f"1. “{'x' * LONGEST}”") == ()
