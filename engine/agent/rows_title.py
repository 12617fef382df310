"""Grammar rows about words on the picture. The notation is that of `patterns`."""

RULES: dict[str, tuple[str, ...]] = {
    "spot": (
        "[ATPLACE] position=POSITION [PLACEPART SCREENPART]",
        "[ATPLACE] SCREENPART position=POSITION",
    ),
    "option": (
        "<spot>",
        "ONSCREEN",
        "[FOR] length=DURATION [LONG]",
        "FOR length=ONEUNIT",
        "DURATIONWORD length=DURATION",
        "ATSTART => when=start",
        "ATEND => when=end",
        "AT start=MOMENT [WHEN]",
        "start=MOMENT WHEN",
        "[FROM] start=MOMENT TO end=MOMENT",
        "BETWEEN start=MOMENT ANDTIME end=MOMENT",
        "[DURING] FIRST length=DURATION [OF VIDEO] => when=start",
        "[DURING] LAST length=DURATION [OF VIDEO] => when=end",
        "[FOR] THROUGHOUT => when=always",
    ),
    "options": ("[COMMA] <option> [AND] [<options>]",),
    "before": ("<option> [COMMA] [<before>]",),
    "said": ("[SAYS | TELLS] [COLON] text=QUOTED",),
    "told": ("(TELLS | SAYS) COLON loose=LOOSE", "COLON loose=LOOSE", "TELLS loose=LOOSE"),
    "attribute": ("length=DURATION [LONG]", "position=POSITION"),
    "titled": ("[<attribute>] TITLE [<options>] <said>",),
    "target": (
        "TITLE [text=QUOTED]",
        "position=POSITION TITLE",
        "TITLE ATPLACE position=POSITION",
        "TITLES => which=all",
    ),
}

INTENTS: dict[str, tuple[str, ...]] = {
    "title.add": (
        "[<before>] ADD <titled> [<options>]",
        "[<before>] ADD <said> [AS TITLE] [TITLE] [<options>]",
        "[<before>] <titled> [<options>]",
        "[<before>] TITLEIT <said> [<options>]",
        "text=QUOTED (ADD | MOVE) <options>",
        "text=QUOTED AS TITLE [<options>]",
        "[<before>] ADD [<attribute>] TITLE [<options>] <told>",
        "TITLE [<options>] <told>",
        "TITLEIT loose=LOOSE",
    ),
    "title.textless": ("[<before>] ADD [<attribute>] TITLE [<options>]",),
    "title.remove": (
        "(REMOVE | NO | CANCEL) <target> [OF VIDEO]",
        "REMOVE text=QUOTED [TITLE]",
        "TAKEV <target> AWAY",
        "<target> (REMOVE | NOTWANTED)",
    ),
    "title.change": (
        "CHANGE TITLE [BECOME | SAYS | TELLS] [COLON] text=QUOTED",
        "CHANGE TITLE from=QUOTED BECOME text=QUOTED",
        "CHANGE from=QUOTED BECOME text=QUOTED",
        "TITLE (BECOME | SAYS) text=QUOTED",
        "TITLE from=QUOTED BECOME text=QUOTED",
        "from=QUOTED BECOME text=QUOTED",
        "CHANGE TITLE (TELLS | BECOME) loose=LOOSE",
        "TITLE BECOME loose=LOOSE",
    ),
    "title.move": (
        "MOVE TITLE [text=QUOTED] <spot>",
        "TITLE (MOVE | APPEAR) [ATPLACE] position=POSITION",
        "MAKE TITLE APPEAR <spot>",
    ),
    "title.touch": ("TOUCH (TITLE | TITLES)",),
}
