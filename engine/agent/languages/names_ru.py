"""Russian names of scenes and colours, and how a word is declined.

The first name of a colour is what replies say.
"""

HARD = "ый ая ое ую ым ой ого ом ому ые ых ыми"
STRESSED = "ой ая ое ую ым ого ом ому ые ых ыми"
VELAR = "ий ая ое ую им ой ого ом ому ие их ими"
SOFT = "ий яя ее юю им ей его ем ему ие их ими"
MASCULINE = "- а у ом е ы ов"
"""Endings: of adjectives by their kind, and of a noun."""


def adjective(stem: str, endings: str = HARD) -> str:
    """An adjective in all its cases."""
    return ", ".join(stem + ending for ending in endings.split())


def noun(stem: str, endings: str) -> str:
    """A noun in those cases; `-` is the bare stem."""
    return ", ".join(stem + ending.replace("-", "") for ending in endings.split())


SCENES: dict[str, str] = {
    "office": f"{noun('офис', MASCULINE)}, рабочий кабинет, {noun('кабинет', MASCULINE)}",
    "home_office": (
        "домашний офис, домашний кабинет, домашнем офисе, домашнего офиса, домашнем кабинете"
    ),
    "bookshelf": (
        "книжный шкаф, книжного шкафа, книжным шкафом, книжном шкафу, книжная полка, "
        "книжную полку, "
        "книжной полки, книжной полкой, книжные полки, книжных полок, книжными полками, "
        "шкаф с книгами, шкафом с книгами, библиотека, библиотеку, библиотеке, библиотекой, "
        "библиотеки, полки с книгами, полками с книгами"
    ),
    "meeting_room": (
        "переговорная, переговорную, переговорной, переговорка, переговорку, переговорке, "
        "переговоркой, конференц-зал, конференц-зале, конференц-зала, конференц-залом, "
        "зал заседаний, зале заседаний, комната переговоров, комнату переговоров, "
        "комнате переговоров"
    ),
    "studio": "студия, студию, студии, студией, фотостудия, фотостудию, фотостудии, фотостудией",
    "loft": noun("лофт", MASCULINE),
    "cafe": "кафе, кофейня, кофейню, кофейне, кофейней, кофейни",
    "classroom": (
        "класс, классе, класса, классом, школьный класс, школьном классе, аудитория, аудиторию, "
        "аудитории, учебный класс, учебном классе, классная комната, классную комнату"
    ),
    "news_desk": (
        "студия новостей, студию новостей, студии новостей, студией новостей, новостная студия, "
        "новостную студию, новостной студии, стол новостей, телестудия, телестудию, телестудии"
    ),
    "kitchen": "кухня, кухню, кухне, кухней, кухни",
    "terrace": (
        "терраса, террасу, террасе, террасой, террасы, терраса на закате, террасу на закате, "
        "террасе на закате, балкон, балконе, балконом, балкона, терраса вечером, террасу вечером"
    ),
}


def _dark(stem: str, endings: str = HARD) -> str:
    return f"{adjective('тёмно-' + stem, endings)}, {adjective('темно' + stem, endings)}"


def _light(stem: str, endings: str = HARD) -> str:
    return f"{adjective('светло-' + stem, endings)}, {adjective('светло' + stem, endings)}"


COLORS: dict[str, str] = {
    "#ffffff": adjective("бел"),
    "#000000": adjective("чёрн"),
    "#808080": adjective("сер"),
    "#d3d3d3": _light("сер"),
    "#404040": _dark("сер"),
    "#ff0000": adjective("красн"),
    "#8b0000": _dark("красн"),
    "#800020": adjective("бордов"),
    "#00b140": adjective("зелён"),
    "#006400": _dark("зелён"),
    "#90ee90": _light("зелён"),
    "#0000ff": adjective("син", SOFT),
    "#000080": _dark("син", SOFT),
    "#add8e6": f"{adjective('голуб', STRESSED)}, {_light('син', SOFT)}",
    "#87ceeb": adjective("небесно-голуб", STRESSED),
    "#40e0d0": adjective("бирюзов"),
    "#ffff00": adjective("жёлт"),
    "#ffa500": adjective("оранжев"),
    "#800080": f"{adjective('фиолетов')}, {adjective('пурпурн')}",
    "#e6e6fa": f"{adjective('лавандов')}, {adjective('сиренев')}",
    "#ffc0cb": adjective("розов"),
    "#a52a2a": adjective("коричнев"),
    "#f5f5dc": f"{adjective('бежев')}, {adjective('кремов')}",
}
