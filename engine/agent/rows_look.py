"""Grammar rows about light and colours, fades from and to black, and the scene's light."""

from __future__ import annotations

from engine.agent.rows_shared import it, named

RULES: dict[str, tuple[str, ...]] = {
    "shade": ("[step=STEP] adjust=ADJUST [step=STEP]",),
    "shadezh": ("[step=STEP] adjust=ADJUSTZH [step=STEP]",),
    "by": ("[BYWORD] percent=PERCENT", "[BYWORD] step=STEP", "[BYWORD | TOWORD] amount=BARE"),
    "fadetime": (
        "[FOR | OVER | DURING] [FIRST | LAST] length=DURATION [LONG]",
        "OVER length=ONEUNIT",
    ),
}

_ADJUST = (
    "(MAKE | PUT) WHAT [BE | BECOME | LOOKS] <shade>",
    "WHAT [MAKE | LOOKS | BE | BECOME] (<shade> | <shadezh>)",
    "WHAT [IS | LOOKS] TOO amiss=AMISS",
    "(USE | ADD) WHAT <shade>",
    "(BRIGHTEN | LIGHTEN) WHAT [UP] [<by>] => adjust=brightness+",
    "DARKEN WHAT [<by>] => adjust=brightness-",
    "WHAT BRIGHTEN [<by>] => adjust=brightness+",
    "WHAT DARKEN [<by>] => adjust=brightness-",
    "(MAKE | REPLACE) WHAT [BE | BECOME | IN] GREYED => adjust=grey",
    "WHAT (BECOME | MAKE) GREYED => adjust=grey",
)
_QUANTITY = (
    "UPWARD [step=STEP] quantity=QUANTITY [AND also=QUANTITY] [<by>] => dir=up",
    "TURN UP quantity=QUANTITY [<by>] => dir=up",
    "TURN quantity=QUANTITY [step=STEP] UP [<by>] => dir=up",
    "[ADD | USE] [step=STEP] MORE quantity=QUANTITY [AND also=QUANTITY] => dir=up",
    "ADD [step=STEP] quantity=QUANTITY => dir=up",
    "quantity=QUANTITY [MAKE] HIGHER [<by>] => dir=up",
    "[step=STEP] HIGHER quantity=QUANTITY => dir=up",
    "DOWNWARD [step=STEP] quantity=QUANTITY [AND also=QUANTITY] [<by>] => dir=down",
    "TURN DOWN quantity=QUANTITY [<by>] => dir=down",
    "TURN quantity=QUANTITY [step=STEP] DOWN [<by>] => dir=down",
    "[USE] [step=STEP] LESS quantity=QUANTITY [AND also=QUANTITY] => dir=down",
    "quantity=QUANTITY [MAKE] LOWER [<by>] => dir=down",
    "[step=STEP] LOWER quantity=QUANTITY => dir=down",
)
_FADE = (
    "FADEV WHAT INWARD [FROMBLACK] [ATSTART] [<fadetime>] => in=yes",
    "FADEV WHAT OUTWARD [TOBLACK] [ATEND] [<fadetime>] => out=yes",
    "FADEV WHAT INWARD AND OUTWARD [<fadetime>] => in=yes, out=yes",
    "[MAKE] WHAT FADEIN [FROMBLACK] [ATSTART] [<fadetime>] => in=yes",
    "[MAKE] WHAT FADEOUT [TOBLACK] [ATEND] [<fadetime>] => out=yes",
    "[MAKE] WHAT FADEBOTH [<fadetime>] => in=yes, out=yes",
    "WHAT [ATSTART] FADEIN [<fadetime>] => in=yes",
    "WHAT [ATEND] FADEOUT [<fadetime>] => out=yes",
)

_PICTURE = "(VIDEO | SCREENPART | COLORS | ME | STUFF)"

