"""Grammar rows about which part of the clip stays. The notation is that of `patterns`."""

RULES: dict[str, tuple[str, ...]] = {
    "length": ("time=DURATION", "time=ONEUNIT"),
    "edge": (
        "[VIDEO] FIRST <length> [(OF | IN) VIDEO] => side=first",
        "[VIDEO] LAST <length> [(OF | IN) VIDEO] => side=last",
    ),
    "between": (
        "[FROM] start=MOMENT [MARK] TO end=MOMENT [MARK]",
        "BETWEEN start=MOMENT ANDTIME end=MOMENT [MARK]",
        "FROM start=MOMENT [ONWARDS] TO end=MOMENT [ENDAT | MARK]",
        "MIDDLE [FROM] start=MOMENT TO end=MOMENT",
    ),
    "open": (
        "SINCE start=MOMENT [MARK] (TO END | ONWARDS) => to=end",
        "[FROM] start=MOMENT [MARK] TO END => to=end",
        "AFTER start=MOMENT [MARK] => to=end",
        "start=MOMENT (AFTERWORD | ONWARDS) => to=end",
        "[FROM] START TO end=MOMENT [MARK] => from=start",
        "(PRIOR | UNTIL) end=MOMENT [MARK] => from=start",
        "end=MOMENT PRIORWORD => from=start",
    ),
    "range": ("<between>", "<open>"),
    "part": (
        "<edge> [PART]",
        "<range> [(OF | IN) VIDEO]",
        "<piece>",
    ),
    "piece": ("PART [OF VIDEO] <range> [OF VIDEO]", "<range> PART"),
}

INTENTS: dict[str, tuple[str, ...]] = {
    "trim.keep": (
        "<part>",
        "[ONLY] KEEP [ONLY] <part>",
        "[WANTPART] ONLY <part>",
        "WANTPART <part>",
        "<part> KEEP",
        "(TRIM | TRIMTO) [VIDEO | IT] [DOWNTO] [ONLY] <between>",
        "(TRIM | SNIP) [VIDEO | IT] DOWNTO <part>",
        "[VIDEO] TRIMTO <part>",
        "(TRIM | SNIP) [VIDEO | IT] DOWNTO <length> => side=length",
        "[VIDEO] TRIMTO [VIDEO] <length> [LONG] => side=length",
        "MAKE (VIDEO | IT) [ONLY] [BE] <length> [LONG] => side=length",
        "(TRIM | SNIP) VIDEO <length> [LONG] => side=length",
        "[VIDEO] STARTAT start=MOMENT [MARK] (AND | COMMA) ENDAT end=MOMENT [MARK]",
        "[VIDEO] STARTAT start=MOMENT [MARK] => to=end",
        "[VIDEO] ENDAT end=MOMENT [MARK] => from=start",
        "TO end=MOMENT ENDAT => from=start",
        "(REMOVE | CUT | SNIP) (PART | STUFF) EXCEPT <part>",
    ),
    "trim.cut": (
        "(REMOVE | CUT) <part>",
        "(REMOVE | CUT | SNIP) one=<part> AND two=<part>",
        "SNIP <edge>",
        "SNIP <piece>",
        "(REMOVE | CUT | SNIP | TAKEV) time=DURATION OFF START [OF VIDEO] => side=first",
        "(REMOVE | CUT | SNIP | TAKEV) time=DURATION OFF END [OF VIDEO] => side=last",
        "TAKEV <part> AWAY",
        "TAKEV time=DURATION AWAY OFF START [OF VIDEO] => side=first",
        "TAKEV time=DURATION AWAY OFF END [OF VIDEO] => side=last",
        "<part> (REMOVE | CUT | NOTWANTED)",
        "NO <part>",
        "<part> BAD COMMA (REMOVE | CUT) IT",
        "KEEP (PART | STUFF) EXCEPT <part>",
    ),
    "trim.unclear": ("TRIM <edge>", "SNIP <between>", "SNIPZH <part>"),
    "trim.which": (
        "(TRIM | SNIP | SNIPZH) [VIDEO | IT]",
        "VIDEO SNIPZH",
        "MAKE (VIDEO | IT) SHORTER",
    ),
    "trim.touch": ("(CUT | SNIP | TRIM | REMOVE | SNIPZH) ANYTHING",),
    "clip.only": (
        "[ONLY] (KEEP | WANTPART) [ONLY] [VIDEO] file=FILE [VIDEO] [TIMELINE]",
        "ONLY [VIDEO] file=FILE [TIMELINE]",
    ),
}
