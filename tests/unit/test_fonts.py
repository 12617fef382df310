"""Titles in the scripts that the engine understands are drawn on any machine."""

import pytest

from engine.picture.fonts import OWN_FOLDER, font_for


@pytest.mark.parametrize(
    "text",
    ["Monday news", "周一新闻", "你好，世界！", "Привет", "Ελλάδα", "こんにちは", "Señor — ¿qué?"],
)
def test_a_title_has_a_font(text: str) -> None:
    assert font_for(text, 48) is not None


def test_chinese_does_not_depend_on_the_machine() -> None:
    font = font_for("周一新闻", 48)
    assert font is not None
    assert str(font.path).startswith(str(OWN_FOLDER))
