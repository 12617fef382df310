"""The plain colours that a background can have: value, names and how a reply calls them.

A new colour is a row. The first name of each language is the one that replies use. Green is the
green of a green screen: whoever asks for a green background wants to key it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Color:
    """A named colour: `#rrggbb`, its English and Chinese names, separated by commas."""

    hex: str
    en: str
    zh: str


GREEN_SCREEN = "#00b140"
WHITE = "#ffffff"
GRADIENT_COLOR = "#4a6a8a"
"""A calm grey blue, for a gradient of which no colour is said."""

COLORS: tuple[Color, ...] = (
    Color(WHITE, "white, pure white, snow white, bright white", "白色, 白, 纯白, 纯白色"),
    Color("#000000", "black, pure black, pitch black, jet black", "黑色, 黑, 纯黑, 纯黑色"),
    Color("#808080", "grey, gray, mid grey, medium grey", "灰色, 灰"),
    Color("#d3d3d3", "light grey, light gray, pale grey, pale gray", "浅灰色, 浅灰"),
    Color("#404040", "dark grey, dark gray, charcoal", "深灰色, 深灰"),
    Color("#ff0000", "red, pure red, bright red", "红色, 红, 大红, 大红色, 纯红"),
    Color("#8b0000", "dark red", "深红色, 深红, 暗红色, 暗红"),
    Color("#800020", "burgundy, maroon, wine red", "酒红色, 酒红"),
    Color(GREEN_SCREEN, "green, bright green", "绿色, 绿"),
    Color("#006400", "dark green, forest green", "深绿色, 深绿, 墨绿色, 墨绿"),
    Color("#90ee90", "light green, pale green", "浅绿色, 浅绿, 淡绿色, 淡绿"),
    Color("#808000", "olive, olive green", "橄榄绿, 橄榄色"),
    Color("#0000ff", "blue, pure blue, bright blue", "蓝色, 蓝, 纯蓝, 纯蓝色"),
    Color("#000080", "navy blue, navy, dark blue, deep blue", "深蓝色, 深蓝, 海军蓝, 藏青色, 藏青"),
    Color("#add8e6", "light blue, pale blue, baby blue", "浅蓝色, 浅蓝, 淡蓝色, 淡蓝"),
    Color("#87ceeb", "sky blue", "天蓝色, 天蓝"),
    Color("#4169e1", "royal blue", "宝蓝色, 宝蓝"),
    Color(GRADIENT_COLOR, "slate, slate blue, slate grey, slate gray", "灰蓝色, 灰蓝"),
    Color("#008080", "teal", "蓝绿色, 水鸭色"),
    Color("#40e0d0", "turquoise", "青绿色, 绿松石色"),
    Color("#00ffff", "cyan, aqua", "青色"),
    Color("#ffff00", "yellow, bright yellow", "黄色, 黄"),
    Color("#ffffe0", "light yellow, pale yellow", "浅黄色, 浅黄, 淡黄色, 淡黄"),
    Color("#ffa500", "orange", "橙色, 橘色, 橙, 橘黄色"),
    Color("#800080", "purple", "紫色, 紫"),
    Color("#ee82ee", "violet", "紫罗兰色"),
    Color("#e6e6fa", "lavender", "薰衣草紫, 淡紫色, 淡紫, 浅紫色, 浅紫"),
    Color("#ff00ff", "magenta, fuchsia", "品红色, 品红, 洋红色, 洋红"),
    Color("#ffc0cb", "pink, light pink", "粉色, 粉红色, 粉红, 粉"),
    Color("#ff69b4", "hot pink", "亮粉色, 桃红色, 桃红"),
    Color("#a52a2a", "brown", "棕色, 棕, 褐色, 咖啡色"),
    Color("#f5f5dc", "beige, cream, off white", "米色, 米白色, 米白, 米黄色"),
)
