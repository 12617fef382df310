"""Grammar rows about what is heard: the clip's own sound, and music under it."""

from __future__ import annotations

from engine.agent.rows_shared import it, named

RULES: dict[str, tuple[str, ...]] = {
    "song": (
        "[OWN] MUSIC [SENT]",
        "SENT [OWN] MUSIC",
        "[MUSIC] file=SONGFILE",
    ),
    "under": (
        "UNDER (VIDEO | IT | STUFF | VOICE | ME)",
        "IN BACKGROUND",
        "ONSCREEN",
        "THROUGHOUT",
        "UNDER",
    ),
    "musical": (
        "[ATRATE] percent=PERCENT [VOLUME]",
        "VOLUME [TOWORD | COLON | ATRATE] percent=PERCENT",
        "[step=STEP] SOFTLY [step=STEP] => volume=soft",
        "WITH FADEIN => fade_in=yes",
        "WITH FADEOUT => fade_out=yes",
        "DUCKOFF => ducking=off",
        "DUCKON => ducking=on",
    ),
    "musicals": ("[COMMA] <musical> { [COMMA | AND] <musical> }",),
    "over": ("[FOR | OVER | DURING] [LAST | FIRST] length=DURATION", "OVER length=ONEUNIT"),
}

_LOUDER = (
    "(MAKE | TURN) WHAT [BE] [<times>] LOUDER [<times>] => dir=up",
    "TURN WHAT UP [<times>] => dir=up",
    "WHAT [MAKE] [<times>] LOUDER [<times>] => dir=up",
    "WHAT [IS] TOO QUIET => dir=up",
    "(MAKE | TURN) WHAT [BE] [<times>] SOFTER [<times>] => dir=down",
    "TURN WHAT DOWN [<times>] => dir=down",
    "WHAT [MAKE] [<times>] SOFTER [<times>] => dir=down",
    "WHAT [IS] TOO LOUD => dir=down",
    "(TURN | MAKE | REPLACE | PUT) WHAT [BE] [BECOME | TOWORD | ATRATE] percent=PERCENT [VOLUME]"
    " => dir=at",
    "(TURN | UPWARD | DOWNWARD) WHAT [UP | DOWN] TOWORD percent=PERCENT => dir=at",
    "WHAT [BE | BECOME | COLON | TOWORD | MAKE] percent=PERCENT => dir=at",
    "(TURN | PLAY | MAKE) WHAT [UP | DOWN] [BE] factor=FACTOR ASLOUD => dir=at",
)
_RAISED = (
    "UPWARD [VOLUME OF] WHAT [VOLUME] [<times>] => dir=up",
    "DOWNWARD [VOLUME OF] WHAT [VOLUME] [<times>] => dir=down",
    "WHAT UPWARD [<times>] => dir=up",
    "WHAT DOWNWARD [<times>] => dir=down",
)
_LOUDER_ZH = (
    "WHAT [MAKE] LOUDERZH [<times>] => dir=up",
    "WHAT [MAKE] SOFTERZH [<times>] => dir=down",
)
_BARE_LOUDER = (
    "[<times>] LOUDER [<times>] => dir=up",
    "[<times>] SOFTER [<times>] => dir=down",
    "[ITIS] TOO QUIET => dir=up",
    "[ITIS] TOO LOUD => dir=down",
)
_SWITCHED_OFF = ("TURN WHAT AWAY", "TURN AWAY WHAT")
_MUTE = (
    "MUTE WHAT",
    "MAKE WHAT [BE] SILENT",
    "WHAT (MUTE | SILENT)",
)

_SOUND = (
    "((SOUND | VOICE) [VOLUME] [OF (VIDEO | ME)] | VOLUME OF (VIDEO | ME | VOICE | SOUND)"
    " | VIDEO [VOLUME | SOUND] | ME)"
)
_OFSOUND = "(SOUND | VOICE) [(OF | IN) VIDEO]"
_MUSIC = "(MUSIC [VOLUME | SOUND] | VOLUME OF MUSIC)"

_VOLUME = (
    *named((*_LOUDER, *_LOUDER_ZH, *_RAISED), "VOLUME"),
    "percent=PERCENT VOLUME => dir=at",
)
"""Of nothing but "the volume": after music it is the music's."""

