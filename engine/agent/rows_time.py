"""Grammar rows about how time runs: speed, direction, standing still, the order of clips."""

from __future__ import annotations

from engine.agent.rows_shared import it, named

RULES: dict[str, tuple[str, ...]] = {
    "rate": (
        "factor=FACTOR SPEED => dir=at",
        "factor=FACTOR ASFAST => dir=times",
        "factor=BARE SPEED => dir=at",
        "percent=PERCENT SPEED => dir=at",
        "factor=FACTOR ASSLOW => dir=down",
        "NORMAL SPEED => dir=reset",
    ),
    "amount": ("factor=FACTOR [SPEED]", "percent=PERCENT [SPEED]", "factor=BARE"),
    "aclip": ("clip=CLIPNTH", "[VIDEO] clip=CLIPFILE [VIDEO]"),
    "still": (
        "[FOR] length=DURATION [LONG]",
        "FOR length=ONEUNIT",
        "DURATIONWORD length=DURATION",
    ),
}

_SPEED = (
    "SPEEDUP WHAT [<times>] [<during>] => dir=up",
    "SPEEDV WHAT UP [<times>] [<during>] => dir=up",
    "(MAKE | PLAY) WHAT [BE] [PLAY] [<times>] FASTER [<times>] [<during>] => dir=up",
    "WHAT [PLAY] [<times>] (FASTER | FASTERZH | SPEEDUP) [<times>] => dir=up",
    "SLOWDOWN WHAT [<times>] [<during>] => dir=down",
    "SLOWV WHAT DOWN [<times>] [<during>] => dir=down",
    "(MAKE | PLAY) WHAT [BE] [PLAY] [<times>] SLOWER [<times>] [<during>] => dir=down",
    "WHAT [PLAY] [<times>] (SLOWER | SLOWERZH | SLOWDOWN) [<times>] => dir=down",
    "(MAKE | PLAY | SPEEDUP | SLOWDOWN | PUT) WHAT [PLAY] [ATRATE] <rate> [<during>]",
    "(SPEEDV | SLOWV) WHAT (UP | DOWN) ATRATE (<rate> | <amount>) [<during>] => dir=at",
    "(SPEEDUP | SLOWDOWN) WHAT ATRATE <amount> [<during>] => dir=at",
    "WHAT (SPEEDUP | SLOWDOWN) ATRATE <amount> => dir=at",
    "WHAT [PLAY] [ATRATE] <rate>",
    "(MAKE | PLAY) WHAT ATRATE factor=FACTOR => dir=at",
    "(MAKE | PLAY | PUT | USE) WHAT [ATRATE] SLOWMO [<during>] => dir=slow",
    "WHAT [ADD | USE] SLOWMO => dir=slow",
)
_REVERSE = (
    "REVERSE WHAT [<during>]",
    "(MAKE | PLAY | PUT) WHAT [BE] [PLAY] BACKWARDS [<during>]",
    "WHAT (REVERSE | BACKWARDS)",
)

