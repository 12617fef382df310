"""Grammar rows for Japanese: the verb stands last, and particles say what each word is to it.

The notation is that of `patterns`. Particles are the concepts that begin with P.
"""

RULES: dict[str, tuple[str, ...]] = {
    # What stands behind
    "old": ("[MINE] [VIDEO PNO] [ORIGINAL] BACKGROUND", "BEHINDME [PNO BACKGROUND]"),
    "scene": (
        "{QUALITY} scene=SCENE => kind=scene",
        "{QUALITY} scene=SCENE PNO (PICTURE | SCENERY) => kind=scene",
    ),
    "color": (
        "[PLAIN [PNO]] color=COLOR [COLORWORD] => kind=color",
        "color=COLOR [COLORWORD] [PNO] PLAIN => kind=color",
        "GREENSCREEN => kind=color, color=#00b140",
    ),
    "picture": ("[MINE] [SENT] PICTURE => kind=image", "[PICTURE] file=FILE => kind=image"),
    "gradient": (
        "color=COLOR [COLORWORD] [PNO] GRADIENT => kind=gradient",
        "GRADIENT => kind=gradient",
    ),
    "clear": ("TRANSPARENT => kind=transparent",),
    "backdrop": ("<scene>", "<color>", "<picture>", "<gradient>", "<clear>"),
    "howblurred": ("degree=DEGREE", "percent=PERCENT [PDE | PNI | DEGREEWORD]"),
    "colored": (
        "[PLAIN [PNO]] color=COLOR [COLORWORD] [PNO] BACKGROUND => kind=color",
        "{QUALITY} scene=SCENE [PNO] BACKGROUND => kind=scene",
        "<gradient> [PNO] BACKGROUND",
        "<clear> [PNO | PNA] BACKGROUND",
        "BLURRED BACKGROUND => kind=blur",
        "GREENSCREEN => kind=color, color=#00b140",
    ),
    # Which part of the clip
    "edge": (
        "[VIDEO PNO] FIRST [PNO | PKARA] time=DURATION => side=first",
        "[VIDEO PNO] LAST [PNO | PKARA] time=DURATION => side=last",
    ),
    "between": (
        "start=MOMENT [MARK] PKARA end=MOMENT [MARK] [PMADE]",
        "start=MOMENT TO end=MOMENT [PMADE]",
        "start=MOMENT PTO end=MOMENT PNO AIDA",
    ),
    "open": (
        "start=MOMENT [MARK] PKARA TOEND => to=end",
        "start=MOMENT AFTERWORD => to=end",
        "FIRST PKARA end=MOMENT [MARK] PMADE => from=start",
        "end=MOMENT PRIORWORD => from=start",
    ),
    "span": ("<between> [PNO (AIDA | PART)]", "<open> [PNO PART]", "<open> PART"),
    "part": ("<edge> [PNO PART | PART]", "[VIDEO PNO] <span>"),
    # Words on the picture
    "option": (
        "position=POSITION",
        "corner=CORNER",
        "length=DURATION [PDAKE]",
        "ATSTART => when=start",
        "ATEND => when=end",
        "start=MOMENT [MARK] (PKARA | PNI)",
        "start=MOMENT [MARK] PKARA end=MOMENT [MARK] PMADE",
        "FIRST [PNO] length=DURATION [PNI] => when=start",
        "LAST [PNO] length=DURATION [PNI] => when=end",
        "THROUGHOUT => when=always",
    ),
    "options": ("{<option> [COMMA | PNO]}",),
    "named": ("[TOIU | PNO] TITLE",),
    "target": (
        "[VIDEO PNO] TITLE [text=QUOTED]",
        "text=QUOTED <named>",
        "TITLES => which=all",
    ),
    "object": ("PWO", "PHA"),
}

