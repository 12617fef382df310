"""What the engine says of a file of its own accord, and in which language."""

from __future__ import annotations

from engine.agent import remarks
from engine.timeline import Asset

WHOLE = Asset("1", "whole.mp4", "video", 9000, 64, 48)
CUT = Asset("2", "holiday.mp4", "video", 5333, 64, 48, is_cut_short=True)


def test_a_missing_end_is_told_with_what_there_is() -> None:
    told = remarks("mute it", [WHOLE, CUT], None)
    assert told == "The end of “holiday.mp4” is missing; I use the 5.3 seconds that came through."


def test_the_message_decides_over_the_language_and_else_the_session() -> None:
    assert "结尾缺失" in remarks("静音", [CUT], "en")
    assert "missing" in remarks("mute it", [CUT], "zh")
    assert "结尾缺失" in remarks("", [CUT], "zh")


def test_there_is_nothing_to_say_of_a_whole_file() -> None:
    assert remarks("mute it", [WHOLE], "en") == ""
