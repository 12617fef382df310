"""Grammar rows about a logo in a corner and captions with their times."""

from __future__ import annotations

from engine.agent.rows_shared import it, named

RULES: dict[str, tuple[str, ...]] = {
    "cornered": (
        "[ATPLACE] corner=CORNER [PLACEPART SCREENPART]",
        "[ATPLACE] SCREENPART corner=CORNER",
    ),
    "mark": ("[MINE] LOGO [PICTURE] [SENT] [file=FILE]",),
    "logoed": (
        "<cornered>",
        "[step=STEP] sized=SIZE",
        "[ATRATE] percent=PERCENT",
        "ONSCREEN",
        "THROUGHOUT",
    ),
    "logos": ("[COMMA] <logoed> { [COMMA | AND] <logoed> }",),
    "captions": ("SUBTITLES", "SUBTITLE", "CAPTIONFILE"),
}

_LOGO = (
    "SHIFT WHAT <cornered>",
    "WHAT (SHIFT | BE) <cornered>",
    "(MAKE | SCALE) WHAT [BE] [step=STEP] sized=SIZER [step=STEP]",
    "WHAT [MAKE] [step=STEP] sized=SIZER [step=STEP]",
    "SCALE WHAT [UP | DOWN] [TOWORD] percent=PERCENT",
    "WHAT (TOWORD | BE | BECOME) percent=PERCENT",
)

INTENTS: dict[str, tuple[str, ...]] = {
    "logo.add": (
        "(ADD | USE | PUT) <mark> [<logos>]",
        "(ADD | USE | PUT) <picture> AS LOGO [<logos>]",
        "(ADD | USE | PUT) THIS AS LOGO [<logos>]",
        "(ADD | USE | PUT) (<picture> | THIS) [<logoed>] <cornered> [<logos>]",
        "<cornered> [COMMA] (ADD | USE | PUT) (<mark> | <picture>) [<logos>]",
        "(MAKE | REPLACE) (<picture> | THIS) [BE | BECOME] LOGO [<logos>]",
        "<mark> [ADD | PUT] <cornered>",
        "<picture> AS LOGO [<logos>]",
        "<picture> (ADD | PUT | MOVE) <cornered>",
    ),
    "logo.change": (
        *named(_LOGO, "LOGO"),
        "[MAKE | USE] [step=STEP] sized=SIZER LOGO",
    ),
    "logo.change_it": (
        *it(_LOGO),
        "[MAKE | PUT] [step=STEP] sized=SIZER [step=STEP]",
        "[PUT | MOVE] <cornered>",
    ),
    "logo.remove": (
        "(REMOVE | NO | CANCEL) LOGO [AGAIN]",
        "LOGO (REMOVE | NOTWANTED | MUSTGO)",
        "TAKEV LOGO AWAY",
    ),
    "captions.add": (
        "cues=CUES",
        "[ADD | USE | PUT] (<captions> | TITLES | TITLE) [ONSCREEN] [COLON] [COMMA] cues=CUES",
        "(ADD | USE | PUT) THIS [AS] [<captions>] [ONSCREEN] [COLON] [COMMA] cues=CUES",
        "TITLEIT [COLON] [COMMA] cues=CUES",
    ),
    "captions.which": (
        "(ADD | USE | PUT | MAKE) SUBTITLES [ONSCREEN]",
        "(ADD | USE) CAPTIONFILE",
        "SUBTITLES",
    ),
}
