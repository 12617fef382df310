"""What a button carries, and what a tap on it means."""

import pytest

from core.buttons import Tap, Tapped, button, data, read
from core.model import Button
from core.phrases import Phrasebook

MOST_BYTES = 64
LARGEST = str(2**63 - 1)
"""The largest number that a row, a snowflake or a count of nanoseconds can be."""


@pytest.mark.parametrize("tap", Tap)
@pytest.mark.parametrize("argument", ["", "7", LARGEST])
def test_what_a_button_carries_is_short_and_read_again(tap: Tap, argument: str) -> None:
    carried = data(tap, argument)
    assert len(carried.encode()) <= MOST_BYTES
    assert read(carried) == Tapped(tap, argument)


def test_an_argument_stands_behind_the_tap() -> None:
    assert data(Tap.OPEN, "7") == "1:open=7"
    assert read("1:open=7=8") == Tapped(Tap.OPEN, "7=8")
    assert read("1:open=") == Tapped(Tap.OPEN)


@pytest.mark.parametrize("carried", ["", "=", "export", "0:export", "2:export", "1:exports=1"])
def test_a_button_of_another_program_is_known_to_be_dead(carried: str) -> None:
    assert read(carried) is None


@pytest.mark.parametrize("language", Phrasebook().languages)
@pytest.mark.parametrize("tap", Tap)
def test_every_button_has_a_label(language: str, tap: Tap) -> None:
    book = Phrasebook()
    made = button(lambda key: book.say(key, language), tap, "3")
    assert made == Button(book.say(tap.phrase, language), f"{tap.value}=3")
    assert made.label
