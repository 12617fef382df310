"""What the scenes of the catalogue are called in an instruction, and how one is put there.

A new scene needs a row here only for its synonyms: its own name and titles are words already.
"""

from __future__ import annotations

from engine.scenes.catalog import SCENES

SYNONYMS: dict[str, str] = {
    "office": (
        "office, offices, office room, workplace, work place, office space, "
        "办公室, 写字楼, 办公间, 工位"
    ),
    "home_office": (
        "home office, study, study room, home study, home work space, home workspace, "
        "家庭办公室, 书房, 居家办公室, 居家办公, 家里的办公室"
    ),
    "bookshelf": (
        "bookshelf, bookshelves, bookcase, book shelf, book shelves, shelf of books, wall of "
        "books, "
        "shelves of books, books, bookcases, 书架, 书柜, 书墙, 一面书墙, 满是书的书架"
    ),
    "meeting_room": (
        "meeting room, conference room, board room, boardroom, meeting space, conference space, "
        "会议室, 会议间, 会议厅, 董事会议室"
    ),
    "studio": (
        "studio, studio with a lamp, photo studio, video studio, recording studio, film studio, "
        "影棚, 摄影棚, 录影棚, 工作室, 直播间, 演播间, 摄影工作室"
    ),
    "loft": "loft, loft apartment, industrial loft, loft flat, 阁楼, 复式公寓, 工业风公寓, 工业风",
    "cafe": (
        "cafe, café, coffee shop, coffee house, coffeehouse, coffee bar, coffeeshop, bistro, "
        "咖啡馆, 咖啡厅, 咖啡店, 咖啡屋, 咖啡吧"
    ),
    "classroom": (
        "classroom, class room, schoolroom, school room, lecture room, 教室, 课堂, 学校教室, 课室"
    ),
    "news_desk": (
        "news desk, newsdesk, news studio, newsroom, news room, tv studio, news set, "
        "anchor desk, television studio, 新闻台, 新闻直播间, 新闻演播室, 演播室, 主播台, "
        "新闻主播台, "
        "新闻演播厅, 演播厅"
    ),
    "kitchen": "kitchen, modern kitchen, 厨房, 现代厨房, 开放式厨房",
    "terrace": (
        "terrace, terrace at dusk, terrace at sunset, patio, balcony, roof terrace, rooftop "
        "terrace, "
        "rooftop, terrace in the evening, balcony at sunset, roof terrace at sunset, "
        "露台, 阳台, 天台, 黄昏的露台, 傍晚的露台, 屋顶露台, 日落时的露台"
    ),
}

PUT: dict[str, str] = {"bookshelf": "in front of", "news_desk": "at", "terrace": "on"}
"""How a person is put there in English, where it is not "in"."""

NEAREST: dict[str, str] = {
    "library": "bookshelf",
    "图书馆": "bookshelf",
    "bar": "cafe",
    "restaurant": "cafe",
    "餐厅": "cafe",
    "酒吧": "cafe",
    "school": "classroom",
    "university": "classroom",
    "学校": "classroom",
    "living room": "loft",
    "客厅": "loft",
    "apartment": "loft",
    "garden": "terrace",
    "beach": "terrace",
    "park": "terrace",
    "花园": "terrace",
    "海边": "terrace",
    "海滩": "terrace",
    "公园": "terrace",
    "stage": "studio",
    "舞台": "studio",
    "dining room": "kitchen",
    "bedroom": "home_office",
    "卧室": "home_office",
}
"""Places that people ask for and we have not, and the scene of ours that is nearest."""


def scene_words() -> dict[str, str]:
    """Concept rows for every scene of the catalogue."""
    return {
        f"SCENE {name}": ", ".join(
            filter(
                None, (name.replace("_", " "), scene.title_en, scene.title_zh, SYNONYMS.get(name))
            )
        )
        for name, scene in SCENES.items()
    }