INTENTS: dict[str, tuple[str, ...]] = {
    "background.set": (
        "<old> <object> (<backdrop> | <colored>) (PNI | PTO) (MAKE | CHANGE)",
        "<old> <object> (<backdrop> | <colored>) PNI",
        "<old> [PHA | COLON] <backdrop> [PDE]",
        "<backdrop> PWO BACKGROUND PNI (MAKE | USE | PUT)",
        "<backdrop> PWO ASBACKGROUND (USE | MAKE | PUT)",
        "BACKGROUND PNI <backdrop> PWO (USE | PUT)",
        "BACKGROUND PNI <backdrop> PWO",
        "<colored> [(PNI | PTO) (MAKE | CHANGE) | PDE | PNI]",
        "[ME (PWO | PGA)] <scene> [PNO BEFORE] (PNI PUT | BEIN)",
        "<scene> [PDE | PNI (MAKE | CHANGE)]",
        "<old> [PWO] [<howblurred>] BLUR => kind=blur",
        "<howblurred> <old> [PWO] BLUR => kind=blur",
        "<old> PNI [degree=DEGREE] BLURNOUN PWO [degree=DEGREE] PUT => kind=blur",
    ),
    "background.remove": ("<old> [<object>] REMOVE", "<old> NASHI [PDE | PNI MAKE]", "CUTMEOUT"),
    "background.which": ("<old> PWO CHANGE",),
    "background.restore": (
        "[VIDEO PNO] BACKGROUND [PWO] (RESTORE | ORIGINALLY RESTORE)",
        "ORIGINAL BACKGROUND (PNI | PWO) RESTORE",
        "BACKGROUND PWO ORIGINAL BACKGROUND PNI RESTORE",
        "[BACKGROUND PNO] BLURNOUN PWO REMOVE => which=blur",
        "[BACKGROUND PNO] BLURNOUN NASHI [PDE | PNI MAKE] => which=blur",
    ),
    "background.keep": ("<old> (<object> | PNI) DONT", "<old> <object> KEEP"),
    "trim.keep": (
        "<part> [PDAKE] [PWO] KEEP",
        "<part> PDAKE [PNI MAKE]",
        "<part> EXCEPT [<object>] (REMOVE | CUT)",
        "[VIDEO PWO] time=DURATION PNI SHORTEN => side=length",
        "VIDEO PWO time=DURATION PNI MAKE => side=length",
    ),
    "trim.cut": (
        "<part> [<object>] (REMOVE | CUT)",
        "one=<edge> PTO two=<edge> PWO (REMOVE | CUT)",
    ),
    "trim.unclear": ("<part> PWO SNIP", "<part>"),
    "trim.which": ("VIDEO PWO (SHORTEN | SNIP | CUT)",),
    "title.add": (
        "<options> text=QUOTED <named> PWO <options> (PUT | ADD)",
        "<options> text=QUOTED (PTO | PWO) <options> (PUT | ADD)",
        "<options> TITLE text=QUOTED [PWO | PTO] <options> (PUT | ADD)",
        "<options> TITLE PNI text=QUOTED (PTO | PWO) <options> (PUT | ADD)",
        "<options> TITLE PWO <options> text=QUOTED PTO (PUT | ADD)",
        "<options> text=QUOTED PWO ASTITLE <options> (PUT | ADD)",
        "<options> text=QUOTED <named>",
        "TITLE [COLON | PHA] text=QUOTED [PDE]",
    ),
    "title.textless": ("<options> TITLE PWO <options> (PUT | ADD)",),
    "title.remove": (
        "<target> [<object>] REMOVE",
        "text=QUOTED PWO REMOVE",
        "TITLE NASHI [PDE | PNI MAKE]",
    ),
    "title.change": ("TITLE PWO text=QUOTED PNI (MAKE | CHANGE)",),
    "talk.undo": ("UNDO",),
    "talk.redo": ("REDO",),
    "talk.reset": ("RESETALL",),
    "talk.scenes": ("SCENELIST",),
    "talk.help": ("HELP",),
    "talk.praise": ("PRAISE",),
    "talk.greeting": ("GREETING",),
    "talk.nothing": ("NOTHING",),
}

PLACES: dict[str, tuple[str, ...]] = {
    "place": ("<old> PWO place=WISH PNI (MAKE | CHANGE)",),
}
"""The shape of asking for a place that we have not; nothing is ever done by it."""
