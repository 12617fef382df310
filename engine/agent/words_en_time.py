"""English words for how time runs: speed, direction, standing still, order. As in `words_en`."""

WORDS: dict[str, str] = {
    "SHOW": "show, display, leave, let stay",
    "SPEEDUP": "speed up, accelerate, fast forward, quicken, hurry up, speeding up",
    "SPEEDV": "speed",
    "SLOWDOWN": "slow down, decelerate, slow, slowing down",
    "SLOWV": "slow",
    "UP": "up",
    "DOWN": "down",
    "FASTER": "faster, quicker, more quickly, fast, sped up, speedier",
    "SLOWER": "slower, more slowly, slowly, slow, slowed down",
    "SLOWMO": "slow motion, slow mo, slomo, slowmo, in slow motion, in slow mo",
    "SPEED": "speed, playback speed, play speed, tempo, pace, video speed",
    "NORMAL": "normal, regular, usual, default, standard",
    "ASFAST": "as fast, as quick, as quickly, its speed, the normal speed, the original speed",
    "ASSLOW": "as slow, as slowly",
    "PLAY": "play, run, playing, played, playback",
    "ATRATE": "at, to, with, in, into",
    "BYWORD": "by, with",
    "TOWORD": "to, at, down to, up to, into, about",
    "STEP bit": (
        "a bit, a little, a little bit, slightly, a touch, a tad, somewhat, a tiny bit, just a "
        "bit, "
        "a bit more, a little more, just a little, a notch, a hair, bit, little"
    ),
    "STEP lot": (
        "much, a lot, way, far, significantly, considerably, a lot more, much more, lots, really, "
        "very, super, a whole lot, a good deal, extremely, a ton, massively"
    ),
    "REVERSE": "reverse, rewind, play in reverse, invert the time of",
    "BACKWARDS": "backwards, backward, in reverse, reversed, from back to front, from end to start",
    "FREEZE": "freeze, hold, pause, freeze frame, still frame, hold on, stand still",
    "FRAMEWORD": "frame, picture, image, shot, screen",
    "SWAP": "swap, switch, exchange, reverse, change, flip, swap round, swap around, rearrange",
    "ROUND": "round, around",
    "ORDERWORD": "order, sequence, order of",
    "CLIPS": (
        "clips, videos, two clips, both clips, two videos, both videos, recordings, parts, "
        "all clips, all videos, all the clips, all the videos, files, them"
    ),
    "JOIN": (
        "join, merge, combine, stitch, concatenate, connect, put together, splice, glue together, "
        "stitch together, join together, edit together, string together, merge together"
    ),
    "INORDER": "in this order, in that order, in the order, in order",
    "STARTCLIP": "start with, begin with, open with",
    "ENDCLIP": "end with, finish with, close with, end on",
    "FIRSTPLACE": (
        "first, at the start, at the beginning, to the front, to the start, to the beginning, "
        "before the rest, at the front, in first place, up front, before the other one, "
        "before the other clip, before the others, at start, before the other"
    ),
    "LASTPLACE": (
        "last, at the end, to the end, after the rest, in last place, after the other one, "
        "after the other clip, after the others, at end, to the back, after the other"
    ),
    "BEFORECLIP": "before, ahead of, in front of",
    "AFTERCLIP": "after, behind, following",
    "GO": "go, goes, comes, come, plays, should go, should come, should be, shall be",
    "CLIPNTH 1": (
        "first clip, first video, clip 1, clip one, video 1, video one, 1st clip, first one, "
        "first recording, first file"
    ),
    "CLIPNTH 2": "second clip, second video, clip 2, clip two, video 2, video two, 2nd clip, "
    "second one, second recording, second file, 2nd video, other clip, other video",
    "CLIPNTH 3": (
        "third clip, third video, clip 3, clip three, video 3, video three, 3rd clip, third one"
    ),
    "CLIPNTH last": "last clip, last video, final clip, final video, last one, latest clip",
    # The work itself
    "REDO": "redo, redo that, redo it, undo the undo, undo that undo, reapply that, reapply it",
    "WANTBACK": "i want, give me, bring, get, put, i'd like, bring me",
    "STORY": (
        "what did you do, what's changed, what have you done, what did you change, what have you "
        "changed, "
        "what was changed, what has changed, what changed, what did you do so far, "
        "what have you done so far, what did you do to it, what did you do to my video, "
        "what have you done to my video, list the changes, list my edits, show me the changes, "
        "list all changes, what edits did you make, what edits have you made, what's been done, "
        "what is done, what has been done, what's done so far, summary, "
        "what does it look like now, what did you change so far, what have i changed, "
        "what have i done, what have we done so far"
    ),
    "SCENELIST": "scenes, all scenes, list of scenes, scene list, all the scenes, list scenes",
    "WHICHSCENES": (
        "show me what backgrounds you have, what backgrounds you have, "
        "which backgrounds do you have, what backgrounds do you have, what backgrounds are there, "
        "which scenes do you have, what scenes do you have, what scenes are there, "
        "which backgrounds are there, which scenes are there, show me the scenes, show scenes, "
        "show the scenes, list the scenes, list the backgrounds, list backgrounds, "
        "show me your scenes, show me the backgrounds, show me your backgrounds, "
        "what backgrounds can i use, which backgrounds can i use, what scenes can i use, "
        "which scenes can i choose from, what backgrounds can i choose from, backgrounds, "
        "available backgrounds, available scenes, what other backgrounds do you have, "
        "show me all backgrounds, show me all scenes, what can you put behind me"
    ),
}