INTENTS: dict[str, tuple[str, ...]] = {
    "time.speed": (
        *named(_SPEED, "(VIDEO | <during>)"),
        "SPEEDUP [<times>] => dir=up",
        "SLOWDOWN [<times>] => dir=down",
        "(SPEEDUP | SLOWDOWN) ATRATE <amount> => dir=at",
        "[PLAY] [ATRATE] <rate> [PLAY] [<during>]",
        "[PLAY | ADD | USE] SLOWMO [<during>] => dir=slow",
        "(MAKE | REPLACE | UPWARD | DOWNWARD) SPEED [OF VIDEO] [BECOME | ATRATE] <amount> => "
        "dir=at",
        "SPEED [BE | BECOME | COLON | ATRATE | TOWORD] <amount> => dir=at",
        "UPWARD SPEED [<times>] => dir=up",
        "DOWNWARD SPEED [<times>] => dir=down",
        "SPEED (FASTER | FASTERZH) [<times>] => dir=up",
        "SPEED (SLOWER | SLOWERZH) [<times>] => dir=down",
        "(MAKE | REPLACE) SPEED [BECOME] NORMAL => dir=reset",
        "(RESTORE | RESET) [NORMAL | ORIGINAL] SPEED => dir=reset",
    ),
    "time.speed_it": (
        *it(_SPEED),
        "[PLAY] [<times>] FASTER [<times>] => dir=up",
        "[PLAY] FASTERZH <times> => dir=up",
        "[PLAY] SLOWERZH <times> => dir=down",
        "[PLAY] [<times>] SLOWER [<times>] => dir=down",
    ),
    "time.reverse": (
        *named(_REVERSE, "(VIDEO | <during>)"),
        "[PLAY] REVERSE",
        "PLAY BACKWARDS",
    ),
    "time.reverse_it": (*it(_REVERSE), "BACKWARDS"),
    "time.freeze": (
        "FREEZE [VIDEO | IT | FRAMEWORD] [AT] at=MOMENT [MARK] [<still>]",
        "FREEZE [VIDEO | IT | FRAMEWORD] <still> [AT] at=MOMENT [MARK]",
        "[VIDEO | FRAMEWORD] [AT] at=MOMENT [MARK | WHEN] FREEZE [VIDEO | IT | FRAMEWORD]"
        " [<still>]",
        "[AT] at=MOMENT [MARK | WHEN] [COMMA] FREEZE [VIDEO | IT | FRAMEWORD] [<still>]",
        "FREEZE (LAST FRAMEWORD | ATEND) [<still>] => place=end",
        "FREEZE [FRAMEWORD | VIDEO] <still> ATEND => place=end",
        "LAST FRAMEWORD FREEZE [<still>] => place=end",
        "FREEZE (FIRST FRAMEWORD | ATSTART) [<still>] => place=start",
        "FIRST FRAMEWORD FREEZE [<still>] => place=start",
        "(ADD | USE) [length=DURATION] FREEZE [FRAMEWORD] [AT] at=MOMENT [MARK] [<still>]",
    ),
    "time.order": (
        "(PUT | MOVE | PLAY) one=<aclip> FIRSTPLACE => to=first",
        "(PUT | MOVE | PLAY) one=<aclip> LASTPLACE => to=last",
        "one=<aclip> [BE | GO | PUT | MOVE] FIRSTPLACE => to=first",
        "one=<aclip> [BE | GO | PUT | MOVE] LASTPLACE => to=last",
        "(PUT | MOVE | PLAY) one=<aclip> BEFORECLIP two=<aclip> => to=before",
        "(PUT | MOVE | PLAY) one=<aclip> AFTERCLIP two=<aclip> => to=after",
        "one=<aclip> [GO | PUT | MOVE] BEFORECLIP two=<aclip> [FRONTZH] => to=before",
        "one=<aclip> [GO | PUT | MOVE] AFTERCLIP two=<aclip> [BACKZH] => to=after",
        "one=<aclip> (PUT | MOVE) two=<aclip> FRONTZH => to=before",
        "one=<aclip> (PUT | MOVE) two=<aclip> BACKZH => to=after",
        "[JOIN [CLIPS | IT] [INORDER] [COLON | COMMA]] [STARTCLIP | ORDER | PLAY | PUT] one=<aclip>"
        " [PLAY] <then> [PLAY | PUT] two=<aclip> [<then> three=<aclip>] => to=listed",
        "JOIN one=<aclip> AND two=<aclip> => to=listed",
        "STARTCLIP one=<aclip> => to=first",
        "ENDCLIP one=<aclip> => to=last",
    ),
    "time.swap": (
        "SWAP [ORDERWORD] [OF] CLIPS [ROUND]",
        "SWAP [CLIPS] ORDERWORD [OF CLIPS]",
        "CLIPS SWAP [ORDERWORD]",
        "SWAP one=<aclip> AND two=<aclip> [ORDERWORD]",
        "one=<aclip> AND two=<aclip> SWAP [ORDERWORD]",
        "REVERSE ORDERWORD [OF CLIPS]",
    ),
    "time.join": ("JOIN CLIPS", "JOIN IT", "CLIPS JOIN", "JOIN CLIPS BECOME VIDEO"),
    "time.still": (
        "(ADD | PUT | USE) <picture> ATEND [<still>] => place=end",
        "(ADD | PUT | USE) <picture> <still> ATEND => place=end",
        "(ADD | PUT | USE) <picture> ATSTART [<still>] => place=start",
        "(ADD | PUT | USE) <picture> <still> ATSTART => place=start",
        "ATEND [COMMA] (ADD | PUT | USE) <picture> [<still>] => place=end",
        "ATSTART [COMMA] (ADD | PUT | USE) <picture> [<still>] => place=start",
        "<picture> (ADD | PUT | MOVE) ATEND [<still>] => place=end",
        "<picture> (ADD | PUT | MOVE) ATSTART [<still>] => place=start",
        "ENDCLIP <picture> [<still>] => place=end",
        "STARTCLIP <picture> [<still>] => place=start",
    ),
}
