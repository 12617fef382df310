"""Grammar rows about the frame: its shape, turns, mirror, and where the person stands in it."""

from __future__ import annotations

from engine.agent.rows_shared import it, named

RULES: dict[str, tuple[str, ...]] = {
    "shape": (
        "shape=SHAPE [SHAPEWORD] [shape=RATIO] [SHAPEWORD]",
        "shape=RATIO [shape=SHAPE] [SHAPEWORD]",
        "SHAPEWORD shape=RATIO",
    ),
    "angle": ("angle=BARE DEGREES", "angle=BARE"),
    "spin": (
        "[BYWORD] <angle> [spin=SPIN]",
        "spin=SPIN [[BYWORD] <angle>]",
    ),
    "beside": ("[ATPLACE] side=SIDE [PLACEPART SCREENPART]", "[ATPLACE] SCREENPART side=SIDE"),
    "grown": (
        "[step=STEP] sized=SIZER [step=STEP]",
        "sized=SIZER BYWORD percent=PERCENT => by=yes",
        "[BYWORD] percent=PERCENT sized=SIZER => by=yes",
    ),
    "scaled": ("[TOWORD] percent=PERCENT [SIZEWORD]", "SIZEWORD [TOWORD | COLON] percent=PERCENT"),
    "placed": (
        "<beside>",
        "<grown>",
        "<beside> [COMMA | AND] <grown>",
        "<grown> [COMMA | AND] <beside>",
    ),
}

_CANVAS = (
    "(MAKE | REPLACE | SHAPEV) WHAT [BE | BECOME | TOWORD | IN] <shape> [FORPLACE]",
    "WHAT (BE | BECOME | SHAPEV | IN) [TOWORD] <shape> [FORPLACE]",
    "(MAKE | REPLACE | SHAPEV | ADAPT) WHAT (FORPLACE | BECOME | FOR) shape=PLATFORM",
)
_TURN = (
    "(ROTATE | TURNV) WHAT <spin>",
    "(ROTATE | TURNV | MAKE | MIRROR) WHAT UPSIDEDOWN => angle=half",
    "ROTATE WHAT",
    "WHAT ROTATE [<spin>]",
    "(ROTATE | MAKE | MIRROR | PUT) WHAT [BE] UPRIGHT => angle=half",
)
_MIRROR = (
    "MIRROR WHAT [ALONG]",
    "WHAT MIRROR [ALONG]",
    "MAKE WHAT MIRRORED",
    "(REPLACE | MIRROR) WHAT LEFTRIGHT",
    "WHAT LEFTRIGHT [MIRROR | REPLACE]",
)
_FLOP = ("(MIRROR | ROTATE) WHAT UPDOWN", "WHAT UPDOWN MIRROR", "UPDOWN MIRROR WHAT")
_PERSON = ("(MAKE | SCALE) WHAT <grown>", "SCALE WHAT [UP | DOWN] <scaled>", "WHAT [MAKE] <placed>")

INTENTS: dict[str, tuple[str, ...]] = {
    "frame.canvas": (
        *named(_CANVAS, "VIDEO"),
        "(MAKE | REPLACE | SHAPEV | USE) [BECOME | TOWORD | IN] <shape> [VIDEO] [FORPLACE]",
        "[BECOME | IN] <shape> [VIDEO] [FORPLACE]",
        "(MAKE | REPLACE) SHAPEWORD [BE | BECOME | TOWORD] <shape>",
        "SHAPEWORD [BE | BECOME | TOWORD | COLON] <shape>",
        "[MAKE | SHAPEV | REPLACE] [VIDEO] shape=PLATFORM",
        "SHAPEV <shape> [FORPLACE]",
    ),
    "frame.canvas_it": it(_CANVAS),
    "frame.turn": (
        *named(_TURN, "(VIDEO | SCREENPART)"),
        "ROTATE [<spin>]",
        "TURNV <angle> [spin=SPIN]",
        "(VIDEO | SCREENPART) [IS | BE] UPSIDEDOWN => angle=half",
        "spin=SPIN ROTATE [VIDEO | SCREENPART | IT] [<angle>]",
        "(VIDEO | SCREENPART) spin=SPIN ROTATE [<angle>]",
    ),
    "frame.turn_it": (*it(_TURN), "[IT | ITIS] [BE] UPSIDEDOWN => angle=half"),
    "frame.sideways": (
        "[VIDEO | SCREENPART | IT | ITIS] [BE | IS] SIDEWAYS",
        "(ROTATE | MAKE | MIRROR | PUT) [VIDEO | SCREENPART | IT] [BE] SIDEWAYS",
    ),
    "frame.mirror": (
        *named(_MIRROR, "(VIDEO | SCREENPART | ME)"),
        "MIRROR [ALONG]",
        "LEFTRIGHT MIRROR [VIDEO]",
        "ADD MIRROR",
    ),
    "frame.mirror_it": it(_MIRROR),
    "frame.flop": (*named(_FLOP, "(VIDEO | SCREENPART)"), "UPDOWN MIRROR", "MIRROR UPDOWN"),
    "frame.flop_it": it(_FLOP),
    "person.place": (
        *named(_PERSON, "ME"),
        "(PUT | MOVE | SHIFT) ME <placed>",
        "(MOVE | SHIFT) ME STEP <beside>",
        "CENTERV ME => side=middle",
        "ME (PUT | MOVE | BE) <placed>",
        "SCALE ME (UP | DOWN)",
        "WANTBE <placed>",
        "sized=SIZERV ME [step=STEP]",
        "ME sized=SIZERV [step=STEP]",
        "ME sized=SIZERV <scaled>",
    ),
    "person.place_it": (
        "[MAKE | PUT | MOVE] <placed>",
        "[MAKE | SCALE] IT <grown>",
        "sized=SIZERV [step=STEP]",
    ),
}