INTENTS: dict[str, tuple[str, ...]] = {
    "sound.volume": (
        *named(_LOUDER, _SOUND),
        *named(_LOUDER_ZH, "(SOUND | VOICE)"),
        *named(_RAISED, "(SOUND | VOICE)"),
        "[MAKE] [<times>] LOUDER (SOUND | VOICE) => dir=up",
        "[MAKE] [<times>] SOFTER (SOUND | VOICE) => dir=down",
        "IAM TOO QUIET => dir=up",
        "IAM TOO LOUD => dir=down",
        "(RESTORE | RESET) [ORIGINAL | NORMAL] (VOLUME | SOUND) => dir=reset",
        "(ORIGINAL | NORMAL) VOLUME => dir=reset",
        "UNMUTE [SOUND | VIDEO | IT] => dir=reset",
        "TURN SOUND BACK [ON] => dir=reset",
        "(USE | TURN) SOUND BACK => dir=reset",
    ),
    "sound.volume_it": (*it(_LOUDER), *_BARE_LOUDER, *_VOLUME),
    "sound.mute": (
        *named(_MUTE, "(SOUND [(OF | IN) VIDEO] | VIDEO [SOUND] | ME)"),
        *named(_SWITCHED_OFF, "(SOUND | VOLUME)"),
        "MUTE",
        f"(REMOVE | NO | CANCEL) {_OFSOUND}",
        f"{_OFSOUND} (REMOVE | NOTWANTED | MUSTGO)",
        f"TAKEV {_OFSOUND} AWAY",
        "VIDEO NO SOUND",
        "SOUND (OFFWORD | CANCEL)",
    ),
    "sound.mute_it": it(_MUTE),
    "sound.normalise": (
        "NORMALISE [SOUND | VOLUME | VOICE | VIDEO] [SOUND | VOLUME] [OF VIDEO] [TOWORD "
        "loudness=LUFS]",
        "(SOUND | VOLUME | VOICE) NORMALISE [[TOWORD] loudness=LUFS]",
        "(MAKE | PUT) (SOUND | VOLUME | VIDEO | VOICE) NORMALISED",
        "[MAKE | PUT] (SOUND | VOLUME | VIDEO | IT) (TOWORD | ATRATE | BECOME) loudness=LUFS",
        "NORMALISE IT [TOWORD loudness=LUFS]",
    ),
    "sound.touch": ("TOUCH (SOUND | VOLUME | VOICE | MUSIC)",),
    "music.add": (
        "(USE | ADD | PUT | PLAY) <song> [AS MUSIC | <under>] [<musicals>]",
        "(USE | ADD | PUT | PLAY) file=FILE (AS MUSIC | UNDER (VIDEO | IT | STUFF | ME) | UNDER "
        "MUSIC) [<musicals>]",
        "(USE | ADD | PUT) THIS AS MUSIC [<musicals>]",
        "(MAKE | BECOME) (<song> | THIS) [AS] MUSIC [<musicals>]",
        "<song> AS MUSIC [<musicals>]",
        "MUSIC COLON file=SONGFILE",
        "MUSIC (BE | BECOME) <song>",
        "REPLACE MUSIC (WITH | BECOME) <song>",
    ),
    "music.volume": (
        *named(_LOUDER, _MUSIC),
        *named(_LOUDER_ZH, _MUSIC),
        *named(_RAISED, "MUSIC"),
        "[<times>] LOUDER MUSIC => dir=up",
        "[<times>] SOFTER MUSIC => dir=down",
    ),
    "music.volume_it": (*it(_LOUDER), *_BARE_LOUDER, *_VOLUME),
    "music.remove": (
        "(REMOVE | NO | CANCEL | MUTE) MUSIC",
        "MUSIC (OFFWORD | CANCEL)",
        "MUSIC (REMOVE | NOTWANTED | MUTE | MUSTGO)",
        "TAKEV MUSIC AWAY [AGAIN]",
        "TURN MUSIC AWAY",
        "TURN AWAY MUSIC",
    ),
    "music.fade": (
        "FADEV MUSIC OUTWARD [ATEND] [<over>] => fade_out=yes",
        "MAKE MUSIC FADEV OUTWARD [ATEND] [<over>] => fade_out=yes",
        "MAKE MUSIC FADEV INWARD [ATSTART] [<over>] => fade_in=yes",
        "FADEV MUSIC INWARD [ATSTART] [<over>] => fade_in=yes",
        "MUSIC [ATEND] [<over>] FADEOUT [ATEND] [<over>] => fade_out=yes",
        "MUSIC [ATSTART] [<over>] FADEIN [ATSTART] [<over>] => fade_in=yes",
        "FADEOUT MUSIC [ATEND] [<over>] => fade_out=yes",
        "FADEIN MUSIC [ATSTART] [<over>] => fade_in=yes",
        "[MAKE] MUSIC FADEBOTH [<over>] => fade_in=yes, fade_out=yes",
    ),
    "music.duck": (
        "DUCK MUSIC [UNDER [VOICE | ME | IT]] => ducking=on",
        "[MAKE] MUSIC DUCK [UNDER [VOICE | ME]] => ducking=on",
        "(ADD | USE) DUCKING => ducking=on",
        "[MAKE] MUSIC DUCKON => ducking=on",
        "NEG DUCK MUSIC [UNDER [VOICE | ME]] => ducking=off",
        "NO DUCKING => ducking=off",
        "MUSIC NEG DUCK => ducking=off",
    ),
}