INTENTS: dict[str, tuple[str, ...]] = {
    "look.adjust": (
        *named(_ADJUST, _PICTURE),
        *_QUANTITY,
        "[USE | ADD | MAKE] <shade> (VIDEO | SCREENPART | COLORS)",
        "GREYED (VIDEO | SCREENPART) => adjust=grey",
    ),
    "look.adjust_it": (
        *it(_ADJUST),
        "[MAKE] <shade>",
        "[MAKE | BECOME] (adjust=ADJUSTZH step=STEP | step=STEP adjust=ADJUSTZH)",
        "[ITIS | LOOKS] TOO amiss=AMISS",
        "[BECOME] GREYED => adjust=grey",
        "ADD IT [step=STEP] MORE quantity=QUANTITY => dir=up",
    ),
    "look.reset": (
        "(RESET | RESTORE | UNDO) [ORIGINAL | NORMAL] COLORS [BACK]",
        "(REMOVE | NO | CANCEL) LOOKCHANGES",
        "(USE | RESTORE) (ORIGINAL | NORMAL) COLORS",
        "(ORIGINAL | NORMAL) COLORS [BACK]",
        "COLORS RESTORE",
    ),
    "fade.set": (
        *named(_FADE, "(VIDEO | SCREENPART)"),
        "(ADD | USE) [length=DURATION] FADEIN [FROMBLACK] [ATSTART] [<fadetime>] => in=yes",
        "(ADD | USE) [length=DURATION] FADEOUT [TOBLACK] [ATEND] [<fadetime>] => out=yes",
        "(ADD | USE) [length=DURATION] FADEBOTH [<fadetime>] => in=yes, out=yes",
        "FADEIN FROMBLACK [ATSTART] [<fadetime>] => in=yes",
        "FADEOUT TOBLACK [ATEND] [<fadetime>] => out=yes",
        "ATSTART [ADD | USE] FADEIN [<fadetime>] => in=yes",
        "ATEND [ADD | USE] FADEOUT [<fadetime>] => out=yes",
        "FADEBOTH (ATSTART AND ATEND) [<fadetime>] => in=yes, out=yes",
    ),
    "fade.set_it": (
        *it(_FADE),
        "[length=DURATION] FADEIN [ATSTART] [<fadetime>] => in=yes",
        "[length=DURATION] FADEOUT [ATEND] [<fadetime>] => out=yes",
        "[length=DURATION] FADEBOTH [<fadetime>] => in=yes, out=yes",
    ),
    "fade.remove": (
        "(REMOVE | NO | CANCEL) FADEIN => which=in",
        "(REMOVE | NO | CANCEL) FADEOUT => which=out",
        "(REMOVE | NO | CANCEL) FADEBOTH => which=both",
        "FADEIN (REMOVE | NOTWANTED) => which=in",
        "FADEOUT (REMOVE | NOTWANTED) => which=out",
        "FADEBOTH (REMOVE | NOTWANTED) => which=both",
    ),
    "light.off": (
        "NEG (MATCH | TOUCH | ADAPT) [SCENE] LIGHT [ME | MINE]",
        "NEG (MATCH | TOUCH | ADAPT) [ME] [MINE] [LIGHT | COLORS | LIGHT AND COLORS] TOWORD "
        "[SCENE | BACKGROUND | ROOM]",
        "NEG (MATCH | TOUCH | ADAPT) MINE (LIGHT | COLORS)",
        "NO LIGHTMATCH",
        "(REMOVE | CANCEL | TURN AWAY) LIGHTMATCH",
        "TURN LIGHTMATCH AWAY",
        "LIGHTMATCH (OFFWORD | REMOVE | NOTWANTED)",
        "KEEP [MINE] ORIGINAL (COLORS | LIGHT)",
        "KEEP MINE [ORIGINAL] (COLORS | LIGHT)",
        "LEAVE MINE [ORIGINAL] (COLORS | LIGHT) [ASIS]",
    ),
    "light.on": (
        "MATCH LIGHT [TOWORD (SCENE | BACKGROUND | ROOM)]",
        "MATCH ME TOWORD (SCENE | BACKGROUND | ROOM)",
        "(USE | ADD | TURN ONWORD | RESTORE) LIGHTMATCH",
        "LIGHTMATCH ONWORD",
    ),
}
